package main

import (
	"os"

	"candor/internal/api"
	"candor/internal/files/extract"
)

// openapiCmd prints the API description; it needs no database.
type openapiCmd struct{}

func (openapiCmd) Run() error {
	out, err := api.Describe(version)
	if err != nil {
		return err
	}
	_, err = os.Stdout.Write(append(out, '\n'))
	return err
}

// extractCmd is the child process in which documents are read (internal/files/extract).
type extractCmd struct {
	Kind string `arg:""`
}

func (c extractCmd) Run() error {
	os.Exit(extract.ServeChild(c.Kind, os.Stdin, os.Stdout))
	return nil
}
