package corpus

import (
	"archive/zip"
	"bytes"
	"fmt"
	"hash/crc32"
	"strings"
)

// Manifest says what an import has to make of a heap.
type Manifest struct {
	Seen, Imported, Duplicate, Failed, Notices int
	// Codes count the failures by their codes.
	Codes map[string]int
	// Places are the paths of all that is seen, within the heap.
	Places []string
	// Backslashed is how many of them have, in GBK, a byte that looks like a
	// backslash.
	Backslashed int
}

// heapMember is a file of a heap with what has to become of it: "" for a new
// notice, "duplicate", or the code of a failure.
type heapMember struct {
	name, outcome string
	data          []byte
	locked        bool
}

// shares of a heap, in files of a hundred.
const (
	heapBroken    = 2
	heapEncrypted = 1
	heapCopies    = 3
	heapBombs     = 5 // in all
	bombSize      = 48 << 20
)

// Heap makes an archive as offices hand them over, of about so many files:
// archives in archives, three deep; text, web pages, PDF, Word, OpenDocument, RTF
// and Excel files and mails; names in GBK, one in twenty with a byte in it that
// looks like a backslash; copies, broken and locked files, and archives that
// unpack to a thousand times their size.
func Heap(seed uint64, files int) ([]byte, Manifest) {
	manifest := Manifest{Codes: map[string]int{}}
	var members []heapMember
	var good []heapMember
	for i := range files - heapBombs {
		m := heapFile(seed, i, good)
		if m.outcome == "" && len(good) < 1000 {
			good = append(good, m)
		}
		members = append(members, m)
		manifest.enter(m.outcome)
	}
	return nest(members, &manifest), manifest
}

func (m *Manifest) enter(outcome string) {
	m.Seen++
	switch outcome {
	case "":
		m.Imported++
		m.Notices++
	case "duplicate":
		m.Duplicate++
	default:
		m.Failed++
		m.Codes[outcome]++
	}
}

// heapFile makes the i-th file.
func heapFile(seed uint64, i int, good []heapMember) heapMember {
	n := Invent(seed, i, ShortNotice)
	name := fmt.Sprintf("%s/%s", n.Facts.Region.City, n.Name)
	if i%20 == 7 {
		runes := []rune(Backslashed)
		name += "（" + string(runes[i/20%len(runes)]) + "）"
	}
	m := heapMember{name: name}
	switch part := i % 100; {
	case part < heapBroken:
		m.name, m.data, m.outcome = m.breakFile(n, i)
	case part < heapBroken+heapEncrypted:
		m.name, m.data, m.outcome, m.locked = name+".txt", Text(n.Text()), "encrypted", true
	case part < heapBroken+heapEncrypted+heapCopies && len(good) > 0:
		original := good[(i*7)%len(good)]
		suffix := original.name[strings.LastIndexByte(original.name, '.'):]
		m.name, m.data, m.outcome = name+"副本"+suffix, original.data, "duplicate"
	default:
		m.name, m.data = writeForm(n, name, i)
	}
	return m
}

func (m heapMember) breakFile(n Notice, i int) (name string, data []byte, outcome string) {
	switch i / 100 % 3 {
	case 0:
		return m.name + ".docx", cut(DOCX(n.Paragraphs)), "damaged"
	case 1:
		return m.name + ".pdf", PDF(Layout{Paragraphs: n.Paragraphs})[:2000], "damaged"
	}
	return m.name + ".txt", nil, "empty"
}

