package decode

import (
	"bytes"
	"strings"
	"unicode/utf16"

	"github.com/gabriel-vasile/mimetype"
)

// oleStreams name the kinds of OLE2 files by a stream that they must have.
// Encrypted Office files of any kind are an OLE2 file around a package.
var oleStreams = []struct{ stream, kind string }{
	{encryptedPackage, "application/x-ole-storage (encrypted Office document)"},
	{"WordDocument", "application/msword (.doc, .wps)"},
	{"Workbook", "application/vnd.ms-excel (.xls, .et)"},
	{"PowerPoint Document", "application/vnd.ms-powerpoint (.ppt, .dps)"},
	{"__properties_version1.0", "application/vnd.ms-outlook (.msg)"},
	{"MatOST", "application/vnd.ms-works (.wps)"},
}

const encryptedPackage = "EncryptedPackage"

// zipMembers name the kinds of zip files that mimetype does not know.
var zipMembers = []struct{ member, kind string }{
	{"OFD.xml", "application/ofd (.ofd)"},
	{"datapackage.json", "application/wacz (.wacz)"},
}

// markup names the files that consist of text, but must not be read as such:
// the text that people see is wrapped in something else.
var markup = []struct{ start, kind string }{
	{`{\rtf`, "application/rtf (.rtf)"},
	{"%!PS", "application/postscript (.ps)"},
	{"%PDF-", "application/pdf (.pdf)"},
	{"WARC/", "application/warc (.warc)"},
	{"MIME-Version:", "message/rfc822 (.mht, .eml)"},
	{"From: <Saved by", "message/rfc822 (.mht)"},
	{"Return-Path:", "message/rfc822 (.eml)"},
	{"Received: from", "message/rfc822 (.eml)"},
}

const oleMagic = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"

// Sniff names what a file is for messages about files that nobody reads: a
// media type, mostly with the usual suffix.
func Sniff(data []byte) string {
	if kind, ok := Markup(data); ok {
		return kind
	}
	switch {
	case bytes.HasPrefix(data, []byte(oleMagic)):
		for _, s := range oleStreams {
			if hasStream(data, s.stream) {
				return s.kind
			}
		}
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		for _, m := range zipMembers {
			if bytes.Contains(data, []byte(m.member)) {
				return m.kind
			}
		}
	}
	found := mimetype.Detect(data[:min(len(data), HeadSize)])
	if suffix := found.Extension(); suffix != "" {
		return found.String() + " (" + suffix + ")"
	}
	return found.String()
}

// Markup names a file made of text that is for programs, not for people, such
// as RTF or a saved mail.
func Markup(head []byte) (kind string, ok bool) {
	start := strings.TrimLeft(string(head[:min(len(head), 256)]), "\xEF\xBB\xBF \t\r\n")
	for _, m := range markup {
		if strings.HasPrefix(start, m.start) {
			return m.kind, true
		}
	}
	return "", false
}

// hasStream looks for the name of a stream anywhere in an OLE2 file: its
// directory can lie anywhere.
func hasStream(data []byte, name string) bool {
	var wide []byte
	for _, unit := range utf16.Encode([]rune(name)) {
		wide = append(wide, byte(unit), byte(unit>>8))
	}
	return bytes.Contains(data, wide)
}

// unread is the error about a file that no format matches.
func unread(data []byte) *Error {
	kind := Sniff(data)
	if bytes.HasPrefix(data, []byte(oleMagic)) && hasStream(data, encryptedPackage) {
		return &Error{Code: CodeEncrypted, Detail: kind}
	}
	return &Error{Code: CodeUnsupported, Detail: kind}
}
