package web_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"gongshi"
	"gongshi/compliance"
	"gongshi/compliance/corpus"
	"gongshi/compliance/coverage"
	"gongshi/ingest/store"
	"gongshi/web"
)

// stored gives all notices that are stored, with their findings.
func (b *bench) stored() []*store.Checked {
	b.t.Helper()
	var all []*store.Checked
	for checked, err := range b.Store.Notices(b.t.Context()) {
		if err != nil {
			b.t.Fatal(err)
		}
		all = append(all, checked)
	}
	return all
}

// rows reads a table of the page: the text of its first cell, and its numbers.
func rows(t *testing.T, s *goquery.Selection) map[string][]int {
	t.Helper()
	all := make(map[string][]int)
	s.Find("tbody tr").Each(func(_ int, row *goquery.Selection) {
		name := strings.Join(strings.Fields(row.Find("th").Text()), " ")
		row.Find(".number").Each(func(_ int, cell *goquery.Selection) {
			if !strings.HasSuffix(cell.Text(), "%") {
				all[name] = append(all[name], number(t, cell))
			}
		})
	})
	return all
}

// The counts are those of the stored findings, by rule, region and round, and every row leads to
// as many notices.
func TestComplianceCounts(t *testing.T) {
	b := newBench(t)
	b.remember()
	byRule, byProvince, byRound := map[string][]int{}, map[string][]int{}, map[string][]int{}
	notices, with := 0, 0
	for _, c := range b.stored() {
		notices++
		seen := map[string]bool{}
		for _, f := range c.Findings {
			seen[f.Rule] = true
		}
		for rule := range seen {
			count(byRule, rule, 1)
		}
		found := 0
		if len(seen) > 0 {
			found = 1
			with++
		}
		if r := c.Notice.Region; r != nil && r.Province != "" {
			count(byProvince, r.Province, found, 1)
		}
		if i := c.Notice.Inspection; i != nil && i.Round > 0 {
			count(byRound, map[int]string{1: "第1轮", 2: "第2轮", 3: "第3轮"}[i.Round], found, 1)
		}
		if i := c.Notice.Inspection; i != nil && i.Lookback {
			count(byRound, "“回头看”", found, 1)
		}
	}
	doc := b.get("/compliance")
	has(t, doc, "#result", strings.Join([]string{strconv.Itoa(notices), "份公示中", strconv.Itoa(with), "份有发现"}, " "))
	tables := doc.Find("main table")
	for i, want := range []map[string][]int{byRule, byProvince, byRound} {
		if diff := cmp.Diff(want, rows(t, tables.Eq(i))); diff != "" {
			t.Errorf("table %d: %s", i, diff)
		}
	}
	checkCharts(t, doc, 3)
	tables.Eq(0).Find("tbody tr").Each(func(i int, row *goquery.Selection) {
		page := b.get(row.Find("a").AttrOr("href", ""))
		has(t, page, "#result", "公示 "+strings.TrimSpace(row.Find(".number").First().Text())+" 份")
	})
	tables.Eq(1).Find("tbody tr").Each(func(i int, row *goquery.Selection) {
		page := b.get(row.Find("a").AttrOr("href", ""))
		n := row.Find(".number")
		has(t, page, "#result", n.Eq(1).Text()+" 份公示中 "+n.Eq(0).Text()+" 份有发现")
	})
}

func count(in map[string][]int, name string, numbers ...int) {
	if in[name] == nil {
		in[name] = make([]int, len(numbers))
	}
	for i, n := range numbers {
		in[name][i] += n
	}
}

