// Package careers holds what strangers see of an organisation: its postings, the application form, and what was
// received. Complete without script, in the organisation's colour and words.
package careers
