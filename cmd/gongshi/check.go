package main

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"gongshi"
	"gongshi/compliance"
	"gongshi/compliance/workday"
	"gongshi/ingest"
	"gongshi/ingest/store"
)

type checkOptions struct {
	paths     []string
	pdfEngine string
	format    string
	rules     []string
	severity  string
	failOn    string
}

func newCheckCommand(a *app) *cobra.Command {
	var o checkOptions
	cmd := &cobra.Command{
		Use:   a.tr("check [路径…]", "check [PATH…]"),
		Short: a.tr("合规核查：已导入的公示，或给出的文件", "compliance findings, of the corpus or of files"),
		Long: a.tr(`核查已导入的全部公示；给出路径时只核查这些文件（不存储）。
结束码：0 没有错误；1 有错误（用 --fail-on 调整）；2 无法进行；3 有文件读取失败。`,
			`Checks all imported notices; with paths, only those files, storing nothing.
Exit codes: 0 no errors; 1 errors found (see --fail-on); 2 could not be done; 3 some files could not be read.`),
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			if o.paths, err = a.paths(args); err != nil {
				return err
			}
			return runCheck(cmd.Context(), a, o)
		},
	}
	a.readerFlags(cmd, &o.pdfEngine)
	flags := cmd.Flags()
	flags.StringVar(&o.format, "format", "text", a.tr("输出格式：text 或 json", "output: text or json"))
	flags.StringSliceVar(&o.rules, "rule", nil, a.tr("只用这些规则，如 PUB01,SEC03", "only these rules, as PUB01,SEC03"))
	flags.StringVar(&o.severity, "severity", "note", a.tr("只报告不低于此级别：error、warning、note", "report only this severity or above: error, warning, note"))
	flags.StringVar(&o.failOn, "fail-on", "error", a.tr("出现此级别或以上时以 1 结束：error、warning、note、never", "exit 1 at this severity or above: error, warning, note, never"))
	return cmd
}

func (o *checkOptions) validate(a *app) error {
	if o.format != "text" && o.format != "json" {
		return fmt.Errorf("--format %q: %s", o.format, a.tr("可用 text 或 json", "use text or json"))
	}
	if !isSeverity(o.severity) {
		return fmt.Errorf("--severity %q: %s", o.severity, a.tr("可用 error、warning 或 note", "use error, warning or note"))
	}
	if o.failOn != "never" && !isSeverity(o.failOn) {
		return fmt.Errorf("--fail-on %q: %s", o.failOn, a.tr("可用 error、warning、note 或 never", "use error, warning, note or never"))
	}
	for _, id := range o.rules {
		if !slices.ContainsFunc(compliance.Rules(), func(r compliance.Rule) bool { return r.ID == id }) {
			return fmt.Errorf(a.tr("--rule %q：没有这条规则", "--rule %q: there is no such rule"), id)
		}
	}
	return nil
}

func isSeverity(s string) bool {
	switch gongshi.Severity(s) {
	case gongshi.SeverityError, gongshi.SeverityWarning, gongshi.SeverityNote:
		return true
	}
	return false
}

func runCheck(ctx context.Context, a *app, o checkOptions) error {
	if err := o.validate(a); err != nil {
		return err
	}
	if a.json {
		o.format = "json"
	}
	c := &checker{app: a, options: o, calendar: workday.Official()}
	for _, rule := range compliance.Rules() {
		if len(o.rules) == 0 || slices.Contains(o.rules, rule.ID) {
			c.rules = append(c.rules, rule)
		}
	}
	unread := 0
	var err error
	if len(o.paths) > 0 {
		unread, err = c.files(ctx)
	} else {
		err = c.corpus(ctx)
	}
	if err != nil {
		return err
	}
	c.close()
	switch {
	case c.failing > 0:
		return exit(exitNothing)
	case unread > 0:
		return exit(exitSomeFailed)
	}
	return nil
}

