// Package pack reads documents that are a zip file of XML parts, as word
// processors write them, within limits: whatever a file claims, a part gives no
// more than so many bytes, tokens and levels.
package pack

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"

	"gongshi/ingest/decode"
)

// maxParts bounds the members of a file: each takes memory before any is read.
const maxParts = 100_000

// Package is the zip file around the parts of a document.
type Package struct {
	ctx   context.Context
	files map[string]*zip.File // by partName
}

// partName is the form in which names of parts are compared.
func partName(name string) string {
	return strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(name, `\`, "/"), "/"))
}

// Open reads the list of parts. The package reads parts until ctx is done.
func Open(ctx context.Context, data []byte) (*Package, error) {
	files, err := list(data)
	if err != nil {
		return nil, err
	}
	return &Package{ctx: ctx, files: files}, nil
}

// list reads the list of parts.
func list(data []byte) (map[string]*zip.File, error) {
	if n := bytes.Count(data, []byte("PK\x01\x02")); n > maxParts {
		return nil, &decode.Error{Code: decode.CodeLimit, Detail: fmt.Sprintf("%d parts", n)}
	}
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, &decode.Error{Code: decode.CodeDamaged, Detail: "the file is cut short or broken: its list of parts is missing", Err: err}
	}
	files := make(map[string]*zip.File, len(r.File))
	for _, f := range r.File {
		if name := partName(f.Name); files[name] == nil {
			files[name] = f
		}
	}
	return files, nil
}

// Has tells whether there is such a part. Names are compared without regard to
// case and to the slash in front.
func (p *Package) Has(name string) bool { return p.files[partName(name)] != nil }

// Part opens a part as XML. Names gives the short names of its elements.
func (p *Package) Part(name string, names Names) (*Part, error) {
	r, err := p.open(name)
	if err != nil {
		return nil, err
	}
	return newPart(p.ctx, name, names, r), nil
}

// open unpacks a part, within the limit.
func (p *Package) open(name string) (io.ReadCloser, error) {
	f := p.files[partName(name)]
	if f == nil {
		return nil, &decode.Error{Code: decode.CodeDamaged, Detail: fmt.Sprintf("part %q is missing", name)}
	}
	if f.Flags&1 != 0 {
		return nil, &decode.Error{Code: decode.CodeEncrypted, Detail: "the parts of the file need a password"}
	}
	if f.UncompressedSize64 > decode.MaxInput {
		return nil, tooLarge()
	}
	r, err := f.Open()
	if err != nil {
		return nil, &decode.Error{Code: decode.CodeDamaged, Detail: fmt.Sprintf("part %q cannot be unpacked", name), Err: err}
	}
	return &limitedReader{r, decode.MaxInput}, nil
}

// Peek gives the first bytes of a part, n at most; "" if there is no such part,
// or it cannot be read.
func Peek(data []byte, name string, n int64) string {
	files, err := list(data)
	f := files[partName(name)]
	if err != nil || f == nil {
		return ""
	}
	r, err := f.Open()
	if err != nil {
		return ""
	}
	defer r.Close()
	start, err := io.ReadAll(io.LimitReader(r, n))
	if err != nil {
		return ""
	}
	return string(start)
}

func tooLarge() error {
	return &decode.Error{Code: decode.CodeLimit, Detail: fmt.Sprintf("a part of more than %d MB", decode.MaxInput>>20)}
}

// limitedReader fails, rather than ends, at the limit: the size that a zip file
// states can be a lie.
type limitedReader struct {
	io.ReadCloser
	left int64
}

func (r *limitedReader) Read(b []byte) (int, error) {
	if r.left < 0 {
		return 0, tooLarge()
	}
	n, err := r.ReadCloser.Read(b[:min(int64(len(b)), r.left+1)])
	r.left -= int64(n)
	return n, err
}

const signLocal = "PK\x03\x04"

// Members gives, for the first bytes of a file, the names of the parts that
// begin in them, in lower case; none if it is no zip file.
func Members(head []byte) iter.Seq[string] {
	return func(yield func(string) bool) {
		if !bytes.HasPrefix(head, []byte(signLocal)) {
			return
		}
		for rest := head; ; {
			at := bytes.Index(rest, []byte(signLocal))
			if at < 0 || len(rest) < at+30 {
				return
			}
			size := int(binary.LittleEndian.Uint16(rest[at+26:]))
			if !yield(partName(string(rest[at+30 : min(len(rest), at+30+size)]))) {
				return
			}
			rest = rest[at+4:]
		}
	}
}
