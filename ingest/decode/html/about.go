package html

import (
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"gongshi"
)

// about is what a page says of itself outside its text.
type about struct {
	title     string // <title>
	article   string // the title of the article alone
	headline  string // the title as it is shown; see headline
	published gongshi.Date
}

func (a about) bestTitle() string {
	if a.article != "" {
		return a.article
	}
	return a.title
}

// metaTitles and metaDates are names of <meta> tags in lower case: those that
// Chinese government sites have to carry, those of CMSes, those of Open Graph.
var (
	metaTitles = map[string]bool{"articletitle": true, "og:title": true}
	metaDates  = map[string]bool{"pubdate": true, "publishdate": true, "publish_date": true, "pub_date": true,
		"article:published_time": true, "og:release_date": true, "dc.date": true, "datepublished": true}
)

// 2024-07-22 09:30, 2024/7/22, 2024年7月22日, 20240722
var metaDate = regexp.MustCompile(`^\s*(\d{4})\s*[-/.年]?\s*(\d{1,2})\s*[-/.月]?\s*(\d{1,2})`)

// meta takes in a <meta> tag.
func (a *about) meta(name, content string) {
	name = strings.ToLower(strings.TrimSpace(name))
	switch {
	case metaTitles[name] && a.article == "":
		a.article = collapse(content)
	case metaDates[name] && a.published.IsZero():
		a.published = parseDate(content)
	}
}

func parseDate(s string) gongshi.Date {
	m := metaDate.FindStringSubmatch(s)
	if m == nil {
		return gongshi.Date{}
	}
	var part [3]int
	for i := range part {
		// At most four digits: they always are a number.
		part[i], _ = strconv.Atoi(m[i+1])
	}
	if d := (gongshi.Date{Year: part[0], Month: part[1], Day: part[2]}); d.Exact() && d.Month > 0 && d.Valid() {
		return d
	}
	return gongshi.Date{}
}

// aboutTree reads the head of a page, and tags that stand elsewhere by mistake.
func aboutTree(root *html.Node) about {
	var a about
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		switch n.DataAtom {
		case atom.Title:
			if a.title == "" && n.FirstChild != nil && n.Namespace == "" {
				a.title = collapse(n.FirstChild.Data)
			}
		case atom.Meta:
			a.meta(metaName(n.Attr), attr(n.Attr, "content"))
		}
	}
	return a
}

// metaName is the name of a <meta> tag, under whichever attribute.
func metaName(attrs []html.Attribute) string {
	for _, key := range []string{"name", "property", "itemprop"} {
		if name := attr(attrs, key); name != "" {
			return name
		}
	}
	return ""
}

func attr(attrs []html.Attribute, key string) string {
	for _, a := range attrs {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// collapse makes white space of all kinds single spaces.
func collapse(s string) string { return strings.Join(strings.Fields(s), " ") }
