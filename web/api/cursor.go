package api

import (
	"encoding/base64"
	"encoding/json"

	"gongshi"
)

// encodeCursor makes an opaque string of where a page ended.
func encodeCursor(where any) string {
	data, err := json.Marshal(where)
	if err != nil {
		panic(err) // the cursors here are strings and numbers
	}
	return base64.RawURLEncoding.EncodeToString(data)
}

// decodeCursor reads what encodeCursor wrote; nothing for the first page.
func decodeCursor(cursor string, where any, lang string) error {
	if cursor == "" {
		return nil
	}
	data, err := base64.RawURLEncoding.DecodeString(cursor)
	if err == nil {
		err = json.Unmarshal(data, where)
	}
	if err != nil {
		return badCursor(lang)
	}
	return nil
}

func badCursor(lang string) *Problem {
	return invalid("query.cursor", gongshi.Text{
		Zh: "不是可用的游标：请原样使用上一页结果中的 next，或去掉它从头开始",
		En: "it is no cursor: use the next of the page before as it is, or leave it out to begin anew"}, lang)
}
