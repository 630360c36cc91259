package main

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"gongshi"
	"gongshi/ingest/store"
)

// dismissOptions are those of check that say which findings do not count.
type dismissOptions struct {
	dismiss, undismiss []string
	reason, until      string
	list               bool
}

func (o *dismissOptions) flags(a *app, flags *pflag.FlagSet) {
	flags.StringSliceVar(&o.dismiss, "dismiss", nil, a.tr("搁置此指纹的发现，不再计入（须写 --reason）", "dismiss the finding with this fingerprint: it counts no longer (needs --reason)"))
	flags.StringVar(&o.reason, "reason", "", a.tr("搁置的原因", "why it is dismissed"))
	flags.StringVar(&o.until, "until", "", a.tr("搁置到这一天为止，如 2024-06-30；之后重新计入", "the last day on which it is dismissed, as 2024-06-30; it counts again after it"))
	flags.StringSliceVar(&o.undismiss, "undismiss", nil, a.tr("取消搁置", "take a dismissal back"))
	flags.BoolVar(&o.list, "dismissed", false, a.tr("列出已搁置的发现", "list what is dismissed"))
	nameValue(flags, "dismiss", a.tr("指纹", "FINGERPRINT"))
	nameValue(flags, "undismiss", a.tr("指纹", "FINGERPRINT"))
	nameValue(flags, "reason", a.tr("原因", "TEXT"))
	nameValue(flags, "until", a.tr("日期", "DATE"))
}

// asked tells whether dismissals are all that is asked for: nothing is checked then.
func (o *dismissOptions) asked() bool { return len(o.dismiss)+len(o.undismiss) > 0 || o.list }

// fingerprint is 32 hexadecimal digits.
var fingerprint = regexp.MustCompile(`^[0-9a-f]{32}$`)

// complete tells what is wrong with the options, and gives the last day.
func (o *dismissOptions) complete(a *app) (until gongshi.Date, err error) {
	for _, list := range [][]string{o.dismiss, o.undismiss} {
		for i, f := range list {
			if list[i] = strings.ToLower(strings.TrimSpace(f)); !fingerprint.MatchString(list[i]) {
				return until, fmt.Errorf(a.tr("“%s”不是指纹：指纹有32位，check 列在每项发现之后", "%q is no fingerprint: those have 32 digits, check lists them with the findings"), f)
			}
		}
	}
	switch {
	case len(o.dismiss) > 0 && strings.TrimSpace(o.reason) == "":
		return until, errors.New(a.tr("搁置要写明原因：--reason 原因", "say why it is dismissed: --reason TEXT"))
	case len(o.dismiss) == 0 && (o.reason != "" || o.until != ""):
		return until, errors.New(a.tr("--reason 和 --until 只与 --dismiss 同用", "--reason and --until go with --dismiss"))
	case o.until == "":
		return until, nil
	}
	until, err = gongshi.ParseDate(o.until)
	if err != nil || !until.Exact() {
		return until, fmt.Errorf(a.tr("--until 的值“%s”不对：写如 2024-06-30", "--until: %q is no day: write it as 2024-06-30"), o.until)
	}
	return until, nil
}

// runDismiss changes or lists dismissals.
func runDismiss(ctx context.Context, a *app, o dismissOptions) (err error) {
	until, err := o.complete(a)
	if err != nil {
		return err
	}
	if len(o.dismiss)+len(o.undismiss) > 0 {
		if err := a.changeDismissals(ctx, &o, until); err != nil {
			return err
		}
	}
	if !o.list {
		return nil
	}
	st, err := a.openStore(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	all, err := st.Dismissals(ctx)
	if err != nil {
		return err
	}
	return a.printDismissals(all)
}

func (a *app) changeDismissals(ctx context.Context, o *dismissOptions, until gongshi.Date) (err error) {
	st, err := a.openExisting(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	var list []store.Dismissal
	for _, f := range o.dismiss {
		list = append(list, store.Dismissal{Fingerprint: f, Reason: strings.TrimSpace(o.reason), Until: until, Made: time.Now()})
	}
	if err := st.Dismiss(ctx, list...); err != nil {
		return err
	}
	unknown, err := st.Undismiss(ctx, o.undismiss...)
	if err != nil {
		return err
	}
	for _, f := range unknown {
		a.say(a.tr("%s 没有搁置", "%s is not dismissed"), f)
	}
	if len(unknown) > 0 {
		return exit(exitNothing)
	}
	return nil
}

// dismissalJSON is a dismissal with whether it still holds.
type dismissalJSON struct {
	store.Dismissal
	Expired bool `json:"expired"`
}

func (a *app) printDismissals(all []store.Dismissal) error {
	var t table
	for i := range all {
		d := &all[i]
		expired := !d.Holds(today())
		if a.json {
			if err := a.printJSON(dismissalJSON{*d, expired}); err != nil {
				return err
			}
			continue
		}
		until := d.Until.String()
		switch {
		case expired:
			until += a.tr("（已过期）", " (expired)")
		case until == "":
			until = a.tr("长期", "for ever")
		}
		t.add(d.Fingerprint, d.Made.Local().Format(time.DateOnly), until, printable(d.Reason))
	}
	if len(all) == 0 {
		a.say("%s", a.tr("没有搁置任何发现。", "Nothing is dismissed."))
	}
	return t.write(a.out, 0)
}

// today is the day where this program runs.
func today() gongshi.Date {
	now := time.Now()
	return gongshi.Date{Year: now.Year(), Month: int(now.Month()), Day: now.Day()}
}

// dismissals gives those of the store that hold today, by fingerprint; none
// where there is no store.
func (a *app) dismissals(ctx context.Context) (_ map[string]*store.Dismissal, err error) {
	st, err := a.openStore(ctx)
	if errors.Is(err, store.ErrEmpty) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	all, err := st.Dismissals(ctx)
	if err != nil {
		return nil, err
	}
	hold := map[string]*store.Dismissal{}
	for i := range all {
		if all[i].Holds(today()) {
			hold[all[i].Fingerprint] = &all[i]
		}
	}
	return hold, nil
}
