// Package ui holds everything the browser is given besides pages: stylesheets,
// script modules, the typeface, icons, and the vendored libraries, each with
// its licence and hash. They are part of the binary; at start they are joined,
// compressed and named by their content once, so that a browser fetches them
// once and a new release is seen at once. No build step exists.
//
// Components are in ui/kit, the frames of pages in ui/shell, pages in
// ui/pages. README.md tells how to write one.
package ui
