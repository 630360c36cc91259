package archive

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
)

// container is an archive that is being walked.
type container struct {
	file   File   // what is yielded if it is a leaf, or cannot be opened
	top    string // the outermost archive
	kind   Kind
	depth  int
	source source
	meter  *meter
}

// container walks the members of an archive, or yields it as a leaf.
func (w *tour) container(ctx context.Context, c container) (leaf bool, err error) {
	r, err := w.open(ctx, &c)
	switch {
	case errors.Is(err, errLeaf):
		return true, w.visit(c.file)
	case ctx.Err() != nil:
		return false, ctx.Err()
	case err != nil:
		return false, w.refuse(c.file, asError(err))
	}
	defer r.Close()
	if c.depth > c.meter.limits.Depth {
		return false, w.refuse(c.file, &Error{Code: CodeLimit, Detail: fmt.Sprintf("archives within archives, more than %d deep", c.meter.limits.Depth)})
	}
	if c.kind.document {
		if err := w.visit(c.file); err != nil {
			return false, err
		}
	}
	leaves, problem, err := w.members(ctx, c, r)
	if err != nil {
		return false, err
	}
	if problem == nil && leaves == 0 {
		problem = &Error{Code: CodeEmpty, Detail: "the archive has no files"}
	}
	if problem != nil {
		return false, w.refuse(c.file, problem)
	}
	return false, nil
}

// open begins to read a container, in this process or another one.
func (w *tour) open(ctx context.Context, c *container) (reader, error) {
	c.source.name = path.Base(c.file.Path)
	c.source.passwords = w.Passwords
	c.source.meter = c.meter
	c.source.silence = w.silence
	if c.kind.Isolated && len(w.Command) > 0 {
		return openRemote(ctx, w.Command, c.kind.Name, &c.source)
	}
	return openGuarded(c.kind, &c.source)
}

// members walks what an archive holds, and counts the entries that are no
// folders. The problem is what ended it early, or was lost on the way.
func (w *tour) members(ctx context.Context, c container, r reader) (leaves int, problem *Error, err error) {
	taken := make(names)
	for {
		if err := ctx.Err(); err != nil {
			return leaves, nil, err
		}
		m, err := r.next()
		switch {
		case err == io.EOF:
			return leaves, nil, nil
		case err != nil && ctx.Err() != nil:
			return leaves, nil, ctx.Err()
		case err != nil:
			return leaves, asError(err), nil
		}
		if limit := c.meter.member(); limit != nil {
			return leaves, limit, nil
		}
		name := m.name
		if m.mode.IsDir() || m.url == "" && strings.HasSuffix(name, "/") {
			continue
		}
		leaves++
		name = taken.free(name)
		file := File{
			Path: c.file.Path + "!/" + name, Container: c.top, RawName: rawName(string(m.raw), name),
			Size: m.size, ModTime: m.modified, URL: m.url, Captured: m.captured,
		}
		if err := w.member(ctx, c, m, file); err != nil {
			return leaves, nil, err
		}
	}
}

// names are those given away already: paths tell files apart.
type names map[string]int

// free gives name, or with a number behind it where that was given away.
func (n names) free(name string) string {
	candidate := name
	for n[candidate] > 0 {
		n[name]++
		candidate = fmt.Sprintf("%s#%d", name, n[name])
	}
	n[candidate]++
	return candidate
}

// member yields a member, or walks it if it is an archive itself.
func (w *tour) member(ctx context.Context, c container, m *member, file File) error {
	if reason := m.refusal(file); reason != nil {
		return w.refuse(file, reason)
	}
	packed, err := m.open()
	if err != nil {
		return w.refuse(file, asError(err))
	}
	metered := &meteredReader{ReadCloser: packed, meter: c.meter, packed: m.packed, free: m.free}
	defer metered.Close()
	content := bufio.NewReaderSize(metered, headSize)
	head, err := content.Peek(headSize)
	if err != nil && err != io.EOF {
		return w.refuse(file, asError(err))
	}
	if kind, ok := w.kindOf(head); ok {
		metered.whole = true
		return w.nested(ctx, c, m, file, kind, content)
	}
	if limit := c.meter.limits.checkMember(m.size, m.packed); limit != nil {
		return w.refuse(file, limit)
	}
	file.Open = once(content)
	return w.visit(file)
}

// once gives a way to open content that can be read only once. The content is
// closed by whoever opened it first.
func once(content io.Reader) func() (io.ReadCloser, error) {
	opened := false
	return func() (io.ReadCloser, error) {
		if opened {
			return nil, &Error{Code: CodeUnreadable, Detail: "the member was read before"}
		}
		opened = true
		return io.NopCloser(content), nil
	}
}

// nested walks an archive within an archive.
func (w *tour) nested(ctx context.Context, c container, m *member, file File, kind Kind, content io.Reader) error {
	inner := container{
		file: file, top: c.top, kind: kind, depth: c.depth + 1,
		source: source{r: content, size: -1},
		meter:  &meter{limits: c.meter.limits, parent: c.meter, packed: m.packed},
	}
	if m.packed <= 0 {
		inner.meter.packed = m.size
	}
	if !kind.Random {
		_, err := w.container(ctx, inner)
		return err
	}
	if limit := c.meter.limits.checkRatio(m.size, m.packed); limit != nil {
		return w.refuse(file, limit)
	}
	kept, err := spill(content, c.meter, kind.Isolated)
	if err != nil {
		return w.refuse(file, asError(err))
	}
	defer kept.close()
	inner.file.Open = kept.open
	inner.source = source{r: kept.section(), at: kept, file: kept.file, size: kept.size}
	_, err = w.container(ctx, inner)
	return err
}

// refusal tells why a member is not to be opened.
func (m *member) refusal(file File) *Error {
	switch {
	case inLitter(strings.TrimPrefix(file.Path, file.Container+"!/")):
		return &Error{Code: CodeSkipped, Detail: litterDetail}
	case m.mode&fs.ModeType != 0:
		return &Error{Code: CodeSkipped, Detail: "a link or device within an archive"}
	case m.err != nil:
		return m.err
	case m.size < -1:
		return &Error{Code: CodeDamaged, Detail: "the member claims a size that cannot be"}
	}
	return nil
}
