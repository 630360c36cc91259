package web

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"gongshi"
	"gongshi/ingest/store"
	"gongshi/search"
	"gongshi/search/query"
	"gongshi/search/saved"
)

// savedPage is what the page of saved queries shows.
type savedPage struct {
	Queries []savedQuery
	// Kept is the name of the query that was just saved.
	Kept string
}

// savedQuery is a saved query with what is new to it.
type savedQuery struct {
	*saved.Answer
	URL     string
	Filters []link
	Hits    []savedHit
	Left    int // how many of those that are new are not listed
	// When the query was saved, and looked at last, in the server's time.
	SavedAt, LookedAt string
}

type savedHit struct {
	search.Hit
	URL string
}

// mostNew is how many new notices of a query are listed.
const mostNew = 20

func (v *visit) saved() error {
	data := savedPage{Kept: v.r.URL.Query().Get("kept")}
	err := v.within(func(ctx context.Context) error {
		seq, err := v.Covered(ctx) // before the queries are asked: what comes meanwhile stays new
		if err != nil {
			return err
		}
		queries, err := v.Store.SavedQueries(ctx)
		if err != nil {
			return err
		}
		corpus := saved.Corpus{Search: v.Search, Store: v.Store, Seq: seq}
		for i := range queries {
			answer, err := corpus.Ask(ctx, &queries[i], false)
			if err != nil {
				return err
			}
			data.Queries = append(data.Queries, v.savedQuery(answer))
		}
		return nil
	})
	if err != nil {
		return err
	}
	return v.show("saved", page{Title: v.tr("保存的查询", "Saved queries"), Path: "/saved", Data: data})
}

func (v *visit) savedQuery(a *saved.Answer) savedQuery {
	req := a.Filters.Request(a.Query)
	out := savedQuery{Answer: a, URL: searchURL(req), Filters: v.chips(req), SavedAt: moment(a.Saved), LookedAt: moment(a.Looked)}
	out.Left = max(0, len(a.Hits)-mostNew)
	for _, h := range a.Hits[:len(a.Hits)-out.Left] {
		out.Hits = append(out.Hits, savedHit{h.Hit, noticeURL(h.ID, req)})
	}
	return out
}

func moment(t time.Time) string { return t.Local().Format("2006-01-02 15:04") }

var (
	errName = &problem{http.StatusBadRequest,
		gongshi.Text{Zh: "这个名称不能用", En: "This cannot be a name"},
		gongshi.Text{Zh: "名称应为 1 到 " + strconv.Itoa(saved.MaxName) + " 个字，不以 - 开头，不含换行等控制字符。请返回改写。",
			En: "A name has 1 to " + strconv.Itoa(saved.MaxName) + " characters, no - in front and no control characters. Go back and write another one."}}
	errNameTaken = &problem{http.StatusConflict,
		gongshi.Text{Zh: "已有同名的另一个查询", En: "Another query has this name"},
		gongshi.Text{Zh: "请返回换一个名称，或先在“保存的查询”中删除原来的。", En: "Go back and choose another name, or delete the other query first."}}
	errNoQuery = &problem{http.StatusNotFound,
		gongshi.Text{Zh: "没有保存这个查询", En: "There is no such saved query"},
		gongshi.Text{Zh: "它可能已被删除。", En: "It may have been deleted."}}
)

// keepQuery saves the query of a form under its name.
func (v *visit) keepQuery() error {
	if err := v.r.ParseForm(); err != nil {
		return errForm
	}
	name := strings.TrimSpace(v.r.PostForm.Get("name"))
	if !saved.IsName(name) {
		return errName
	}
	req, err := requestOf(v.r.PostForm)
	if err != nil {
		return err
	}
	seq, err := v.formSeq()
	if err != nil {
		return err
	}
	keep, err := saved.New(name, req, seq, v.Now())
	if wrong, ok := errors.AsType[*query.Error](err); ok {
		return &problem{http.StatusBadRequest, gongshi.Text{Zh: "查询语法有误，没有保存", En: "The query does not parse and was not saved"}, wrong.Message}
	}
	if err != nil {
		return err
	}
	err = v.Write(v.r.Context(), func(st *store.Store) error {
		before, err := saved.Find(v.r.Context(), st, name)
		if err != nil {
			return err
		}
		if before != nil && (before.Query != keep.Query || string(before.Filters) != string(keep.Filters)) {
			return errNameTaken
		}
		return st.PutSavedQuery(v.r.Context(), keep)
	})
	if err != nil {
		return err
	}
	return v.redirect(withQuery("/saved", map[string][]string{"kept": {name}}))
}

// lookAtQuery notes that what is new to a query was looked at, as far as the page that
// the form stands on shows it.
func (v *visit) lookAtQuery() error {
	if err := v.r.ParseForm(); err != nil {
		return errForm
	}
	seq, err := v.formSeq()
	if err != nil {
		return err
	}
	err = v.Write(v.r.Context(), func(st *store.Store) error {
		return st.LookAtSavedQuery(v.r.Context(), v.r.PostForm.Get("name"), seq, v.Now())
	})
	if err != nil {
		return err
	}
	return v.redirect("/saved")
}

// deleteQuery forgets a saved query.
func (v *visit) deleteQuery() error {
	if err := v.r.ParseForm(); err != nil {
		return errForm
	}
	err := v.Write(v.r.Context(), func(st *store.Store) error {
		return st.DeleteSavedQuery(v.r.Context(), v.r.PostForm.Get("name"))
	})
	if errors.Is(err, store.ErrNotFound) {
		return errNoQuery
	}
	if err != nil {
		return err
	}
	return v.redirect("/saved")
}

// formSeq is the number of the newest change that the page of a form covers. It is
// never one that is still to come.
func (v *visit) formSeq() (uint64, error) {
	given, err := strconv.ParseUint(v.r.PostForm.Get("seq"), 10, 64)
	if err != nil {
		return 0, errForm
	}
	newest, err := v.Covered(v.r.Context())
	return min(given, newest), err
}
