package corpus

import (
	"archive/zip"
	"bytes"
	"fmt"
	"time"
)

// Member is a file in an archive.
type Member struct {
	// Name is the path inside the archive, with slashes.
	Name string
	Data []byte
}

// packed is the time that all archive members carry.
var packed = time.Date(2024, time.March, 15, 9, 30, 0, 0, time.UTC)

// Zip packs the members as Chinese Windows programs do: names in GBK, without
// the flag that says UTF-8. A name may hold characters whose second byte is
// 0x5C, the backslash (衆, 謀, 誠, 碶): see [Backslashed].
func Zip(members []Member) []byte {
	return pack(members, func(name string) zip.FileHeader {
		return zip.FileHeader{Name: string(encodeGB(name)), NonUTF8: true, Method: zip.Deflate}
	})
}

// ZipUTF8 packs the members with names in UTF-8 and the flag that says so.
func ZipUTF8(members []Member) []byte {
	return pack(members, func(name string) zip.FileHeader { return zip.FileHeader{Name: name, Method: zip.Deflate} })
}

// packOffice packs the parts of an OpenDocument file: the first says what it is,
// and stands there as it is, so that it can be read without unpacking.
func packOffice(parts []Member) []byte {
	return pack(parts, func(name string) zip.FileHeader {
		if name == parts[0].Name {
			return zip.FileHeader{Name: name, Method: zip.Store}
		}
		return zip.FileHeader{Name: name, Method: zip.Deflate}
	})
}

// Backslashed are common characters whose second byte in GBK is 0x5C. A reader
// that looks for backslashes before it decodes a name cuts them in two.
const Backslashed = "衆謀誠碶診運錦鉢淺奬"

func pack(members []Member, header func(name string) zip.FileHeader) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, m := range members {
		h := header(m.Name)
		h.Modified = packed
		f, err := w.CreateHeader(&h)
		if err == nil {
			_, err = f.Write(m.Data)
		}
		must(err)
	}
	must(w.Close())
	return b.Bytes()
}

// must guards writes to memory, which cannot fail.
func must(err error) {
	if err != nil {
		panic(fmt.Sprintf("corpus: writing to memory: %v", err))
	}
}
