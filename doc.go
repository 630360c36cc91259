// Package gongshi is the vocabulary of the project: what a source, a document,
// a notice, a section, a mention and a finding are. It holds types and the few
// operations that belong to them; reading, parsing, checking, storing and
// searching live in the packages below and all speak in these words.
//
// A source is a file somebody published. Decoding turns it into a [Document]:
// its text and where that text came from. Parsing finds the [Notice]s in a
// document: 整改销号公示 (rectification close-out notices) with their sections
// and mentions. Checking a notice gives [Finding]s.
//
// All offsets are bytes of UTF-8 text, half-open: see [Span].
package gongshi
