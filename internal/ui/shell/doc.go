// Package shell holds the frames of pages: the application with its sidebar,
// the plain page of sign-in and set-up, the public careers page, and the page
// that says what went wrong.
package shell
