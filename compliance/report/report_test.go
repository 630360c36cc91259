package report

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"golang.org/x/net/html"

	"gongshi"
	"gongshi/compliance"
)

// items are findings of each severity, some known, with texts that would break a
// page or a file that took them for more than texts.
var items = []Item{
	{Finding: finding("PUB01", gongshi.SeverityError, "n1", "/资料/a.zip!/岳阳/1 #%.pdf"), Title: "关于第1项<script>alert(1)</script>的公示", Quote: "共10个工作日"},
	{Finding: finding("PUB05", gongshi.SeverityWarning, "n1", "/资料/a.zip!/岳阳/1 #%.pdf"), Title: "关于第1项<script>alert(1)</script>的公示", Known: true},
	{Finding: finding("SEC01", gongshi.SeverityNote, "n2", "资料/2.txt"), Title: "", Quote: "a\nb\t\"c\" </li>"},
}

func finding(rule string, severity gongshi.Severity, notice, source string) gongshi.Finding {
	return gongshi.Finding{Rule: rule, Severity: severity, Notice: notice, Source: source, Fingerprint: "print-" + rule,
		Message: gongshi.Text{Zh: "应为“8个”，不是 <b>", En: "should be 8"}, Basis: gongshi.Text{Zh: "《民法典》", En: "Civil Code"}, Span: gongshi.Span{Start: 3, End: 9}}
}

var totals = Totals{Notices: 2, Counts: map[gongshi.Severity]int{gongshi.SeverityError: 1, gongshi.SeverityWarning: 1, gongshi.SeverityNote: 1}, Known: 1,
	Unread: []Unread{{Path: "坏.pdf", Code: "damaged", Message: "文件损坏"}}}

