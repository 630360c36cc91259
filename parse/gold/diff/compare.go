package main

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"gongshi"
	"gongshi/parse/gold"
)

// comparison collects the differences between two parsings of a corpus.
type comparison struct {
	out                      strings.Builder
	notices, differ          int
	gains, losses, undecided int
	labels                   map[string]map[string]gold.Text // of a folder, by id
	onlyBefore, onlyAfter    int
}

func newComparison() *comparison {
	return &comparison{labels: map[string]map[string]gold.Text{}}
}

// compare pairs the notices by their place: the source, and the how many-th
// notice of it.
func (c *comparison) compare(was, is []gongshi.Notice) error {
	before, order := byPlace(was)
	after, more := byPlace(is)
	for _, place := range more {
		if _, ok := before[place]; !ok {
			order = append(order, place)
		}
	}
	for _, place := range order {
		c.notices++
		old, new := before[place], after[place]
		switch {
		case old == nil:
			c.onlyAfter++
			c.line(place, "+ notice %s", new.Title)
		case new == nil:
			c.onlyBefore++
			c.line(place, "- notice %s", old.Title)
		default:
			if err := c.notice(place, old, new); err != nil {
				return err
			}
		}
	}
	return nil
}

// byPlace gives the notices by "path#ordinal", and these in order.
func byPlace(notices []gongshi.Notice) (map[string]*gongshi.Notice, []string) {
	found := make(map[string]*gongshi.Notice, len(notices))
	var order []string
	count := map[string]int{}
	for i := range notices {
		path := notices[i].Source.Path
		place := fmt.Sprintf("%s#%d", path, count[path])
		count[path]++
		found[place] = &notices[i]
		order = append(order, place)
	}
	return found, order
}

func (c *comparison) line(place, format string, args ...any) {
	fmt.Fprintf(&c.out, "%s\n  "+format+"\n", append([]any{place}, args...)...)
}

// notice compares what was found of one notice. The labels judge first; what
// they say nothing about is listed as found or no longer found.
func (c *comparison) notice(place string, was, is *gongshi.Notice) error {
	before, after := facts(was), facts(is)
	lost, found := without(before, after), without(after, before)
	judged, err := c.judge(was, is)
	if err != nil {
		return err
	}
	if len(lost)+len(found)+len(judged) == 0 {
		return nil
	}
	c.differ++
	fmt.Fprintln(&c.out, place)
	for _, j := range judged {
		word := "loss"
		if j.gain {
			c.gains++
			word = "gain"
		} else {
			c.losses++
		}
		fmt.Fprintf(&c.out, "  %s  %s\n", word, j.text)
	}
	if len(judged) == 0 {
		c.undecided += len(lost) + len(found)
	}
	for _, f := range lost {
		fmt.Fprintf(&c.out, "  -     %s\n", f)
	}
	for _, f := range found {
		fmt.Fprintf(&c.out, "  +     %s\n", f)
	}
	return nil
}

// judgement is a difference that the labels speak about.
type judgement struct {
	gain bool
	text string
}

// judge scores both parsings against the label of the text, if it has one: a
// miss that is gone is a gain, one that has come is a loss.
func (c *comparison) judge(was, is *gongshi.Notice) ([]judgement, error) {
	text, ok, err := c.label(is.Source.Path)
	if !ok || err != nil {
		return nil, err
	}
	before, after := misses(text, was), misses(text, is)
	var out []judgement
	for _, m := range without(before, after) {
		out = append(out, judgement{true, m})
	}
	for _, m := range without(after, before) {
		out = append(out, judgement{false, m})
	}
	return out, nil
}

func misses(text gold.Text, n *gongshi.Notice) []string {
	score := gold.NewScore()
	score.Add(text, n)
	var out []string
	for _, m := range score.Misses {
		out = append(out, fmt.Sprintf("%s: want %q, got %q", m.Field, m.Want, m.Got))
	}
	return out
}

// label gives the labelled text of a file, when its folder has labels.
func (c *comparison) label(path string) (gold.Text, bool, error) {
	dir := filepath.Dir(path)
	texts, read := c.labels[dir]
	if !read {
		texts = map[string]gold.Text{}
		loaded, err := gold.Load(dir)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return gold.Text{}, false, err
		}
		for _, t := range loaded {
			texts[t.Label.ID] = t
		}
		c.labels[dir] = texts
	}
	name := filepath.Base(path)
	text, ok := texts[strings.TrimSuffix(name, filepath.Ext(name))]
	return text, ok, nil
}

// without gives what is in a and not in b, in order.
func without(a, b []string) []string {
	var out []string
	for _, s := range a {
		if !slices.Contains(b, s) {
			out = append(out, s)
		}
	}
	return out
}

// text is the list of differences with its sums.
func (c *comparison) text() string {
	return c.out.String() + fmt.Sprintf("%d notices, %d differ, %d only old, %d only new; labels: %d gains, %d losses; %d differences without a label\n",
		c.notices, c.differ, c.onlyBefore, c.onlyAfter, c.gains, c.losses, c.undecided)
}