// A rule's page has each of its findings once, over all its pages, with message and quotation.
func TestRulePage(t *testing.T) {
	b := newBench(t)
	b.remember()
	most, findings := "", map[string]map[string]string{}
	for _, c := range b.stored() {
		for _, f := range c.Findings {
			if findings[f.Rule] == nil {
				findings[f.Rule] = map[string]string{}
			}
			findings[f.Rule][f.Fingerprint+c.Notice.ID] = f.Message.Zh
			if most == "" || len(findings[f.Rule]) > len(findings[most]) {
				most = f.Rule
			}
		}
	}
	shown, pages := 0, 0
	for address := "/compliance/rule/" + most; address != ""; pages++ {
		doc := b.get(address)
		has(t, doc, "h1", most)
		has(t, doc, ".examples", compliance.Rules()[ruleIndex(most)].Breaks.Why.Zh)
		doc.Find(".finding").Each(func(_ int, s *goquery.Selection) {
			print := s.Find("input[name=fingerprint]").AttrOr("value", "")
			id := s.Find("input[name=notice]").AttrOr("value", "")
			if want, ok := findings[most][print+id]; !ok || !strings.Contains(strings.Join(strings.Fields(s.Text()), ""), strings.Join(strings.Fields(want), "")) {
				t.Errorf("%s shows %q, want %q", address, s.Text(), want)
			}
			shown++
		})
		address = doc.Find("a[rel=next]").AttrOr("href", "")
	}
	if shown != len(findings[most]) || pages < 2 {
		t.Errorf("%d findings of %s on %d pages, want %d on several", shown, most, pages, len(findings[most]))
	}
	has(t, b.page(b.ask(http.MethodGet, "/compliance/rule/XYZ01", nil), http.StatusNotFound), "h1", "没有这条规则")
	if answer := b.ask(http.MethodGet, "/compliance/rule/SUB10", nil); answer.StatusCode != http.StatusSeeOther {
		t.Errorf("a rule on the corpus: %d", answer.StatusCode)
	}
}

func ruleIndex(id string) int {
	return slices.IndexFunc(compliance.Rules(), func(r compliance.Rule) bool { return r.ID == id })
}

// The severity that is asked for leaves out what is lighter.
func TestSeverity(t *testing.T) {
	b := newBench(t)
	b.remember()
	doc := b.get("/compliance?severity=error")
	heavy := 0
	for _, c := range b.stored() {
		if slices.ContainsFunc(c.Findings, func(f gongshi.Finding) bool {
			return compliance.Rules()[ruleIndex(f.Rule)].Severity == gongshi.SeverityError
		}) {
			heavy++
		}
	}
	has(t, doc, "#result", "份公示中 "+strconv.Itoa(heavy)+" 份有发现")
	if doc.Find(".severity.note, .severity.warning").Length() > 0 || doc.Find(".severity.error").Length() == 0 {
		t.Error("there are rules of another severity")
	}
	b.page(b.ask(http.MethodGet, "/compliance?severity=fatal", nil), http.StatusBadRequest)
	b.page(b.ask(http.MethodGet, "/compliance?q=(a", nil), http.StatusBadRequest)
}

// someNotices are notices of two counties, of which one is written off from the other, and one
// number has two problems.
func someNotices() map[string]string {
	account := ""
	for i := range 12 {
		account += string([]rune("甲乙丙丁戊己庚辛壬癸子丑")[i]) + "片区新建雨污分流管网并接入集中处理设施，安排专人每周巡查两次，发现问题立即交办整改；"
	}
	notice := func(county, problem, issue string) string {
		return county + "人民政府关于湖南省第二轮中央生态环境保护督察反馈问题（问题编号" + problem + "）整改销号的公示\n\n根据要求，现将整改情况公示如下：\n\n一、反馈问题\n" + issue +
			"\n\n二、整改目标\n完成整改。\n\n三、整改措施\n建设管网。\n\n四、整改落实情况\n" + account + "\n\n公示时间：2023年10月13日至2023年10月16日，共10个工作日。\n联系电话：0730-8245473\n\n" + county + "人民政府\n2023年10月12日\n"
	}
	return map[string]string{
		"a.txt": notice("湖南省岳阳市平江县", "三", "某镇生活污水未经处理直接排入河道，沿线群众反映强烈，水质长期不达标。"),
		"b.txt": notice("湖南省岳阳市平江县", "三", "部分砂石加工企业扬尘污染严重，未落实密闭贮存要求，夜间违法生产时有发生。"),
		"c.txt": notice("湖南省长沙市望城区", "八", "城区老旧管网破损，雨季溢流口频繁溢流，黑臭水体整治后出现反弹迹象。"),
	}
}