func written(t *testing.T, open func(io.Writer, Options) (Writer, error), o Options, items []Item) []byte {
	t.Helper()
	var b bytes.Buffer
	o.Rules = compliance.Rules()
	w, err := open(&b, o)
	if err != nil {
		t.Fatal(err)
	}
	for _, item := range items {
		if err := w.Put(item); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(totals); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// log has the fields of the 2.1.0 schema that are used, and no others: a name
// that the schema does not have does not get in.
type log struct {
	Schema  string `json:"$schema"`
	Version string `json:"version"`
	Runs    []struct {
		Tool struct {
			Driver struct {
				Name     string `json:"name"`
				Version  string `json:"version"`
				Language string `json:"language"`
				Rules    []struct {
					ID                   string  `json:"id"`
					ShortDescription     message `json:"shortDescription"`
					FullDescription      message `json:"fullDescription"`
					Help                 message `json:"help"`
					DefaultConfiguration struct {
						Level string `json:"level"`
					} `json:"defaultConfiguration"`
				} `json:"rules"`
			} `json:"driver"`
		} `json:"tool"`
		Results []struct {
			RuleID              string            `json:"ruleId"`
			RuleIndex           *int              `json:"ruleIndex"`
			Level               string            `json:"level"`
			Message             message           `json:"message"`
			Locations           []location        `json:"locations"`
			PartialFingerprints map[string]string `json:"partialFingerprints"`
			BaselineState       string            `json:"baselineState"`
			Suppressions        []struct {
				Kind          string `json:"kind"`
				Status        string `json:"status"`
				Justification string `json:"justification"`
			} `json:"suppressions"`
			Properties map[string]any `json:"properties"`
		} `json:"results"`
		Invocations []struct {
			ExecutionSuccessful        *bool `json:"executionSuccessful"`
			ToolExecutionNotifications []struct {
				Level      string     `json:"level"`
				Message    message    `json:"message"`
				Locations  []location `json:"locations"`
				Descriptor struct {
					ID string `json:"id"`
				} `json:"descriptor"`
			} `json:"toolExecutionNotifications"`
		} `json:"invocations"`
	} `json:"runs"`
}

type message struct {
	Text string `json:"text"`
}

type location struct {
	PhysicalLocation struct {
		ArtifactLocation struct {
			URI string `json:"uri"`
		} `json:"artifactLocation"`
	} `json:"physicalLocation"`
	LogicalLocations []struct {
		Name               string `json:"name"`
		FullyQualifiedName string `json:"fullyQualifiedName"`
	} `json:"logicalLocations"`
}

func readSARIF(t *testing.T, data []byte) log {
	t.Helper()
	var l log
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&l); err != nil {
		t.Fatalf("%v\n%s", err, data)
	}
	if l.Version != "2.1.0" || !strings.Contains(l.Schema, "sarif-schema-2.1.0.json") || len(l.Runs) != 1 || l.Runs[0].Results == nil || l.Runs[0].Tool.Driver.Name == "" {
		t.Fatalf("required parts are missing: %s", data)
	}
	for _, r := range l.Runs[0].Results {
		rules := l.Runs[0].Tool.Driver.Rules
		if r.RuleIndex == nil || *r.RuleIndex >= len(rules) || rules[*r.RuleIndex].ID != r.RuleID {
			t.Errorf("%s has the index %v", r.RuleID, r.RuleIndex)
		}
		if !slices.Contains([]string{"note", "warning", "error"}, r.Level) || r.Message.Text == "" || len(r.Locations) != 1 {
			t.Errorf("result %+v", r)
		}
	}
	for _, r := range l.Runs[0].Tool.Driver.Rules {
		if r.ShortDescription.Text == "" || r.FullDescription.Text == "" || r.Help.Text == "" || r.DefaultConfiguration.Level == "" {
			t.Errorf("rule %+v", r)
		}
	}
	return l
}

func TestSARIF(t *testing.T) {
	run := readSARIF(t, written(t, NewSARIF, Options{Lang: "zh", Version: "v1", Baseline: true}, items)).Runs[0]
	var got [][]string
	for _, r := range run.Results {
		uri := r.Locations[0].PhysicalLocation.ArtifactLocation.URI
		u, err := url.Parse(uri)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, []string{r.RuleID, r.Level, r.BaselineState, u.Scheme, u.Path, r.Locations[0].LogicalLocations[0].FullyQualifiedName, r.PartialFingerprints[fingerprintKey]})
	}
	want := [][]string{
		{"PUB01", "error", "new", "file", "/资料/a.zip!/岳阳/1 #%.pdf", "n1", "print-PUB01"},
		{"PUB05", "warning", "unchanged", "file", "/资料/a.zip!/岳阳/1 #%.pdf", "n1", "print-PUB05"},
		{"SEC01", "note", "new", "", "资料/2.txt", "n2", "print-SEC01"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if in := run.Invocations; len(in) != 1 || in[0].ExecutionSuccessful == nil || len(in[0].ToolExecutionNotifications) != 1 || in[0].ToolExecutionNotifications[0].Descriptor.ID != "damaged" {
		t.Errorf("invocations %+v", in)
	}
	if run := readSARIF(t, written(t, NewSARIF, Options{Lang: "en"}, items)).Runs[0]; run.Results[0].BaselineState != "" || run.Results[0].Message.Text != "should be 8" {
		t.Errorf("%+v", run.Results[0])
	}
	readSARIF(t, written(t, NewSARIF, Options{}, nil))
}

func TestTables(t *testing.T) {
	data := written(t, NewCSV, Options{Lang: "zh", Baseline: true}, items)
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\uFEFF")))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 4 || rows[0][1] != "级别" || rows[1][1] != "错误" || rows[1][2] != "新增" || rows[2][1] != "警告" || rows[2][2] != "已知" || rows[3][1] != "提示" || rows[3][5] != items[2].Quote {
		t.Errorf("%q", rows)
	}
	file, err := excelize.OpenReader(bytes.NewReader(written(t, NewXLSX, Options{Lang: "zh", Baseline: true}, items)))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	sheet, err := file.GetRows("核查结果")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(rows, sheet); diff != "" {
		t.Error(diff)
	}
}

// The other sheets say which notice breaks which rule, and what is missing where: what
// was dismissed does not count there, and a notice without findings does.
func TestWorkbook(t *testing.T) {
	var b bytes.Buffer
	w, err := NewXLSX(&b, Options{Lang: "zh", Rules: compliance.Rules()})
	if err != nil {
		t.Fatal(err)
	}
	hunan := &gongshi.Region{Province: "湖南省", City: "岳阳市", County: "华容县"}
	second := &gongshi.Inspection{Authority: gongshi.AuthorityCentral, Round: 2}
	for _, n := range []gongshi.Notice{
		{ID: "n1", Title: "甲", Region: hunan, Inspection: second, Source: gongshi.Source{Path: "1.txt"}},
		{ID: "n2", Title: "=乙", Region: hunan, Inspection: second},
		{ID: "n3", Title: "丙", Inspection: &gongshi.Inspection{Authority: gongshi.AuthorityProvincial, Lookback: true}},
	} {
		w.(NoticeWriter).Notice(&n)
	}
	dismissed := Item{Finding: finding("PUB02", gongshi.SeverityError, "n1", ""), Dismissed: &Dismissal{Reason: "已核实"}}
	for _, item := range []Item{
		{Finding: finding("SEC05", gongshi.SeverityWarning, "n1", "")}, {Finding: finding("SEC05", gongshi.SeverityWarning, "n1", "")},
		{Finding: finding("PUB01", gongshi.SeverityError, "n1", "")}, {Finding: finding("SEC06", gongshi.SeverityNote, "n3", "")}, dismissed,
	} {
		if err := w.Put(item); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(totals); err != nil {
		t.Fatal(err)
	}
	file, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for name, want := range map[string][][]string{
		"公示×规则": {
			{"公示标题", "省", "市", "区县", "轮次", "来源", "公示编号", "错误", "警告", "提示", "PUB01", "SEC05", "SEC06"},
			{"甲", "湖南省", "岳阳市", "华容县", "中央 第2轮", "1.txt", "n1", "1", "2", "", "1", "2"},
			{"=乙", "湖南省", "岳阳市", "华容县", "中央 第2轮", "", "n2"},
			{"丙", "", "", "", "省级 回头看", "", "n3", "", "", "1", "", "", "1"},
		},
		"缺少的章节": {
			{"省", "市", "区县", "轮次", "公示数", "SEC01 缺少反馈问题", "SEC02 缺少整改目标", "SEC03 缺少整改措施", "SEC04 缺少整改落实情况或内容过短", "SEC05 缺少整改时限", "SEC06 缺少责任单位"},
			{"湖南省", "岳阳市", "华容县", "中央 第2轮", "2", "", "", "", "", "1"},
			{"", "", "", "省级 回头看", "1", "", "", "", "", "", "1"},
		},
	} {
		got, err := file.GetRows(name)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: -want +got\n%s", name, diff)
		}
	}
	if kind, err := file.GetCellType("缺少的章节", "E2"); err != nil || kind == excelize.CellTypeSharedString || kind == excelize.CellTypeInlineString {
		t.Errorf("a count is no number: %v %v", kind, err)
	}
	if found, err := file.GetRows("核查结果"); err != nil || len(found) != 6 {
		t.Errorf("%d rows of findings, %v", len(found), err)
	}
}

func TestHTML(t *testing.T) {
	root, err := html.Parse(bytes.NewReader(written(t, NewHTML, Options{Lang: "zh", Baseline: true}, items)))
	if err != nil {
		t.Fatal(err)
	}
	count := map[string]int{}
	text := ""
	for n := range root.Descendants() {
		if n.Type == html.ElementNode {
			count[n.Data]++
			for _, a := range n.Attr {
				if n.Data == "li" {
					count[a.Key+"="+a.Val]++
				}
			}
		} else if n.Type == html.TextNode {
			text += n.Data
		}
	}
	want := map[string]int{"h2": 3, "ul": 3, "li": 4, "script": 0, "blockquote": 2, "class=error": 1, "class=warning known": 1, "class=note": 1, "svg": 1}
	for name, n := range want {
		if count[name] != n {
			t.Errorf("%d of %s, want %d", count[name], name, n)
		}
	}
	for _, want := range []string{"<script>alert(1)</script>", "应为“8个”，不是 <b>", "PUB05 警告", "已知", "坏.pdf", "（无标题）", "a\nb\t\"c\" </li>"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not say %q:\n%s", want, text)
		}
	}
	if empty := string(written(t, NewHTML, Options{}, nil)); strings.Contains(empty, "<svg") {
		t.Error("a chart of nothing")
	}
}

