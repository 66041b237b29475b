// Package apidocs is the documentation of the API as a page: the same document that programs read, set for people.
package apidocs

import "candor/internal/ui/shell"

// Page is /api/docs.
type Page struct {
	Version  string
	About    string // HTML of our own text
	Chapters []Chapter
	Shapes   []Shape
}

// Chapter is a resource with its operations.
type Chapter struct {
	Name, About string
	Operations  []Operation
}

// Operation is one method at one address.
type Operation struct {
	ID, Method, Path, Summary string
	About                     string // HTML of our own text
	Parameters                []Field
	Sends, Gets               Content
	Example                   string // a request as one types it
	Failures                  []Failure
}

// Content is what goes one way: a shape, or fields of its own, with an example.
type Content struct {
	Status  string
	Shape   string // name of a Shape, "" for none
	Example string // JSON
}

// Failure is a status with what it means.
type Failure struct{ Status, Words string }

// Shape is an object that travels.
type Shape struct {
	Name    string
	Fields  []Field
	Example string
}

// Field is a parameter or a field of an object.
type Field struct {
	Name, Type string
	Shape      string // what it is made of
	Must       string // "required" of parameters, "always" of fields
	About      string
}

func frame(p Page) shell.PlainProps {
	return shell.PlainProps{Title: "API", Lead: "Version " + p.Version + " of Candor, described from the program that answers you.", Wide: true}
}

func method(m string) string {
	return map[string]string{"GET": "read", "POST": "make", "PUT": "change", "PATCH": "change", "DELETE": "end"}[m]
}