// A finding is dismissed with a reason, counts as dismissed, is listed with what it is of, and comes
// back.
func TestDismissalRoundTrip(t *testing.T) {
	b := newOwnBench(t, someNotices())
	doc := b.get("/compliance/rule/PUB01")
	finding := doc.Find(".finding").First()
	form := url.Values{"reason": {" 已与<b>核实 "}, "until": {"2024-03-01"}}
	finding.Find("input[type=hidden]").Each(func(_ int, s *goquery.Selection) { form.Set(s.AttrOr("name", ""), s.AttrOr("value", "")) })
	answer := b.ask(http.MethodPost, "/compliance/dismiss", form)
	if to := answer.Header.Get("Location"); answer.StatusCode != http.StatusSeeOther || to != "/compliance/rule/PUB01" {
		t.Fatalf("%d to %q", answer.StatusCode, to)
	}
	doc = b.get("/compliance/rule/PUB01")
	has(t, doc, ".finding.dismissed", "已与<b>核实（到 2024-03-01 为止）")
	list := b.get("/compliance/dismissed")
	has(t, list, "tbody tr", "PUB01")
	has(t, list, "tbody tr", "已与<b>核实")
	if list.Find("tbody a").AttrOr("href", "") != "/notice/"+form.Get("notice") {
		t.Error("the list does not say of which notice it is")
	}
	later := *b.Desk // the pass of the server before it may go on
	later.Now = func() time.Time { return time.Date(2024, 3, 2, 0, 0, 0, 0, time.UTC) }
	b.Desk = &later
	b.handler = web.New(b.Desk)
	if b.get("/compliance/rule/PUB01").Find(".finding.dismissed").Length() != 0 {
		t.Error("it holds after its last day")
	}
	b.settled()
	list = b.get("/compliance/dismissed")
	has(t, list, "tbody", "已过期")
	has(t, list, "tbody tr", "PUB01") // found again by the pass of a server that has just begun
	answer = b.ask(http.MethodPost, "/compliance/undismiss", url.Values{"fingerprint": {form.Get("fingerprint")}, "back": {"https://evil.example/"}})
	if to := answer.Header.Get("Location"); answer.StatusCode != http.StatusSeeOther || to != "/compliance/dismissed" {
		t.Errorf("%d to %q", answer.StatusCode, to)
	}
	if all, err := b.Store.Dismissals(t.Context()); err != nil || len(all) != 0 {
		t.Errorf("%v, %v", all, err)
	}
}

func TestDismissalRefuses(t *testing.T) {
	b := newOwnBench(t, map[string]string{})
	print := strings.Repeat("a1", 16)
	for _, form := range []url.Values{
		{}, {"fingerprint": {print}}, {"fingerprint": {print}, "reason": {"  "}}, {"fingerprint": {"xyz"}, "reason": {"a"}},
		{"fingerprint": {print}, "reason": {"a"}, "until": {"morgen"}}, {"fingerprint": {print}, "reason": {"a"}, "until": {"2024-02-30"}},
		{"fingerprint": {print}, "reason": {"a"}, "until": {"2024-02-29"}}, {"fingerprint": {print}, "reason": {strings.Repeat("长", 1001)}},
	} {
		has(t, b.page(b.ask(http.MethodPost, "/compliance/dismiss", form), http.StatusBadRequest), "h1", "没有搁置")
	}
	b.page(b.ask(http.MethodPost, "/compliance/undismiss", url.Values{"fingerprint": {"x"}}), http.StatusBadRequest)
	if all, err := b.Store.Dismissals(t.Context()); err != nil || len(all) != 0 {
		t.Errorf("%v, %v", all, err)
	}
}

