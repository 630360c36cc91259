// Package query is the language in which notices are asked for:
//
//	雨污分流 水产养殖          both words
//	"水产养殖污染、农药"        exactly this text
//	雨污分流 OR 黑臭水体        either
//	雨污分流 -长江             the first without the second; also NOT 长江
//	(A OR B) C               groups; AND binds closer than OR
//	issue:雨污分流             a word in a section or in the title
//	雨污分流 section:issue     the same for all words of the group
//	region:岳阳 round:第二轮 date:2022-01..2023 number:岳办发〔2022〕4号
//	has:goal lacks:deadline rule:PUB01
//
// Punctuation, quotation marks, brackets and spaces can be full-width. Words
// are compared in the form that [gongshi/normal.Search] gives: a word matches
// wherever its characters stand in a row within a paragraph, whatever the words
// around it. Quotes keep spaces and signs of the language literal.
package query

import (
	"strings"

	"gongshi"
)

// Node is a query or a part of one. String gives it in the language, and
// [Parse] of that gives the same node again.
type Node interface {
	String() string
	// level tells how close the parts of the printed node hold together.
	level() int
}

// Levels of printed nodes, loosest first.
const (
	levelOr = iota
	levelAnd
	levelTerm
)

// All matches every notice.
type All struct{}

// And matches what all of its nodes match; it has two or more.
type And struct{ Nodes []Node }

// Or matches what any of its nodes matches; it has two or more.
type Or struct{ Nodes []Node }

// Not matches what its node does not.
type Not struct{ Node Node }

// Word matches notices with a piece of text.
type Word struct {
	// In is where the text must stand: a section, or the title; empty for
	// anywhere.
	In Scope
	// Text is in the form in which texts are compared, never empty.
	Text string
	// Quoted tells that the text is meant as it is and not to be taken apart.
	Quoted bool
	// Stands tells why the word is there if it was not written: see [Widen].
	// [Node.String] does not tell.
	Stands Stand
}

// Scope is a part of a notice: a [gongshi.SectionKind], or InTitle.
type Scope string

// InTitle is the scope of words in the title.
const InTitle Scope = "title"

// Term matches notices by a property.
type Term struct {
	Field Field
	// Value is in the normal form of its field.
	Value string
}

// Range matches notices by time.
type Range struct {
	// Field is FieldDate or FieldYear.
	Field Field
	// From and To are the first and last date, both included, as precise as
	// they were given; zero for an open end. One of them is set.
	From, To gongshi.Date
}

// Field is a property of notices.
type Field string

// The fields, with what a value is and which notices it matches.
const (
	// FieldRegion: the beginning of the name of a province, city or county
	// (岳阳 for 岳阳市), or its code (430600 stands for all of the city's).
	FieldRegion Field = "region"
	// FieldIssuer: a piece of the issuer's name.
	FieldIssuer Field = "issuer"
	// FieldRound: "2", "lookback" (any 回头看), or "1-lookback".
	FieldRound Field = "round"
	// FieldAuthority: central, provincial or other.
	FieldAuthority Field = "authority"
	// FieldKind: close-out, other-official or not-a-notice.
	FieldKind Field = "kind"
	// FieldNumber: a whole document number, matching only itself, or a piece
	// of one, such as the agency's 岳办发.
	FieldNumber Field = "number"
	// FieldProblem: the number of a problem of the inspection report, in the form
	// of [ProblemForm].
	FieldProblem Field = "problem"
	// FieldPhone: digits; the area code can be left out on either side.
	FieldPhone Field = "phone"
	// FieldRule: the beginning of the id of a rule that has a finding.
	FieldRule Field = "rule"
	// FieldHas: the kind of a section, or one of number, phone, rule.
	FieldHas Field = "has"
	// FieldSource: a piece of the path of the source.
	FieldSource Field = "source"
	// FieldDate: a day, month or year on which the notice was issued or could
	// be objected to.
	FieldDate Field = "date"
	// FieldYear: the year in which the notice was issued.
	FieldYear Field = "year"
)

func (All) level() int   { return levelTerm }
func (And) level() int   { return levelAnd }
func (Or) level() int    { return levelOr }
func (Not) level() int   { return levelTerm }
func (Word) level() int  { return levelTerm }
func (Term) level() int  { return levelTerm }
func (Range) level() int { return levelTerm }

// String of All is empty: a query that asks for nothing in particular.
func (All) String() string { return "" }

func (n And) String() string { return join(n.Nodes, " ", levelAnd) }

func (n Or) String() string { return join(n.Nodes, " OR ", levelOr) }

func (n Not) String() string { return "-" + grouped(n.Node, levelTerm) }

func (n Word) String() string {
	text := n.Text
	if n.Quoted {
		text = quote(text)
	}
	if n.In != "" {
		return string(n.In) + ":" + text
	}
	return text
}

func (n Term) String() string {
	if isPlain(n.Value) {
		return string(n.Field) + ":" + n.Value
	}
	return string(n.Field) + ":" + quote(n.Value)
}

func (n Range) String() string {
	if n.From == n.To {
		return string(n.Field) + ":" + n.From.String()
	}
	return string(n.Field) + ":" + n.From.String() + ".." + n.To.String()
}

func join(nodes []Node, by string, level int) string {
	texts := make([]string, len(nodes))
	for i, n := range nodes {
		texts[i] = grouped(n, level+1)
	}
	return strings.Join(texts, by)
}

// grouped prints a node, in brackets if its parts hold less close than level.
func grouped(n Node, level int) string {
	if n.level() < level {
		return "(" + n.String() + ")"
	}
	return n.String()
}

// isPlain tells whether text is read as it is without quotes.
func isPlain(text string) bool {
	return !strings.HasPrefix(text, "-") && !strings.ContainsFunc(text, func(r rune) bool {
		return endsWord(r) || r == ':' || r == '\\'
	})
}

// quote writes text so that it is read as it is.
func quote(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text) + `"`
}

// Walk calls f with n and everything below it. negated tells whether the node
// stands under an odd number of Nots.
func Walk(n Node, f func(n Node, negated bool)) { walk(n, false, f) }

func walk(n Node, negated bool, f func(Node, bool)) {
	f(n, negated)
	switch n := n.(type) {
	case And:
		for _, sub := range n.Nodes {
			walk(sub, negated, f)
		}
	case Or:
		for _, sub := range n.Nodes {
			walk(sub, negated, f)
		}
	case Not:
		walk(n.Node, !negated, f)
	}
}
