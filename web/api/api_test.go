package api

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongshi"
	"gongshi/ingest/store"
	"gongshi/search"
	"gongshi/search/compare"
	"gongshi/search/export"
	"gongshi/web/desk"
)

func TestSearch(t *testing.T) {
	f := newFixture(t)
	found := fetch[SearchResult](f, "/search?q="+url.QueryEscape("雨污分流 污水直排南湖")+"&facet=round&facet=has&section=issue&round=2&limit=5")
	if found.Total != 1 || found.Hits[0].ID != f.written || found.Query != "雨污分流 污水直排南湖" || found.Next != "" {
		t.Fatalf("%+v", found)
	}
	if diff := cmp.Diff([]FacetCount{{"2", "第2轮", 1}}, found.Facets["round"]); diff != "" || len(found.Facets["has"]) == 0 {
		t.Error(diff, found.Facets)
	}
	checked, err := f.store.Notice(t.Context(), f.written)
	if err != nil {
		t.Fatal(err)
	}
	marked := ""
	for _, s := range found.Hits[0].Snippets {
		text := ""
		for _, piece := range s.Pieces {
			text += piece.Text
			if piece.Mark {
				marked += piece.Text
			}
		}
		if s.Section != "title" && !strings.Contains(checked.Notice.Text, text) {
			t.Errorf("%q is not in the notice", text)
		}
	}
	if !has(marked, "雨污分流", "污水直排南湖") {
		t.Errorf("marked is %q", marked)
	}
	english := fetch[SearchResult](f, "/search?q="+url.QueryEscape("整改 and 公示")+"&lang=en")
	if len(english.Warnings) == 0 || !has(english.Warnings[0], "was searched as it is") {
		t.Errorf("%+v", english.Warnings)
	}
	wide := fetch[SearchResult](f, "/search?q=wushui&pinyin=1")
	if wide.Total == 0 || len(wide.Widened) != 1 || wide.Widened[0].By != "pinyin" || len(wide.Warnings) == 0 {
		t.Errorf("%+v", wide)
	}
}

func TestSearchPages(t *testing.T) {
	f := newFixture(t)
	for _, order := range []string{"relevance", "date"} {
		path := "/search?q=" + url.QueryEscape("整改") + "&limit=4&sort=" + order
		var ids []string
		cursor, total := "", 0
		for range 50 {
			page := fetch[SearchResult](f, path+"&cursor="+cursor)
			for _, hit := range page.Hits {
				ids = append(ids, hit.ID)
			}
			if total, cursor = page.Total, page.Next; cursor == "" {
				break
			}
		}
		seen := map[string]bool{}
		for _, id := range ids {
			seen[id] = true
		}
		if total < 20 || len(ids) != total || len(seen) != total {
			t.Errorf("%s: %d ids, %d of them different, of %d", order, len(ids), len(seen), total)
		}
	}
}

// By relevance and by date, whole and in part: ids and totals are those of the
// searcher.
func TestSearchAgreesWithTheSearcher(t *testing.T) {
	f := newFixture(t)
	c := newConformer(t, f)
	words := []string{"整改", "雨污分流", "污", "总磷", "-长江", "has:goal", "lacks:deadline", "round:2", "region:湖南", "rule:PUB", "issue:管网", "year:2023", `"公示"`, "OR 黑臭水体", "kind:close-out", "NOT 养殖", "wushui"}
	for i := range 50 {
		asked := []string{}
		for range 1 + c.rand.IntN(3) {
			asked = append(asked, c.pick(words...))
		}
		req := search.Request{Query: strings.Join(asked, " "), Sort: c.pick("relevance", "date"), Limit: 1 + c.rand.IntN(30), Offset: c.rand.IntN(3), Pinyin: c.rand.IntN(2) == 0, Synonyms: c.rand.IntN(2) == 0}
		want, err := f.desk.Search.Search(t.Context(), req)
		if err != nil {
			t.Fatal(err)
		}
		got := fetch[SearchResult](f, fmt.Sprintf("/search?lenient=1&q=%s&sort=%s&limit=%d&offset=%d&pinyin=%t&synonyms=%t", url.QueryEscape(req.Query), req.Sort, req.Limit, req.Offset, req.Pinyin, req.Synonyms))
		var wantIDs, gotIDs []string
		for _, hit := range want.Hits {
			wantIDs = append(wantIDs, hit.ID)
		}
		for _, hit := range got.Hits {
			gotIDs = append(gotIDs, hit.ID)
		}
		if diff := cmp.Diff(wantIDs, gotIDs); diff != "" || want.Total != got.Total || (want.SyntaxError == nil) != (got.SyntaxError == nil) {
			t.Errorf("query %d, %+v: total %d, want %d\n%s", i, req, got.Total, want.Total, diff)
		}
	}
}

