// Package library shows the library: questions, interview templates, feedback forms. What the three have in common (who
// sees an item, what its reader may do to it, the request that waits, its history) is drawn by the same parts, each given
// the address of its item.
package library
