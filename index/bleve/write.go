package bleve

import (
	"context"
	"encoding/binary"
	"fmt"
	"strconv"
	"sync"

	"github.com/blevesearch/bleve/v2/document"
	api "github.com/blevesearch/bleve_index_api"

	"gongshi"
	"gongshi/index"
	"gongshi/index/segment"
	"gongshi/normal"
	"gongshi/search/query"
)

// The fields of the library's documents, beside the zones. Each has the values
// of a record, as they are or in the form in which they are compared, so that what
// matches can be told by the values alone.
const (
	fieldProvince  = "province"
	fieldCity      = "city"
	fieldCounty    = "county"
	fieldCode      = "code" // of the region
	fieldIssuer    = "issuer"
	fieldSource    = "source"  // in the form of texts
	fieldNumber    = "number"  // in query.NumberForm
	fieldPhone     = "phone"   // digits
	fieldProblem   = "problem" // in query.ProblemForm
	fieldRule      = "rule"
	fieldRound     = "round"
	fieldAuthority = "authority"
	fieldHas       = "has"
	fieldKind      = "kind"
	fieldYear      = "year"
	fieldIssued    = "issued" // 20231013
	fieldDays      = "days"   // 20231013-20231024, of what the notice stands for
	// fieldIssuerForm is the issuer in the form of texts.
	fieldIssuerForm = "issuer-form"
	fieldRecord     = "record" // the record itself, masked and not indexed
)

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
		doc, err := newDocument(&b.Put[i], x.words)
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

// canFollow tells whether the batch is a step forward.
func (x *Index) canFollow(ctx context.Context, b index.Batch) error {
	seq, err := x.Seq(ctx)
	if err != nil {
		return err
	}
	if b.Seq < seq {
		return fmt.Errorf("batch with sequence number %d: the index is at %d", b.Seq, seq)
	}
	return ctx.Err()
}

func newDocument(r *index.Record, words *segment.Trie) (*document.Document, error) {
	blob, err := r.MarshalBinary()
	if err != nil {
		return nil, err
	}
	doc := document.NewDocument(r.ID)
	add := func(name string, values ...string) {
		doc.AddField(&field{name: name, values: values})
	}
	add(fieldProvince, r.Province)
	add(fieldCity, r.City)
	add(fieldCounty, r.County)
	add(fieldCode, r.RegionCode)
	add(fieldIssuer, r.Issuer)
	add(fieldIssuerForm, normal.Search(r.Issuer))
	add(fieldSource, normal.Search(r.Source))
	add(fieldNumber, each(r.Numbers, query.NumberForm)...)
	add(fieldPhone, each(r.Phones, index.Digits)...)
	add(fieldProblem, each(r.Problems, query.ProblemForm)...)
	add(fieldRule, r.Rules...)
	add(fieldRound, roundTerms(r)...)
	add(fieldAuthority, string(r.Authority))
	add(fieldHas, hasTerms(r)...)
	add(fieldKind, string(r.Kind))
	add(fieldIssued, dayTerm(r.Issued))
	if r.Year != 0 {
		add(fieldYear, strconv.Itoa(r.Year))
	}
	for _, d := range r.Dates {
		add(fieldDays, dayTerm(d.From)+"-"+dayTerm(d.To))
	}
	z := sync.OnceValue(func() zoned { return newZoned(r, words) })
	for _, zone := range zones { // gathered by the library's goroutines
		doc.AddField(&field{name: zone, later: func() api.TokenFrequencies { return z().in[zone] }})
	}
	doc.AddField(document.NewTextFieldWithIndexingOptions(fieldRecord, nil, mask(nil, blob), api.StoreField))
	return doc, nil
}

// dayTerm writes a date so that the order of texts is that of dates.
func dayTerm(d gongshi.Date) string {
	return fmt.Sprintf("%04d%02d%02d", d.Year, d.Month, d.Day)
}

// parseDay reads what dayTerm wrote.
func parseDay(term string) (gongshi.Date, error) {
	n, err := strconv.Atoi(term)
	if err != nil || len(term) != len("20231013") {
		return gongshi.Date{}, fmt.Errorf("%w: a day %q", index.ErrDamaged, term)
	}
	return gongshi.Date{Year: n / 1e4, Month: n / 100 % 100, Day: n % 100}, nil
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

// field is a field of which only is kept which documents hold a term.
type field struct {
	name   string
	values []string
	later  func() api.TokenFrequencies // in place of values
	terms  api.TokenFrequencies
}

func (f *field) Analyze() {
	if f.later != nil {
		f.terms = f.later()
		return
	}
	f.terms = make(api.TokenFrequencies, len(f.values))
	for _, value := range f.values {
		if value != "" {
			f.terms[value] = held
		}
	}
}

func (f *field) Name() string                                   { return f.name }
func (f *field) Value() []byte                                  { return nil }
func (f *field) ArrayPositions() []uint64                       { return nil }
func (f *field) EncodedFieldType() byte                         { return 't' }
func (f *field) Options() api.FieldIndexingOptions              { return api.IndexField | api.SkipFreqNorm }
func (f *field) AnalyzedLength() int                            { return 0 }
func (f *field) AnalyzedTokenFrequencies() api.TokenFrequencies { return f.terms }
func (f *field) NumPlainTextBytes() uint64                      { return 0 }
func (f *field) Size() int                                      { return 0 }

var _ index.Writer = (*Index)(nil)