// The chart counts as the totals do: what was dismissed does not count.
func TestChart(t *testing.T) {
	list := slices.Clone(items)
	list = append(list, items[0], items[0])
	list[3].Severity = gongshi.SeverityNote
	list[4].Dismissed = &Dismissal{Reason: "已核实"}
	page := string(written(t, NewHTML, Options{Lang: "zh"}, list))
	i, j := strings.Index(page, "<desc"), strings.Index(page, "</desc>")
	if i < 0 || j < i {
		t.Fatalf("no chart: %s", page)
	}
	title := compliance.Rules()[slices.IndexFunc(compliance.Rules(), func(r compliance.Rule) bool { return r.ID == "PUB01" })].Title.Zh
	for _, want := range []string{"PUB01 " + title + " 错误 1; ", "PUB01 " + title + " 警告 0; ", "PUB01 " + title + " 提示 1; "} {
		if !strings.Contains(page[i:j], want) {
			t.Errorf("no %q in %s", want, page[i:j])
		}
	}
}

func TestBaseline(t *testing.T) {
	lines := `{"rule":"PUB01","fingerprint":"print-PUB01"}` + "\n" + `{"rule":"SEC01","fingerprint":"print-SEC01"}` + "\n"
	for name, test := range map[string]struct {
		data []byte
		want Baseline
	}{
		"sarif":       {written(t, NewSARIF, Options{}, items), Baseline{"print-PUB01": true, "print-PUB05": true, "print-SEC01": true}},
		"lines":       {[]byte("\uFEFF" + lines), Baseline{"print-PUB01": true, "print-SEC01": true}},
		"nothing":     {nil, Baseline{}},
		"empty sarif": {written(t, NewSARIF, Options{}, nil), Baseline{}},
	} {
		got, err := ReadBaseline(bytes.NewReader(test.data))
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	for _, bad := range []string{"规则,级别\n", "{}", `{"id":"n1"}`, lines + "{", "[1]", "null"} {
		if got, err := ReadBaseline(strings.NewReader(bad)); !errors.Is(err, ErrNoBaseline) {
			t.Errorf("%q: %v, %v", bad, got, err)
		}
	}
}

// failing writes so much and then fails.
type failing struct{ left int }

func (f *failing) Write(p []byte) (int, error) {
	if f.left -= len(p); f.left < 0 {
		return 0, errors.New("disk full")
	}
	return len(p), nil
}

func TestErrorsOfTheFileAreGiven(t *testing.T) {
	for name, open := range map[string]func(io.Writer, Options) (Writer, error){"sarif": NewSARIF, "csv": NewCSV, "xlsx": NewXLSX, "html": NewHTML} {
		for _, space := range []int{0, 10, 3000} {
			w, err := open(&failing{space}, Options{})
			for i := 0; i < 1000 && err == nil; i++ {
				err = w.Put(items[i%3])
			}
			if err == nil {
				err = w.Close(totals)
			}
			if err == nil {
				t.Errorf("%s with %d bytes of space: no error", name, space)
			}
		}
	}
}

// What was dismissed is in every form, with the reason.
func TestDismissed(t *testing.T) {
	item := items[0]
	item.Dismissed = &Dismissal{Reason: "已与<b>核实</b>", Until: gongshi.Date{Year: 2024, Month: 6, Day: 30}}
	l := readSARIF(t, written(t, NewSARIF, Options{}, []Item{item, items[1]}))
	results := l.Runs[0].Results
	if s := results[0].Suppressions; len(s) != 1 || s[0].Kind != "external" || s[0].Status != "accepted" || s[0].Justification != item.Dismissed.Reason {
		t.Errorf("suppressions %+v", s)
	}
	if len(results[1].Suppressions) != 0 {
		t.Errorf("suppressions of a finding that counts: %+v", results[1].Suppressions)
	}
	if csv := string(written(t, NewCSV, Options{}, []Item{item})); !strings.Contains(csv, "已搁置至2024-06-30：已与<b>核实</b>") {
		t.Errorf("CSV: %s", csv)
	}
	page := string(written(t, NewHTML, Options{Lang: "en"}, []Item{item}))
	if !strings.Contains(page, "dismissed until 2024-06-30: 已与&lt;b&gt;核实") {
		t.Errorf("page: %s", page)
	}
}
