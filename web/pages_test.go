package web_test

import (
	"context"
	"io"
	"mime"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"gongshi/ingest/store"
	"gongshi/internal/lockfile"
)

// A text shown is the text stored, whatever is marked in it.
func TestNoticeTextIsUntouched(t *testing.T) {
	b := newBench(t)
	count := 0
	for checked, err := range b.Store.Notices(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		n := &checked.Notice
		doc := b.get("/notice/" + n.ID + "?q=整改")
		var shown strings.Builder
		doc.Find("[data-text]").Each(func(_ int, s *goquery.Selection) { shown.WriteString(s.Text()) })
		if shown.String() != n.Text {
			t.Errorf("%s: the text on the page is not that of the notice", n.Source.Path)
		}
		if got := doc.Find("section.part h3").Length(); len(n.Sections) > 0 && got == 0 {
			t.Errorf("%s: %d sections, none on the page", n.Source.Path, len(n.Sections))
		}
		count++
	}
	if count < 30 {
		t.Fatalf("only %d notices", count)
	}
}

func TestNoticePage(t *testing.T) {
	b := newOwnBench(t, map[string]string{"岳阳/公示一.txt": closeOut("岳阳市", "雨污分流不到位"), "other.txt": closeOut("长沙市", "雨污分流不到位")})
	id := b.anID("title:岳阳市")
	doc := b.get("/notice/" + id + "?q=雨污分流")
	for selector, want := range map[string]string{
		"h1":                                  "关于中央生态环境保护督察反馈意见问题整改完成情况的公示",
		`.factlist tr:contains("发布单位")`:       "岳阳市突出环境问题整改领导小组办公室",
		`.factlist tr:contains("文号")`:         "岳办发〔2022〕4号",
		`.factlist tr:contains("电话")`:         "0730-8245473",
		".contents a":                         "一、反馈问题",
		"#s-1 h3":                             "反馈问题",
		`a.m.phone[href*="phone"]`:            "0730-8245473",
		`a.m.number[href*="number"]`:          "岳办发〔2022〕4号",
		`a.m.date[href*="date"]`:              "2023年9月25日",
		"mark":                                "雨污分流",
		`.strip li.holiday:contains("10-02")`: "国庆",
		`.strip li.work:contains("9-25")`:     "班",
		`.strip li.madeup:contains("10-07")`:  "调休",
		"section:has(#period)":                "11 个工作日（不计首日为 10 个），19 个自然日",
		".matrix th":                          "排查城区雨污管网",
		"section:has(#source)":                "公示一.txt",
		`a[href$="/original"]`:                "下载原文件",
		`a[href$="/related"]`:                 "查找",
	} {
		has(t, doc, selector, want)
	}
	if doc.Find("#findings").Length() == 0 {
		t.Error("10 working days are stated and there are fewer: no finding")
	}
	doc.Find(".finding form").Each(func(_ int, s *goquery.Selection) {
		if s.AttrOr("action", "") != "/compliance/dismiss" || s.Find(`input[name="fingerprint"]`).AttrOr("value", "") == "" || s.Find(`input[name="reason"]`).Length() != 1 {
			t.Error("the form that dismisses a finding is not whole")
		}
	})
	has(t, b.get("/notice/"+id+"/related"), ".hit", "长沙市")
	if answer := b.ask(http.MethodGet, "/notice/"+id[:8], nil); answer.StatusCode != http.StatusSeeOther || answer.Header.Get("Location") != "/notice/"+id {
		t.Errorf("the beginning of an id: %d %s", answer.StatusCode, answer.Header.Get("Location"))
	}
}

func TestDismissedFinding(t *testing.T) {
	b := newOwnBench(t, map[string]string{"a.txt": closeOut("岳阳市", "雨污分流不到位")})
	id := b.anID("岳阳市")
	print := b.get("/notice/"+id).Find(`.finding input[name="fingerprint"]`).First().AttrOr("value", "")
	if err := b.Store.Dismiss(t.Context(), store.Dismissal{Fingerprint: print, Reason: "已电话核实", Made: b.Now()}); err != nil {
		t.Fatal(err)
	}
	doc := b.get("/notice/" + id)
	has(t, doc, ".finding", "已电话核实")
	has(t, doc, ".findinglist", "已搁置")
}

