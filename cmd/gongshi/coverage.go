package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/pflag"

	"gongshi"
	"gongshi/compliance/coverage"
	"gongshi/internal/spreadsheet"
)

// coverageOptions are those of check that ask which problems have a notice.
type coverageOptions struct {
	asked  bool
	plan   string
	round  int
	region string
	format string
}

func (o *coverageOptions) flags(a *app, flags *pflag.FlagSet) {
	flags.BoolVar(&o.asked, "coverage", false, a.tr("各地区、各问题编号有没有销号公示", "which problems have a close-out notice, region by region"))
	flags.StringVar(&o.plan, "plan", "", a.tr("与整改方案清单对照：CSV 或 XLSX，表头为 编号、责任单位、整改时限", "hold the notices against a plan: CSV or XLSX with the columns number, responsible units, deadline"))
	flags.IntVar(&o.round, "round", 0, a.tr("--coverage、--plan 只看这一轮督察", "with --coverage, --plan: only this round"))
	flags.StringVar(&o.region, "region", "", a.tr("--coverage、--plan 只看这一地区", "with --coverage, --plan: only this region"))
	nameValue(flags, "plan", a.tr("文件", "FILE"))
}

// maxPlan is how many bytes of a plan are read.
const maxPlan = 64 << 20

// runCoverage tells which problems have a notice.
func runCoverage(ctx context.Context, a *app, o coverageOptions) error {
	if !slices.Contains([]string{"text", "json", "csv", "xlsx"}, o.format) {
		return a.wrongValue("format", o.format, "text", "json", "csv", "xlsx")
	}
	var plan []coverage.Planned
	if o.plan != "" {
		var err error
		if plan, err = a.readPlan(o.plan); err != nil {
			return err
		}
	}
	table, err := a.coverageTable(ctx)
	if err != nil {
		return err
	}
	table.Keep(o.round, o.region)
	narrowed := o.round != 0 || o.region != ""
	switch {
	case table.Len() == 0 && narrowed && o.plan != "": // all of the plan would be taken for missing
		return errors.New(a.tr("库中没有这一轮次、地区的销号公示，没有对照：请检查 --round 和 --region", "the corpus has no close-out notice of this round and region, nothing was compared: look at --round and --region"))
	case !narrowed && o.plan != "":
		a.say("%s", a.tr("没有写 --round 和 --region：与各轮次、各地区同一编号的公示对照，可能张冠李戴。", "neither --round nor --region is given: notices of all rounds and regions with the same number are taken, which can be others'"))
	}
	if table.Len() == 0 {
		a.say("%s", a.tr("库中没有这样的销号公示。", "The corpus has no such close-out notice."))
	}
	if o.plan == "" {
		return a.printCoverage(o.format, table.Rows())
	}
	outcomes, unplanned := table.Against(plan, today())
	return a.printPlan(o.format, outcomes, unplanned)
}

func (a *app) readPlan(path string) ([]coverage.Planned, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, maxPlan+1))
	if err == nil && len(data) > maxPlan {
		err = fmt.Errorf(a.tr("大于 %d MB", "it is larger than %d MB"), maxPlan>>20)
	}
	var rows [][]string
	if err == nil {
		rows, err = spreadsheet.Read(data)
	}
	var plan []coverage.Planned
	if err == nil {
		plan, err = coverage.ReadPlan(rows)
	}
	if err != nil {
		return nil, fmt.Errorf(a.tr("--plan %s 读不出来，它应是 CSV 或 XLSX，表头有 编号、责任单位、整改时限（%w）", "--plan %s: it has to be CSV or XLSX with the columns number, responsible units, deadline (%w)"), path, err)
	}
	return plan, nil
}

