package archive

import (
	"archive/zip"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
)

// Signatures of the records of a zip file.
const (
	signLocal      = "PK\x03\x04"
	signEnd        = "PK\x05\x06"
	signSpanned    = "PK\x07\x08" // at the start of a file; elsewhere a data descriptor
	signDescriptor = "PK\x07\x08"
)

// Bits of the flags of a member.
const (
	flagEncrypted  = 1 << 0
	flagDescriptor = 1 << 3
	flagStrong     = 1 << 6 // a way of encrypting that is nobody's but its maker's
	flagUTF8       = 1 << 11
)

func le16(b []byte) uint16 { return binary.LittleEndian.Uint16(b) }
func le32(b []byte) uint32 { return binary.LittleEndian.Uint32(b) }
func le64(b []byte) uint64 { return binary.LittleEndian.Uint64(b) }

func zipKind() Kind {
	return Kind{Name: "zip", Random: true, open: openZip, Match: func(head []byte) bool {
		switch string(head[:min(len(head), 4)]) {
		case signLocal, signEnd, signSpanned:
			return true
		}
		return false
	}}
}

// entry is a member of a zip file, with what its headers say.
type entry struct {
	member
	utf8    bool
	extra   []byte
	method  uint16
	flags   uint16
	dosTime uint16
	crc     uint32
	start   int64 // of the packed bytes
}

func openZip(s *source) (reader, error) {
	entries, lost, problem := list(s)
	switch {
	case isDocument(entries):
		return nil, errLeaf
	case problem != nil && wasDocument(entries, lost):
		return nil, &Error{Code: CodeDamaged, Detail: "a document that is cut short or broken: its list of parts is missing", Err: problem}
	case problem != nil && entries == nil:
		return nil, problem
	}
	refuseOverlaps(entries)
	leaveOutIndexes(entries)
	keys := &keyring{passwords: s.passwords, meter: s.meter}
	l := &listed{problem: problem}
	for i, name := range entryNames(entries) {
		e := &entries[i]
		e.name = name
		if e.err == nil {
			e.err = e.unreadable(keys)
		}
		if e.err == nil {
			e.open = func() (io.ReadCloser, error) { return e.content(s.at, keys) }
		}
		l.members = append(l.members, &e.member)
	}
	return l, nil
}

// unreadable tells why the content of a member cannot be had.
func (e *entry) unreadable(keys *keyring) *Error {
	method := e.method
	if e.flags&flagEncrypted != 0 {
		if e.flags&flagStrong != 0 {
			return &Error{Code: CodeEncrypted, Detail: "encrypted by a method that we do not know"}
		}
		if len(keys.passwords) == 0 {
			return &Error{Code: CodeEncrypted, Detail: "the member needs a password"}
		}
		if aes, ok := e.aes(); ok {
			method = aes.method
		}
	}
	if _, ok := zipMethods[method]; !ok {
		return &Error{Code: CodeUnsupported, Detail: fmt.Sprintf("packed by zip method %d", method)}
	}
	return nil
}

// content opens a member for reading.
func (e *entry) content(at io.ReaderAt, keys *keyring) (io.ReadCloser, error) {
	packed := io.NewSectionReader(at, e.start, e.packed)
	if e.flags&flagEncrypted != 0 {
		return keys.open(e, packed)
	}
	return e.unpack(packed, e.method, true)
}

// unpack gives the content of a member out of its packed bytes, and checks it at
// its end.
func (e *entry) unpack(packed io.Reader, method uint16, sum bool) (io.ReadCloser, error) {
	content, err := zipMethods[method](packed, e)
	if err != nil {
		return nil, err
	}
	return newChecked(content, e.size, e.crc, sum), nil
}

// isDocument tells whether a zip file is a document of a format that packs its
// parts this way.
func isDocument(entries []entry) bool {
	for i, e := range entries {
		switch string(e.raw) {
		case "[Content_Types].xml", "OFD.xml", "word/document.xml", "xl/workbook.xml", "ppt/presentation.xml":
			return true
		case "mimetype":
			return i == 0 && e.method == zip.Store
		}
	}
	return false
}

// partNames are names that only parts of documents have: of Office files
// (_rels/.rels, docProps/core.xml, word/styles.xml, xl/worksheets/sheet1.xml), of
// OFD (Doc_0/Document.xml), ODF and EPUB (META-INF/manifest.xml, container.xml).
// A folder of files may well be called "word", but no notice in it is XML.
var partNames = regexp.MustCompile(`^(?:\[Content_Types\]\.xml|_rels/\.rels|docProps/[\w.-]+|(?:word|xl|ppt)/(?:.*/)?[^/]+\.(?:xml|rels)|` +
	`(?:word|xl|ppt)/media/image\d+\.\w+|` +
	`OFD\.xml|Doc_\d+/.+\.xml|META-INF/(?:manifest|container)\.xml|content\.xml)$`)

