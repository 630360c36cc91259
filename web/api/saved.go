package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"gongshi"
	"gongshi/ingest/store"
	"gongshi/search"
	"gongshi/search/saved"
)

// SavedName names a saved query in a path.
type SavedName struct {
	Name string `path:"name" maxLength:"60" doc:"The name of the query." example:"岳阳雨污"`
}

// SavedListInput asks for the saved queries.
type SavedListInput struct{ Caller }

// SavedListOutput is the saved queries.
type SavedListOutput struct{ Body SavedList }

// SavedList is the saved queries, by name.
type SavedList struct {
	Saved []SavedQuery `json:"saved"`
}

// SavedQuery is a query that is kept, with how much is new.
type SavedQuery struct {
	Name    string         `json:"name" example:"岳阳雨污"`
	Query   string         `json:"query" example:"雨污分流"`
	Filters search.Filters `json:"filters"`
	Saved   time.Time      `json:"saved"`
	Looked  time.Time      `json:"looked" doc:"When its answer was last looked at."`
	Total   int            `json:"total" doc:"How many notices match."`
	New     int            `json:"new" doc:"How many of them came, or changed, since the last look."`
	Seq     uint64         `json:"seq" doc:"The number of the newest change that this answer covers: to be sent back when what is new was looked at."`
}

// SavedInput asks for what is new to a saved query.
type SavedInput struct {
	Caller
	SavedName
	All   bool `query:"all" doc:"Give what is not new, too, behind what is."`
	Limit int  `query:"limit" minimum:"0" maximum:"200" default:"50" doc:"How many notices are given at most."`
}

// SavedOutput is what is new to a saved query.
type SavedOutput struct{ Body SavedAnswer }

// SavedAnswer is a saved query with the notices that are new to it.
type SavedAnswer struct {
	SavedQuery
	Hits []SavedHit `json:"hits" doc:"The newest first."`
}

// SavedHit is a notice that matches a saved query.
type SavedHit struct {
	Hit
	New bool `json:"new"`
}

// SaveInput keeps a query.
type SaveInput struct {
	Caller
	Body struct {
		Name    string         `json:"name" minLength:"1" maxLength:"60" doc:"The name; a query of the same name is replaced. It has no control characters, no blanks around it and no - in front." example:"岳阳雨污"`
		Query   string         `json:"query" maxLength:"4096" doc:"The query; one that does not parse is refused." example:"雨污分流"`
		Filters search.Filters `json:"filters,omitzero" doc:"As the parameters of searches."`
	}
}

// SaveOutput is the query that was kept.
type SaveOutput struct {
	Location string `header:"Location" doc:"Where what is new can be asked."`
	Body     SavedQuery
}

// LookInput says what was looked at.
type LookInput struct {
	Caller
	SavedName
	Body struct {
		Seq uint64 `json:"seq" doc:"The seq of the answer that was looked at." example:"4711"`
	}
}

// ForgetInput takes a saved query away.
type ForgetInput struct {
	Caller
	SavedName
}

func (h *handler) addSaved() {
	op := get("list-saved", "/saved", "saved queries", "List saved queries", "All saved queries, with how many notices match and how many of them are new since the last look.")
	op.within, op.problems = h.limits.whole, []int{http.StatusGatewayTimeout}
	add(h, op, h.listSaved)
	op = post("save-query", "/saved", "saved queries", "Save a query", "Keeps a query with its filters. What is new counts from now on.")
	op.DefaultStatus, op.within, op.problems = http.StatusCreated, h.limits.whole, append(changeProblems, http.StatusGatewayTimeout)
	add(h, op, h.save)
	op = get("get-saved", "/saved/{name}", "saved queries", "See what is new to a saved query",
		"The notices that came, or changed, since the last look. They stay new until it is said that they were looked at.")
	op.within, op.problems = h.limits.whole, []int{http.StatusNotFound, http.StatusGatewayTimeout}
	add(h, op, h.getSaved)
	op = post("look-at-saved", "/saved/{name}/look", "saved queries", "Say that what is new was looked at", "What the answer with that seq covers is new no longer.")
	op.DefaultStatus, op.within, op.problems = http.StatusNoContent, h.limits.query, append(changeProblems, http.StatusNotFound, http.StatusGatewayTimeout)
	add(h, op, h.lookAt)
	op = remove("forget-saved", "/saved/{name}", "saved queries", "Delete a saved query", "The query is kept no longer.")
	op.within, op.problems = h.limits.query, []int{http.StatusNotFound, http.StatusServiceUnavailable, http.StatusGatewayTimeout}
	add(h, op, h.forget)
}

func unknownSaved() *Problem {
	return notFound("unknown-saved", "没有这个名称的查询", "no query is saved under this name")
}

// findSaved gives the saved query of a name.
func (h *handler) findSaved(ctx context.Context, name string) (*store.SavedQuery, error) {
	q, err := saved.Find(ctx, h.Store, name)
	if err == nil && q == nil {
		err = unknownSaved()
	}
	return q, err
}

