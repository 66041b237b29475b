package library

import (
	"strings"

	"candor/internal/library"
	"candor/internal/ui/kit"
	"candor/internal/ui/shell"
)

// CategoriesPage lists the categories of questions.
type CategoriesPage struct {
	Shell    shell.AppProps
	Address  string
	All      []library.Category
	Change   bool // the reader may add, rename and delete
	New      CategoryForm
	Problems kit.Problems
}

// CategoryForm is a category as it was typed.
type CategoryForm struct{ Name, Color string }

// CategoryPage is the sheet in which one is changed or deleted.
type CategoryPage struct {
	Shell    shell.AppProps
	Category library.Category
	Form     CategoryForm
	Problems kit.Problems
	Instead  string // why it cannot be deleted
}

func (p CategoryPage) path() string { return "/question-categories/" + p.Category.ID }

func hues() (out []kit.Option) {
	for _, c := range library.Colors {
		out = append(out, kit.Option{Value: c, Label: strings.ToUpper(c[:1]) + c[1:]})
	}
	return out
}

func (p CategoriesPage) heads() []kit.Head {
	heads := []kit.Head{{Label: "Category", Width: "wide"}, {Label: "Questions", Number: true}}
	if p.Change {
		heads = append(heads, kit.Head{Label: "Actions", Hide: true})
	}
	return heads
}
