package bleve

import (
	"sync"

	"github.com/RoaringBitmap/roaring/v2"
	postings "github.com/blevesearch/scorch_segment_api/v2"

	"gongshi"
)

// column is the day of issue of every document of a part.
type column struct {
	days   []gongshi.Date // each day once
	number []uint32       // of a document's day
}

// newColumn reads the column of a part.
func newColumn(p *part) (*column, error) {
	c := &column{[]gongshi.Date{{}}, make([]uint32, p.FullSize())}
	err := p.eachTerm(fieldIssued, "", func(term string, list postings.PostingsList) error {
		day, err := parseDay(term)
		if err != nil {
			return err
		}
		docs := roaring.New()
		if err := addTo(docs, list); err != nil {
			return err
		}
		for doc := range roaring.Values(docs) {
			c.number[doc] = uint32(len(c.days))
		}
		c.days = append(c.days, day)
		return nil
	})
	return c, err
}

// count counts how many of some documents have each day.
func (c *column) count(docs *roaring.Bitmap, counts map[gongshi.Date]int) {
	found := make([]int, len(c.days))
	for doc := range roaring.Values(docs) {
		found[c.number[doc]]++
	}
	for i, n := range found {
		if n > 0 {
			counts[c.days[i]] += n
		}
	}
}

// among appends those of some documents of a part that have one of the days.
func (c *column) among(docs *roaring.Bitmap, days map[gongshi.Date]bool, part int, found []dated) []dated {
	wanted := make([]bool, len(c.days))
	for i, day := range c.days {
		wanted[i] = days[day]
	}
	for doc := range roaring.Values(docs) {
		if n := c.number[doc]; wanted[n] {
			found = append(found, dated{c.days[n], place{part, doc}})
		}
	}
	return found
}

// columns are the columns by segment; segments never change.
type columns struct {
	mu    sync.Mutex
	known map[uint64]*column
}

// mostColumns bounds what is kept of segments that may be gone.
const mostColumns = 256

func (c *columns) of(p *part) (*column, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if known, ok := c.known[p.Id()]; ok {
		return known, nil
	}
	known, err := newColumn(p)
	if err != nil {
		return nil, err
	}
	if c.known == nil || len(c.known) > mostColumns {
		c.known = map[uint64]*column{}
	}
	c.known[p.Id()] = known
	return known, nil
}
