package api

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"gongshi"
	"gongshi/ingest/store"
)

// Dismissal says that a finding was looked at and does not count.
type Dismissal struct {
	Fingerprint string       `json:"fingerprint" example:"0123456789abcdef0123456789abcdef"`
	Reason      string       `json:"reason" example:"原文另有附件说明"`
	Until       gongshi.Date `json:"until,omitzero" doc:"The last day on which it holds; absent where it holds for ever."`
	Made        time.Time    `json:"made"`
	Expired     bool         `json:"expired" doc:"Whether it holds no longer."`
}

// Fingerprint names a finding in a path.
type Fingerprint struct {
	Fingerprint string `path:"fingerprint" pattern:"^[0-9a-f]{32}$" doc:"The fingerprint of the finding." example:"0123456789abcdef0123456789abcdef"`
}

// DismissalsInput asks for a page of dismissals.
type DismissalsInput struct {
	Caller
	PageParameters
}

// DismissalsOutput is a page of dismissals.
type DismissalsOutput struct{ Body Dismissals }

// Dismissals is a page of dismissals, the newest first.
type Dismissals struct {
	Total      int         `json:"total"`
	Dismissals []Dismissal `json:"dismissals"`
	Next       string      `json:"next,omitempty" doc:"The cursor of the next page; absent on the last."`
}

// DismissInput dismisses a finding.
type DismissInput struct {
	Caller
	Body struct {
		Fingerprint string `json:"fingerprint" pattern:"^[0-9a-f]{32}$" doc:"The fingerprint of the finding." example:"0123456789abcdef0123456789abcdef"`
		Reason      string `json:"reason" minLength:"1" maxLength:"1000" pattern:"\\S" doc:"Why it does not count." example:"原文另有附件说明"`
		Until       string `json:"until,omitempty" pattern:"^[0-9]{4}-[0-9]{2}-[0-9]{2}$" doc:"The last day on which it holds; absent: for ever." example:"2027-06-30"`
	}
}

// DismissOutput is the dismissal that was made.
type DismissOutput struct{ Body Dismissal }

// UndismissInput takes a dismissal back.
type UndismissInput struct {
	Caller
	Fingerprint
}

// NoOutput is nothing.
type NoOutput struct{}

func (h *handler) addDismissals() {
	op := get("list-dismissals", "/dismissals", "compliance", "List dismissals", "All dismissals, also those that hold no longer, the newest first.")
	op.within, op.problems = h.limits.query, []int{http.StatusGatewayTimeout}
	add(h, op, h.listDismissals)
	op = post("dismiss", "/dismissals", "compliance", "Dismiss a finding",
		"Says that a finding does not count, and why. It hangs on the fingerprint of the finding, so that reading its notice again does not lose it; a dismissal of the same finding is replaced.")
	op.DefaultStatus, op.within, op.problems = http.StatusCreated, h.limits.query, append(changeProblems, http.StatusGatewayTimeout)
	add(h, op, h.dismiss)
	op = remove("undismiss", "/dismissals/{fingerprint}", "compliance", "Take a dismissal back", "The finding counts again.")
	op.within, op.problems = h.limits.query, []int{http.StatusNotFound, http.StatusServiceUnavailable, http.StatusGatewayTimeout}
	add(h, op, h.undismiss)
}

// today is the day of the server.
func (h *handler) today() gongshi.Date {
	now := h.Now()
	return gongshi.Date{Year: now.Year(), Month: int(now.Month()), Day: now.Day()}
}

func (h *handler) newDismissal(d *store.Dismissal) Dismissal {
	return Dismissal{d.Fingerprint, d.Reason, d.Until, d.Made, !d.Holds(h.today())}
}

// dismissals gives those that hold today, by fingerprint.
func (h *handler) dismissals(ctx context.Context) (map[string]*Dismissal, error) {
	all, err := h.Store.Dismissals(ctx)
	if err != nil {
		return nil, err
	}
	held := make(map[string]*Dismissal)
	for i := range all {
		if d := h.newDismissal(&all[i]); !d.Expired {
			held[d.Fingerprint] = &d
		}
	}
	return held, nil
}

// dismissalCursor is the last dismissal of a page.
type dismissalCursor struct {
	Made        time.Time `json:"m"`
	Fingerprint string    `json:"f"`
}

func (h *handler) listDismissals(ctx context.Context, in *DismissalsInput) (*DismissalsOutput, error) {
	var last dismissalCursor
	if err := decodeCursor(in.Cursor, &last, langOf(ctx)); err != nil {
		return nil, err
	}
	all, err := h.Store.Dismissals(ctx)
	if err != nil {
		return nil, err
	}
	out := Dismissals{Total: len(all), Dismissals: []Dismissal{}}
	if in.Cursor != "" {
		all = slices.DeleteFunc(all, func(d store.Dismissal) bool {
			return d.Made.After(last.Made) || d.Made.Equal(last.Made) && strings.Compare(d.Fingerprint, last.Fingerprint) <= 0
		})
	}
	for i := range all[:min(len(all), in.Limit)] {
		out.Dismissals = append(out.Dismissals, h.newDismissal(&all[i]))
	}
	if len(all) > in.Limit {
		out.Next = encodeCursor(dismissalCursor{all[in.Limit-1].Made, all[in.Limit-1].Fingerprint})
	}
	return &DismissalsOutput{out}, nil
}

func (h *handler) dismiss(ctx context.Context, in *DismissInput) (*DismissOutput, error) {
	d := store.Dismissal{Fingerprint: in.Body.Fingerprint, Reason: strings.TrimSpace(in.Body.Reason), Made: h.Now().Truncate(time.Second)}
	if in.Body.Until != "" {
		var err error
		if d.Until, err = gongshi.ParseDate(in.Body.Until); err != nil || !d.Until.Valid() {
			return nil, invalid("body.until", gongshi.Text{Zh: "没有这一天：写如 2024-06-30", En: "there is no such day: write it as 2024-06-30"}, langOf(ctx))
		}
	}
	if err := h.Write(ctx, func(st *store.Store) error { return st.Dismiss(ctx, d) }); err != nil {
		return nil, err
	}
	return &DismissOutput{h.newDismissal(&d)}, nil
}

func (h *handler) undismiss(ctx context.Context, in *UndismissInput) (*NoOutput, error) {
	var unknown []string
	err := h.Write(ctx, func(st *store.Store) (err error) {
		unknown, err = st.Undismiss(ctx, in.Fingerprint.Fingerprint)
		return err
	})
	if err == nil && len(unknown) > 0 {
		err = notFound("unknown-dismissal", "没有搁置这个发现", "the finding is not dismissed")
	}
	return nil, err
}
