// Package crash tests the program as it is run: the real binary, killed in the middle of its work, ended, doubled, and
// fed with what no browser sends. It has tests only.
package crash