// settled waits until the corpus has been read.
func (b *bench) settled() *goquery.Document {
	b.t.Helper()
	for range 500 {
		if doc := b.get("/compliance/corpus"); doc.Find("#pass").Length() == 0 {
			return doc
		}
		time.Sleep(10 * time.Millisecond)
	}
	b.t.Fatalf("the corpus is not read: %s", b.log)
	return nil
}

// What is found between notices is what package corpus finds.
func TestBetweenNotices(t *testing.T) {
	b := newOwnBench(t, someNotices())
	found, err := corpus.Check(func(yield func(*gongshi.Notice, error) bool) {
		for _, c := range b.stored() {
			if !yield(&c.Notice, nil) {
				return
			}
		}
	}, compliance.CorpusRules())
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]int{}
	for f := range found {
		want[f.Rule]++
	}
	if len(want) < 2 {
		t.Fatalf("the notices show too little: %v", want)
	}
	doc := b.settled()
	got := map[string]int{}
	for rule, n := range rows(t, doc.Find("main table")) {
		if n[0] > 0 {
			got[rule] = n[0]
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	has(t, doc, "main", "依据 2024-03-01 09:00 的资料库")
	doc = b.get("/compliance/corpus?rule=SUB10")
	if doc.Find(".finding").Length() != want["SUB10"] || doc.Find(".finding a[href^='/notice/']").Length() == 0 {
		t.Errorf("SUB10: %s", text(doc, "main"))
	}
	has(t, doc, ".examples", "只换了地名和数字")
	// It is dismissed as any other, and known by the list.
	form := url.Values{"reason": {"同一治理项目"}}
	doc.Find(".finding").First().Find("input[type=hidden]").Each(func(_ int, s *goquery.Selection) { form.Set(s.AttrOr("name", ""), s.AttrOr("value", "")) })
	b.ask(http.MethodPost, "/compliance/dismiss", form)
	has(t, b.get("/compliance/corpus?rule=SUB10"), ".finding.dismissed", "同一治理项目")
	has(t, b.get("/compliance/dismissed"), "tbody tr", "SUB10")
}

// A change of the store is told, and brings another pass.
func TestPassFollowsTheStore(t *testing.T) {
	b := newOwnBench(t, someNotices())
	b.settled()
	if err := load(t.Context(), b.Store, "../testdata/archives/demo.zip"); err != nil {
		t.Fatal(err)
	}
	b.Now = func() time.Time { return time.Date(2024, 3, 1, 10, 0, 0, 0, time.UTC) }
	has(t, b.get("/compliance/corpus"), "main", "此后资料库有变动")
	has(t, b.settled(), "main", "依据 2024-03-01 10:00 的资料库")
}

// The table of what is covered has the counts of package coverage.
func TestCoverage(t *testing.T) {
	b := newOwnBench(t, someNotices())
	table := new(coverage.Table)
	for _, c := range b.stored() {
		table.Add(&c.Notice)
	}
	want := map[string][]int{}
	for _, r := range table.Rows() {
		n := []int{0, 0, 0}
		n[slices.Index([]coverage.State{coverage.Has, coverage.Lacks, coverage.Differs}, r.State)]++
		count(want, r.Region, n...)
	}
	b.settled()
	doc := b.get("/compliance/coverage")
	if diff := cmp.Diff(want, rows(t, doc.Find(".coverage"))); diff != "" || len(want) != 2 {
		t.Error(diff, want)
	}
	has(t, doc, ".coverage caption", "湖南省中央第2轮")
	doc.Find(".coverage tbody tr").Each(func(_ int, row *goquery.Selection) {
		if b.searched(row.Find("a").AttrOr("href", "")) == 0 {
			t.Errorf("nothing is found for %s", row.Find("th").Text())
		}
	})
	if b.get("/compliance/coverage?round=3").Find(".coverage").Length() != 0 || b.get("/compliance/coverage?round=2&region=望城").Find(".coverage tbody tr").Length() != 1 {
		t.Error("the filters do not hold")
	}
	b.page(b.ask(http.MethodGet, "/compliance/coverage?round=x", nil), http.StatusBadRequest)
}

// The report has the findings of the store, those between notices, and what is dismissed.
func TestReport(t *testing.T) {
	b := newOwnBench(t, someNotices())
	b.settled()
	all := map[string]int{}
	dismissed := ""
	for _, c := range b.stored() {
		for _, f := range c.Findings {
			all[f.Rule]++
			dismissed = f.Fingerprint
		}
	}
	between := rows(t, b.get("/compliance/corpus").Find("main table"))
	for rule, n := range between {
		if n[0] > 0 {
			all[rule] += n[0]
		}
	}
	if err := b.Store.Dismiss(t.Context(), store.Dismissal{Fingerprint: dismissed, Reason: "已核实", Made: time.Now()}); err != nil {
		t.Fatal(err)
	}
	links := b.get("/compliance").Find("a[download]")
	if links.Length() != 4 {
		t.Fatalf("%d reports", links.Length())
	}
	links.Each(func(_ int, s *goquery.Selection) {
		answer := b.ask(http.MethodGet, s.AttrOr("href", ""), nil)
		data, err := io.ReadAll(answer.Body)
		name := answer.Header.Get("Content-Disposition")
		if err != nil || answer.StatusCode != http.StatusOK || !strings.HasPrefix(name, "attachment") {
			t.Fatalf("%s: %d, %q, %v", s.Text(), answer.StatusCode, name, err)
		}
		checkReport(t, strings.Trim(filepath.Ext(name), `."`), data, all)
		if strings.Contains(name, ".xlsx") {
			checkSheets(t, data, len(b.stored()))
		}
	})
	only := b.ask(http.MethodGet, "/compliance/report?format=csv&rule=PUB01&region=望城", nil)
	lines, err := csv.NewReader(only.Body).ReadAll()
	if err != nil || len(lines) != 2 || lines[1][0] != "PUB01" {
		t.Errorf("%v, %v", lines, err)
	}
	for _, bad := range []string{"", "?format=pdf", "?format=csv&severity=x", "?format=csv&q=(", "?format=csv&round=x"} {
		b.page(b.ask(http.MethodGet, "/compliance/report"+bad, nil), http.StatusBadRequest)
	}
}

// checkSheets looks for every notice in the sheet of notices and rules.
func checkSheets(t *testing.T, data []byte, notices int) {
	t.Helper()
	book, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	for sheet, least := range map[string]int{"公示×规则": notices + 1, "缺少的章节": 2} {
		if got, err := book.GetRows(sheet); err != nil || len(got) < least {
			t.Errorf("%s: %d rows, %v", sheet, len(got), err)
		}
	}
}

// checkReport looks for all findings in a report, by rule.
func checkReport(t *testing.T, format string, data []byte, want map[string]int) {
	t.Helper()
	got := map[string]int{}
	switch format {
	case "csv":
		lines, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\uFEFF")))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range lines[1:] {
			got[line[0]]++
		}
	case "sarif":
		var log struct {
			Runs []struct{ Results []struct{ RuleID string } }
		}
		if err := json.Unmarshal(data, &log); err != nil {
			t.Fatal(err)
		}
		for _, r := range log.Runs[0].Results {
			got[r.RuleID]++
		}
	case "html":
		doc, err := goquery.NewDocumentFromReader(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		doc.Find("li b").Each(func(_ int, s *goquery.Selection) { got[strings.Fields(s.Text())[0]]++ })
		if doc.Find("li.known").Length() != 1 || doc.Find("svg").Length() != 1 {
			t.Error("nothing is dismissed in the page, or it has no chart")
		}
	case "xlsx":
		if !bytes.HasPrefix(data, []byte("PK")) {
			t.Error("no workbook")
		}
		return
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s: %s", format, diff)
	}
}
