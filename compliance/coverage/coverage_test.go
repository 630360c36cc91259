package coverage

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongshi"
)

// put adds a notice: "平江县 2 3 2023-05-01 issue": county, round, number, day, problem.
func put(t *Table, id, words string) {
	f := strings.Fields(words)
	n := &gongshi.Notice{ID: id, Kind: gongshi.KindCloseOut, Title: "公示", Region: &gongshi.Region{Province: "湖南省", City: "岳阳市", County: f[0]}}
	n.Inspection = &gongshi.Inspection{Authority: gongshi.AuthorityCentral}
	fmt.Sscan(f[1], &n.Inspection.Round)
	n.Problems = []gongshi.Problem{{Number: f[2]}}
	n.Issued, _ = gongshi.ParseDate(f[3])
	if len(f) > 4 {
		n.Sections = []gongshi.Section{{Kind: gongshi.SectionIssue, Text: f[4]}}
	}
	t.Add(n)
}

func TestRows(t *testing.T) {
	var table Table
	put(&table, "a", "平江县 2 3 2023-05-01 污水直排。")
	put(&table, "b", "平江县 2 10 2023-05-01")
	put(&table, "c", "华容县 2 3 2023-05-01 扬尘")
	put(&table, "d", "华容县 2 3 2023-06-01 秸秆焚烧")
	put(&table, "e", "平江县 2 3 2023-07-01 污水直排，管网不配套。")
	put(&table, "f", "平江县 3 1 2025-05-01")
	table.Add(&gongshi.Notice{Kind: gongshi.KindOtherOfficial, Problems: []gongshi.Problem{{Number: "9"}}})
	table.Add(&gongshi.Notice{Kind: gongshi.KindCloseOut}) // nothing is known of it
	var got []string
	for _, r := range table.Rows() {
		got = append(got, fmt.Sprintf("%d %s %s %s %d", r.Round.Round, r.Region, r.Number, r.State, len(r.Notices)))
	}
	want := []string{
		"2 岳阳市华容县 3 differs 2", "2 岳阳市华容县 10 lacks 0",
		"2 岳阳市平江县 3 has 2", "2 岳阳市平江县 10 has 1",
		"3 岳阳市平江县 1 has 1",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	table.Keep(3, "平江")
	if table.Len() != 1 {
		t.Errorf("%d kept", table.Len())
	}
}

func TestAgainst(t *testing.T) {
	var table Table
	put(&table, "a", "平江县 2 3 2023-05-01")
	put(&table, "b", "华容县 2 3 2023-02-01")
	put(&table, "c", "平江县 2 7 2023-05-01")
	plan, err := ReadPlan([][]string{
		{"整改任务清单"},
		{"序号", "问题", "责任单位", "整改时限"},
		{"三", "甲", "平江县人民政府、华容县、湘阴县，市水利局", "2022年12月底"},
		{"", "", "汨罗市", ""},
		{"第5项", "乙", "岳阳市生态环境局", "2022-06-30"},
		{"６", "丙", "", "长期坚持"},
	})
	if err != nil {
		t.Fatal(err)
	}
	outcomes, unplanned := table.Against(plan, gongshi.Date{Year: 2022, Month: 7, Day: 10})
	var got []string
	for _, o := range outcomes {
		got = append(got, fmt.Sprintf("%s %d %v %d %s", o.Number, len(o.Notices), o.Missing, o.Overdue, o.Deadline))
	}
	want := []string{"3 2 [湘阴县 汨罗市] 32 2022-12-31", "5 0 [岳阳市] 10 2022-06-30", "6 0 [] 0 "}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if len(unplanned) != 1 || unplanned[0].ID != "c" {
		t.Errorf("without a plan: %v", unplanned)
	}
}

func TestReadPlan(t *testing.T) {
	good := [][]string{{"Number", "Responsible units", "Deadline"}, {"8", "a", "2023"}}
	if plan, err := ReadPlan(good); err != nil || len(plan) != 1 || plan[0].Deadline.String() != "2023-12-31" {
		t.Error(plan, err)
	}
	both := [][]string{{"序号", "问题编号", "责任 单位"}, {"1", "8", "a"}}
	if plan, err := ReadPlan(both); err != nil || len(plan) != 1 || plan[0].Number != "8" {
		t.Error(plan, err)
	}
	for _, rows := range [][][]string{nil, {{"序号"}}, {{"问题", "责任单位"}}, {{"8", "平江县", "2023"}}} {
		if _, err := ReadPlan(rows); !errors.Is(err, ErrNoHeader) {
			t.Errorf("%v: %v", rows, err)
		}
	}
}

func TestNumber(t *testing.T) {
	for s, want := range map[string]string{
		"8": "8", "第八项": "8", "四十七": "47", "第47-1项": "47-1", "一百零三": "103", "十": "10", "二十": "20", "08": "8", "８": "8", "二三": "23", "": "", "合计": "",
	} {
		if got := Number(s); got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
}

func TestDeadline(t *testing.T) {
	for s, want := range map[string]string{
		"2023年12月底": "2023-12-31", "2023年2月": "2023-02-28", "2023/6/30": "2023-06-30", "2023.6": "2023-06-30", "2023年底前": "2023-12-31",
		"2023年6月15日前": "2023-06-15", "长期坚持": "", "立行立改": "", "2023年6月并长期坚持": "", "2023-02-30": "", "": "",
	} {
		if got := deadlineOf(s).String(); got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
}
