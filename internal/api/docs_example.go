package api

import (
	"encoding/json"
	"fmt"
	"reflect"

	"github.com/danielgtaylor/huma/v2"
)

// deepest is how far an example goes into objects that hold objects.
const deepest = 6

// example is a value that fits the schema, of the examples written at its fields.
func (s *Server) example(schema *huma.Schema, depth int) any {
	switch {
	case schema == nil || depth > deepest:
		return nil
	case schema.Ref != "":
		return s.example(s.huma.OpenAPI().Components.Schemas.SchemaFromRef(schema.Ref), depth+1)
	case len(schema.Examples) > 0:
		return schema.Examples[0]
	case schema.Default != nil:
		return schema.Default
	case len(schema.Enum) > 0:
		return schema.Enum[0]
	case len(schema.AnyOf) > 0:
		return s.example(schema.AnyOf[0], depth)
	}
	switch schema.Type {
	case huma.TypeArray:
		if one := s.example(schema.Items, depth+1); one != nil {
			return []any{one}
		}
		return []any{}
	case huma.TypeObject:
		return s.objectExample(schema, depth)
	case huma.TypeBoolean:
		return false
	case huma.TypeInteger, huma.TypeNumber:
		return smallest(schema)
	case huma.TypeString:
		return wordOf(schema)
	}
	return nil
}

func (s *Server) objectExample(schema *huma.Schema, depth int) any {
	out := map[string]any{}
	for name, p := range schema.Properties {
		if v := s.example(p, depth+1); v != nil {
			out[name] = v
		}
	}
	return out
}

func smallest(s *huma.Schema) any {
	if s.Minimum != nil && *s.Minimum > 1 {
		return *s.Minimum
	}
	return 1
}

func wordOf(s *huma.Schema) string {
	switch s.Format {
	case "date-time":
		return "2026-03-01T12:00:00.000Z"
	case "date":
		return "2026-03-01"
	case "email":
		return "ada@northwind.example"
	case "uri":
		return "https://northwind.example/"
	}
	return "text"
}

// text is a value in running text.
func text(v any) string {
	if reflect.ValueOf(v).Kind() == reflect.String {
		return fmt.Sprint(v)
	}
	b, _ := json.Marshal(v)
	return string(b)
}
