package html

import (
	"unicode/utf8"

	"github.com/PuerkitoBio/goquery"
	trafilatura "github.com/markusmobius/go-trafilatura"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// editors are where the CMSes of Chinese government sites put what was typed
// into their editor, and nothing else.
const editors = `.TRS_Editor, .TRS_UEDITOR, .trs_editor_view, .Custom_UnionStyle, #UCAP-CONTENT, ucapcontent, ` +
	`.pages_content, #zoom, #Zoom, #zoomcon, #fontzoom, #vsb_content, .v_news_content, #vsb_content_2, .easysite-news-text, ` +
	`.article-content, .article_content, .articleContent, .news_content, .newsContent, .xxgk_content, .view_content, .TRS_PreAppend, ` +
	`#NewsContent, #newsContent, #ContentRegion, .conTxt, .j-fontContent, .bt_content, .ewb-article-content, [itemprop=articleBody]`

// frames often are around the article, but also around other things.
var frames = []string{
	"article",
	"#content, .content",
	".article, .main-content, .main_content, .content_main, .detail, .detail-content, .con, .nr, main",
}

const (
	minHan     = 20 // in an editor's text: less is a caption
	frameShare = 3  // a frame must hold one of so many characters of the page
	guessShare = 2  // and a guess one of so many: a lost signature is worse than some navigation
	maxFrames  = 50 // matches looked at
	maxGuess   = 4 << 20
)

// content gives the parts of a page that hold its article, else its body.
func content(root *html.Node) []*html.Node {
	doc := goquery.NewDocumentFromNode(root)
	if found := outermost(doc.Find(editors)); hanIn(found...) >= minHan {
		for _, n := range found {
			keepFooters(n)
		}
		return found
	}
	body := root
	if found := doc.Find("body"); found.Length() > 0 {
		body = found.Get(0)
	}
	all := hanIn(body)
	for _, frame := range frames {
		if best := largest(doc.Find(frame)); best != nil && hanIn(best) >= minHan && hanIn(best)*frameShare >= all {
			return []*html.Node{best}
		}
	}
	if guess := guessed(root); guess != nil && hanIn(guess) >= minHan && hanIn(guess)*guessShare >= all {
		return []*html.Node{guess}
	}
	return []*html.Node{body}
}

// keepFooters makes plain divisions of the footers in what was typed into an
// editor: a notice's own, with who signs it, not those of the page.
func keepFooters(n *html.Node) {
	if n.DataAtom == atom.Footer || n.DataAtom == atom.Aside {
		n.DataAtom, n.Data = atom.Div, "div"
	}
	for child := range n.ChildNodes() {
		keepFooters(child)
	}
}

// outermost gives the nodes that are not within another one of the selection.
func outermost(found *goquery.Selection) []*html.Node {
	selected := make(map[*html.Node]bool, found.Length())
	var out []*html.Node
nodes:
	for _, n := range found.Nodes { // in the order of the document
		selected[n] = true
		for up := range n.Ancestors() {
			if selected[up] {
				continue nodes
			}
		}
		out = append(out, n)
	}
	return out
}

// largest gives the node with the most Chinese text.
func largest(found *goquery.Selection) *html.Node {
	var best *html.Node
	most := 0
	for _, n := range found.Nodes[:min(found.Length(), maxFrames)] {
		if han := hanIn(n); han > most {
			best, most = n, han
		}
	}
	return best
}

// guessed asks trafilatura where the article is. Its text is not taken: lines
// run together in it, and short ones, such as a date, may be missing. What counts
// is the smallest part of the page in which all of that text stands.
func guessed(root *html.Node) (guess *html.Node) {
	// The page is at fault if it panics, and is read all the same.
	defer func() {
		if recover() != nil {
			guess = nil
		}
	}()
	size := 0
	for n := range root.Descendants() {
		if size += len(n.Data) + 64; size > maxGuess {
			return nil
		}
	}
	result, err := trafilatura.ExtractDocument(root, trafilatura.Options{
		Focus: trafilatura.FavorRecall, ExcludeComments: true, HtmlDateMode: trafilatura.Disabled,
	})
	if err != nil || result.ContentNode == nil {
		return nil
	}
	article := make(map[string]bool)
	for n := range result.ContentNode.Descendants() {
		if text := collapse(n.Data); n.Type == html.TextNode && utf8.RuneCountInString(text) >= minHan {
			article[text] = true
		}
	}
	for n := range root.Descendants() {
		if n.Type == html.TextNode && article[collapse(n.Data)] {
			guess = common(guess, n)
		}
	}
	return guess
}

// common gives the innermost element that both nodes are in; of none and b it
// is the element around b.
func common(a, b *html.Node) *html.Node {
	if a == nil {
		return b.Parent
	}
	around := map[*html.Node]bool{a: true}
	for n := range a.Ancestors() {
		around[n] = true
	}
	for n := range b.Ancestors() {
		if around[n] {
			return n
		}
	}
	return nil
}

// hanIn counts the Han characters that a reader of the nodes sees.
func hanIn(nodes ...*html.Node) int {
	count := 0
	for _, n := range nodes {
		if n.Type == html.TextNode {
			count += han(n.Data)
			continue
		}
		if n.Type == html.ElementNode && isDropped(n) {
			continue
		}
		for child := range n.ChildNodes() {
			count += hanIn(child)
		}
	}
	return count
}

// dropped are the elements without text of the page.
var dropped = map[atom.Atom]bool{
	atom.Script: true, atom.Style: true, atom.Noscript: true, atom.Template: true, atom.Iframe: true, atom.Object: true,
	atom.Embed: true, atom.Svg: true, atom.Canvas: true, atom.Audio: true, atom.Video: true, atom.Select: true,
	atom.Button: true, atom.Textarea: true, atom.Title: true, atom.Head: true, atom.Nav: true, atom.Aside: true,
	atom.Footer: true, atom.Rt: true, atom.Rp: true, atom.Noframes: true,
}

// isDropped tells whether an element is not shown, or not part of the text.
func isDropped(n *html.Node) bool {
	if dropped[n.DataAtom] {
		return true
	}
	for _, a := range n.Attr {
		if a.Key == "hidden" || a.Key == "style" && hiddenStyle.MatchString(a.Val) {
			return true
		}
	}
	return false
}
