package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"gongshi"
	"gongshi/compliance"
	"gongshi/compliance/corpus"
	"gongshi/compliance/profile"
	"gongshi/compliance/report"
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
	baseline  string
	profile   string
	calendar  string
	noCorpus  bool
	dismiss   dismissOptions
	coverage  coverageOptions
}

func newCheckCommand(a *app) *cobra.Command {
	var o checkOptions
	cmd := &cobra.Command{
		Use:   a.tr("check [路径…]", "check [PATH…]"),
		Short: a.tr("合规核查：已导入的公示，或给出的文件", "compliance findings, of the corpus or of files"),
		Long: a.tr(`核查已导入的全部公示；给出路径时只核查这些文件（不存储）。
例：
  gongshi check                                  核查库中全部公示
  gongshi check 公示文件夹 --rule PUB            只查公示期
  gongshi check --format xlsx > 结果.xlsx        电子表格
  gongshi check --format sarif > 基线.sarif      记下现状，以后只为新增的发现报错：
  gongshi check --baseline 基线.sarif
  gongshi check --profile 湖南.yaml              按本省、本轮的要求核查（写法见 docs/profiles.md）
  gongshi check --dismiss 指纹 --reason 已核实 --until 2024-12-31   看过、不算问题的发现不再计入
  gongshi check --coverage --round 2             各地区哪些问题有销号公示
  gongshi check --plan 方案清单.xlsx             与整改方案对照：缺公示的、逾期的、方案中没有的
核查库中公示时，还比较各份公示：与其他县区雷同（SUB10）、同一问题编号不一（IDN08）、同一文号标题不一（NUM04）、已销号的问题再次出现（SUB13）。
结束码：0 没有错误；1 有错误（用 --fail-on 调整，基线中已知的和已搁置的不算）；2 无法进行；3 有文件读取失败。`,
			`Checks all imported notices; with paths, only those files, storing nothing.
Examples:
  gongshi check                                  all notices of the corpus
  gongshi check FOLDER --rule PUB                only publicity periods
  gongshi check --format xlsx > findings.xlsx    a spreadsheet
  gongshi check --format sarif > known.sarif     writes down what there is; from then on only what is new fails:
  gongshi check --baseline known.sarif
  gongshi check --profile hunan.yaml             by what a province or round asks for (see docs/profiles.md)
  gongshi check --dismiss FINGERPRINT --reason checked --until 2024-12-31   what was looked at and is no fault counts no longer
  gongshi check --coverage --round 2             which problems have a close-out notice, region by region
  gongshi check --plan PLAN.xlsx                 against a plan: without a notice, overdue, not planned
The notices of the corpus are also held against each other: copied from another county (SUB10), one problem under two numbers (IDN08),
one document number with two titles (NUM04), a problem that was closed out and is found again (SUB13).
Exit codes: 0 no errors; 1 errors found (see --fail-on; those in the baseline and those dismissed do not count); 2 could not be done; 3 some files could not be read.`),
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			if o.paths, err = a.paths(args); err != nil {
				return err
			}
			if o.dismiss.asked() || o.dismiss.reason != "" || o.dismiss.until != "" {
				if len(o.paths) > 0 {
					return errors.New(a.tr("搁置发现时不写路径", "dismissing takes no paths"))
				}
				return runDismiss(cmd.Context(), a, o.dismiss)
			}
			if o.coverage.asked || o.coverage.plan != "" {
				if len(o.paths) > 0 {
					return errors.New(a.tr("--coverage 和 --plan 看的是库中的公示，不写路径", "--coverage and --plan look at the corpus and take no paths"))
				}
				if err := o.complete(a); err != nil {
					return err
				}
				o.coverage.format = o.format
				return runCoverage(cmd.Context(), a, o.coverage)
			}
			if o.coverage.round != 0 || o.coverage.region != "" {
				return errors.New(a.tr("--round 和 --region 只与 --coverage 或 --plan 同用", "--round and --region go with --coverage or --plan"))
			}
			return runCheck(cmd.Context(), a, o)
		},
	}
	a.readerFlags(cmd, &o.pdfEngine)
	flags := cmd.Flags()
	flags.StringVar(&o.format, "format", "", a.tr("输出格式：text（默认）、json、sarif、csv、xlsx、html", "output: text (default), json, sarif, csv, xlsx, html"))
	flags.StringSliceVar(&o.rules, "rule", nil, a.tr("只用这些规则：PUB01 或 PUB（以此开头的全部）", "only these rules: PUB01, or PUB for all that begin so"))
	flags.StringVar(&o.severity, "severity", "", a.tr("只报告不低于此级别：error、warning、note（text 默认 warning，其余默认 note）", "report only this severity or above: error, warning, note (default: warning for text, else note)"))
	flags.StringVar(&o.failOn, "fail-on", "error", a.tr("出现此级别或以上时以 1 结束：error、warning、note、never", "exit 1 at this severity or above: error, warning, note, never"))
	flags.StringVar(&o.baseline, "baseline", "", a.tr("以前的结果（sarif 或 json）：其中已有的发现标为已知", "an earlier result (sarif or json): findings in it are marked as known"))
	flags.BoolVar(&o.noCorpus, "no-corpus", false, a.tr("不比较库中各份公示（SUB10、IDN08、NUM04、SUB13）", "do not hold the notices of the corpus against each other (SUB10, IDN08, NUM04, SUB13)"))
	o.dismiss.flags(a, flags)
	o.coverage.flags(a, flags)
	nameValue(flags, "baseline", a.tr("文件", "FILE"))
	flags.StringVar(&o.profile, "profile", "", a.tr("核查方案（YAML）：按省份、轮次设定最短公示期、必备分节、规则的级别", "a profile (YAML): minimum period, required sections and severities by province and round"))
	nameValue(flags, "profile", a.tr("文件", "FILE"))
	flags.StringVar(&o.calendar, "calendar", "", a.tr("补充的节假日安排，与官方工作日历合用", "holidays that extend the official calendar"))
	nameValue(flags, "calendar", a.tr("文件", "FILE"))
	completeFlag(cmd, "format", values(formats...)...)
	completeFlag(cmd, "rule", a.ruleChoices()...)
	completeFlag(cmd, "severity", a.severityChoices()...)
	completeFlag(cmd, "fail-on", append(a.severityChoices(), choice{"never", a.tr("从不", "")})...)
	return cmd
}