func (h *handler) listSaved(ctx context.Context, _ *SavedListInput) (*SavedListOutput, error) {
	all, err := h.Store.SavedQueries(ctx)
	if err != nil {
		return nil, err
	}
	out := SavedList{[]SavedQuery{}}
	for i := range all {
		found, err := h.ask(ctx, &all[i], false)
		if err != nil {
			return nil, err
		}
		out.Saved = append(out.Saved, newSavedQuery(found))
	}
	return &SavedListOutput{out}, nil
}

// ask asks a saved query. Of what is not new, the answer has all hits or none.
func (h *handler) ask(ctx context.Context, q *store.SavedQuery, all bool) (*saved.Answer, error) {
	seq, err := h.Covered(ctx) // before the answer, which may cover more
	if err != nil {
		return nil, err
	}
	return saved.Corpus{Search: h.Search, Store: h.Store, Seq: seq}.Ask(ctx, q, all)
}

func newSavedQuery(a *saved.Answer) SavedQuery {
	return SavedQuery{Name: a.Name, Query: a.Query, Filters: a.Filters, Saved: a.Saved, Looked: a.Looked, Total: a.Total, New: a.New, Seq: a.Seq}
}

func (h *handler) getSaved(ctx context.Context, in *SavedInput) (*SavedOutput, error) {
	q, err := h.findSaved(ctx, in.Name)
	if err != nil {
		return nil, err
	}
	found, err := h.ask(ctx, q, in.All)
	if err != nil {
		return nil, err
	}
	hits := []SavedHit{}
	for _, hit := range found.Hits[:min(len(found.Hits), in.Limit)] {
		n, err := h.Store.Unchecked(ctx, hit.ID)
		if err != nil {
			return nil, err
		}
		hits = append(hits, SavedHit{Hit{ID: hit.ID, Title: hit.Title, Issuer: hit.Issuer, Issued: hit.Issued, Source: hit.Source,
			Snippets: newSnippets(search.Snippets(found.Asked, n))}, hit.New})
	}
	return &SavedOutput{SavedAnswer{newSavedQuery(found), hits}}, nil
}

func (h *handler) save(ctx context.Context, in *SaveInput) (*SaveOutput, error) {
	if !saved.IsName(in.Body.Name) {
		return nil, invalid("body.name", gongshi.Text{
			Zh: "名称不能含换行等控制字符，首尾不能有空格，不能以 - 开头", En: "a name has no control characters, no blanks around it and no - in front"}, langOf(ctx))
	}
	kept, err := checkSaved(in.Body.Query, in.Body.Filters, langOf(ctx))
	if err != nil {
		return nil, err
	}
	seq, err := h.Covered(ctx)
	if err != nil {
		return nil, err
	}
	now := h.Now().UTC().Truncate(time.Second)
	q := store.SavedQuery{Name: in.Body.Name, Query: in.Body.Query, Filters: kept, Saved: now, Looked: now, Seq: seq}
	// Asking it tells whether its filters can be asked for.
	found, err := h.ask(ctx, &q, false)
	if err != nil {
		return nil, err
	}
	if err := h.Write(ctx, func(st *store.Store) error { return st.PutSavedQuery(ctx, q) }); err != nil {
		return nil, err
	}
	return &SaveOutput{prefix + "/saved/" + pathEscape(q.Name), newSavedQuery(found)}, nil
}

// checkSaved refuses a query that is longer than the parameter of a search, or has
// filters that would let everything through, and gives the filters as they are kept.
func checkSaved(asked string, f search.Filters, lang string) (json.RawMessage, error) {
	if len(asked) > maxQuery {
		return nil, invalid("body.query", validationText(fmt.Sprintf("expected length <= %d", maxQuery)), lang)
	}
	for _, values := range [][]string{f.Sections, f.Rounds, f.Regions, f.Years, f.Issuers, f.Rules} {
		if len(values) > maxValues {
			return nil, invalid("body.filters", validationText(fmt.Sprintf("expected array length <= %d", maxValues)), lang)
		}
		for _, value := range values {
			if value == "" || len(value) > maxQuery {
				return nil, invalid("body.filters", gongshi.Text{Zh: "筛选的值不能为空，也不能太长", En: "a filter is neither empty nor as long"}, lang)
			}
		}
	}
	return json.Marshal(f)
}

func (h *handler) lookAt(ctx context.Context, in *LookInput) (*NoOutput, error) {
	if _, err := h.findSaved(ctx, in.Name); err != nil {
		return nil, err
	}
	now, err := h.Covered(ctx)
	if err != nil {
		return nil, err
	}
	if in.Body.Seq > now {
		return nil, invalid("body.seq", gongshi.Text{Zh: "没有这个序号的变更", En: "there is no such change yet"}, langOf(ctx))
	}
	return nil, h.Write(ctx, func(st *store.Store) error {
		return st.LookAtSavedQuery(ctx, in.Name, in.Body.Seq, h.Now())
	})
}

func (h *handler) forget(ctx context.Context, in *ForgetInput) (*NoOutput, error) {
	err := h.Write(ctx, func(st *store.Store) error { return st.DeleteSavedQuery(ctx, in.Name) })
	if errors.Is(err, store.ErrNotFound) {
		err = unknownSaved()
	}
	return nil, err
}