func TestOriginal(t *testing.T) {
	text := closeOut("岳阳市", "雨污分流不到位")
	b := newOwnBench(t, map[string]string{"岳阳 \"一\"<b>.txt": text})
	answer := b.ask(http.MethodGet, "/notice/"+b.anID("岳阳市")+"/original", nil)
	body, err := io.ReadAll(answer.Body)
	if err != nil || string(body) != text {
		t.Errorf("the original is not the file: %v", err)
	}
	kind, parameters, err := mime.ParseMediaType(answer.Header.Get("Content-Disposition"))
	if err != nil || kind != "attachment" || parameters["filename"] != "岳阳 _一__b_.txt" {
		t.Errorf("Content-Disposition %q: %v", answer.Header.Get("Content-Disposition"), err)
	}
	if answer.Header.Get("Content-Type") != "application/octet-stream" || answer.Header.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("headers %v", answer.Header)
	}
}

func TestSide(t *testing.T) {
	b := newOwnBench(t, map[string]string{"a.txt": closeOut("岳阳市", "雨污分流不到位"), "b.txt": closeOut("长沙市", "黑臭水体整治不彻底")})
	left, right := b.anID("title:岳阳市"), b.anID("title:长沙市")
	doc := b.get("/side?a=" + left + "&b=http://127.0.0.1:8080/notice/" + right)
	has(t, doc, ".sides thead", "岳阳市")
	has(t, doc, ".differ", "长沙市突出环境问题整改领导小组办公室")
	has(t, doc, "#row-goal mark.same", "2023年6月底前完成城区")
	doc.Find("mark.same").Each(func(_ int, s *goquery.Selection) {
		if strings.Contains(s.Text(), "岳阳") || strings.Contains(s.Text(), "黑臭") {
			t.Errorf("%q is not in both", s.Text())
		}
	})
	n, err := b.Store.Notice(t.Context(), left)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range n.Notice.Sections {
		if shown := doc.Find(".texts td:nth-child(2)").Text(); !strings.Contains(shown, s.Text) {
			t.Errorf("the section %s is not there as it is", s.Kind)
		}
	}
	has(t, b.get("/side?a="+left+"&b=ffff"), ".warn", "ffff")
	if b.get("/side").Find("form input").Length() != 2 {
		t.Error("no form for the ids")
	}
}

