// Package kit holds the parts pages are made of: buttons, fields, tables,
// cards. A part takes a struct of plain values and writes HTML that works
// without script; it never asks who is reading. Its look is in
// ui/css/components under the same name, its examples, with every state, are
// beside it and make up the gallery at /dev/ui.
package kit

//go:generate go tool -modfile=../../../tools/go.mod templ generate -path ..
