package ingest

import (
	"cmp"
	"context"
	"slices"

	"gongshi"
	"gongshi/ingest/store"
)

// Report is what an operator wants to know after an import: what became of the
// sources, and what the notices lack. Its counts add up: Seen is the sum of
// States, and the sum of Codes is that of the states that have codes.
type Report struct {
	Seen   int         `json:"seen"`
	States []Tally     `json:"states"`
	Codes  []CodeTally `json:"codes"`
	// Containers are the archives with what became of their members, the most
	// failures first; what lies on disk by itself is in none.
	Containers []ContainerTally `json:"containers"`
	// MediaTypes and Methods count the documents in the store.
	MediaTypes []Tally `json:"media_types"`
	Methods    []Tally `json:"methods"`
	Notices    int     `json:"notices"`
	// Kinds count the notices by kind.
	Kinds []Tally `json:"kinds"`
	// Missing says for each province how many close-out notices lack which
	// section.
	Missing []Missing `json:"missing_sections"`
	// Failures are all sources that failed or were interrupted.
	Failures []Failure `json:"-"`
}

// Tally counts what has a value.
type Tally struct {
	Value string `json:"value"`
	Count int    `json:"count"`
}

// CodeTally counts the sources with a state for one reason.
type CodeTally struct {
	State store.State `json:"state"`
	Code  string      `json:"code"`
	Count int         `json:"count"`
}

// ContainerTally counts the members of an archive by what became of them.
type ContainerTally struct {
	Path    string `json:"path"`
	Members int    `json:"members"`
	Failed  int    `json:"failed"`
}

// Missing counts the close-out notices of a province, and those without a
// section of each kind.
type Missing struct {
	Province string                      `json:"province"`
	Notices  int                         `json:"notices"`
	Lacking  map[gongshi.SectionKind]int `json:"lacking"`
}

// ReportedKinds are the kinds of sections whose absence is reported.
var ReportedKinds = []gongshi.SectionKind{
	gongshi.SectionIssue, gongshi.SectionGoal, gongshi.SectionMeasures, gongshi.SectionImplementation,
	gongshi.SectionDeadline, gongshi.SectionResponsible,
}

// NewReport makes the report of a store.
func NewReport(ctx context.Context, st *store.Store) (*Report, error) {
	r := new(Report)
	if err := r.sources(ctx, st); err != nil {
		return nil, err
	}
	return r, r.notices(ctx, st)
}

// valueCounts counts values; tallies gives them, the most frequent first.
type valueCounts map[string]int

func (c valueCounts) tallies() []Tally {
	all := []Tally{}
	for value, count := range c {
		all = append(all, Tally{value, count})
	}
	slices.SortFunc(all, func(a, b Tally) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Value, b.Value))
	})
	return all
}

func (r *Report) sources(ctx context.Context, st *store.Store) error {
	states, codes, containers := valueCounts{}, map[CodeTally]int{}, map[string]*ContainerTally{}
	for src, err := range st.Sources(ctx) {
		if err != nil {
			return err
		}
		r.Seen++
		states[string(src.State)]++
		failed := src.State == store.StateFailed || src.State == store.StatePending
		if src.Code == "" && Partial(&src) {
			src.Code = CodePartial
		}
		if src.Code != "" {
			codes[CodeTally{State: src.State, Code: src.Code}]++
		}
		if failed {
			r.Failures = append(r.Failures, Failure{Path: src.Path, Stage: src.Stage, Code: src.Code, Detail: src.Message})
		}
		if src.Container != "" {
			c := containers[src.Container]
			if c == nil {
				c = &ContainerTally{Path: src.Container}
				containers[src.Container] = c
			}
			c.Members++
			if failed {
				c.Failed++
			}
		}
	}
	r.States, r.Codes, r.Containers = states.tallies(), []CodeTally{}, []ContainerTally{}
	for key, count := range codes {
		key.Count = count
		r.Codes = append(r.Codes, key)
	}
	slices.SortFunc(r.Codes, func(a, b CodeTally) int {
		return cmp.Or(cmp.Compare(a.State, b.State), cmp.Compare(b.Count, a.Count), cmp.Compare(a.Code, b.Code))
	})
	for _, c := range containers {
		r.Containers = append(r.Containers, *c)
	}
	slices.SortFunc(r.Containers, func(a, b ContainerTally) int {
		return cmp.Or(cmp.Compare(b.Failed, a.Failed), cmp.Compare(a.Path, b.Path))
	})
	return nil
}

func (r *Report) notices(ctx context.Context, st *store.Store) error {
	types, methods, kinds, provinces := valueCounts{}, valueCounts{}, valueCounts{}, map[string]*Missing{}
	for checked, err := range st.Notices(ctx) {
		if err != nil {
			return err
		}
		n := &checked.Notice
		r.Notices++
		types[n.Source.MediaType]++
		methods[string(n.Source.Method)]++
		kinds[string(n.Kind)]++
		if n.Kind != gongshi.KindCloseOut {
			continue
		}
		province := ""
		if n.Region != nil {
			province = n.Region.Province
		}
		m := provinces[province]
		if m == nil {
			m = &Missing{Province: province, Lacking: map[gongshi.SectionKind]int{}}
			provinces[province] = m
		}
		m.Notices++
		for _, kind := range ReportedKinds {
			if len(n.Section(kind)) == 0 {
				m.Lacking[kind]++
			}
		}
	}
	r.MediaTypes, r.Methods, r.Kinds, r.Missing = types.tallies(), methods.tallies(), kinds.tallies(), []Missing{}
	for _, m := range provinces {
		r.Missing = append(r.Missing, *m)
	}
	slices.SortFunc(r.Missing, func(a, b Missing) int {
		return cmp.Or(cmp.Compare(b.Notices, a.Notices), cmp.Compare(a.Province, b.Province))
	})
	return nil
}