var formats = []string{"text", "json", "sarif", "csv", "xlsx", "html"}

// complete fills in what was left to the program, and tells what is wrong with
// the rest.
func (o *checkOptions) complete(a *app) error {
	switch {
	case a.json && o.format == "":
		o.format = "json"
	case a.json && o.format != "json" && o.format != "sarif":
		return fmt.Errorf(a.tr("--json 与 --format %s 不能同用：标准输出只能是 JSON", "--json and --format %s exclude each other"), o.format)
	case o.format == "":
		o.format = "text"
	}
	if !slices.Contains(formats, o.format) {
		return a.wrongValue("format", o.format, formats...)
	}
	if o.format == "xlsx" && width(a.out.file) > 0 {
		return errors.New(a.tr("xlsx 不能显示在终端上：请写入文件，如 gongshi check --format xlsx > 结果.xlsx", "xlsx is nothing for a terminal: write it to a file, as in gongshi check --format xlsx > findings.xlsx"))
	}
	if o.severity != "" && !isSeverity(o.severity) {
		return a.wrongValue("severity", o.severity, "error", "warning", "note")
	}
	if o.failOn != "never" && !isSeverity(o.failOn) {
		return a.wrongValue("fail-on", o.failOn, "error", "warning", "note", "never")
	}
	return nil
}

// wrongValue says which values a flag can have.
func (a *app) wrongValue(flag, value string, can ...string) error {
	return fmt.Errorf(a.tr("--%s 的值“%s”不对：可用 %s", "--%s: %q is no value of it: use %s"), flag, value, strings.Join(can, a.tr("、", ", ")))
}

func isSeverity(s string) bool {
	switch gongshi.Severity(s) {
	case gongshi.SeverityError, gongshi.SeverityWarning, gongshi.SeverityNote:
		return true
	}
	return false
}

// allRules gives the rules on a notice and those on the corpus.
func allRules() []compliance.Rule { return append(compliance.Rules(), compliance.CorpusRules()...) }

// chosenRules gives the rules whose ids begin with one of those asked for; all of
// them if none is.
func (a *app) chosenRules(asked []string) ([]compliance.Rule, error) {
	all := allRules()
	if len(asked) == 0 {
		return all, nil
	}
	var chosen []compliance.Rule
	found := make([]bool, len(asked))
	for _, rule := range all {
		taken := false
		for i, begin := range asked {
			if begin != "" && strings.HasPrefix(rule.ID, strings.ToUpper(begin)) {
				found[i], taken = true, true
			}
		}
		if taken {
			chosen = append(chosen, rule)
		}
	}
	if i := slices.Index(found, false); i >= 0 {
		text := fmt.Sprintf(a.tr("--rule 的值“%s”不对：没有这样的规则。规则有：", "--rule: there is no rule %q. The rules are:"), asked[i])
		for _, rule := range all {
			text += "\n  " + rule.ID + " " + rule.Title.In(a.lang)
		}
		return nil, errors.New(text)
	}
	return chosen, nil
}

