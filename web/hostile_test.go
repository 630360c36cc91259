package web_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"

	"gongshi"
	"gongshi/ingest/store"
	"gongshi/internal/cputime"
	"gongshi/parse"
)

// payloads are texts that become script on a page that does not write them as text. Each
// would make an element or attribute that has "pwned" in it.
var payloads = []string{
	`<script>alert('pwned')</script>`,
	`"><script>alert("pwned")</script>`,
	`'><script>alert(/pwned/)</script>`,
	`</title><script>alert('pwned')</script>`,
	`</textarea><script>alert('pwned')</script>`,
	`</script><script>alert('pwned')</script>`,
	`</style><script>alert('pwned')</script>`,
	`--><script>alert('pwned')</script>`,
	`]]><script>alert('pwned')</script>`,
	`<img src=x onerror=alert('pwned')>`,
	`<img src=x onerror="alert('pwned')">`,
	`"><img src=x onerror=alert('pwned')>`,
	`<svg onload=alert('pwned')>`,
	`<svg><script>alert('pwned')</script></svg>`,
	`<svg><animate onbegin=alert('pwned') attributeName=x dur=1s>`,
	`<body onload=alert('pwned')>`,
	`<iframe src="javascript:alert('pwned')"></iframe>`,
	`<iframe srcdoc="<script>alert('pwned')</script>"></iframe>`,
	`<object data="javascript:alert('pwned')"></object>`,
	`<embed src="javascript:alert('pwned')">`,
	`<a href="javascript:alert('pwned')">点击</a>`,
	`<a href="java&#x09;script:alert('pwned')">点击</a>`,
	`<form action="javascript:alert('pwned')"><button>pwned</button></form>`,
	`<button formaction="javascript:alert('pwned')">pwned</button>`,
	`<base href="https://pwned.example/">`,
	`<link rel=stylesheet href="https://pwned.example/">`,
	`<meta http-equiv=refresh content="0;url=javascript:alert('pwned')">`,
	`<style>@import 'https://pwned.example/';</style>`,
	`<input autofocus onfocus=alert('pwned')>`,
	`<details open ontoggle=alert('pwned')>`,
	`<video><source onerror=alert('pwned')></video>`,
	`<math><mtext><img src=x onerror=alert('pwned')></mtext></math>`,
	`<template><script>alert('pwned')</script></template>`,
	`<noscript><p title="</noscript><img src=x onerror=alert('pwned')>">`,
	`" onmouseover="alert('pwned')" x="`,
	`' onmouseover='alert(1)' pwned='`,
	"` onmouseover=alert('pwned') `",
	`" autofocus onfocus=alert('pwned') x="`,
	`{{.Data}}<script>alert('pwned')</script>`,
	`&lt;script&gt;alert('pwned')&lt;/script&gt;`,
	`&#60;img src=x onerror=alert('pwned')&#62;`,
	`＜script＞alert('pwned')＜/script＞`,
	`<scr<script>ipt>alert('pwned')</scr</script>ipt>`,
	`javascript:alert('pwned')`,
	`data:text/html,<script>alert('pwned')</script>`,
}