// A notice is what the command gives, in the language of the caller.
func TestNotice(t *testing.T) {
	f := newFixture(t)
	a := f.ask(http.MethodGet, "/notices/"+f.written, nil, "Accept-Language", "en-GB,en;q=0.9")
	checked, err := f.store.Notice(t.Context(), f.written)
	if err != nil {
		t.Fatal(err)
	}
	forms, err := f.store.Renditions(t.Context(), f.written)
	if err != nil {
		t.Fatal(err)
	}
	var want, got any
	data, err := json.Marshal(export.NewNotice(&checked.Notice, checked.Findings, forms, "en"))
	if err != nil || json.Unmarshal(data, &want) != nil || json.Unmarshal(a.body, &got) != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" || len(checked.Findings) == 0 || len(forms) == 0 {
		t.Error(diff, len(checked.Findings), len(forms))
	}
	if a.header.Get("Content-Language") != "en" || a.header.Get("Vary") != "Accept-Language" || a.header.Get("X-Content-Type-Options") != "nosniff" {
		t.Error(a.header)
	}
}

func TestNoticeThatIsAtHand(t *testing.T) {
	f := newFixture(t)
	path := "/notices/" + f.written
	first := f.ask(http.MethodGet, path, nil)
	tag := first.header.Get("ETag")
	if len(tag) < 10 {
		t.Fatal(first.header)
	}
	for _, header := range []string{tag, "W/" + tag, `"x", ` + tag, "*"} {
		if a := f.ask(http.MethodGet, path, nil, "If-None-Match", header); a.status != http.StatusNotModified || len(a.body) > 0 || a.header.Get("ETag") != tag {
			t.Errorf("%s: %d %q %s", header, a.status, a.header, a.body)
		}
	}
	for what, a := range map[string]answer{
		"another tag":      f.ask(http.MethodGet, path, nil, "If-None-Match", `"x"`),
		"another language": f.ask(http.MethodGet, path+"?lang=en", nil, "If-None-Match", tag),
	} {
		if a.status != http.StatusOK {
			t.Errorf("%s: %d", what, a.status)
		}
	}
	// A copy of the file elsewhere is another place of the notice.
	f.put("副本.txt", []byte(written))
	f.importFolder()
	if a := f.ask(http.MethodGet, path, nil, "If-None-Match", tag); a.status != http.StatusOK || !has(string(a.body), "副本.txt") {
		t.Errorf("with another place: %d", a.status)
	}
}

func TestRelated(t *testing.T) {
	f := newFixture(t)
	f.put("另一区.txt", []byte(strings.ReplaceAll(written, "岳阳楼区", "云溪区")))
	f.importFolder()
	got := fetch[Related](f, "/notices/"+f.written+"/related?limit=3")
	if !got.Compared || got.Total == 0 || len(got.Related) > 3 || got.Related[0].ID == f.written || len(got.Related[0].Why) == 0 {
		t.Errorf("%+v", got)
	}
	if none := fetch[Related](f, "/notices/"+f.written+"/related?limit=0"); none.Total != got.Total || len(none.Related) != 0 {
		t.Errorf("%+v", none)
	}
}

func TestOriginal(t *testing.T) {
	f := newFixture(t)
	a := f.ask(http.MethodGet, "/notices/"+f.written+"/original", nil)
	kind, values, err := mime.ParseMediaType(a.header.Get("Content-Disposition"))
	if err != nil || kind != "attachment" || values["filename"] != "原文.txt" || string(a.body) != written {
		t.Errorf("%v %s %q", err, kind, values)
	}
	if a.header.Get("Content-Type") != octets || a.header.Get("X-Content-Type-Options") != "nosniff" {
		t.Error(a.header)
	}
	inside := f.idOf("source:档案.zip")
	a = f.ask(http.MethodGet, "/notices/"+inside+"/original", nil)
	if _, values, err = mime.ParseMediaType(a.header.Get("Content-Disposition")); a.status != http.StatusOK || err != nil || strings.ContainsAny(values["filename"], "\t<>/") || len(a.body) == 0 {
		t.Errorf("%d %v %q", a.status, err, values)
	}
	if err := os.WriteFile(filepath.Join(f.folder, "原文.txt"), []byte("别的"), 0o644); err != nil {
		t.Fatal(err)
	}
	f.wantProblem(f.ask(http.MethodGet, "/notices/"+f.written+"/original", nil), http.StatusNotFound, "no-original")
}

