package archive

import (
	"archive/zip"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"time"
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
	flagUTF8       = 1 << 11
)

func le16(b []byte) uint16 { return binary.LittleEndian.Uint16(b) }
func le32(b []byte) uint32 { return binary.LittleEndian.Uint32(b) }
func le64(b []byte) uint64 { return binary.LittleEndian.Uint64(b) }

// container is an archive that is being walked.
type container struct {
	file  File   // what is yielded if it is a leaf, or cannot be opened
	top   string // the outermost archive
	at    io.ReaderAt
	size  int64
	depth int
	meter *meter
}

// member is what a header says, and the way to the content.
type member struct {
	raw          []byte
	utf8         bool
	extra        []byte
	method       uint16
	flags        uint16
	mode         fs.FileMode
	modified     time.Time
	start        int64 // of the packed bytes
	packed, size int64
	open         func() (io.ReadCloser, error)
	err          *Error
}

// container walks the members of an archive, or yields it as a leaf.
func (w *walker) container(ctx context.Context, c container) error {
	members, problem := list(c)
	if isDocument(members) {
		return w.visit(c.file)
	}
	switch {
	case problem != nil && members == nil:
		return w.refuse(c.file, problem)
	case c.depth > c.meter.limits.Depth:
		return w.refuse(c.file, &Error{Code: CodeLimit, Detail: fmt.Sprintf("archives within archives, more than %d deep", c.meter.limits.Depth)})
	}
	leaves, err := w.members(ctx, c, members)
	if err != nil {
		return err
	}
	if problem == nil && leaves == 0 {
		problem = &Error{Code: CodeEmpty, Detail: "the archive has no files"}
	}
	if problem != nil {
		return w.refuse(c.file, problem)
	}
	return nil
}

// members walks what an archive holds and counts the entries that are no folders.
func (w *walker) members(ctx context.Context, c container, members []member) (leaves int, err error) {
	refuseOverlaps(members)
	taken := make(map[string]int, len(members))
	for i, name := range memberNames(members) {
		if err := ctx.Err(); err != nil {
			return leaves, err
		}
		if limit := c.meter.member(); limit != nil {
			return leaves + 1, w.refuse(c.file, limit)
		}
		m := members[i]
		if strings.HasSuffix(name, "/") || m.mode.IsDir() {
			continue
		}
		leaves++
		if taken[name]++; taken[name] > 1 {
			name = fmt.Sprintf("%s#%d", name, taken[name])
		}
		file := File{
			Path: c.file.Path + "!/" + name, Container: c.top, RawName: rawName(string(m.raw), name),
			Size: m.size, ModTime: m.modified,
		}
		if err := w.member(ctx, c, m, file); err != nil {
			return leaves, err
		}
	}
	return leaves, nil
}

// member yields a member, or walks it if it is an archive itself.
func (w *walker) member(ctx context.Context, c container, m member, file File) error {
	if reason := m.refusal(file, c.meter.limits); reason != nil {
		return w.refuse(file, reason)
	}
	file.Open = func() (io.ReadCloser, error) { return m.content(c.meter) }
	content, err := file.Open()
	if err != nil {
		return w.refuse(file, asError(err))
	}
	zip, err := startsAsZip(content)
	content.Close()
	switch {
	case err != nil:
		return w.refuse(file, asError(err))
	case !zip:
		return w.visit(file)
	}
	return w.nested(ctx, c, m, file)
}

// nested unpacks an archive within an archive and walks it.
func (w *walker) nested(ctx context.Context, c container, m member, file File) error {
	content, err := file.Open()
	if err != nil {
		return w.refuse(file, asError(err))
	}
	inner, err := spill(content)
	content.Close()
	if err != nil {
		return w.refuse(file, asError(err))
	}
	defer inner.close()
	file.Open = inner.open
	return w.container(ctx, container{
		file: file, top: c.top, at: inner, size: inner.size, depth: c.depth + 1,
		meter: &meter{limits: c.meter.limits, parent: c.meter, packed: m.packed},
	})
}

// refusal tells why a member is not to be opened.
func (m member) refusal(file File, limits Budget) *Error {
	switch {
	case inLitter(strings.TrimPrefix(file.Path, file.Container+"!/")):
		return &Error{Code: CodeSkipped, Detail: litterDetail}
	case m.mode&fs.ModeType != 0:
		return &Error{Code: CodeSkipped, Detail: "a link or device within an archive"}
	case m.err != nil:
		return m.err
	case m.flags&flagEncrypted != 0:
		return &Error{Code: CodeEncrypted, Detail: "the member needs a password"}
	case m.method != zip.Store && m.method != zip.Deflate:
		return &Error{Code: CodeUnsupported, Detail: fmt.Sprintf("packed by zip method %d", m.method)}
	}
	return limits.checkMember(m.size, m.packed)
}

// content opens a member for reading within the limits.
func (m member) content(spent *meter) (io.ReadCloser, error) {
	r, err := m.open()
	if err != nil {
		return nil, &Error{Code: CodeDamaged, Detail: "the member cannot be opened", Err: err}
	}
	return &meteredReader{ReadCloser: r, meter: spent, packed: m.packed}, nil
}

// asError gives the *Error within err, or makes one.
func asError(err error) *Error {
	if e, ok := errors.AsType[*Error](err); ok {
		return e
	}
	return &Error{Code: CodeDamaged, Detail: "the content cannot be read", Err: err}
}

// isDocument tells whether a zip file is a document of a format that packs its
// parts this way.
func isDocument(members []member) bool {
	for i, m := range members {
		switch string(m.raw) {
		case "[Content_Types].xml", "OFD.xml", "word/document.xml", "xl/workbook.xml", "ppt/presentation.xml", "datapackage.json":
			return true
		case "mimetype":
			return i == 0 && m.method == zip.Store
		}
	}
	return false
}

// maxDirectory is the size from which the list of the members of an archive is
// not read: it takes several times that in memory.
const maxDirectory = 32 << 20

// list reads the headers of an archive. With a problem there may be members
// all the same: those that could be saved.
func list(c container) ([]member, *Error) {
	if size := directorySize(c.at, c.size); size > maxDirectory {
		return nil, &Error{Code: CodeLimit, Detail: fmt.Sprintf("the list of members takes %d bytes", size)}
	}
	r, err := zip.NewReader(c.at, c.size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return salvage(c)
	}
	members := make([]member, len(r.File))
	for i, f := range r.File {
		members[i] = member{
			raw: []byte(f.Name), utf8: f.Flags&flagUTF8 != 0, extra: f.Extra,
			method: f.Method, flags: f.Flags, mode: f.Mode(), modified: f.Modified,
			packed: int64(f.CompressedSize64), size: int64(f.UncompressedSize64),
			open: f.Open,
		}
		m := &members[i]
		if m.start, err = f.DataOffset(); err != nil || m.packed < 0 || m.packed > c.size-m.start {
			m.err = &Error{Code: CodeDamaged, Detail: "the member is not where the archive says", Err: err}
		}
	}
	return members, nil
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
func refuseOverlaps(members []member) {
	order := make([]*member, 0, len(members))
	for i := range members {
		if m := &members[i]; m.err == nil && m.packed > 0 {
			order = append(order, m)
		}
	}
	slices.SortFunc(order, func(a, b *member) int { return int(min(1, max(-1, a.start-b.start))) })
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
