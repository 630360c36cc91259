package bleve

import (
	"context"
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/document"
	api "github.com/blevesearch/bleve_index_api"

	"gongshi"
	"gongshi/index"
	"gongshi/index/segment"
	"gongshi/normal"
	"gongshi/search/query"
)

// The fields of the library's documents.
const (
	fieldGrams   = "grams"   // title and text
	fieldWords   = "words"   // the same, cut into words
	fieldNumber  = "number"  // grams of document numbers
	fieldPhone   = "phone"   // grams of phone numbers
	fieldIssuer  = "issuer"  // grams
	fieldProblem = "problem" // grams of problem numbers
	fieldRegion  = "region"  // names and code, for prefixes
	fieldRule    = "rule"
	fieldRound   = "round"
	fieldAuth    = "authority"
	fieldHas     = "has"
	fieldKind    = "kind"
	fieldMonth   = "month" // 2023-10, of all days the notice stands for
	fieldYear    = "year"
	fieldRecord  = "record" // the record itself, not indexed
)

// docsOnly says that only which documents hold a term is kept.
const docsOnly = api.IndexField | api.SkipFreqNorm

// Apply makes the batch part of the index, in one atomic step.
func (x *Index) Apply(ctx context.Context, b index.Batch) (err error) {
	defer guard(&err)
	if err := x.canFollow(ctx, b); err != nil {
		return err
	}
	batch := x.ix.NewBatch()
	for _, id := range b.Delete {
		batch.Delete(id)
	}
	for i := range b.Put {
		if err := ctx.Err(); err != nil {
			return err
		}
		doc, err := newDocument(&b.Put[i])
		if err != nil {
			return fmt.Errorf("record %s: %w", b.Put[i].ID, err)
		}
		if err := batch.IndexAdvanced(doc); err != nil {
			return fmt.Errorf("record %s: %w", b.Put[i].ID, err)
		}
	}
	batch.SetInternal(seqKey, binary.BigEndian.AppendUint64(nil, b.Seq))
	batch.SetInternal(storeKey, []byte(b.Store))
	if err := x.ix.Batch(batch); err != nil {
		return fmt.Errorf("write batch: %w", err)
	}
	return nil
}

// canFollow tells whether the batch is a step forward, and loads the dictionary
// if there is something to cut: analysis cannot fail later.
func (x *Index) canFollow(ctx context.Context, b index.Batch) error {
	seq, err := x.Seq(ctx)
	if err != nil {
		return err
	}
	if b.Seq < seq {
		return fmt.Errorf("batch with sequence number %d: the index is at %d", b.Seq, seq)
	}
	if len(b.Put) > 0 {
		if _, err := segment.Load(); err != nil {
			return err
		}
	}
	return ctx.Err()
}

func newDocument(r *index.Record) (*document.Document, error) {
	blob, err := r.MarshalBinary()
	if err != nil {
		return nil, err
	}
	doc := document.NewDocument(r.ID)
	add := func(field string, analyzer analysis.Analyzer, texts ...string) {
		if text := strings.Join(texts, "\n"); text != "" {
			doc.AddField(document.NewTextFieldCustom(field, nil, []byte(text), docsOnly, analyzer))
		}
	}
	add(fieldGrams, grams{}, r.Heading, r.Text)
	add(fieldWords, words{}, r.Heading, r.Text)
	add(fieldNumber, grams{}, each(r.Numbers, query.NumberForm)...)
	add(fieldPhone, grams{}, each(r.Phones, index.Digits)...)
	add(fieldProblem, grams{}, each(r.Problems, query.ProblemForm)...)
	add(fieldIssuer, grams{}, normal.Search(r.Issuer))
	add(fieldRegion, lines{}, append(each(r.Regions(), normal.Search), r.RegionCode)...)
	add(fieldRule, lines{}, r.Rules...)
	add(fieldRound, lines{}, roundTerms(r)...)
	add(fieldAuth, lines{}, string(r.Authority))
	add(fieldHas, lines{}, hasTerms(r)...)
	add(fieldKind, lines{}, string(r.Kind))
	add(fieldMonth, lines{}, monthTerms(r)...)
	if r.Year != 0 {
		add(fieldYear, lines{}, gongshi.Date{Year: r.Year}.String())
	}
	doc.AddField(document.NewTextFieldWithIndexingOptions(fieldRecord, nil, blob, api.StoreField))
	return doc, nil
}