func TestAttachmentNames(t *testing.T) {
	for name, want := range map[string]string{
		"a.txt": "attachment; filename=a.txt", "a\r\nX: y": "attachment; filename=\"a__X_ y\"", "公示.pdf": "attachment; filename*=utf-8''%E5%85%AC%E7%A4%BA.pdf",
		"a\u202etxt.exe": "attachment; filename=a_txt.exe", "\xff": "attachment; filename=_", `a"b`: "attachment; filename=a_b",
	} {
		if got := attachment(name); got != want {
			t.Errorf("%q: %s, want %s", name, got, want)
		}
	}
}

func TestFindings(t *testing.T) {
	f := newFixture(t)
	want := map[string]int{}
	notices := 0
	for checked, err := range f.store.Notices(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		if len(checked.Findings) > 0 {
			notices++
		}
		for _, finding := range checked.Findings {
			want[finding.Fingerprint+" "+finding.Notice+" "+string(finding.Severity)]++
		}
	}
	for _, severities := range [][]string{nil, {"error"}, {"note", "warning"}} {
		got := map[string]int{}
		query, cursor := "/findings?limit=7", ""
		for _, s := range severities {
			query += "&severity=" + s
		}
		for range 500 {
			page := fetch[Findings](f, query+"&cursor="+cursor)
			if page.Notices != notices {
				t.Fatalf("%d notices, want %d", page.Notices, notices)
			}
			for _, finding := range page.Findings {
				got[finding.Fingerprint+" "+finding.Notice+" "+string(finding.Severity)]++
			}
			if cursor = page.Next; cursor == "" {
				break
			}
		}
		if diff := cmp.Diff(ofSeverities(want, severities), got); diff != "" || len(got) == 0 {
			t.Errorf("%v: %s", severities, diff)
		}
	}
	one := fetch[Findings](f, "/findings?rule=pub&region="+url.QueryEscape("岳阳")+"&q="+url.QueryEscape("污水直排南湖"))
	if one.Notices != 1 || len(one.Findings) == 0 || !strings.HasPrefix(one.Findings[0].Rule, "PUB") || one.Findings[0].Notice != f.written || one.Findings[0].Basis == "" {
		t.Errorf("%+v", one)
	}
}

func ofSeverities(all map[string]int, severities []string) map[string]int {
	some := map[string]int{}
	for name, n := range all {
		if len(severities) == 0 {
			some[name] = n
		}
		for _, s := range severities {
			if strings.HasSuffix(name, " "+s) {
				some[name] = n
			}
		}
	}
	return some
}