// wasDocument tells by the members that are left of a zip file, and the names of
// those that are not, whether it was a document. Programs write the parts in any
// order; the one that says most may be the one that is lost.
func wasDocument(entries []entry, lost []string) bool {
	if len(entries) > 0 && string(entries[0].raw) == "mimetype" {
		return true
	}
	return slices.ContainsFunc(entries, func(e entry) bool { return partNames.Match(e.raw) }) ||
		slices.ContainsFunc(lost, partNames.MatchString)
}

// leaveOutIndexes skips what stands beside the records in a web archive that is
// a zip file (WACZ): lists of pages and places, made of the records.
func leaveOutIndexes(entries []entry) {
	isArchive := func(e entry) bool { return strings.HasPrefix(string(e.raw), "archive/") }
	isPackage := func(e entry) bool { return string(e.raw) == "datapackage.json" }
	if !slices.ContainsFunc(entries, isPackage) || !slices.ContainsFunc(entries, isArchive) {
		return
	}
	for i := range entries {
		if !isArchive(entries[i]) && entries[i].err == nil {
			entries[i].err = &Error{Code: CodeSkipped, Detail: "a part of a web archive that holds no pages"}
		}
	}
}

// maxDirectory is the size from which the list of the members of an archive is
// not read: it takes several times that in memory.
const maxDirectory = 32 << 20

// list reads the headers of an archive. With a problem there may be members
// all the same, those that could be saved, and names of lost ones.
func list(s *source) (entries []entry, lost []string, problem *Error) {
	if size := directorySize(s.at, s.size); size > maxDirectory {
		return nil, nil, &Error{Code: CodeLimit, Detail: fmt.Sprintf("the list of members takes %d bytes", size)}
	}
	r, err := zip.NewReader(s.at, s.size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return salvage(s)
	}
	entries = make([]entry, len(r.File))
	for i, f := range r.File {
		entries[i] = entry{
			member: member{
				raw: []byte(f.Name), mode: f.Mode(), modified: f.Modified,
				packed: int64(f.CompressedSize64), size: int64(f.UncompressedSize64),
			},
			utf8: f.Flags&flagUTF8 != 0, extra: f.Extra, method: f.Method, flags: f.Flags,
			dosTime: f.ModifiedTime, crc: f.CRC32,
		}
		e := &entries[i]
		e.start, err = f.DataOffset()
		if err != nil || e.packed < 0 || e.packed > s.size-e.start {
			e.err = &Error{Code: CodeDamaged, Detail: "the member is not where the archive says", Err: err}
		}
	}
	return entries, nil, nil
}

// directorySize is what the end of a zip file says about the size of its list
// of members; 0 if there is no end.
func directorySize(at io.ReaderAt, size int64) int64 {
	const record, comment, locator = 22, 1<<16 - 1, 20
	start := max(0, size-record-comment-locator)
	tail := make([]byte, size-start)
	if _, err := at.ReadAt(tail, start); err != nil && err != io.EOF {
		return 0
	}
	end := strings.LastIndex(string(tail), signEnd)
	if end < 0 || end+record > len(tail) {
		return 0
	}
	claimed := le32(tail[end+12:])
	if claimed != 1<<32-1 || end < locator {
		return int64(claimed)
	}
	var large [56]byte
	if _, err := at.ReadAt(large[:], int64(le64(tail[end-locator+8:])&(1<<62-1))); err != nil {
		return 0
	}
	return int64(le64(large[40:]) & (1<<62 - 1))
}

// refuseOverlaps marks members whose packed bytes are also those of another: no
// honest packer does that, and bombs are made of it.
func refuseOverlaps(entries []entry) {
	order := make([]*entry, 0, len(entries))
	for i := range entries {
		if e := &entries[i]; e.err == nil && e.packed > 0 {
			order = append(order, e)
		}
	}
	slices.SortFunc(order, func(a, b *entry) int { return int(min(1, max(-1, a.start-b.start))) })
	overlap := &Error{Code: CodeDamaged, Detail: "the member shares its bytes with another one"}
	for i := 0; i < len(order); {
		end := order[i].start + order[i].packed
		j := i + 1
		for ; j < len(order) && order[j].start < end; j++ {
			end = max(end, order[j].start+order[j].packed)
			order[i].err, order[j].err = overlap, overlap
		}
		i = j
	}
}
