package archive

import (
	"fmt"
	"hash/crc32"
	"strings"
	"unicode"
	"unicode/utf8"

	"gongshi/ingest/charset"
)

const litterDetail = "a file that an operating system or editor leaves behind"

// isLitter tells whether a name, without its folders, is that of a file that
// holds nothing a person put there.
func isLitter(base string) bool {
	switch strings.ToLower(base) {
	case ".ds_store", "thumbs.db", "desktop.ini", "__macosx":
		return true
	}
	return strings.HasPrefix(base, "._") || strings.HasPrefix(base, "~$")
}

// inLitter tells the same of a path of an archive, for all its parts.
func inLitter(path string) bool {
	for part := range strings.SplitSeq(path, "/") {
		if isLitter(part) {
			return true
		}
	}
	return false
}

// onDisk makes a path on disk fit to be shown.
func onDisk(path string) string {
	if !utf8.ValidString(path) {
		names, _ := charset.Names([][]byte{[]byte(path)}, nil)
		path = names[0]
	}
	return escape(path, isControl)
}

// rawName is raw where that is not what is shown.
func rawName(raw, shown string) []byte {
	if raw == shown {
		return nil
	}
	return []byte(raw)
}

// entryNames gives the shown names of the members of a zip file.
func entryNames(entries []entry) []string {
	raw := make([][]byte, len(entries))
	flags := make([]bool, len(entries))
	for i, e := range entries {
		raw[i], flags[i] = e.raw, e.utf8
		if name, ok := unicodePath(e.raw, e.extra); ok {
			raw[i], flags[i] = []byte(name), true
		}
	}
	return memberNames(raw, flags)
}

// memberNames gives the shown names of the members of an archive. Slashes are
// looked at only after decoding.
func memberNames(raw [][]byte, utf8Flag []bool) []string {
	names, _ := charset.Names(raw, utf8Flag)
	for i, name := range names {
		names[i] = clean(name)
	}
	return names
}

// unicodePath reads the extra field 0x7075 of Info-ZIP: the name in UTF-8, valid
// as long as the checksum is that of the plain name.
func unicodePath(raw, extra []byte) (string, bool) {
	field, ok := extraField(extra, 0x7075)
	if !ok || len(field) < 6 || field[0] != 1 {
		return "", false
	}
	name := field[5:]
	if le32(field[1:]) != crc32.ChecksumIEEE(raw) || !utf8.Valid(name) {
		return "", false
	}
	return string(name), true
}

// extraField finds a field among the extra fields of a zip header.
func extraField(extra []byte, id uint16) ([]byte, bool) {
	for len(extra) >= 4 {
		size := int(le16(extra[2:]))
		if 4+size > len(extra) {
			return nil, false
		}
		if le16(extra) == id {
			return extra[4 : 4+size], true
		}
		extra = extra[4+size:]
	}
	return nil, false
}

// clean makes the name of a member fit to be shown below its archive: folders
// are parted by "/", whichever slash the packer used, and nothing looks as if
// it led out of the archive. A trailing slash, the mark of a folder, stays.
func clean(name string) string {
	name = strings.ReplaceAll(name, `\`, "/")
	folder := strings.HasSuffix(name, "/")
	var parts []string
	for part := range strings.SplitSeq(name, "/") {
		switch part {
		case "", ".":
		case "..":
			parts = append(parts, "%2E%2E")
		default:
			parts = append(parts, escape(part, misleads))
		}
	}
	cleaned := strings.Join(parts, "/")
	if cleaned == "" {
		cleaned = "%"
	}
	cleaned = shorten(cleaned)
	if folder {
		cleaned += "/"
	}
	return cleaned
}

// escape writes as %XX what must not be shown as it is.
func escape(name string, bad func(name string, at int, r rune) bool) string {
	var b strings.Builder
	for i, r := range name {
		if !bad(name, i, r) {
			b.WriteRune(r)
			continue
		}
		for _, octet := range []byte(string(r)) {
			fmt.Fprintf(&b, "%%%02X", octet)
		}
	}
	return b.String()
}

// isControl finds controls and the marks that turn the direction of writing.
func isControl(_ string, _ int, r rune) bool { return unicode.In(r, unicode.Cc, unicode.Cf) }

// misleads finds also what would be taken for something else in the name of a
// member: the colon of a drive ("C:"), and a "!" at the end, which would look
// like the border of an archive.
func misleads(name string, at int, r rune) bool {
	return isControl(name, at, r) || r == ':' && at == 1 || r == '!' && at == len(name)-1
}

// cleanURL makes an address fit to be shown below its archive.
func cleanURL(url string) string {
	if !utf8.ValidString(url) {
		names, _ := charset.Names([][]byte{[]byte(url)}, nil)
		url = names[0]
	}
	parts := strings.Split(url, "/")
	for i, part := range parts {
		if parts[i] = escape(part, misleadsInURL); part == ".." {
			parts[i] = "%2E%2E"
		}
	}
	return shorten(strings.Join(parts, "/"))
}

// misleadsInURL is misleads without the drive: addresses have colons.
func misleadsInURL(name string, at int, r rune) bool {
	return isControl(name, at, r) || r == '!' && at == len(name)-1
}

// maxName is how long the name of a member is shown.
const maxName = 1 << 10

// shorten cuts a name that nobody can read to its end.
func shorten(name string) string {
	if len(name) <= maxName {
		return name
	}
	end := maxName
	for !utf8.RuneStart(name[end]) {
		end--
	}
	return name[:end] + "…"
}