func TestDismissals(t *testing.T) {
	f := newFixture(t)
	path := "/findings?q=" + url.QueryEscape("污水直排南湖")
	first := fetch[Findings](f, path).Findings[0]
	made := send[Dismissal](f, http.MethodPost, "/dismissals", map[string]string{"fingerprint": first.Fingerprint, "reason": " 原文另有附件说明 ", "until": "2199-06-30"}, http.StatusCreated)
	if made.Reason != "原文另有附件说明" || made.Until.String() != "2199-06-30" || made.Expired || made.Made.IsZero() {
		t.Errorf("%+v", made)
	}
	all := fetch[Findings](f, path).Findings
	if all[0].Fingerprint != first.Fingerprint || all[0].Dismissed == nil || all[0].Dismissed.Reason != made.Reason {
		t.Errorf("%+v", all[0])
	}
	only, others := fetch[Findings](f, path+"&dismissed=only").Findings, fetch[Findings](f, path+"&dismissed=no").Findings
	if len(only) != 1 || len(others) != len(all)-1 {
		t.Errorf("%d dismissed, %d not, of %d", len(only), len(others), len(all))
	}
	for i := range 5 {
		send[Dismissal](f, http.MethodPost, "/dismissals", map[string]string{"fingerprint": fmt.Sprintf("%032x", i), "reason": "x", "until": "2001-01-01"}, http.StatusCreated)
	}
	seen, cursor := map[string]bool{}, ""
	for range 10 {
		page := fetch[Dismissals](f, "/dismissals?limit=2&cursor="+cursor)
		for _, d := range page.Dismissals {
			seen[fmt.Sprint(d.Fingerprint, d.Expired)] = true
		}
		if cursor = page.Next; cursor == "" || page.Total != 6 {
			break
		}
	}
	if len(seen) != 6 || !seen[first.Fingerprint+"false"] || !seen[fmt.Sprintf("%032xtrue", 1)] {
		t.Errorf("%v", seen)
	}
	if a := f.ask(http.MethodDelete, "/dismissals/"+first.Fingerprint, nil); a.status != http.StatusNoContent || len(a.body) > 0 {
		t.Errorf("%d %s", a.status, a.body)
	}
	f.wantProblem(f.ask(http.MethodDelete, "/dismissals/"+first.Fingerprint, nil), http.StatusNotFound, "unknown-dismissal")
	if again := fetch[Findings](f, path).Findings[0]; again.Dismissed != nil {
		t.Errorf("%+v", again)
	}
}

func TestCompare(t *testing.T) {
	f := newFixture(t)
	path := "/compare?q=" + url.QueryEscape("雨污分流") + "&by=round&by=" + url.QueryEscape("省")
	var got struct {
		export.About
		compare.Table
	}
	if got = fetch[struct {
		export.About
		compare.Table
	}](f, path); got.Count == 0 || got.Count != got.Total.Notices || got.Query != "雨污分流" || got.Version != "test" || got.Store == "" || got.Seq == 0 || got.Reader == 0 || !got.Topic {
		t.Errorf("%+v", got)
	}
	if diff := cmp.Diff([]string{"round", "province"}, got.By); diff != "" {
		t.Error(diff)
	}
	sum := 0
	for _, cell := range got.Cells {
		sum += cell.Notices
	}
	if sum != got.Total.Notices || len(got.Margins) != 2 {
		t.Errorf("%d in cells, %d in all", sum, got.Total.Notices)
	}
	a := f.ask(http.MethodGet, path+"&format=csv", nil)
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(a.body, []byte("\uFEFF")))).ReadAll()
	if err != nil || len(rows) != len(got.Cells)+2 || rows[0][0] != "轮次" || rows[0][1] != "省" {
		t.Errorf("%v %q", err, rows)
	}
	if a.header.Get("Content-Type") != csvType || !strings.HasPrefix(a.header.Get("Content-Disposition"), "attachment") {
		t.Error(a.header)
	}
	nothing := fetch[Comparison](f, "/compare?q="+url.QueryEscape("没有这样的词"))
	if nothing.Total.Notices != 0 || nothing.Cells == nil {
		t.Errorf("%+v", nothing)
	}
}

func TestExport(t *testing.T) {
	f := newFixture(t)
	total := fetch[SearchResult](f, "/search?limit=0").Total
	lines := bytes.Split(bytes.TrimSpace(f.ask(http.MethodGet, "/export", nil).body), []byte("\n"))
	var head struct{ Export export.About }
	var end struct {
		End struct{ Count int } `json:"export_end"`
	}
	if json.Unmarshal(lines[0], &head) != nil || json.Unmarshal(lines[len(lines)-1], &end) != nil || len(lines) != total+2 || head.Export.Count != total || end.End.Count != total {
		t.Fatalf("%d lines of %d notices: %s … %s", len(lines), total, lines[0], lines[len(lines)-1])
	}
	ids := map[string]bool{}
	for _, line := range lines[1 : len(lines)-1] {
		var n Notice
		if err := json.Unmarshal(line, &n.Notice); err != nil || n.Text == "" {
			t.Fatal(err)
		}
		ids[n.ID] = true
	}
	if len(ids) != total {
		t.Errorf("%d notices of %d", len(ids), total)
	}
	a := f.ask(http.MethodGet, "/export?format=csv&lang=en&q="+url.QueryEscape("污水直排南湖")+"&region="+url.QueryEscape("岳阳"), nil)
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(a.body, []byte("\uFEFF")))).ReadAll()
	if err != nil || len(rows) != 2 || rows[0][1] != "title" || rows[1][23] != "region:岳阳" || a.header.Get("Content-Type") != csvType {
		t.Errorf("%v %q", err, rows)
	}
	book := f.ask(http.MethodGet, "/export?format=xlsx", nil)
	if !bytes.HasPrefix(book.body, []byte("PK")) || book.header.Get("Content-Type") != exportTypes["xlsx"] || !has(book.header.Get("Content-Disposition"), "attachment", ".xlsx") {
		t.Errorf("%d %v", book.status, book.header)
	}
	if a := f.ask(http.MethodHead, "/export", nil); a.status != http.StatusOK || a.header.Get("Content-Type") != exportTypes["jsonl"] {
		t.Errorf("%d %v", a.status, a.header)
	}
}

