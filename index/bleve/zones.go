package bleve

import (
	"cmp"
	"slices"
	"unicode/utf8"

	api "github.com/blevesearch/bleve_index_api"

	"gongshi"
	"gongshi/index"
	"gongshi/index/segment"
	"gongshi/search/query"
)

// A record is indexed by zones: the title, each kind of section, and what of the
// text is in no section. A zone has the pairs of neighbouring characters in it,
// the last character of each line with a line end, and the words of the
// dictionary of three and more characters, wherever they stand: not those into
// which the text would be cut. What has one or two characters, or is such a word,
// is thus known exactly; what is longer stands at most where all its pairs do.
const (
	zoneTitle = "title"
	zoneRest  = "rest"
)

// zones are the fields in which a text can stand.
var zones = allZones()

func allZones() []string {
	names := []string{zoneRest, zoneTitle}
	for _, kind := range gongshi.SectionKinds {
		names = append(names, zoneOf(kind))
	}
	return names
}

func zoneOf(kind gongshi.SectionKind) string { return "in-" + string(kind) }

// zonesIn gives the fields to look in for a text that must stand in a scope.
func zonesIn(scope query.Scope) []string {
	switch scope {
	case "":
		return zones
	case query.InTitle:
		return []string{zoneTitle}
	}
	return []string{zoneOf(gongshi.SectionKind(scope))}
}

// zoned gathers what stands in the zones of a record.
type zoned struct {
	words *segment.Trie
	in    map[string]api.TokenFrequencies
}

func newZoned(r *index.Record, words *segment.Trie) zoned {
	z := zoned{words, map[string]api.TokenFrequencies{}}
	z.add(zoneTitle, r.Heading)
	var covered []gongshi.Span
	for _, s := range r.Sections {
		z.add(zoneOf(s.Kind), s.Text)
		covered = append(covered, gongshi.Span{Start: s.At, End: s.At + len(s.Text)})
	}
	slices.SortFunc(covered, func(a, b gongshi.Span) int { return cmp.Or(a.Start-b.Start, b.End-a.End) })
	z.rest(r.Text, covered)
	return z
}

// add adds a text to a zone.
func (z zoned) add(zone, text string) {
	if text == "" {
		return
	}
	terms := z.terms(zone, len(text))
	addPairs(terms, text)
	z.words.Words(text, func(start, end int) { terms[text[start:end]] = held })
}

// rest adds what of the text is not within one of its sections, with a character
// of them on either side.
func (z zoned) rest(text string, covered []gongshi.Span) {
	terms := z.terms(zoneRest, len(text)/4)
	at := 0
	for _, s := range append(covered, gongshi.Span{Start: len(text), End: len(text)}) {
		if s.Start >= at {
			_, before := utf8.DecodeLastRuneInString(text[:at])
			_, after := utf8.DecodeRuneInString(text[s.Start:])
			addPairs(terms, text[at-before:s.Start+after])
		}
		at = max(at, s.End)
	}
	next := 0 // the first of the sections that do not end before the word
	z.words.Words(text, func(start, end int) {
		for next < len(covered) && covered[next].End <= start {
			next++
		}
		for _, s := range covered[next:] {
			if s.Start > start {
				break
			}
			if end <= s.End {
				return
			}
		}
		terms[text[start:end]] = held
	})
}

func (z zoned) terms(zone string, bytes int) api.TokenFrequencies {
	if z.in[zone] == nil {
		z.in[zone] = make(api.TokenFrequencies, bytes/5)
	}
	return z.in[zone]
}

// held says of a term that it is there: neither how often nor where.
var held = new(api.TokenFreq)

// addPairs adds the pairs of neighbouring characters of a text; the last
// character of a line stands with a line end.
func addPairs(terms api.TokenFrequencies, text string) {
	before := -1
	for at := 0; at < len(text); {
		r, n := utf8.DecodeRuneInString(text[at:])
		if before >= 0 {
			terms[text[before:at+n]] = held
		}
		before, at = at, at+n
		if r == '\n' {
			before = -1
		}
	}
	if before >= 0 {
		terms[text[before:]+"\n"] = held
	}
}

// eachPair calls f with the pairs of neighbouring characters of a text, but for
// those that begin a line.
func eachPair(text string, f func(pair string)) {
	before := -1
	for at, r := range text {
		_, n := utf8.DecodeRuneInString(text[at:])
		if before >= 0 {
			f(text[before : at+n])
		}
		before = at
		if r == '\n' {
			before = -1
		}
	}
}