// writeForm writes the notice in one of the forms.
func writeForm(n Notice, name string, i int) (string, []byte) {
	page := Page{Layout: "trs", Site: n.Facts.Region.County + "人民政府", Headline: n.Facts.Title, Published: n.Facts.Issued.String() + " 09:30",
		Origin: n.Facts.Issuer, Footer: "主办：" + n.Facts.Region.County + "人民政府办公室", Body: n.Paragraphs}
	switch i / 3 % 11 {
	case 0:
		return name + ".txt", Text(n.Text())
	case 1:
		return name + ".txt", GB18030(n.Text())
	case 2:
		return name + ".html", HTML(page)
	case 3:
		page.Layout, page.Charset = "zoom", "gb2312"
		return name + ".htm", HTML(page)
	case 4:
		return name + ".docx", DOCX(n.Paragraphs)
	case 5:
		return name + ".docx", NumberedDOCX(n.Paragraphs)
	case 6:
		return name + ".rtf", RTF(n.Paragraphs)
	case 7:
		return name + ".odt", ODT(n.Paragraphs)
	case 8:
		return name + ".xlsx", XLSX(n.Paragraphs)
	case 9:
		return name + ".eml", EML(n.Facts.Title, n.Paragraphs)
	}
	return name + ".pdf", PDF(Layout{Paragraphs: n.Paragraphs})
}

// nest packs the members three deep: a third on top, a third in archives, and a
// third in archives within those.
func nest(members []heapMember, manifest *Manifest) []byte {
	const inOne = 200
	top := members[:len(members)/3]
	middle := members[len(members)/3 : 2*len(members)/3]
	deep := members[2*len(members)/3:]
	manifest.place("", top)
	for i := 0; len(middle) > 0; i++ {
		name := fmt.Sprintf("第%d批/材料.zip", i+1)
		inner := append([]heapMember(nil), middle[:min(inOne, len(middle))]...)
		middle = middle[len(inner):]
		manifest.place(name+within, inner)
		if below := deep[:min(inOne, len(deep))]; len(below) > 0 {
			deep = deep[len(below):]
			innermost := fmt.Sprintf("附件%d.zip", i+1)
			manifest.place(name+within+innermost+within, below)
			inner = append(inner, heapMember{name: innermost, data: packHeap(below)})
		}
		top = append(top, heapMember{name: name, data: packHeap(inner)})
	}
	for i := range heapBombs {
		name := fmt.Sprintf("补充/%d.zip", i+1)
		inner := Member{Name: "公示.txt", Data: bytes.Repeat([]byte("公"), bombSize/3)}
		manifest.place(name+within, []heapMember{{name: inner.Name}})
		top = append(top, heapMember{name: name, data: Zip([]Member{inner})})
		manifest.enter("limit")
	}
	return packHeap(top)
}

// within parts the path of an archive from that of a member.
const within = "!/"

// place notes the paths of members of an archive.
func (m *Manifest) place(archive string, members []heapMember) {
	for _, member := range members {
		path := archive + member.name
		m.Places = append(m.Places, path)
		if bytes.IndexByte(encodeGB(path), '\\') >= 0 {
			m.Backslashed++
		}
	}
}

// packHeap packs members with names in GBK. Locked ones carry the mark of
// encryption and bytes that nobody can read.
func packHeap(members []heapMember) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, m := range members {
		h := &zip.FileHeader{Name: string(encodeGB(m.name)), NonUTF8: true, Method: zip.Deflate, Modified: packed}
		if !m.locked {
			f, err := w.CreateHeader(h)
			must(err)
			_, err = f.Write(m.data)
			must(err)
			continue
		}
		h.Method, h.Flags = zip.Store, 1
		h.CRC32, h.UncompressedSize64, h.CompressedSize64 = crc32.ChecksumIEEE(m.data), uint64(len(m.data)), uint64(len(m.data))+12
		f, err := w.CreateRaw(h)
		must(err)
		_, err = f.Write(append(make([]byte, 12), scramble(m.data)...))
		must(err)
	}
	must(w.Close())
	return b.Bytes()
}

// scramble makes bytes that look like nothing.
func scramble(data []byte) []byte {
	out := make([]byte, len(data))
	state := uint32(2463534242)
	for i := range data {
		state ^= state << 13
		state ^= state >> 17
		state ^= state << 5
		out[i] = byte(state)
	}
	return out
}