func TestSaved(t *testing.T) {
	f := newFixture(t)
	kept := send[SavedQuery](f, http.MethodPost, "/saved", map[string]any{"name": "岳阳 雨污/一", "query": "污水直排南湖", "filters": map[string]any{"region": []string{"岳阳"}}}, http.StatusCreated)
	if kept.Total != 1 || kept.New != 0 || kept.Seq == 0 {
		t.Errorf("%+v", kept)
	}
	f.put("新.txt", []byte(strings.ReplaceAll(written, "编号一", "编号二十")+"附注：复查。"))
	f.importFolder()
	all := fetch[SavedList](f, "/saved").Saved
	if len(all) != 1 || all[0].Total != 2 || all[0].New != 1 || all[0].Filters.Regions[0] != "岳阳" {
		t.Errorf("%+v", all)
	}
	path := "/saved/" + url.PathEscape("岳阳 雨污/一")
	news := fetch[SavedAnswer](f, path)
	if len(news.Hits) != 1 || !news.Hits[0].New || len(news.Hits[0].Snippets) == 0 || news.Seq <= kept.Seq {
		t.Errorf("%+v", news)
	}
	if whole := fetch[SavedAnswer](f, path+"?all=1"); len(whole.Hits) != 2 || whole.Hits[1].New || whole.New != 1 { // a look changes nothing
		t.Errorf("%+v", whole)
	}
	if a := f.ask(http.MethodPost, path+"/look", strings.NewReader(fmt.Sprintf(`{"seq": %d}`, news.Seq)), "Content-Type", jsonType); a.status != http.StatusNoContent {
		t.Errorf("%d %s", a.status, a.body)
	}
	if again := fetch[SavedAnswer](f, path); again.New != 0 || again.Total != 2 || len(again.Hits) != 0 {
		t.Errorf("%+v", again)
	}
	if a := f.ask(http.MethodDelete, path, nil); a.status != http.StatusNoContent {
		t.Errorf("%d %s", a.status, a.body)
	}
	f.wantProblem(f.ask(http.MethodGet, path, nil), http.StatusNotFound, "unknown-saved")
}

func TestLedger(t *testing.T) {
	f := newFixture(t)
	f.desk.Reason = func(src *store.Source) (string, gongshi.Text) {
		return src.Code, gongshi.Text{Zh: "因为" + src.Code, En: "because of " + src.Code}
	}
	seen, cursor := 0, ""
	for range 50 {
		page := fetch[Ledger](f, "/ledger?state=imported&limit=4&cursor="+cursor)
		for _, src := range page.Sources {
			if src.State != store.StateImported || src.Path == "" || src.Digest == "" {
				t.Errorf("%+v", src)
			}
		}
		seen += len(page.Sources)
		if cursor = page.Next; cursor == "" {
			if seen != page.Counts[store.StateImported] || seen < 20 {
				t.Errorf("%d of %v", seen, page.Counts)
			}
			break
		}
	}
	bad := fetch[Ledger](f, "/ledger?state=failed&lang=en")
	if len(bad.Sources) != 1 || !has(bad.Sources[0].Path, "空.txt") || !has(bad.Sources[0].Message, "because of ") || bad.Sources[0].Code == "" {
		t.Errorf("%+v", bad)
	}
	if whole := fetch[Ledger](f, "/ledger?limit=200"); len(whole.Sources) < 27 {
		t.Errorf("%d sources", len(whole.Sources))
	}
}

