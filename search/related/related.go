// Package related answers where the problem of a notice stands elsewhere: in other
// rounds and districts, under the same number or in much the same words.
//
// Every record is looked at once, so that the time grows with the corpus and no
// faster. A sketch of its text of the problem ([minhash.Sketch]) tells whether it
// is worth comparing; what is given was compared sequence by sequence.
package related

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"strings"
	"unicode"

	"gongshi"
	"gongshi/index"
	"gongshi/internal/minhash"
	"gongshi/normal"
)

// Why a notice is related.
type Reason string

// The reasons.
const (
	// SameProblem: the same number of a problem, in the same inspection, round
	// and province. The code of a petition is the same anywhere.
	SameProblem Reason = "same-problem"
	// SameText: the text of the problem is the same, letter for letter.
	SameText Reason = "same-text"
	// SimilarText: the text of the problem is much the same, apart from places,
	// numbers and dates.
	SimilarText Reason = "similar-text"
)

// Relation is a notice that is related to another one.
type Relation struct {
	ID        string            `json:"id"`
	Title     string            `json:"title,omitempty"`
	Issuer    string            `json:"issuer,omitempty"`
	Issued    gongshi.Date      `json:"issued,omitzero"`
	Region    *gongshi.Region   `json:"region,omitempty"`
	Authority gongshi.Authority `json:"authority,omitempty"`
	Round     int               `json:"round,omitempty"`
	Lookback  bool              `json:"lookback,omitempty"`
	Problems  []string          `json:"problems,omitempty"`
	Why       []Reason          `json:"why"`
	// Similarity is how many of the sequences of three characters that the two
	// texts of the problem have they share: 1 for the same text, 0 where it is
	// less than was asked for.
	Similarity float64 `json:"similarity,omitempty"`
	// SameRegion tells that both are of the same county, or the same city where
	// neither names a county.
	SameRegion bool `json:"same_region"`
}

// DefaultSimilarity is from where on texts are similar, unless something else is
// asked for.
const DefaultSimilarity = 0.4

const (
	// shingle is the length of the sequences that are compared, in characters.
	shingle = 3
	// minShingles is how many sequences a text must have to be compared: 全面完成整改 is
	// the same anywhere.
	minShingles = 12
	// margin is by how much the estimate of a similarity may be too low: more than
	// four standard deviations of one from 128 bins.
	margin = 0.2
)

