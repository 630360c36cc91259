package corpus

import (
	"fmt"
	"strings"
)

// Rendition is a kind of file and how it is made. In sources it is written as
// words, the kind first:
//
//	txt [gb18030] [paged [numbered]]        lines; pages cut paragraphs in two
//	html trs|zoom|cells [gb2312|gbk]        a page of a publishing system
//	pdf [GBK-EUC-H|UniGB-UCS2-H]            A4 pages, one CMap or the other
//	docx [numbered]                         numbers typed, or automatic
type Rendition struct {
	// Kind is the suffix of the file: txt, html, pdf or docx.
	Kind            string
	words           []string
	gb18030         bool
	paged, numbered bool
	layout, charset string
	encoding        Encoding
}

// renditionWords are the words that may follow a kind, and what they mean.
var renditionWords = map[string]map[string]func(*Rendition){
	"txt": {
		"gb18030":  func(r *Rendition) { r.gb18030 = true },
		"paged":    func(r *Rendition) { r.paged = true },
		"numbered": func(r *Rendition) { r.numbered = true },
	},
	"html": {
		"trs":    func(r *Rendition) { r.layout = "trs" },
		"zoom":   func(r *Rendition) { r.layout = "zoom" },
		"cells":  func(r *Rendition) { r.layout = "cells" },
		"gb2312": func(r *Rendition) { r.charset = "gb2312" },
		"gbk":    func(r *Rendition) { r.charset = "gbk" },
	},
	"pdf": {
		string(GBKEUC):    func(r *Rendition) { r.encoding = GBKEUC },
		string(UniGBUCS2): func(r *Rendition) { r.encoding = UniGBUCS2 },
	},
	"docx": {
		"numbered": func(r *Rendition) { r.numbered = true },
	},
}

// ParseRendition reads the words of a rendition: "html trs gb2312".
func ParseRendition(words string) (Rendition, error) {
	r := Rendition{words: strings.Fields(words)}
	if len(r.words) == 0 {
		return r, fmt.Errorf("rendition %q: no kind of file", words)
	}
	r.Kind = r.words[0]
	known, ok := renditionWords[r.Kind]
	if !ok {
		return r, fmt.Errorf("rendition %q: unknown kind of file", words)
	}
	for _, word := range r.words[1:] {
		set, ok := known[word]
		if !ok {
			return r, fmt.Errorf("rendition %q: unknown word %q", words, word)
		}
		set(&r)
	}
	switch {
	case r.Kind == "html" && r.layout == "":
		return r, fmt.Errorf("rendition %q: no layout", words)
	case r.Kind == "txt" && r.numbered && !r.paged:
		return r, fmt.Errorf("rendition %q: only pages are numbered", words)
	}
	return r, nil
}

// String gives the words of the rendition.
func (r Rendition) String() string { return strings.Join(r.words, " ") }

// Write makes the file that the source becomes in a rendition.
func (s Source) Write(r Rendition) []byte {
	switch r.Kind {
	case "html":
		page := s.page()
		page.Layout, page.Charset = r.layout, r.charset
		return HTML(page)
	case "pdf":
		return PDF(Layout{Paragraphs: s.titled(), Encoding: r.encoding})
	case "docx":
		if r.numbered {
			return NumberedDOCX(s.titled())
		}
		return DOCX(s.titled())
	}
	text := s.plain(r)
	if r.gb18030 {
		return GB18030(text)
	}
	return Text(text)
}

// plain is the source as text. One that is text itself stays as it is, blank
// lines included.
func (s Source) plain(r Rendition) string {
	switch {
	case r.paged:
		return Paged(s.titled(), r.numbered)
	case s.Rendition.Kind == "txt" && !s.Rendition.paged:
		return s.text
	}
	return Plain(s.titled())
}
