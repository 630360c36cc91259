package corpus

import (
	"bytes"
	"crypto/md5"
	"crypto/rc4"
	"encoding/binary"
	"fmt"
	"maps"
	"slices"
)

// pdfWriter writes the objects of a PDF file and its cross-reference table.
type pdfWriter struct {
	out     bytes.Buffer
	offsets map[int]int
	lock    *pdfLock // nil when the file is not encrypted
}

func newPDFWriter(password string) *pdfWriter {
	w := &pdfWriter{offsets: map[int]int{}}
	w.out.WriteString("%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
	if password != "" {
		w.lock = newPDFLock(password)
	}
	return w
}

// object writes an object that is not a stream. Strings in it must come from
// text.
func (w *pdfWriter) object(id int, body string) {
	w.offsets[id] = w.out.Len()
	fmt.Fprintf(&w.out, "%d 0 obj\n%s\nendobj\n", id, body)
}

// stream writes a stream object.
func (w *pdfWriter) stream(id int, data []byte) { w.streamOf(id, "", data) }

// streamOf writes a stream object with what else its dictionary holds.
func (w *pdfWriter) streamOf(id int, more string, data []byte) {
	if more != "" {
		more += " "
	}
	data = w.lock.encrypt(id, data)
	w.offsets[id] = w.out.Len()
	fmt.Fprintf(&w.out, "%d 0 obj\n<< %s/Length %d >>\nstream\n%s\nendstream\nendobj\n", id, more, len(data), data)
}

// text gives a string as it must stand in object id.
func (w *pdfWriter) text(id int, s string) string {
	if w.lock == nil {
		return "(" + s + ")"
	}
	return fmt.Sprintf("<%X>", w.lock.encrypt(id, []byte(s)))
}

// close writes the cross-reference table and the trailer and gives the file.
func (w *pdfWriter) close() []byte {
	trailer := "/Root 1 0 R"
	size := slices.Max(slices.Collect(maps.Keys(w.offsets))) + 1
	if w.lock != nil {
		w.object(size, w.lock.dictionary())
		trailer += fmt.Sprintf(" /Encrypt %d 0 R /ID [<%X> <%X>]", size, pdfID, pdfID)
		size++
	}
	start := w.out.Len()
	fmt.Fprintf(&w.out, "xref\n0 %d\n0000000000 65535 f \n", size)
	for id := 1; id < size; id++ {
		fmt.Fprintf(&w.out, "%010d 00000 n \n", w.offsets[id])
	}
	fmt.Fprintf(&w.out, "trailer\n<< /Size %d %s >>\nstartxref\n%d\n%%%%EOF\n", size, trailer, start)
	return w.out.Bytes()
}

// pdfLock is the standard security handler, revision 3 (ISO 32000-1, 7.6.3):
// RC4 with a key of 128 bits. The owner's password is the user's.
type pdfLock struct{ key, owner, user []byte }

// pdfPadding fills passwords up to 32 bytes (algorithm 2, step a).
const pdfPadding = "\x28\xBF\x4E\x5E\x4E\x75\x8A\x41\x64\x00\x4E\x56\xFF\xFA\x01\x08" +
	"\x2E\x2E\x00\xB6\xD0\x68\x3E\x80\x2F\x0C\xA9\xFE\x64\x53\x69\x7A"

const pdfID = "gongshi corpus 1"

// pdfPermissions allows printing and nothing else.
const pdfPermissions int32 = -3900

func newPDFLock(password string) *pdfLock {
	padded := []byte(password + pdfPadding)[:32]
	l := &pdfLock{owner: rc4Rounds(md5Rounds(padded), padded)}
	seed := append(slices.Clone(padded), l.owner...)
	seed = binary.LittleEndian.AppendUint32(seed, uint32(0x100000000+int64(pdfPermissions)))
	l.key = md5Rounds(append(seed, pdfID...))
	check := md5.Sum([]byte(pdfPadding + pdfID))
	l.user = append(rc4Rounds(l.key, check[:]), make([]byte, 16)...)
	return l
}

// md5Rounds hashes 51 times, which was meant to make guessing slow.
func md5Rounds(data []byte) []byte {
	sum := md5.Sum(data)
	for range 50 {
		sum = md5.Sum(sum[:])
	}
	return sum[:]
}

// rc4Rounds encrypts 20 times with variations of the key.
func rc4Rounds(key, data []byte) []byte {
	for i := range 20 {
		varied := slices.Clone(key)
		for j := range varied {
			varied[j] ^= byte(i)
		}
		data = rc4Once(varied, data)
	}
	return data
}

func rc4Once(key, data []byte) []byte {
	c, err := rc4.NewCipher(key)
	must(err)
	out := make([]byte, len(data))
	c.XORKeyStream(out, data)
	return out
}

// encrypt encrypts what belongs to object id; a nil lock changes nothing.
func (l *pdfLock) encrypt(id int, data []byte) []byte {
	if l == nil {
		return data
	}
	key := md5.Sum(append(slices.Clone(l.key), byte(id), byte(id>>8), byte(id>>16), 0, 0))
	return rc4Once(key[:], data)
}

func (l *pdfLock) dictionary() string {
	return fmt.Sprintf("<< /Filter /Standard /V 2 /R 3 /Length 128 /P %d /O <%X> /U <%X> >>", pdfPermissions, l.owner, l.user)
}