// Find gives the notices that are related to the target, the closest first, of
// the records, which are read once. least is the least similarity of texts.
func Find(ctx context.Context, target *index.Record, records iter.Seq2[*index.Record, error], least float64) ([]Relation, error) {
	f := newFinder(target, least)
	var found []Relation
	for r, err := range records {
		if err != nil {
			return nil, err
		}
		if relation, related := f.relation(r); related {
			found = append(found, relation)
		}
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	slices.SortFunc(found, func(a, b Relation) int {
		return cmp.Or(cmp.Compare(b.closeness(), a.closeness()), b.Issued.Compare(a.Issued), strings.Compare(a.ID, b.ID))
	})
	return found, nil
}

// closeness orders relations: the same number counts as much as half of the
// text, and of texts that are equally similar those of the same place come first.
func (r *Relation) closeness() float64 {
	sum := r.Similarity
	if slices.Contains(r.Why, SameProblem) {
		sum += 0.5
	}
	if r.SameRegion {
		sum += 0.05
	}
	return sum
}

// finder compares records with a target.
type finder struct {
	target *index.Record
	least  float64
	issues []issue
}

// issue is a section of the target on the problem. A notice on several problems
// has several.
type issue struct {
	letters string // all of them, places and numbers too
	set     map[uint64]bool
	sketch  minhash.Sketch
}

func newFinder(target *index.Record, least float64) *finder {
	f := &finder{target: target, least: least}
	for _, s := range target.Sections {
		if s.Kind != gongshi.SectionIssue {
			continue
		}
		masked := mask(s.Text)
		if set := setOf(masked); len(set) >= minShingles {
			f.issues = append(f.issues, issue{normal.Letters(s.Text), set, minhash.Of(masked, shingle)})
		}
	}
	return f
}

func setOf(masked string) map[uint64]bool {
	set := make(map[uint64]bool)
	for h := range minhash.Shingles(masked, shingle) {
		set[h] = true
	}
	return set
}

// relation tells how a record is related to the target, if it is.
func (f *finder) relation(r *index.Record) (relation Relation, related bool) {
	if r.ID == f.target.ID {
		return Relation{}, false
	}
	var why []Reason
	if sameProblem(f.target, r) {
		why = append(why, SameProblem)
	}
	similarity, same := f.similarity(r)
	switch {
	case same:
		why = append(why, SameText)
	case similarity >= f.least && similarity > 0:
		why = append(why, SimilarText)
	default:
		similarity = 0
	}
	if len(why) == 0 {
		return Relation{}, false
	}
	relation = Relation{ID: strings.Clone(r.ID), Title: strings.Clone(r.Title), Issuer: strings.Clone(r.Issuer), Issued: r.Issued,
		Authority: gongshi.Authority(strings.Clone(string(r.Authority))), Round: r.Round, Lookback: r.Lookback,
		Why: why, Similarity: similarity, SameRegion: sameRegion(f.target, r)}
	for _, p := range r.Problems {
		relation.Problems = append(relation.Problems, strings.Clone(p))
	}
	if r.Province+r.City+r.County != "" {
		relation.Region = &gongshi.Region{Province: strings.Clone(r.Province), City: strings.Clone(r.City), County: strings.Clone(r.County), Code: strings.Clone(r.RegionCode)}
	}
	return relation, true
}

// similarity gives how alike the most alike texts of problems of the target and
// the record are, and whether they are the same.
func (f *finder) similarity(r *index.Record) (most float64, same bool) {
	if len(f.issues) == 0 {
		return 0, false
	}
	for _, s := range r.Sections {
		if s.Kind != gongshi.SectionIssue {
			continue
		}
		masked := mask(s.Text)
		sketch := minhash.Of(masked, shingle)
		var set map[uint64]bool
		for i := range f.issues {
			own := &f.issues[i]
			if own.sketch.Likeness(&sketch) < f.least-margin {
				continue
			}
			if set == nil {
				set = setOf(masked)
			}
			if len(set) < minShingles {
				break
			}
			likeness := jaccard(own.set, set)
			if likeness == 1 && own.letters == normal.Letters(s.Text) {
				return 1, true
			}
			most = max(most, likeness)
		}
	}
	return most, false
}

// jaccard is how many elements two sets share, of all that they have.
func jaccard(a, b map[uint64]bool) float64 {
	if len(a) > len(b) {
		a, b = b, a
	}
	both := 0
	for h := range a {
		if b[h] {
			both++
		}
	}
	return float64(both) / float64(len(a)+len(b)-both)
}

// sameProblem tells whether two records are about one problem by its number.
func sameProblem(a, b *index.Record) bool {
	same := sameInspection(a, b)
	return slices.ContainsFunc(a.Problems, func(number string) bool {
		return (same || isCode(number)) && slices.Contains(b.Problems, number)
	})
}

// sameInspection tells whether the numbers of two records are of one list. What a
// notice does not state is not the same as anything.
func sameInspection(a, b *index.Record) bool {
	return a.Authority != "" && a.Authority == b.Authority && a.Round > 0 && a.Round == b.Round && a.Lookback == b.Lookback &&
		a.Province != "" && a.Province == b.Province
}

// isCode tells of the code of a petition, D3HB202406060068, from a number that
// every list has.
func isCode(number string) bool {
	return len(number) >= 8 && strings.ContainsFunc(number, unicode.IsLetter)
}

func sameRegion(a, b *index.Record) bool {
	return a.Province != "" && a.City+a.County != "" && a.Province == b.Province && a.City == b.City && a.County == b.County
}

// Comparable tells whether a record says enough of its problem for the text to be
// compared.
func Comparable(r *index.Record) bool { return len(newFinder(r, 0).issues) > 0 }
