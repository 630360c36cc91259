package web

import (
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"net/url"
	"path"
	"strings"

	"gongshi"
	"gongshi/search"
)

//go:embed template
var templateFiles embed.FS

// pages are the templates of pages by language and name.
type pages map[string]map[string]*template.Template

// newPages reads the templates. Files in template/part are shared by all pages; each
// other one is a page, which defines "main". They come with the program, so that one that
// does not parse is a mistake of ours.
func newPages(files static) pages {
	all := pages{}
	for _, lang := range []string{"zh", "en"} {
		shared := template.Must(template.New("").Funcs(functions(lang, files)).ParseFS(templateFiles, "template/part/*.html"))
		all[lang] = map[string]*template.Template{}
		names, err := fs.Glob(templateFiles, "template/*.html")
		if err != nil {
			panic(err)
		}
		for _, name := range names {
			t := template.Must(template.Must(shared.Clone()).ParseFS(templateFiles, name))
			all[lang][strings.TrimSuffix(path.Base(name), ".html")] = t
		}
	}
	return all
}

// functions are what templates can call beside what html/template has.
func functions(lang string, files static) template.FuncMap {
	tr := func(zh, en string) string { return gongshi.Text{Zh: zh, En: en}.In(lang) }
	return template.FuncMap{
		// tr gives the text in the language of the page; trf fills values in.
		"tr":  tr,
		"trf": func(zh, en string, values ...any) string { return fmt.Sprintf(tr(zh, en), values...) },
		// text gives a gongshi.Text in the language of the page.
		"text":    func(t gongshi.Text) string { return t.In(lang) },
		"static":  files.url,
		"join":    func(values []string) string { return joinWords(lang, values) },
		"ruleURL": func(id string) string { return searchURL(search.Request{Rules: []string{id}}) },
		"sideURL": func(id string) string { return withQuery("/side", url.Values{"a": {id}}) },
		"inc":     func(i int) int { return i + 1 },
		// pathParts parts a path where it leads into an archive; tail leaves out the folders
		// that lead to the file or archive.
		"pathParts": func(p string) []string { return strings.Split(p, "!/") },
		"tail": func(p string) string {
			outer, inner, archived := strings.Cut(p, "!/")
			if outer = path.Base(strings.ReplaceAll(outer, `\`, "/")); archived {
				return outer + "!/" + inner
			}
			return outer
		},
		"snippetPlace": func(place string) string { return sectionName(place).In(lang) },
		// oneline shows a text on one line, without characters that control.
		"oneline": oneLine,
	}
}

// joinWords lists words as the language does.
func joinWords(lang string, words []string) string {
	return strings.Join(words, gongshi.Text{Zh: "、", En: ", "}.In(lang))
}

// oneLine gives a text on one line, without characters that control a terminal or
// turn the direction of what is written.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\r':
			return ' '
		case r < ' ' || r >= 0x7f && r < 0xa0 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069:
			return '\uFFFD'
		}
		return r
	}, s)
}
