package search

import (
	"errors"
	"fmt"
	"strings"

	"gongshi"
	"gongshi/search/query"
)

// RequestError says that a value of a request is none that it can have.
type RequestError struct {
	// Field is the name of the field, as section, round or limit.
	Field, Value string
	// Message says which values there are.
	Message gongshi.Text
}

func (e *RequestError) Error() string {
	return fmt.Sprintf("%s %q: %s", e.Field, e.Value, e.Message.En)
}

// newRequestError says of an error that it is about the value of a field.
func newRequestError(field, value string, err error) error {
	if wrong, ok := errors.AsType[*query.Error](err); ok {
		return &RequestError{field, value, wrong.Message}
	}
	return fmt.Errorf("%s %q: %w", field, value, err)
}

// validate tells whether the values of the request are such as they can be,
// apart from those that the query language judges.
func (req *Request) validate() error {
	if req.Sort != "" && req.Sort != SortRelevance && req.Sort != SortDate {
		return &RequestError{"sort", req.Sort, gongshi.Text{
			Zh: "排序应为 " + SortRelevance + "（相关度）或 " + SortDate + "（日期，新的在前）",
			En: "use " + SortRelevance + " or " + SortDate}}
	}
	for _, number := range []struct {
		field string
		value int
	}{{"limit", req.Limit}, {"offset", req.Offset}} {
		if number.value < 0 {
			return &RequestError{number.field, fmt.Sprint(number.value), gongshi.Text{Zh: "不能小于 0", En: "it cannot be negative"}}
		}
	}
	if req.Cursor != "" && req.Offset != 0 {
		return &RequestError{"offset", fmt.Sprint(req.Offset), gongshi.Text{Zh: "不能与 --cursor 同时用", En: "it does not go with --cursor"}}
	}
	for _, name := range req.Facets {
		if _, ok := facetValues[name]; !ok {
			names := strings.Join(FacetNames(), ", ")
			return &RequestError{"facet", name, gongshi.Text{Zh: "可以统计的有 " + names, En: "use one of " + names}}
		}
	}
	return nil
}