func (a *app) coverageTable(ctx context.Context) (_ *coverage.Table, err error) {
	st, err := a.openStore(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	table := new(coverage.Table)
	for stored, err := range st.Notices(ctx) {
		if err != nil {
			return nil, err
		}
		table.Add(&stored.Notice)
	}
	return table, nil
}

var stateNames = map[coverage.State]gongshi.Text{
	coverage.Has:     {Zh: "有公示", En: "has a notice"},
	coverage.Lacks:   {Zh: "无公示", En: "no notice"},
	coverage.Differs: {Zh: "公示不一", En: "notices differ"},
}

// roundName writes an inspection with its province.
func (a *app) roundName(r coverage.Round) string {
	name := r.Authority.Name().In(a.lang)
	if r.Round > 0 {
		name += fmt.Sprintf(a.tr("第%d轮", ", round %d"), r.Round)
	} else if r.Year > 0 {
		name += fmt.Sprintf(a.tr("%d年", ", %d"), r.Year)
	}
	if r.Lookback {
		name += a.tr("“回头看”", ", look-back")
	}
	return strings.TrimSpace(r.Province + " " + name)
}

// sheet gives a table for spreadsheet programs on standard output.
func (a *app) sheet(format, name string, widths ...float64) (spreadsheet.Writer, error) {
	if format == "xlsx" {
		return spreadsheet.NewXLSX(a.out, name, widths...)
	}
	return spreadsheet.NewCSV(a.out)
}

func (a *app) printCoverage(format string, rows []coverage.Row) error {
	switch format {
	case "json":
		for i := range rows {
			if rows[i].Notices == nil {
				rows[i].Notices = []coverage.Notice{}
			}
			if err := a.printJSON(rows[i]); err != nil {
				return err
			}
		}
		return nil
	case "text":
		return a.printCoverageText(rows)
	}
	w, err := a.sheet(format, a.tr("覆盖情况", "Coverage"), 30, 24, 10, 10, 40, 60)
	if err != nil {
		return err
	}
	err = w.Row(a.tr("督察", "inspection"), a.tr("地区", "region"), a.tr("问题编号", "number"), a.tr("情况", "state"), a.tr("公示编号", "notices"), a.tr("公示标题", "titles"))
	for i := range rows {
		if err == nil {
			r := &rows[i]
			err = w.Row(a.roundName(r.Round), r.Region, r.Number, stateNames[r.State].In(a.lang), ids(r.Notices), titles(r.Notices))
		}
	}
	return errors.Join(err, w.Close())
}

func ids(notices []coverage.Notice) string {
	var list []string
	for _, n := range notices {
		list = append(list, n.ID)
	}
	return strings.Join(list, "\n")
}

func titles(notices []coverage.Notice) string {
	var list []string
	for _, n := range notices {
		list = append(list, n.Title)
	}
	return strings.Join(list, "\n")
}

// printCoverageText prints a line a region: the numbers with a notice, without one, and
// with notices that differ.
func (a *app) printCoverageText(rows []coverage.Row) error {
	var t table
	for i := 0; i < len(rows); {
		if i == 0 || rows[i].Round != rows[i-1].Round {
			if i > 0 {
				if err := t.write(a.out, 0); err != nil {
					return err
				}
				t = table{}
				a.print("")
			}
			a.print("%s", a.roundName(rows[i].Round))
			t.add("  "+a.tr("地区", "region"), a.tr("有公示", "has"), a.tr("无公示", "lacks"), a.tr("公示不一", "differs"))
		}
		first := rows[i]
		numbers := map[coverage.State][]string{}
		for ; i < len(rows) && rows[i].Round == first.Round && rows[i].Region == first.Region; i++ {
			numbers[rows[i].State] = append(numbers[rows[i].State], rows[i].Number)
		}
		cell := func(s coverage.State) string {
			if len(numbers[s]) == 0 {
				return "-"
			}
			return strings.Join(numbers[s], a.tr("、", ", "))
		}
		t.add("  "+printable(first.Region), printable(cell(coverage.Has)), printable(cell(coverage.Lacks)), printable(cell(coverage.Differs)))
	}
	return t.write(a.out, 0)
}

// outcomeJSON is a planned problem, or a notice that the plan does not have.
type outcomeJSON struct {
	State string `json:"state"` // has, partly, lacks, overdue, unplanned
	*coverage.Outcome
	Notice *coverage.Notice `json:"notice,omitempty"`
}

var outcomeNames = map[string]gongshi.Text{
	"has":       {Zh: "有公示", En: "has a notice"},
	"partly":    {Zh: "部分单位无公示", En: "some units have none"},
	"lacks":     {Zh: "无公示，未到时限", En: "no notice, not yet due"},
	"overdue":   {Zh: "无公示，已逾期", En: "no notice, overdue"},
	"unplanned": {Zh: "方案中没有", En: "not in the plan"},
}

func outcomeState(o *coverage.Outcome) string {
	switch {
	case len(o.Notices) == 0 && o.Overdue > 0:
		return "overdue"
	case len(o.Notices) == 0:
		return "lacks"
	case len(o.Missing) > 0:
		return "partly"
	}
	return "has"
}

func (a *app) printPlan(format string, outcomes []coverage.Outcome, unplanned []coverage.Notice) error {
	if format == "json" {
		for i := range outcomes {
			if err := a.printJSON(outcomeJSON{outcomeState(&outcomes[i]), &outcomes[i], nil}); err != nil {
				return err
			}
		}
		for i := range unplanned {
			if err := a.printJSON(outcomeJSON{"unplanned", nil, &unplanned[i]}); err != nil {
				return err
			}
		}
		return nil
	}
	head := []string{a.tr("编号", "number"), a.tr("情况", "state"), a.tr("整改时限", "deadline"), a.tr("晚于时限（天）", "days late"), a.tr("责任单位", "units"), a.tr("没有公示的地区", "regions without"), a.tr("公示编号", "notices")}
	counts := map[string]int{}
	var rows [][]string
	for i := range outcomes {
		o := &outcomes[i]
		state := outcomeState(o)
		counts[state]++
		late := ""
		if o.Overdue > 0 {
			late = strconv.Itoa(o.Overdue)
		}
		rows = append(rows, []string{o.Number, outcomeNames[state].In(a.lang), o.Written, late, a.list(o.Units), a.list(o.Missing), ids(o.Notices)})
	}
	for _, n := range unplanned {
		counts["unplanned"]++
		rows = append(rows, []string{"", outcomeNames["unplanned"].In(a.lang), "", "", n.Region, "", n.ID})
	}
	if format != "text" {
		w, err := a.sheet(format, a.tr("方案对照", "Plan"), 10, 18, 18, 12, 40, 24, 24)
		if err != nil {
			return err
		}
		err = w.Row(head...)
		for _, row := range rows {
			if err == nil {
				err = w.Row(row...)
			}
		}
		return errors.Join(err, w.Close())
	}
	var t table
	t.add(head...)
	for _, row := range rows {
		for i := range row {
			row[i] = printable(strings.ReplaceAll(row[i], "\n", " "))
			if row[i] == "" {
				row[i] = "-"
			}
		}
		t.add(row...)
	}
	if err := t.write(a.out, 0); err != nil {
		return err
	}
	a.print(a.tr("\n方案问题 %d 个：有公示 %d，部分单位无公示 %d，未到时限 %d，已逾期 %d；方案中没有的公示 %d 份",
		"\n%d problems planned: %d with a notice, %d with some units lacking, %d not yet due, %d overdue; %d notices not in the plan"),
		len(outcomes), counts["has"], counts["partly"], counts["lacks"], counts["overdue"], counts["unplanned"])
	return nil
}
