// Package parse answers what a document says: which notices it holds, and for
// each its title, issuer, sections, dates, document numbers, phones, publicity
// period, inspection, problems and region.
//
// It is pure: a document goes in, notices come out, nothing is read or
// written. Every notice goes through the same stages, each in its own file:
//
//	clean    lines into paragraphs, page breaks inside sentences healed
//	text     the form that patterns are matched on, with the way back
//	web      what belongs to the web page around the notice
//	find     mentions: dates, numbers, phones, heads of sections
//	resolve  roles, years, borders, what belongs to what
//
// Patterns are tables; a row of a table carries an example of what it is for.
package parse

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"

	"gongshi"
)

// Version says which results to expect: it is raised whenever the same
// document would give another notice.
const Version = 3

// Parse finds the notices in doc: mostly one, several when the document holds
// one after the other. It never gives none: a text without any structure is a
// notice with a text and empty lists.
func Parse(doc *gongshi.Document) []gongshi.Notice {
	groups := split(doc.Text, paragraphs(doc))
	notices := make([]gongshi.Notice, 0, len(groups))
	for i, group := range groups {
		notices = append(notices, newParser(doc, group).notice(i))
	}
	return notices
}

// notice is the i-th notice of the document.
func (p *parser) notice(i int) gongshi.Notice {
	p.run()
	p.n.ID = identify(p.doc, p.n.Text, i)
	return p.n
}

// identify makes the notice's id of its document's digest and its place there;
// a document that was never a file has no digest, its text takes the place.
func identify(doc *gongshi.Document, own string, ordinal int) string {
	key := doc.Source.Digest
	if key == "" {
		key = own
	}
	sum := sha256.Sum256([]byte(key + "#" + strconv.Itoa(ordinal)))
	return hex.EncodeToString(sum[:8])
}

// parser carries one notice through the stages. Fields below the line are what
// a stage leaves for those after it.
type parser struct {
	doc *gongshi.Document
	n   gongshi.Notice
	*text

	cells     []cell // of the format's own tables
	noFlat    int    // up to this line no table is given cell by cell
	bodies    []line // of the sections, in form
	groups    []int  // the first head of each problem
	heads     []head
	lineHead  lineHead // the one that was read last
	body      int      // first line that is no head matter: lead or first section
	tail      int      // offset of form where the tail begins
	titleAt   line
	hits      []dateHit
	signature signature
	regionIn  string // where the region was named: issuer, title or text
	explained bool   // somebody asks for reasons
	reasons   []Reason
}

func newParser(doc *gongshi.Document, group []paragraph) *parser {
	own, origin, places := assemble(doc.Text, group)
	p := &parser{doc: doc, text: newText(own)}
	p.n = gongshi.Notice{
		Source:          doc.Source,
		Text:            own,
		Origin:          origin,
		Problems:        []gongshi.Problem{},
		Sections:        []gongshi.Section{},
		Dates:           []gongshi.DateMention{},
		DocumentNumbers: []gongshi.DocNumber{},
		Phones:          []gongshi.Phone{},
	}
	p.cells = blockCells(doc, places)
	return p
}

// run is the order of the stages; a stage uses only what those before it left.
func (p *parser) run() {
	p.markWeb()
	p.findHeads()
	p.findBody()
	p.findTitle()
	p.findDates()
	p.findSignature()
	p.findSections()
	p.findPublicity()
	p.findNumbers()
	p.findPhones()
	p.findInspection()
	p.findProblems()
	p.findIssuer()
	p.finishDates()
	p.findRegion()
	p.inferAreas()
	p.findKind()
	p.findEmails()
	p.findAddresses()
	p.findCitedTitles()
	p.findUnits()
	p.findDeadlines()
	p.findQuantities()
	p.findPetitions()
	p.findBatch()
	if len(p.n.Sections) == 0 {
		p.note("no-sections", "未识别出任何整改内容段落", gongshi.Span{})
	}
}

// note records trouble with the input.
func (p *parser) note(code, message string, at gongshi.Span) {
	p.n.Diagnostics = append(p.n.Diagnostics, gongshi.Diagnostic{
		Stage: "parse", Code: code, Message: message, Span: at,
	})
}

// blank tells whether there is nothing but white space in s.
func blank(s string) bool { return strings.TrimSpace(s) == "" }