func TestSaved(t *testing.T) {
	b := newOwnBench(t, map[string]string{"a.txt": closeOut("岳阳市", "雨污分流不到位")})
	form := url.Values{}
	b.get("/?q=雨污分流&round=2&synonyms=1").Find(`form[action="/saved"] input`).Each(func(_ int, s *goquery.Selection) {
		form.Set(s.AttrOr("name", ""), s.AttrOr("value", ""))
	})
	form.Set("name", "岳阳")
	if answer := b.ask(http.MethodPost, "/saved", form); answer.StatusCode != http.StatusSeeOther {
		t.Fatalf("saving: %d", answer.StatusCode)
	}
	queries, err := b.Store.SavedQueries(t.Context())
	if err != nil || len(queries) != 1 || queries[0].Query != "雨污分流" || string(queries[0].Filters) != `{"round":["2"],"synonyms":true}` {
		t.Fatalf("saved as %+v: %v", queries, err)
	}
	has(t, b.get("/saved"), ".saved", "没有新增")
	more := t.TempDir()
	if err := os.WriteFile(more+"/b.txt", []byte(closeOut("长沙市", "雨污分流不到位")), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := load(t.Context(), b.Store, more); err != nil {
		t.Fatal(err)
	}
	doc := b.get("/saved")
	has(t, doc, ".saved .new", "新增 1 份")
	has(t, doc, ".saved .hit", "长沙市")
	look := url.Values{"name": {"岳阳"}, "seq": {doc.Find(`form[action="/saved/look"] input[name="seq"]`).AttrOr("value", "")}}
	if answer := b.ask(http.MethodPost, "/saved/look", look); answer.StatusCode != http.StatusSeeOther {
		t.Fatalf("looking: %d", answer.StatusCode)
	}
	has(t, b.get("/saved"), ".saved", "没有新增")

	form.Set("q", "别的")
	has(t, b.page(b.ask(http.MethodPost, "/saved", form), http.StatusConflict), "h1", "已有同名")
	form.Set("name", "-a")
	has(t, b.page(b.ask(http.MethodPost, "/saved", form), http.StatusBadRequest), "h1", "名称不能用")
	form.Set("name", "坏")
	form.Set("q", "(a OR")
	has(t, b.page(b.ask(http.MethodPost, "/saved", form), http.StatusBadRequest), "h1", "语法有误")
	form.Del("seq")
	form.Set("q", "a")
	has(t, b.page(b.ask(http.MethodPost, "/saved", form), http.StatusBadRequest), "h1", "表单不完整")
	b.Write = func(context.Context, func(*store.Store) error) error { return &lockfile.HeldError{} }
	has(t, b.page(b.ask(http.MethodPost, "/saved/delete", look), http.StatusConflict), "h1", "另一进程")
	b.Write = func(_ context.Context, change func(*store.Store) error) error { return change(b.Store) }
	b.ask(http.MethodPost, "/saved/delete", look)
	has(t, b.get("/saved"), "main", "还没有保存的查询")
	has(t, b.page(b.ask(http.MethodPost, "/saved/delete", look), http.StatusNotFound), "h1", "没有保存这个查询")
}

// Every link on the pages leads to a page, and every anchor to a place.
func TestLinksLeadSomewhere(t *testing.T) {
	b := newBench(t)
	elsewhere := []string{"/api/", "/compliance"}
	seen := map[string]bool{}
	id := b.anID("title:公示 有:措施 有:落实")
	for _, start := range []string{"/?q=整改&round=2&limit=5", "/saved", "/about", "/notice/" + id + "?q=整改", "/side?a=" + id + "&b=" + b.anID("有:目标"), "/nothing"} {
		answer := b.ask(http.MethodGet, start, nil)
		doc, err := goquery.NewDocumentFromReader(answer.Body)
		if err != nil {
			t.Fatal(err)
		}
		doc.Find("a[href]").Each(func(_ int, s *goquery.Selection) {
			target := s.AttrOr("href", "")
			if anchor, ok := strings.CutPrefix(target, "#"); ok {
				if doc.Find(`[id="`+anchor+`"]`).Length() != 1 {
					t.Errorf("%s: %s leads nowhere", start, target)
				}
				return
			}
			if seen[target] || slices.ContainsFunc(elsewhere, func(p string) bool { return strings.HasPrefix(target, p) }) || s.Closest(".facet").Length() > 0 && len(seen)%3 > 0 {
				seen[target] = true
				return
			}
			seen[target] = true
			page, _, _ := strings.Cut(target, "#")
			switch answer := b.ask(http.MethodGet, page, nil); {
			case strings.HasPrefix(target, "/nothing"):
			case answer.StatusCode != http.StatusOK:
				t.Errorf("%s: %s gives %d", start, target, answer.StatusCode)
			}
			b.ask(http.MethodGet, "/about?lang=zh", nil)
		})
		ids := map[string]bool{}
		doc.Find("[id]").Each(func(_ int, s *goquery.Selection) {
			if id := s.AttrOr("id", ""); ids[id] {
				t.Errorf("%s: the id %q stands twice", start, id)
			} else {
				ids[id] = true
			}
		})
	}
	if len(seen) < 60 {
		t.Errorf("only %d links", len(seen))
	}
}

// In English no Chinese of ours is left.
func TestPagesInEnglish(t *testing.T) {
	b := newBench(t)
	for _, target := range []string{"/?lang=en", "/saved?lang=en", "/side?lang=en", "/nothing?lang=en"} {
		doc, err := goquery.NewDocumentFromReader(b.ask(http.MethodGet, target, nil).Body)
		if err != nil {
			t.Fatal(err)
		}
		if lang := doc.Find("html").AttrOr("lang", ""); lang != "en" {
			t.Errorf("%s: lang %q", target, lang)
		}
		doc.Find(`.seal, .language, [lang="zh-CN"], .code, .hits, .facet ul, .examples`).Remove()
		left := strings.Map(func(r rune) rune {
			if r >= 0x4e00 && r <= 0x9fff {
				return r
			}
			return -1
		}, strings.ReplaceAll(doc.Find("body").Text(), "污水", ""))
		if left != "" {
			t.Errorf("%s: %q is not English", target, left)
		}
	}
}
