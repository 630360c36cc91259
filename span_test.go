package gongshi_test

import (
	"encoding/json"
	"fmt"
	"math"
	"testing"

	"gongshi"
)

// A text made of pieces leads back to them: copied ones byte by byte, others as
// a whole, and what was left out is in no span.
func TestOffsetMap(t *testing.T) {
	const src = "0123456789"
	w := gongshi.NewRewriter(src)
	w.Grow(len(src), 3)
	w.Copy(1, 3)                                  // 12
	w.Put("ab", gongshi.Span{Start: 3, End: 4})   // ab for 3
	w.Copy(4, 5)                                  // 4, right behind
	w.Copy(7, 8)                                  // 7, after a gap
	w.Put("", gongshi.Span{Start: 8, End: 9})     // nothing
	w.Put("xyz", gongshi.Span{Start: 8, End: 10}) // xyz for 89
	text, back := w.Result()
	if text != "12ab47xyz" {
		t.Fatalf("text %q", text)
	}
	for _, test := range []struct{ from, want gongshi.Span }{
		{gongshi.Span{Start: 0, End: 1}, gongshi.Span{Start: 1, End: 2}},
		{gongshi.Span{Start: 1, End: 2}, gongshi.Span{Start: 2, End: 3}},
		{gongshi.Span{Start: 2, End: 3}, gongshi.Span{Start: 3, End: 4}}, // a piece of what stands as a whole
		{gongshi.Span{Start: 2, End: 4}, gongshi.Span{Start: 3, End: 4}},
		{gongshi.Span{Start: 4, End: 5}, gongshi.Span{Start: 4, End: 5}},
		{gongshi.Span{Start: 5, End: 6}, gongshi.Span{Start: 7, End: 8}},
		{gongshi.Span{Start: 4, End: 6}, gongshi.Span{Start: 4, End: 8}}, // over the gap
		{gongshi.Span{Start: 7, End: 8}, gongshi.Span{Start: 8, End: 10}},
		{gongshi.Span{Start: 0, End: 9}, gongshi.Span{Start: 1, End: 10}},
		{gongshi.Span{Start: 9, End: 9}, gongshi.Span{Start: 10, End: 10}},
		{gongshi.Span{}, gongshi.Span{Start: 1, End: 1}},
	} {
		if got := back.Source(test.from); got != test.want {
			t.Errorf("%v comes from %v, want %v", test.from, got, test.want)
		}
	}
	if got := (gongshi.OffsetMap{}).Source(gongshi.Span{Start: 3, End: 4}); got != (gongshi.Span{Start: 3, End: 4}) {
		t.Errorf("the zero map leads to %v", got)
	}
	if text, back := gongshi.NewRewriter("").Result(); text != "" || back.Source(gongshi.Span{}) != (gongshi.Span{}) {
		t.Errorf("an empty text is %q", text)
	}
}

// A span in JSON is an array of two numbers: what is read and what is refused is as
// for any such array.
func TestSpanJSON(t *testing.T) {
	for _, span := range []gongshi.Span{{}, {Start: 1}, {Start: 7, End: 120}, {Start: -3, End: 4}, {Start: 1_000_000, End: 9_999_999},
		{Start: math.MinInt32, End: math.MaxInt32}} {
		data, err := json.Marshal(span)
		if want := fmt.Sprintf("[%d,%d]", span.Start, span.End); err != nil || string(data) != want {
			t.Errorf("%v is written as %s, %v", span, data, err)
		}
		got := gongshi.Span{Start: 5, End: 5}
		if err := json.Unmarshal(data, &got); err != nil || got != span {
			t.Errorf("%s is read as %v, %v", data, got, err)
		}
	}
	for _, text := range []string{
		"[1,2]", " [1,2] ", "[ 1 , 2 ]", "[1,\t20]", "[12345678,1]", "[1]", "[]", "[1,2,3]", "[,]", "[1,]", "[,2]", "[01,2]", "[1,02]", "[-0,2]", "[0,0]",
		"[1.0,2]", "[1e2,200]", "[1.5,2]", "[9999999999999999999,1]", "[\"1\",2]", "null", "[null,2]", "{}", "\"\"", "7", "[1,2", "1,2]", "",
	} {
		want, got := [2]int{}, gongshi.Span{}
		wrong, err := json.Unmarshal([]byte(text), &want), json.Unmarshal([]byte(text), &got)
		if (wrong == nil) != (err == nil) || err == nil && got != (gongshi.Span{Start: want[0], End: want[1]}) {
			t.Errorf("%q: %v, %v, but as an array %v, %v", text, got, err, want, wrong)
		}
	}
}
