package web_test

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// Search, facet, notice, mention, and back to where one was.
func TestBrowserWalk(t *testing.T) {
	w := newBrowser(t, newBench(t))
	w.open("/")
	w.do(chromedp.SendKeys("#q", "整改", chromedp.ByQuery))
	w.click(".askbar button")
	all := w.text("#total")
	facet := w.text(".facet li a")
	w.click(".facet li a")
	if w.text("#total") == all || w.text(".chip") == "" {
		t.Errorf("the facet %q changes nothing: %q", facet, all)
	}
	results := w.at()
	w.click(".hit h3 a")
	notice := w.at()
	if !strings.HasPrefix(notice, "/notice/") {
		t.Fatalf("a hit leads to %s", notice)
	}
	w.text("mark#asked-1")
	w.click("a.m.date")
	if strings.HasPrefix(w.text("#total"), "共 0 份") {
		t.Errorf("a date leads to %s, %q", w.at(), w.text("#total"))
	}
	w.back(notice)
	w.back(results)
	if w.text(".chip") == "" {
		t.Error("back at the results, the facet is gone")
	}
}

// All of it without a mouse.
func TestBrowserKeyboard(t *testing.T) {
	w := newBrowser(t, newBench(t))
	w.open("/")
	w.tabTo("a.skip")
	w.press(kb.Enter)
	var inMain bool
	w.do(chromedp.Evaluate(`document.activeElement.id == "main"`, &inMain))
	if !inMain {
		t.Error("the skip link does not lead to the content")
	}
	w.open("/")
	w.tap("/")
	w.press("督察 有:问题 有:措施")
	w.follow("enter", chromedp.KeyEvent(kb.Enter))
	w.tabTo(".hit h3 a")
	w.follow("enter", chromedp.KeyEvent(kb.Enter))
	w.tabTo(".contents a")
	w.press(kb.Enter)
	if !strings.Contains(w.at(), "#s-") {
		t.Errorf("the table of contents leads to %s", w.at())
	}
	w.tabTo("a.m")
	w.follow("enter", chromedp.KeyEvent(kb.Enter))
	w.tabTo(".facet li a")
	w.follow("enter", chromedp.KeyEvent(kb.Enter))
	w.tabTo("a.chip")
	w.follow("enter", chromedp.KeyEvent(kb.Enter))
	w.text("#total")
}

func TestBrowserLanguage(t *testing.T) {
	w := newBrowser(t, newBench(t))
	w.open("/?q=整改")
	w.click("a.language")
	if got := w.text("#total"); !strings.Contains(got, "notices") {
		t.Errorf("in English: %q", got)
	}
	w.click(".hit h3 a") // the cookie keeps it
	if got := w.text("#text"); got != "Text" {
		t.Errorf("the notice is not in English: %q", got)
	}
	w.click("a.language")
	if got := w.text("#text"); got != "正文" {
		t.Errorf("the notice is not in Chinese again: %q", got)
	}
}

func TestBrowserSaved(t *testing.T) {
	w := newBrowser(t, newOwnBench(t, map[string]string{"a.txt": closeOut("岳阳市", "雨污分流不到位")}))
	w.open("/?q=雨污分流")
	w.do(chromedp.SendKeys("#name", "雨污", chromedp.ByQuery))
	w.click(`form[action="/saved"] button`)
	if got := w.text("#saved-0"); got != "雨污" {
		t.Errorf("saved as %q", got)
	}
	w.do(chromedp.Click(".saved details summary", chromedp.ByQuery))
	w.click(".saved button.danger")
	if got := w.text("main .panel"); !strings.Contains(got, "还没有保存的查询") {
		t.Errorf("after deleting: %q", got)
	}
}

// The same problem elsewhere comes into the page by itself.
func TestBrowserRelated(t *testing.T) {
	b := newOwnBench(t, map[string]string{"a.txt": closeOut("岳阳市", "雨污分流不到位"), "b.txt": closeOut("长沙市", "雨污分流不到位")})
	w := newBrowser(t, b)
	w.open("/notice/" + b.anID("岳阳市"))
	w.do(chromedp.ScrollIntoView("#related", chromedp.ByQuery))
	if got := w.text("#related .hit"); !strings.Contains(got, "长沙市") {
		t.Errorf("related: %q", got)
	}
	w.accessible("notice with a period")
	w.shoot("period-wide", 1280)
	w.shoot("period-narrow", 360)
}

// pagesShown are the pages that are looked at as pictures and by axe-core.
func pagesShown(b *bench) map[string]string {
	id := b.anID("title:公示 有:措施 有:落实 有:问题")
	return map[string]string{
		"search": "/?q=" + "整改 督察" + "&round=2", "everything": "/", "nothing": "/?q=不存在的词语甲乙丙+丁戊己&round=2", "wrong": "/?q=(整改+OR",
		"notice": "/notice/" + id + "?q=整改", "related": "/notice/" + id + "/related",
		"side":  "/side?a=" + id + "&b=" + b.anID("title:公示 有:措施 -长江 年份:2023"),
		"saved": "/saved", "about": "/about", "missing": "/nothing", "english": "/notice/" + id + "?lang=en", "chinese": "/?lang=zh&q=雨污分流&synonyms=1",
	}
}

func TestBrowserAccessible(t *testing.T) {
	b := newBench(t)
	w := newBrowser(t, b)
	for name, target := range pagesShown(b) {
		w.open(target)
		w.accessible(name)
		w.shoot(name+"-wide", 1280)
		w.shoot(name+"-narrow", 360)
		var overflow int
		w.do(chromedp.EmulateViewport(360, 800), chromedp.Evaluate(`document.documentElement.scrollWidth - document.documentElement.clientWidth`, &overflow))
		if overflow > 0 {
			t.Errorf("%s: on a narrow screen the page is %d px wider than the screen", name, overflow)
		}
		w.accessible(name + ", narrow")
		w.do(chromedp.EmulateViewport(1280, 900))
		w.emulatePrint(name + "-print")
	}
}
