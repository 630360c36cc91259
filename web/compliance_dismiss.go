package web

import (
	"context"
	"net/http"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"gongshi"
	"gongshi/ingest/store"
)

// fingerprint is 32 hexadecimal digits.
var fingerprint = regexp.MustCompile(`^[0-9a-f]{32}$`)

// maxReason is how many characters a reason can have.
const maxReason = 1000

// badDismissal says what of a form for dismissing is wrong.
func badDismissal(zh, en string) error {
	return &problem{http.StatusBadRequest, gongshi.Text{Zh: "没有搁置：" + zh, En: "Not dismissed: " + en}, errForm.Advice}
}

// readDismissal reads the form for dismissing.
func (v *visit) readDismissal() (d store.Dismissal, err error) {
	d = store.Dismissal{Fingerprint: v.r.PostFormValue("fingerprint"), Reason: strings.TrimSpace(v.r.PostFormValue("reason")), Made: v.Now()}
	if !fingerprint.MatchString(d.Fingerprint) {
		return d, badDismissal("指纹有误", "the fingerprint is none")
	}
	if d.Reason == "" {
		return d, badDismissal("请写明原因", "say why")
	}
	if utf8.RuneCountInString(d.Reason) > maxReason || !utf8.ValidString(d.Reason) {
		return d, badDismissal("原因过长", "the reason is too long")
	}
	until := strings.TrimSpace(v.r.PostFormValue("until"))
	if until == "" {
		return d, nil
	}
	d.Until, err = gongshi.ParseDate(until)
	if err != nil || !d.Until.Exact() || !d.Until.Valid() {
		return d, badDismissal("截止日写如 2024-06-30", "write the last day as 2024-06-30")
	}
	if d.Until.Compare(v.today()) < 0 {
		return d, badDismissal("截止日已过", "the last day is over")
	}
	return d, nil
}

// dismiss writes down that a finding does not count, and why.
func (v *visit) dismiss() error {
	d, err := v.readDismissal()
	if err != nil {
		return err
	}
	if err := v.Write(v.r.Context(), func(st *store.Store) error { return st.Dismiss(v.r.Context(), d) }); err != nil {
		return err
	}
	if checked, err := v.Store.Notice(v.r.Context(), noticeOf(v.r.PostFormValue("notice"), v.back("/"))); err == nil {
		v.pass.remember(checked, map[string]bool{d.Fingerprint: true})
	}
	return v.redirect(v.back("/compliance/dismissed"))
}

// noticeOf gives the id of the notice that a form speaks of: it says so, or stands on the page
// of the notice.
func noticeOf(stated, back string) string {
	if stated == "" {
		stated, _, _ = strings.Cut(strings.TrimPrefix(back, "/notice/"), "?")
	}
	return stated
}

// undismiss takes that back.
func (v *visit) undismiss() error {
	print := v.r.PostFormValue("fingerprint")
	if !fingerprint.MatchString(print) {
		return errForm
	}
	err := v.Write(v.r.Context(), func(st *store.Store) error {
		_, err := st.Undismiss(v.r.Context(), print) // one that is gone is as it shall be
		return err
	})
	if err != nil {
		return err
	}
	return v.redirect(v.back("/compliance/dismissed"))
}

// dismissedPage lists what is dismissed.
type dismissedPage struct {
	Tabs []tab
	List []shownDismissal
	More int
}

// shownDismissal is a dismissal with what it is of, as far as that is known.
type shownDismissal struct {
	store.Dismissal
	Day           string // when it was made
	Expired       bool
	Rule          string
	RuleTitle     string
	Notice, Title string
	Message       string
	Back          string
}

// maxDismissals is how many dismissals are listed.
const maxDismissals = 500

// dismissed lists the dismissals, those that hold no longer too.
func (v *visit) dismissed() error {
	data := &dismissedPage{Tabs: v.complianceTabs("/compliance/dismissed")}
	err := v.within(func(ctx context.Context) error {
		all, err := v.Store.Dismissals(ctx)
		if err != nil {
			return err
		}
		if _, err := v.pass.state(ctx, v); err != nil { // it finds out what they are of
			return err
		}
		data.More = max(0, len(all)-maxDismissals)
		for _, d := range all[:len(all)-data.More] {
			data.List = append(data.List, v.shownDismissal(ctx, d))
		}
		return nil
	})
	if err != nil {
		return err
	}
	return v.show("dismissed", page{Title: v.tr("已搁置的发现", "Dismissed findings"), Path: "/compliance", Data: data})
}

// shownDismissal tells what a dismissal is of. One whose finding is not known, or no longer
// made, stays without.
func (v *visit) shownDismissal(ctx context.Context, d store.Dismissal) shownDismissal {
	shown := shownDismissal{Dismissal: d, Day: d.Made.In(v.Now().Location()).Format(time.DateOnly), Expired: !d.Holds(v.today()), Back: v.r.URL.RequestURI()}
	of, known := v.pass.place(d.Fingerprint)
	if !known {
		return shown
	}
	shown.Notice, shown.Rule, shown.Message = of.notice, of.rule, of.message.In(v.lang)
	if checked, err := v.Store.Notice(ctx, of.notice); err == nil {
		shown.Title = checked.Notice.Title
	}
	for _, r := range v.allRules() {
		if r.ID == of.rule {
			shown.RuleTitle = r.Title.In(v.lang)
		}
	}
	return shown
}