func each(list []string, f func(string) string) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = f(s)
	}
	return out
}

func roundTerms(r *index.Record) []string {
	var terms []string
	if r.Round > 0 {
		terms = append(terms, strconv.Itoa(r.Round))
	}
	if r.Lookback {
		terms = append(terms, "lookback")
		if r.Round > 0 {
			terms = append(terms, strconv.Itoa(r.Round)+"-lookback")
		}
	}
	return terms
}

// monthTerms gives the months that the dates of a record reach into; their
// order as texts is that in time.
func monthTerms(r *index.Record) []string {
	var terms []string
	for _, d := range r.Dates {
		month := gongshi.Date{Year: d.From.Year, Month: d.From.Month}
		for month.Compare(d.To) <= 0 {
			terms = append(terms, month.String())
			if month.Month++; month.Month > 12 {
				month = gongshi.Date{Year: month.Year + 1, Month: 1}
			}
		}
	}
	return terms
}

func hasTerms(r *index.Record) []string {
	var terms []string
	for _, kind := range r.Kinds() {
		terms = append(terms, string(kind))
	}
	for name, there := range map[string]bool{"number": len(r.Numbers) > 0, "phone": len(r.Phones) > 0, "rule": len(r.Rules) > 0} {
		if there {
			terms = append(terms, name)
		}
	}
	return terms
}

// grams analyses a text into its characters and pairs of neighbouring
// characters; a line end keeps neighbours apart.
type grams struct{}

// Analyze gives every gram once: neither places nor numbers are kept.
func (grams) Analyze(text []byte) analysis.TokenStream {
	seen := make(map[string]struct{}, len(text)/2)
	var tokens analysis.TokenStream
	eachGram(text, true, func(gram []byte) {
		if _, ok := seen[string(gram)]; !ok {
			seen[string(gram)] = struct{}{}
			tokens = append(tokens, &analysis.Token{Term: gram, Position: len(tokens) + 1})
		}
	})
	return tokens
}

// eachGram gives the pairs of neighbouring characters of a text, and the single
// characters: all of them, or those without a neighbour.
func eachGram(text []byte, singles bool, f func(gram []byte)) {
	previous, width := 0, 0 // the character before, width 0 if there is none
	paired := false
	for at := 0; at <= len(text); {
		r, n := utf8.DecodeRune(text[at:])
		end := at == len(text) || r == '\n'
		switch {
		case end && width > 0 && !singles && !paired:
			f(text[previous : previous+width])
		case !end && singles:
			f(text[at : at+n])
		}
		if !end && width > 0 {
			f(text[previous : at+n])
		}
		paired = !end && width > 0
		previous, width = at, n
		if end {
			width = 0
		}
		if at == len(text) {
			return
		}
		at += n
	}
}

// words analyses a text into its words as gojieba cuts them.
type words struct{}

func (words) Analyze(text []byte) analysis.TokenStream {
	cut, err := segment.Cut(string(text))
	if err != nil {
		return nil // not after Apply has loaded the dictionary
	}
	seen := make(map[string]struct{}, len(cut))
	var tokens analysis.TokenStream
	for _, w := range cut {
		if _, ok := seen[w.Text]; !ok {
			seen[w.Text] = struct{}{}
			tokens = append(tokens, &analysis.Token{Term: []byte(w.Text), Position: len(tokens) + 1})
		}
	}
	return tokens
}

// lines analyses a text into its lines.
type lines struct{}

func (lines) Analyze(text []byte) analysis.TokenStream {
	var tokens analysis.TokenStream
	for line := range strings.SplitSeq(string(text), "\n") {
		if line != "" {
			tokens = append(tokens, &analysis.Token{Term: []byte(line), Position: len(tokens) + 1})
		}
	}
	return tokens
}

var _ index.Writer = (*Index)(nil)
