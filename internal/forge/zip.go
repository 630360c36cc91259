package forge

import (
	"archive/zip"
	"bytes"
	"io"
)

// Zip builds a zip file.
type Zip struct {
	buf bytes.Buffer
	w   *zip.Writer
}

// NewZip gives a zip file without members.
func NewZip() *Zip {
	z := new(Zip)
	z.w = zip.NewWriter(&z.buf)
	return z
}

// Add adds a packed member.
func (z *Zip) Add(name, content string) *Zip {
	return z.AddHeader(&zip.FileHeader{Name: name, Method: zip.Deflate}, content)
}

// AddHeader adds a member with a header of the caller's; sizes and checksum are
// filled in.
func (z *Zip) AddHeader(h *zip.FileHeader, content string) *Zip {
	w, err := z.w.CreateHeader(h)
	must(err)
	_, err = io.WriteString(w, content)
	must(err)
	return z
}

// Raw adds a member with a header that says anything at all.
func (z *Zip) Raw(h *zip.FileHeader, content string) *Zip {
	w, err := z.w.CreateRaw(h)
	must(err)
	_, err = io.WriteString(w, content)
	must(err)
	return z
}

// File writes the list of members and gives the whole file.
func (z *Zip) File() []byte {
	must(z.w.Close())
	return z.buf.Bytes()
}

// Parts packs names and contents, two at a time: the form of office documents.
func Parts(pairs ...string) []byte {
	z := NewZip()
	for i := 0; i < len(pairs); i += 2 {
		z.Add(pairs[i], pairs[i+1])
	}
	return z.File()
}