func TestRules(t *testing.T) {
	f := newFixture(t)
	zh, en := fetch[RuleList](f, "/rules").Rules, fetch[RuleList](f, "/rules?lang=en").Rules
	if len(zh) != len(f.desk.Rules) || zh[0].ID != f.desk.Rules[0].ID || zh[0].Title != f.desk.Rules[0].Title.Zh || en[0].Title != f.desk.Rules[0].Title.En || en[0].Checks == "" {
		t.Errorf("%+v", zh[0])
	}
}

func TestHealthAndMetrics(t *testing.T) {
	f := newFixture(t)
	f.upload("?name=a.txt", "x")
	got := fetch[Health](f, "/health")
	if got.Status != "ready" || !got.Store.OK || got.Index.Notices != got.Notices || got.Notices < 20 || got.Version != "test" || got.Importing || got.Waiting != 1 || got.Sources[store.StateFailed] != 1 {
		t.Errorf("%+v", got)
	}
	f.uploads.change("u1", desk.UploadRunning)
	if got := fetch[Health](f, "/health"); !got.Importing || got.Waiting != 0 {
		t.Errorf("%+v", got)
	}
	f.ask(http.MethodGet, "/notices/0000", nil)
	a := f.ask(http.MethodGet, "/metrics", nil, "Accept", "application/openmetrics-text")
	for _, line := range []string{fmt.Sprintf("gongshi_notices %d", got.Notices), `gongshi_sources{state="failed"} 1`, `gongshi_uploads{state="running"} 1`,
		`gongshi_api_request_seconds_count{operation="get-notice",status="404"} 1`, `gongshi_api_request_seconds_count{operation="import",status="202"} 1`, `gongshi_api_requests_running{operation="get-metrics"} 1`} {
		if !has(string(a.body), line+"\n") {
			t.Errorf("no %q in %.3000s", line, a.body)
		}
	}
	if err := f.store.Close(); err != nil {
		t.Fatal(err)
	}
	bad := decoded[Health](f, f.ask(http.MethodGet, "/health", nil), http.StatusServiceUnavailable)
	if bad.Status != "failing" || bad.Store.OK || bad.Sources == nil {
		t.Errorf("%+v", bad)
	}
}

// upload sends a file as the body itself.
func (f *fixture) upload(query, body string) desk.Upload {
	f.t.Helper()
	return decoded[desk.Upload](f, f.ask(http.MethodPost, "/imports"+query, strings.NewReader(body)), http.StatusAccepted)
}

// form gives a form with files, each a pair of name and content.
func form(t *testing.T, field string, files ...string) (body io.Reader, kind string) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	if err := w.WriteField("note", "before"); err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(files); i += 2 {
		part, err := w.CreateFormFile(field, files[i])
		if err == nil {
			_, err = io.WriteString(part, files[i+1])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return &b, w.FormDataContentType()
}

func TestImports(t *testing.T) {
	f := newFixture(t)
	body, kind := form(t, "file", "岳阳.zip", "PK…")
	a := f.ask(http.MethodPost, "/imports", body, "Content-Type", kind)
	one := decoded[desk.Upload](f, a, http.StatusAccepted)
	if one.Name != "岳阳.zip" || string(f.uploads.bytes[one.ID]) != "PK…" || one.State != desk.UploadWaiting || a.header.Get("Location") != prefix+"/imports/"+one.ID {
		t.Errorf("%+v %v", one, a.header)
	}
	two := f.upload("?name="+url.QueryEscape("公示 二.txt"), written)
	if two.Name != "公示 二.txt" || string(f.uploads.bytes[two.ID]) != written {
		t.Errorf("%+v", two)
	}
	if got := fetch[desk.Upload](f, "/imports/"+two.ID); got.Name != two.Name {
		t.Errorf("%+v", got)
	}
	first := fetch[Imports](f, "/imports?limit=1")
	f.upload("?name=3.txt", "x") // comes in front, and does not move the next page
	second := fetch[Imports](f, "/imports?limit=1&cursor="+first.Next)
	if first.Total != 2 || first.Imports[0].ID != two.ID || second.Imports[0].ID != one.ID || second.Next != "" {
		t.Errorf("%+v %+v", first, second)
	}
	if again := decoded[desk.Upload](f, f.ask(http.MethodPost, "/imports/"+one.ID+"/retry", nil), http.StatusAccepted); again.ID != one.ID {
		t.Errorf("%+v", again)
	}
}
