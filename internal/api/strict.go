package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"sync"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
)

// strictJSON writes as huma does, and reads what has one meaning only: valid UTF-8, one value, no name
// twice in an object.
var strictJSON = huma.Format{
	Marshal: huma.DefaultJSONFormat.Marshal,
	Unmarshal: func(data []byte, v any) error {
		if _, first := v.(*any); first { // huma reads twice: to validate, then into the struct
			if err := unambiguous(data); err != nil {
				return err
			}
		}
		return json.Unmarshal(data, v)
	},
}

// maxDepth is how deep a request may be nested.
const maxDepth = 32

func unambiguous(data []byte) error {
	if !utf8.Valid(data) {
		return errors.New("the JSON is not valid UTF-8")
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	if err := oneValue(d, 0); err != nil {
		return err
	}
	if _, err := d.Token(); err != io.EOF {
		return errors.New("there is something after the JSON value")
	}
	return nil
}

func oneValue(d *json.Decoder, depth int) error {
	t, err := d.Token()
	if err != nil {
		return errors.New("the body is not valid JSON")
	}
	open, nested := t.(json.Delim)
	if !nested {
		return nil
	}
	if depth == maxDepth {
		return fmt.Errorf("the JSON is nested deeper than %d levels", maxDepth)
	}
	seen := map[string]bool{}
	for d.More() {
		if open == '{' {
			name, err := d.Token()
			if err != nil {
				return errors.New("the body is not valid JSON")
			}
			if seen[name.(string)] {
				return fmt.Errorf("the field %s stands there twice", name)
			}
			seen[name.(string)] = true
		}
		if err := oneValue(d, depth+1); err != nil {
			return err
		}
	}
	if _, err := d.Token(); err != nil {
		return errors.New("the body is not valid JSON")
	}
	return nil
}

// fill makes nil slices empty ones, wherever the description promises a list: [] and not null.
func fill(v reflect.Value) {
	if !holdsSlices(v.Type()) {
		return
	}
	switch v.Kind() {
	case reflect.Slice:
		if v.IsNil() && v.CanSet() {
			v.Set(reflect.MakeSlice(v.Type(), 0, 0))
		}
		for i := range v.Len() {
			fill(v.Index(i))
		}
	case reflect.Pointer:
		if !v.IsNil() {
			fill(v.Elem())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() && !omitted(v.Type().Field(i), v.Field(i)) {
				fill(v.Field(i))
			}
		}
	}
}

// omitted: an absent part stays absent.
func omitted(f reflect.StructField, v reflect.Value) bool {
	tag := f.Tag.Get("json")
	return tag == "-" || (v.Kind() == reflect.Slice && v.IsNil() && (bytes.Contains([]byte(tag), []byte("omit"))))
}

var sliceTypes sync.Map // reflect.Type → bool: whether filling can change anything in it

func holdsSlices(t reflect.Type) bool {
	if known, ok := sliceTypes.Load(t); ok {
		return known.(bool)
	}
	holds := false
	switch t.Kind() {
	case reflect.Slice:
		holds = t.Elem().Kind() != reflect.Uint8
	case reflect.Pointer:
		sliceTypes.Store(t, true) // while we look: a type may hold itself
		holds = holdsSlices(t.Elem())
	case reflect.Struct:
		sliceTypes.Store(t, true)
		for i := range t.NumField() {
			holds = holds || t.Field(i).IsExported() && holdsSlices(t.Field(i).Type)
		}
	}
	sliceTypes.Store(t, holds)
	return holds
}