// hostileFiles are notices with a payload in the title, the body and a document number,
// and in the name of the file as far as a file system takes it; every other one is in an
// archive, whose names can be anything.
func hostileFiles(t *testing.T) map[string]string {
	t.Helper()
	if len(payloads) < 40 {
		t.Fatalf("only %d payloads", len(payloads))
	}
	files := map[string]string{}
	var heap bytes.Buffer
	archive := zip.NewWriter(&heap)
	for i, p := range payloads {
		text := closeOut(fmt.Sprintf("第%d市%s", i, p), "雨污分流不到位"+p)
		text = strings.ReplaceAll(text, "整改完成情况的公示", p+"整改完成情况的公示")
		text = strings.ReplaceAll(text, "岳办发〔2022〕4号", "岳办发"+p+"〔2022〕4号")
		name := fmt.Sprintf("%02d %s.txt", i, strings.ReplaceAll(p, "/", "∕"))
		if i%2 == 0 {
			files[name] = text
			continue
		}
		member, err := archive.Create(name)
		if err == nil {
			_, err = member.Write([]byte(text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	files["<b>heap.zip"] = heap.String()
	return files
}

// newHostileBench gives the pages of the hostile files, and beside these of notices that
// have a payload in every fact: readers take what looks like markup out of some texts.
func newHostileBench(t *testing.T) *bench {
	t.Helper()
	b := newOwnBench(t, hostileFiles(t))
	run, err := b.Store.BeginRun(t.Context(), "test", nil)
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range payloads {
		document := &gongshi.Document{Text: closeOut("岳阳市", p+"雨污分流不到位")}
		n := parse.Parse(document)[0]
		n.ID = fmt.Sprintf("%016x", i+1)
		n.Source = gongshi.Source{Path: p + "!/" + p, Digest: fmt.Sprintf("sha256:%064x", i+1), MediaType: p, Charset: p, Engine: p}
		n.Title, n.Issuer, n.KindReason, n.Sections[0].Label = p+n.Title, p, p, p
		n.DocumentNumbers[0].Number, n.Phones[0].Number, n.Problems[0].Number = p, p, p
		n.Region = &gongshi.Region{Province: p, City: p, County: p, Code: p}
		n.Diagnostics = []gongshi.Diagnostic{{Stage: p, Code: p, Message: p}}
		document.Source = n.Source
		found := gongshi.Finding{Rule: p, Severity: gongshi.SeverityNote, Message: gongshi.Text{Zh: p, En: p}, Basis: gongshi.Text{Zh: p, En: p}, Span: n.Sections[0].Span, Fingerprint: p}
		outcome := store.Outcome{Source: store.Source{Path: n.Source.Path, State: store.StateImported, Seen: n.Source.Digest, Digest: n.Source.Digest},
			Document: document, Notices: []gongshi.Notice{n}, Findings: [][]gongshi.Finding{{found}}}
		if err := b.Store.Begin(t.Context(), run, []store.Source{outcome.Source}); err != nil {
			t.Fatal(err)
		}
		if _, err := b.Store.Commit(t.Context(), []store.Outcome{outcome}); err != nil {
			t.Fatal(err)
		}
	}
	return b
}

// hostilePages are the pages with a payload in what is asked for.
func hostilePages(p string) []string {
	q := url.QueryEscape(p)
	return []string{"/?q=" + q, "/?q=" + url.QueryEscape(`"`+p+`"`), "/?q=整改&issuer=" + q, "/?q=整改&region=" + q, "/?section=" + q,
		"/side?a=" + q + "&b=" + q, "/saved?kept=" + q, "/notice/" + url.PathEscape(p), "/" + url.PathEscape(p), "/?cursor=" + q, "/?sort=" + q + "&lang=" + q}
}

// Nothing that a file or a visitor says becomes an element, an attribute or an address.
func TestNothingForeignIsMarkup(t *testing.T) {
	if cputime.Raced { // make test runs this without the detector too
		t.Skip("it looks at a thousand pages")
	}
	b := newHostileBench(t)
	for i, p := range payloads {
		form := url.Values{"name": {fmt.Sprintf("%d", i) + p}, "q": {"整改"}, "region": {p}, "seq": {"0"}}
		if len([]rune(p)) < 50 {
			if answer := b.ask(http.MethodPost, "/saved", form); answer.StatusCode != http.StatusSeeOther {
				t.Errorf("%q is not saved: %d", p, answer.StatusCode)
			}
		}
	}
	targets := []string{"/?limit=100", "/?limit=100&q=雨污分流", "/saved", "/about"}
	count, named := 0, 0
	var before string
	for checked, err := range b.Store.Notices(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		id := checked.Notice.ID
		targets = append(targets, "/notice/"+id+"?q=污水", "/notice/"+id+"?q="+url.QueryEscape(payloads[count%len(payloads)]))
		if count%9 == 1 {
			targets = append(targets, "/notice/"+id+"/related", "/side?a="+before+"&b="+id)
		}
		if n := &checked.Notice; strings.Contains(n.Text, "pwned") && strings.Contains(n.Title, "pwned") && strings.Contains(n.Source.Path, "pwned") {
			named++
		}
		before = id
		count++
	}
	if count != 2*len(payloads) {
		t.Fatalf("%d notices of %d payloads", count, len(payloads))
	}
	if named < len(payloads) {
		t.Fatalf("only %d payloads stand in title, text and path", named)
	}
	for _, p := range payloads {
		targets = append(targets, hostilePages(p)...)
	}
	for _, target := range targets {
		doc, err := goquery.NewDocumentFromReader(b.ask(http.MethodGet, target, nil).Body)
		if err != nil {
			t.Fatal(err)
		}
		for _, wrong := range foreignMarkup(doc) {
			t.Errorf("%s: %s", target, wrong)
		}
	}
	if log := b.log.String(); log != "" {
		t.Errorf("errors of ours: %s", log)
	}
}

// ourElements are the elements that pages have.
var ourElements = strings.Fields(`a article aside body button caption details div footer form h1 h2 h3 head header html input label li link main mark meta
	nav ol option p script section select span strong summary table tbody td th thead title tr ul`)

// ourAttributes are the attributes that they have. In the values of some a foreign text
// stands as text, which is all right; as an address only ours may.
var ourAttributes = strings.Fields(`action aria-busy aria-current aria-describedby aria-hidden aria-label aria-labelledby autocomplete charset checked class colspan
	content data-id data-load data-text defer for href hreflang id lang maxlength method name open placeholder rel required role scope spellcheck src start
	tabindex title type value`)

func foreignMarkup(doc *goquery.Document) (wrong []string) {
	doc.Find("*").Each(func(_ int, s *goquery.Selection) {
		node := s.Get(0)
		if !slices.Contains(ourElements, node.Data) {
			wrong = append(wrong, "an element "+node.Data)
		}
		for _, a := range node.Attr {
			if w := wrongAttribute(node, a); w != "" {
				wrong = append(wrong, w)
			}
		}
		if node.Data == "script" && strings.TrimSpace(s.Text()) != "" {
			wrong = append(wrong, "a script: "+s.Text())
		}
	})
	return wrong
}

func wrongAttribute(node *html.Node, a html.Attribute) string {
	if !slices.Contains(ourAttributes, a.Key) {
		return fmt.Sprintf("an attribute %s of %s", a.Key, node.Data)
	}
	switch a.Key {
	case "href", "src", "action":
		u, err := url.Parse(a.Val)
		if err != nil || u.Scheme != "" || u.Host != "" || !strings.HasPrefix(a.Val, "/") && !strings.HasPrefix(a.Val, "#") {
			return fmt.Sprintf("%s of %s leads to %q", a.Key, node.Data, a.Val)
		}
	case "id", "class", "name", "for", "type", "method", "rel":
		if strings.Contains(a.Val, "pwned") {
			return fmt.Sprintf("%s of %s is %q", a.Key, node.Data, a.Val)
		}
	}
	return ""
}

// In a browser, none of it opens a dialog, violates the policy or breaks a script.
func TestBrowserHostile(t *testing.T) {
	b := newHostileBench(t)
	w := newBrowser(t, b)
	count := 0
	for checked, err := range b.Store.Notices(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		w.open("/notice/" + checked.Notice.ID + "?q=" + url.QueryEscape(payloads[count%len(payloads)]))
		count++
	}
	w.open("/?limit=100")
	for _, p := range payloads {
		w.open("/?q=" + url.QueryEscape(p) + "&issuer=" + url.QueryEscape(p))
	}
}