func (a *app) readBaseline(path string) (report.Baseline, error) {
	if path == "" {
		return nil, nil
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	known, err := report.ReadBaseline(file)
	if err != nil {
		return nil, fmt.Errorf(a.tr("--baseline %s 读不出来，它应是 gongshi check --format sarif 或 --json 的输出（%w）", "--baseline %s: it has to be the output of gongshi check --format sarif or --json (%w)"), path, err)
	}
	return known, nil
}

func runCheck(ctx context.Context, a *app, o checkOptions) error {
	if err := o.complete(a); err != nil {
		return err
	}
	rules, err := a.chosenRules(o.rules)
	if err != nil {
		return err
	}
	known, err := a.readBaseline(o.baseline)
	if err != nil {
		return err
	}
	c := &checker{app: a, options: o, known: known}
	if c.profile, c.calendar, err = a.readProfile(o.profile, o.calendar); err != nil {
		return err
	}
	c.profile.Only(rules)
	for _, r := range rules {
		if r.Check == nil {
			c.corpusRules = append(c.corpusRules, r)
		}
	}
	if c.dismissed, err = a.dismissals(ctx); err != nil {
		if len(o.paths) == 0 || ctx.Err() != nil {
			return err
		}
		a.say(a.tr("读不出已搁置的发现，全部计入：%v", "dismissals cannot be read, everything counts: %v"), err)
	}
	c.totals.Counts = make(map[gongshi.Severity]int)
	if c.report, err = a.newReport(o, rules); err != nil {
		return err
	}
	if len(o.paths) > 0 {
		err = c.files(ctx)
	} else {
		err = c.corpus(ctx)
	}
	if err != nil {
		return err
	}
	if err := c.report.Close(c.totals); err != nil {
		return err
	}
	if c.totals.Notices+len(c.totals.Unread) == 0 {
		a.say("%s", a.tr("没有可以核查的公示。", "There is no notice to check."))
	}
	switch {
	case c.failing > 0:
		return exit(exitNothing)
	case len(c.totals.Unread) > 0:
		return exit(exitSomeFailed)
	}
	return nil
}

// checker checks notices one after the other and reports what it finds.
type checker struct {
	app      *app
	options  checkOptions
	profile  *profile.Profile
	known    report.Baseline
	calendar *workday.Calendar
	report   report.Writer
	totals   report.Totals
	failing  int

	dismissed   map[string]*store.Dismissal
	corpusRules []compliance.Rule
	pass        *corpus.Pass // nil where the notices are not held against each other
}

func (c *checker) files(ctx context.Context) (err error) {
	c.totals.Unread, err = c.app.readFiles(ctx, c.options.paths, c.options.pdfEngine, func(r *ingest.Reading) error {
		for i := range r.Notices {
			if err := c.check(&r.Notices[i]); err != nil {
				return err
			}
		}
		return nil
	})
	return err
}

func (c *checker) corpus(ctx context.Context) (err error) {
	st, err := c.app.openStore(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	total, err := st.CountNotices(ctx)
	if err != nil {
		return err
	}
	if !c.options.noCorpus && len(c.corpusRules) > 0 {
		c.pass = corpus.New(c.corpusRules)
	}
	shown := c.app.newProgress()
	defer shown.done()
	for stored, err := range st.Notices(ctx) {
		if err != nil {
			return err
		}
		if err := c.check(&stored.Notice); err != nil {
			return err
		}
		if c.pass != nil {
			c.pass.Add(&stored.Notice)
		}
		shown.update(standing{done: c.totals.Notices, total: total, unit: c.app.tr("份公示", "notices")})
	}
	return c.amongNotices(ctx, st)
}

// amongNotices reports what the notices of the corpus show beside each other. Of a
// notice the pass has kept its findings only: the rest comes from the store again.
func (c *checker) amongNotices(ctx context.Context, st *store.Store) error {
	if c.pass == nil {
		return nil
	}
	var of *store.Checked
	for f := range c.pass.Findings() {
		if of == nil || of.Notice.ID != f.Notice {
			var err error
			if of, err = st.Notice(ctx, f.Notice); err != nil {
				return err
			}
		}
		var on bool
		if f.Severity, on = c.profile.Severity(&of.Notice, f.Rule, f.Severity); !on {
			continue
		}
		if err := c.put(&of.Notice, f.Finding, f.Others); err != nil {
			return err
		}
	}
	return nil
}

// check checks one notice with the rules and the calendar of this program,
// whichever found its stored findings.
func (c *checker) check(n *gongshi.Notice) error {
	c.totals.Notices++
	if to, ok := c.report.(report.NoticeWriter); ok {
		to.Notice(n)
	}
	compliance.FillPublicity(n, c.calendar)
	for _, f := range compliance.Check(n, c.calendar, c.profile.Rules(n)) {
		if err := c.put(n, f, nil); err != nil {
			return err
		}
	}
	return nil
}

// put reports a finding on a notice, and the other notices that have part in it.
func (c *checker) put(n *gongshi.Notice, f gongshi.Finding, others []string) error {
	if least := c.options.severity; least != "" && !f.Severity.AtLeast(gongshi.Severity(least)) {
		return nil
	}
	item := report.Item{Finding: f, Title: n.Title, Text: n.Text, Quote: quote(n, &f), Known: c.known[f.Fingerprint], Others: others}
	if d := c.dismissed[f.Fingerprint]; d != nil {
		item.Dismissed = &report.Dismissal{Reason: d.Reason, Until: d.Until}
		c.totals.Dismissed++
		return c.report.Put(item)
	}
	c.totals.Counts[f.Severity]++
	switch {
	case item.Known:
		c.totals.Known++
	case c.options.failOn != "never" && f.Severity.AtLeast(gongshi.Severity(c.options.failOn)):
		c.failing++
	}
	return c.report.Put(item)
}
