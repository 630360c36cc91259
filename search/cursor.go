package search

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"gongshi"
	"gongshi/index"
)

// cursor is where a page ended. Outside it is an opaque string.
type cursor struct {
	// Asked stands for the request: see [Request.digest].
	Asked string `json:"q"`
	// Before is how many hits there were up to here.
	Before int `json:"n"`
	// State is that of the corpus; empty if it is not known.
	State string `json:"s,omitempty"`
	// Issued and ID are those of the last hit.
	Issued gongshi.Date `json:"d,omitzero"`
	ID     string       `json:"i"`
}

// maxCursor is how long a cursor can be, in bytes.
const maxCursor = 4 << 10

func (c cursor) encode() (string, error) {
	data, err := json.Marshal(c)
	return base64.RawURLEncoding.EncodeToString(data), err
}

// readCursor reads the cursor of a request.
func (req *Request) readCursor() (c cursor, err error) {
	wrong := func(zh, en string) error {
		return &RequestError{"cursor", req.Cursor, gongshi.Text{Zh: zh, En: en}}
	}
	data, err := base64.RawURLEncoding.DecodeString(req.Cursor)
	if err == nil {
		err = json.Unmarshal(data, &c)
	}
	switch {
	case err != nil || len(req.Cursor) > maxCursor || c.Before <= 0 || c.ID == "":
		return c, wrong("不是可用的游标：请原样使用上一页结果中的 next，或去掉它从头检索",
			"it is no cursor: use the next of the page before as it is, or leave it out to begin anew")
	case c.Asked != req.digest():
		return c, wrong("这是另一个查询的游标：请写与上一页相同的查询、筛选、排序和开关，或去掉它从头检索",
			"it is the cursor of another query: ask with the query, filters, order and switches of the page before, or leave it out to begin anew")
	}
	return c, nil
}

// digest stands for all of a request that decides which hits there are, and in
// which order.
func (req *Request) digest() string {
	order := req.Sort
	if order == "" {
		order = SortRelevance
	}
	data, err := json.Marshal([]any{req.Query, req.Sections, req.Rounds, req.Regions, req.Years, req.Issuers, req.Rules, req.Synonyms, req.Pinyin, order})
	if err != nil {
		panic(err) // strings and booleans have JSON
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:8])
}

// resume sets the offset of the request to where its cursor says that the page
// before ended. By date that is behind its last hit, also where notices came or
// went meanwhile; by relevance it is as many hits on, and a warning says if the
// corpus has changed.
func (s *searcher) resume(ctx context.Context, req *Request, set Set, result *Result) error {
	if req.Cursor == "" {
		return nil
	}
	c, err := req.readCursor()
	if err != nil {
		return err
	}
	if req.Sort == SortDate {
		req.Offset, err = behind(ctx, set, index.Record{Issued: c.Issued, ID: c.ID}, c.Before)
		return err
	}
	state, err := s.state(ctx)
	if err != nil {
		return err
	}
	if state != c.State {
		result.warn("上一页之后资料库有变化，按相关度的次序可能已经不同：这一页可能重复或漏掉个别公示；要不重不漏，请用 --sort date，或从头检索",
			"the corpus has changed since the page before, and the order by relevance with it: some notices can be missed or come twice. Use --sort date, or begin anew, to get each once")
	}
	req.Offset = c.Before
	return nil
}

func (s *searcher) state(ctx context.Context) (string, error) {
	if s.State == nil {
		return "", nil
	}
	state, err := s.State(ctx)
	if err != nil {
		return "", fmt.Errorf("state of the corpus: %w", err)
	}
	return state, nil
}

// behind tells how many records of a set, in the order of dates, come up to and
// with the one of that day and id, which need not be there any more. It is
// guessed to be the number that it was, and looked for from there on in growing
// steps, then by halves.
func behind(ctx context.Context, set Set, last index.Record, guess int) (int, error) {
	low, high := 0, set.Len() // the records below low come up to it, those from high on behind
	at, step := guess-1, 1
	for turned := 0; low < high; step *= 2 {
		if turned == upAndDown {
			at = low + (high-low)/2
		}
		at = min(max(at, low), high-1)
		found, err := set.First(ctx, nil, at, 1)
		if err != nil {
			return 0, err
		}
		if len(found) == 0 {
			return 0, fmt.Errorf("record %d of %d is not there", at, set.Len())
		}
		switch order := newestFirst(found[0], &last); {
		case order == 0:
			return at + 1, nil
		case order < 0:
			low, at, turned = at+1, at+step, turned|1
		default:
			high, at, turned = at, at-step, turned|2
		}
	}
	return low, nil
}

// upAndDown are both directions.
const upAndDown = 1 | 2

// next gives the cursor behind the last hit of a page, "" if no more come.
func (s *searcher) next(ctx context.Context, req *Request, page []ranked, total int) (string, error) {
	before := req.Offset + len(page)
	if len(page) == 0 || before >= total {
		return "", nil
	}
	state, err := s.state(ctx)
	if err != nil {
		return "", err
	}
	last := page[len(page)-1].record
	return cursor{req.digest(), before, state, last.Issued, last.ID}.encode()
}
