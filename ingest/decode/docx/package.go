package docx

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"gongshi/ingest/decode"
)

// maxParts bounds the members of a file: each takes memory before any is read.
const maxParts = 100_000

// pack is the zip file around the parts of a document.
type pack struct {
	ctx   context.Context
	files map[string]*zip.File // by partName
}

// partName is the form in which names of parts are compared.
func partName(name string) string {
	return strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(name, `\`, "/"), "/"))
}

func openPackage(ctx context.Context, data []byte) (*pack, error) {
	if n := bytes.Count(data, []byte("PK\x01\x02")); n > maxParts {
		return nil, &decode.Error{Code: decode.CodeLimit, Detail: fmt.Sprintf("%d parts", n)}
	}
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, &decode.Error{Code: decode.CodeDamaged, Detail: "the file is cut short or broken: its list of parts is missing", Err: err}
	}
	p := &pack{ctx: ctx, files: make(map[string]*zip.File, len(r.File))}
	for _, f := range r.File {
		if name := partName(f.Name); p.files[name] == nil {
			p.files[name] = f
		}
	}
	return p, nil
}

func (p *pack) has(name string) bool { return p.files[partName(name)] != nil }

// open gives a part as XML, within limits.
func (p *pack) open(name string) (*part, error) {
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
	return newPart(p.ctx, name, r), nil
}

// target follows a relationship of a part (of the package for "") by the end of
// its type, such as "/styles". Without one it is the usual name of the part.
func (p *pack) target(of, kind, usual string) string {
	rels := path.Join(path.Dir(of), "_rels", path.Base(of)+".rels")
	if of == "" {
		rels = "_rels/.rels"
	}
	if !p.has(rels) {
		return usual
	}
	r, err := p.open(rels)
	if err != nil {
		return usual
	}
	defer r.close()
	found := usual
	var element visitor
	element = func(_ string, e start) error {
		if e.Name.Local == "Relationship" && strings.HasSuffix(attr(e, "Type"), kind) && attr(e, "TargetMode") != "External" {
			found = attr(e, "Target")
			if !strings.HasPrefix(found, "/") {
				found = path.Join(path.Dir(of), found)
			}
		}
		return r.each(element)
	}
	// A broken list of relationships is as good as none.
	if err := r.each(element); err != nil || !p.has(found) {
		return usual
	}
	return found
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
