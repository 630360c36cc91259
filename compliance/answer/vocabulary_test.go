package answer

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongshi"
)

// naive finds the words of a list in a place of a text, one at each of its bytes.
func naive(text string, words []string, place gongshi.Span) (found []gongshi.Span) {
	for at := place.Start; at < place.End; at++ {
		for _, w := range words {
			if strings.HasPrefix(text[at:place.End], w) {
				found = append(found, gongshi.Span{Start: at, End: at + len(w)})
			}
		}
	}
	return found
}

// byPlace puts spans into one order, each once.
func byPlace(spans []gongshi.Span) []gongshi.Span {
	slices.SortFunc(spans, func(a, b gongshi.Span) int { return (a.Start-b.Start)*1000 + a.End - b.End })
	return slices.Compact(spans)
}

// A vocabulary finds what looking for each word at each place finds: words within
// words, words of several lists, in broken text as well.
func TestVocabulary(t *testing.T) {
	lists := [][]string{
		{"完成", "已完成", "完成率", "已", "已"},
		{"已", "成率", "率达"},
		{"。", "\n", "；", "a", "ab", "𠮷野"},
		{"未", "完"},
		{"从不出现"},
	}
	var made []*List
	for _, words := range lists {
		made = append(made, NewList(words...))
	}
	v := NewVocabulary(made...)
	pieces := []string{"已", "完", "成", "率", "达", "。", "；", "\n", "a", "b", "未", "𠮷", "野", "野", "\xe5", "\xe5\xb7", "\xff", "\uFFFD", "é"}
	r := rand.New(rand.NewPCG(7, 7))
	for range 3000 {
		var b strings.Builder
		for range r.IntN(30) {
			b.WriteString(pieces[r.IntN(len(pieces))])
		}
		text := b.String()
		found := v.Find(text)
		place := gongshi.Span{Start: r.IntN(len(text) + 1)}
		place.End = place.Start + r.IntN(len(text)-place.Start+1)
		for i, words := range lists {
			want := byPlace(naive(text, words, place))
			got := slices.Collect(found.All(made[i], place))
			if !slices.IsSortedFunc(got, func(a, b gongshi.Span) int { return a.Start - b.Start }) {
				t.Errorf("%q: places of list %d are not in order: %v", text, i, got)
			}
			if diff := cmp.Diff(want, byPlace(got)); diff != "" {
				t.Fatalf("%q, %v, list %d: -want +got\n%s", text, place, i, diff)
			}
			if in := found.In(made[i], place); in != (len(want) > 0) {
				t.Fatalf("%q, %v, list %d: In is %v", text, place, i, in)
			}
			if in := made[i].In(place.Of(text)); in != (len(want) > 0) {
				t.Fatalf("%q, %v, list %d: List.In is %v", text, place, i, in)
			}
		}
	}
}

// A place that is not in the text has no words.
func TestVocabularyOutside(t *testing.T) {
	list := NewList("已")
	found := NewVocabulary(list).Find("已完成")
	for _, place := range []gongshi.Span{{Start: 9, End: 12}, {Start: 3, End: 0}, {Start: -5, End: -1}, {Start: 0, End: 2}, {}} {
		if found.In(list, place) || len(slices.Collect(found.All(list, place))) > 0 {
			t.Errorf("%v has a word", place)
		}
	}
	if !found.In(list, gongshi.Span{Start: -1, End: 99}) {
		t.Error("the place around the text has no word")
	}
}
