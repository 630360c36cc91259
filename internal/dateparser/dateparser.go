// Package dateparser stands in for github.com/markusmobius/go-dateparser, which
// comes with go-trafilatura and is never called: gongshi finds dates itself, and
// asks trafilatura only where on a page the article is. The real package builds
// tables of 200 languages whenever a program starts that contains it: 0.2 s and
// 78 MB for each command, and for each worker. go.mod replaces it by this one,
// which has the names that go-htmldate needs and parses nothing.
package dateparser

import (
	"errors"
	"time"
)

// ParserType, and the two that are named.
type ParserType int

const (
	CustomFormat ParserType = iota
	AbsoluteTime
)

// PreferredDateSource, and the one that is named.
type PreferredDateSource int

const Past PreferredDateSource = 0

// Configuration is taken, and not looked at.
type Configuration struct {
	PreferredDateSource PreferredDateSource
	StrictParsing       bool
}

// Parser parses nothing.
type Parser struct{ ParserTypes []ParserType }

// Date is what would have been found.
type Date struct{ Time time.Time }

var errNotHere = errors.New("dateparser: not part of this program")

// Parse always fails.
func (*Parser) Parse(*Configuration, string, ...string) (Date, error) {
	return Date{}, errNotHere
}