// checker checks notices one after the other and prints what it finds.
type checker struct {
	app      *app
	options  checkOptions
	rules    []compliance.Rule
	calendar *workday.Calendar
	notices  int
	counts   map[gongshi.Severity]int
	failing  int
}

func (c *checker) files(ctx context.Context) (failed int, err error) {
	return c.app.readFiles(ctx, c.options.paths, c.options.pdfEngine, func(_ string, r *ingest.Reading) error {
		for i := range r.Notices {
			if err := c.check(&r.Notices[i]); err != nil {
				return err
			}
		}
		return nil
	})
}

func (c *checker) corpus(ctx context.Context) (err error) {
	st, err := store.OpenReadOnly(ctx, c.app.data)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	for stored, err := range st.Notices(ctx) {
		if err != nil {
			return err
		}
		if err := c.check(&stored.Notice); err != nil {
			return err
		}
	}
	return nil
}

// check checks one notice with the rules and the calendar of this program,
// whichever found its stored findings.
func (c *checker) check(n *gongshi.Notice) error {
	c.notices++
	compliance.FillPublicity(n, c.calendar)
	var reported []gongshi.Finding
	for _, f := range compliance.Check(n, c.calendar, c.rules) {
		if !f.Severity.AtLeast(gongshi.Severity(c.options.severity)) {
			continue
		}
		reported = append(reported, f)
		if c.counts == nil {
			c.counts = make(map[gongshi.Severity]int)
		}
		c.counts[f.Severity]++
		if c.options.failOn != "never" && f.Severity.AtLeast(gongshi.Severity(c.options.failOn)) {
			c.failing++
		}
	}
	if c.options.format == "json" {
		for i := range reported {
			if err := c.app.printJSON(c.app.findingJSON(&reported[i])); err != nil {
				return err
			}
		}
		return nil
	}
	if len(reported) == 0 {
		return nil
	}
	c.app.print("%s\n  %s  %s", printable(firstOf(n.Title, c.app.tr("（无标题）", "(no title)"))), n.ID, printable(n.Source.Path))
	for i := range reported {
		c.app.printFinding(n, &reported[i])
	}
	c.app.print("")
	return nil
}

func (c *checker) close() {
	if c.options.format == "json" {
		return
	}
	c.app.print(c.app.tr("核查公示 %d 份：错误 %d，警告 %d，提示 %d", "%d notices checked: %d errors, %d warnings, %d notes"),
		c.notices, c.counts[gongshi.SeverityError], c.counts[gongshi.SeverityWarning], c.counts[gongshi.SeverityNote])
}

// findingJSON is a finding as CONTRACT fixes it.
type findingJSON struct {
	Rule        string           `json:"rule"`
	Severity    gongshi.Severity `json:"severity"`
	Notice      string           `json:"notice"`
	Source      string           `json:"source"`
	Message     string           `json:"message"`
	Basis       string           `json:"basis"`
	Span        gongshi.Span     `json:"span"`
	Fingerprint string           `json:"fingerprint"`
}

func (a *app) findingJSON(f *gongshi.Finding) findingJSON {
	return findingJSON{f.Rule, f.Severity, f.Notice, f.Source, f.Message.In(a.lang), f.Basis.In(a.lang), f.Span, f.Fingerprint}
}

// printFinding prints a finding with the place it speaks of.
func (a *app) printFinding(n *gongshi.Notice, f *gongshi.Finding) {
	name := map[gongshi.Severity]string{
		gongshi.SeverityError:   a.tr("错误", "error"),
		gongshi.SeverityWarning: a.tr("警告", "warning"),
		gongshi.SeverityNote:    a.tr("提示", "note"),
	}[f.Severity]
	a.print("  %s %s  %s", f.Rule, name, printable(f.Message.In(a.lang)))
	if f.Span.Len() > 0 && f.Span.End <= len(n.Text) {
		a.print("        > %s", printable(columns.Truncate(f.Span.Of(n.Text), 100, "…")))
	}
	a.print("        %s%s", a.tr("依据：", "basis: "), printable(f.Basis.In(a.lang)))
}

func firstOf(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}
