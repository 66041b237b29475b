package web

import (
	"errors"
	"mime/multipart"
	"net/http"
	"net/url"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"

	"candor/internal/errs"
	"candor/internal/ui/kit"
)

// formMemory is how much of an upload is held in memory; the rest goes to temporary files.
const formMemory = 1 << 20

// Problems are what is wrong with a form, for the page that shows it again; true only for what its sender
// can put right (422). Everything else is an error.
func Problems(err error) (kit.Problems, bool) {
	if !errs.Is(err, errs.Invalid) {
		return nil, false
	}
	return kit.ProblemsOf(err), true
}

// Decode reads the form into the fields of a struct that carry a form tag: string (trimmed; with ",raw" as
// typed), bool, int, int64, float64, pointers to these (nil when empty), and slices of string. Fields that the
// form lacks keep their value. What cannot be read is invalid (422), field by field.
func (r *Request) Decode(into any) error {
	values, err := r.form()
	if err != nil {
		return err
	}
	return decode(values, into)
}

// File is the uploaded file of a field; nil when none was chosen.
func (r *Request) File(field string) (multipart.File, *multipart.FileHeader, error) {
	if _, err := r.form(); err != nil {
		return nil, nil, err
	}
	f, h, err := r.FormFile(field)
	if errors.Is(err, http.ErrMissingFile) || errors.Is(err, http.ErrNotMultipart) {
		return nil, nil, nil
	}
	return f, h, err
}

func (r *Request) form() (url.Values, error) {
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		return r.URL.Query(), nil
	}
	err := r.ParseForm()
	if err == nil && strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
		err = r.ParseMultipartForm(formMemory)
	}
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return nil, err
	case err != nil:
		return nil, errs.As(errs.Bad(errs.F("", "The form did not arrive whole. Please send it again."))).With(err)
	}
	return r.PostForm, nil
}

func decode(values url.Values, into any) error {
	v := reflect.ValueOf(into).Elem()
	var wrong []errs.Field
	for i := range v.NumField() {
		name, option, _ := strings.Cut(v.Type().Field(i).Tag.Get("form"), ",")
		if name == "" {
			continue
		}
		sent, ok := values[name]
		if !ok {
			if v.Field(i).Kind() == reflect.Bool { // a box that is not ticked is not sent
				v.Field(i).SetBool(false)
			}
			continue
		}
		if message := set(v.Field(i), sent, option == "raw"); message != "" {
			wrong = append(wrong, errs.F(name, message))
		}
	}
	return errs.Bad(wrong...)
}

// set writes what was sent into a field, or says what is wrong with it.
func set(f reflect.Value, sent []string, raw bool) string {
	for _, one := range sent {
		if !utf8.ValidString(one) || strings.ContainsRune(one, 0) {
			return "This holds characters that are no text."
		}
	}
	if f.Kind() == reflect.Slice {
		list := make([]string, 0, len(sent))
		for _, one := range sent {
			if one = clean(one, raw); one != "" {
				list = append(list, one)
			}
		}
		f.Set(reflect.ValueOf(list).Convert(f.Type()))
		return ""
	}
	text := ""
	if len(sent) > 0 {
		text = clean(sent[len(sent)-1], raw) // the last counts: a hidden "false" before its box
	}
	if f.Kind() == reflect.Pointer {
		if text == "" {
			f.SetZero()
			return ""
		}
		value := reflect.New(f.Type().Elem())
		if message := scalar(value.Elem(), text); message != "" {
			return message
		}
		f.Set(value)
		return ""
	}
	return scalar(f, text)
}

func scalar(f reflect.Value, text string) string {
	switch f.Kind() {
	case reflect.String:
		f.SetString(text)
	case reflect.Bool:
		f.SetBool(text == "on" || text == "true" || text == "1")
	case reflect.Int, reflect.Int64:
		if text == "" {
			f.SetInt(0)
			return ""
		}
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return "Give a whole number."
		}
		f.SetInt(n)
	case reflect.Float64:
		if text == "" {
			f.SetFloat(0)
			return ""
		}
		n, err := strconv.ParseFloat(text, 64)
		if err != nil || n != n || n > 1e15 || n < -1e15 {
			return "Give a number."
		}
		f.SetFloat(n)
	default:
		panic("web: a form field cannot be a " + f.Type().String())
	}
	return ""
}

// clean makes line breaks those of the rest of the product, and trims unless asked not to.
func clean(s string, raw bool) string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	if raw {
		return s
	}
	return strings.TrimSpace(s)
}
