package image

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	pixels "image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/image/bmp"
	"golang.org/x/image/tiff"

	"gongshi"
	"gongshi/ingest/decode"
	"gongshi/ingest/decode/internal/decodetest"
	"gongshi/ingest/decode/ocr"
	"gongshi/ingest/decode/worker"
)

// TestMain makes the test binary the worker of its own tests.
func TestMain(m *testing.M) {
	if worker.Child() {
		if err := worker.Serve([]decode.Format{Format()}, os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(2)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func newPool(t *testing.T) *worker.Pool {
	t.Helper()
	pool, err := worker.New(worker.Options{Size: 1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { pool.Close() })
	return pool
}

func needsTesseract(t *testing.T) {
	t.Helper()
	if _, err := ocr.Find(); err != nil {
		t.Skip(err)
	}
}

// A page with a seal and a red head, read in a worker.
func TestNotice(t *testing.T) {
	needsTesseract(t)
	doc, err := newPool(t).Decode(t.Context(), "image", decode.Input{Data: decodetest.File(t, "notice.png")})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := decodetest.Accuracy(doc.Text, string(decodetest.File(t, "notice.txt"))), 0.9; got < want {
		t.Errorf("%.3f of the characters are right, want %v:\n%s", got, want, doc.Text)
	}
	if s := doc.Source; s.Method != gongshi.MethodOCR || s.Engine != "tesseract" || s.Pages != 1 || s.MediaType != "image/png" {
		t.Errorf("%+v", s)
	}
	if !slices.Contains(decodetest.Codes(doc), "ocr-page") || !slices.Equal(doc.PageMethods, []gongshi.Method{gongshi.MethodOCR}) {
		t.Errorf("%+v, %v", doc.Diagnostics, doc.PageMethods)
	}
}

// All pages of a TIFF file, with paragraphs that go on over them; or as many as
// are wanted.
func TestPages(t *testing.T) {
	needsTesseract(t)
	pool := newPool(t)
	doc, err := pool.Decode(t.Context(), "image", decode.Input{Data: decodetest.File(t, "two-pages.tif")})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := decodetest.Accuracy(doc.Text, string(decodetest.File(t, "two-pages.txt"))), 0.93; got < want || doc.Source.Pages != 2 {
		t.Errorf("%.3f of the characters are right, want %v; %d pages:\n%s", got, want, doc.Source.Pages, doc.Text)
	}
	doc, err = pool.Decode(t.Context(), "image", decode.Input{Data: decodetest.File(t, "two-pages.tif"), OCRPages: 1})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(doc.PageMethods, []gongshi.Method{gongshi.MethodOCR, ""}) || !slices.Contains(decodetest.Codes(doc), "ocr-missing") || !slices.Contains(decodetest.Codes(doc), "page-image") {
		t.Errorf("%+v, %v", doc.PageMethods, doc.Diagnostics)
	}
	if _, err = pool.Decode(t.Context(), "image", decode.Input{Data: decodetest.File(t, "two-pages.tif"), OCRPages: -1}); decode.CodeOf(err) != decode.CodeNeedsOCR {
		t.Errorf("recognition switched off: %v", err)
	}
}

// Without the program the file says what is missing.
func TestWithoutTesseract(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	_, err := newPool(t).Decode(t.Context(), "image", decode.Input{Data: decodetest.File(t, "notice.png")})
	if decode.CodeOf(err) != decode.CodeNeedsOCR {
		t.Fatal(err)
	}
	for _, part := range []string{"tesseract was not found on the PATH", "apt-get install tesseract-ocr tesseract-ocr-chi-sim"} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("%q does not say %q", err, part)
		}
	}
}

// blank is a white page in each format that can be written.
func blank(t testing.TB, w, h int) map[string][]byte {
	t.Helper()
	img := pixels.NewPaletted(pixels.Rect(0, 0, w, h), color.Palette{color.White, color.Black})
	out := map[string][]byte{}
	write := func(name string, encode func(*bytes.Buffer) error) {
		var b bytes.Buffer
		if err := encode(&b); err != nil {
			t.Fatal(err)
		}
		out[name] = b.Bytes()
	}
	write("png", func(b *bytes.Buffer) error { return png.Encode(b, img) })
	write("jpeg", func(b *bytes.Buffer) error { return jpeg.Encode(b, img, nil) })
	write("gif", func(b *bytes.Buffer) error { return gif.Encode(b, img, nil) })
	write("bmp", func(b *bytes.Buffer) error { return bmp.Encode(b, img) })
	write("tiff", func(b *bytes.Buffer) error { return tiff.Encode(b, img, nil) })
	return out
}

func decodeFile(t testing.TB, data []byte) (*gongshi.Document, error) {
	t.Helper()
	in := decode.Input{Data: data, OCRPages: -1}
	f, err := decode.Find([]decode.Format{Format()}, in)
	if err != nil {
		return nil, err
	}
	return decode.Run(t.Context(), f, in)
}

// pngHead is a PNG file that states a size, and no more.
func pngHead(w, h uint32) []byte {
	head := []byte("IHDR")
	head = binary.BigEndian.AppendUint32(head, w)
	head = binary.BigEndian.AppendUint32(head, h)
	head = append(head, 8, 6, 0, 0, 0)
	out := append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0d"), head...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(head))
}

func TestBadFiles(t *testing.T) {
	good := blank(t, 600, 800)
	for kind, data := range good {
		if _, err := decodeFile(t, data); decode.CodeOf(err) != decode.CodeNeedsOCR {
			t.Errorf("%s: %v", kind, err)
		}
		if _, err := decodeFile(t, data[:12]); kind != "tiff" && decode.CodeOf(err) != decode.CodeDamaged {
			t.Errorf("%s, cut to its head: %v", kind, err)
		}
		if _, err := decodeFile(t, blank(t, 200, 90)[kind]); decode.CodeOf(err) != decode.CodeEmpty {
			t.Errorf("%s, an icon: %v", kind, err)
		}
	}
	gifHead := slices.Clone(good["gif"])
	copy(gifHead[6:], "\xff\xff\xff\xff")
	tests := []struct {
		about string
		data  []byte
		code  decode.Code
	}{
		{"no bytes", nil, decode.CodeEmpty},
		{"40,000 × 40,000", pngHead(40_000, 40_000), decode.CodeLimit},
		{"the largest PNG", pngHead(1<<31-1, 1<<31-1), decode.CodeLimit},
		{"a GIF of 65,535 × 65,535", gifHead, decode.CodeLimit},
		{"no width", pngHead(0, 40_000), decode.CodeDamaged},
		{"a web page", []byte("<html><body>404"), decode.CodeUnsupported},
		{"a text", []byte("BM 整改销号公示"), decode.CodeUnsupported},
		{"a TIFF without a directory", []byte("II*\x00\xff\xff\xff\x7f"), decode.CodeDamaged},
		{"a TIFF of eight bytes", []byte("MM\x00*"), decode.CodeDamaged},
		{"a WebP of a lie", []byte("RIFF\x00\x00\x00\x00WEBPVP8L\x0a\x00\x00\x00\x2f\x00\x00\x00\x00\x00"), decode.CodeDamaged},
	}
	for _, test := range tests {
		t.Run(test.about, func(t *testing.T) {
			decodetest.Within(t, time.Second, func() {
				if doc, err := decodeFile(t, test.data); decode.CodeOf(err) != test.code {
					t.Errorf("%v, %v; want %s", doc, err, test.code)
				}
			})
		})
	}
}

// A picture that is broken behind its head is damaged, not in need of a program.
func TestCutShort(t *testing.T) {
	needsTesseract(t)
	data := decodetest.File(t, "notice.png")
	for _, n := range []int{2, 3} {
		_, err := decode.Run(t.Context(), Format(), decode.Input{Data: data[:len(data)/n]})
		if decode.CodeOf(err) != decode.CodeDamaged {
			t.Errorf("cut to 1/%d: %v", n, err)
		}
	}
}

// A page without text is empty, and costs a look.
func TestNothingOnIt(t *testing.T) {
	needsTesseract(t)
	_, err := decode.Run(t.Context(), Format(), decode.Input{Data: blank(t, 600, 800)["png"]})
	if decode.CodeOf(err) != decode.CodeEmpty {
		t.Error(err)
	}
}

// Directories of a TIFF file that lead to each other.
func TestDirectoryRing(t *testing.T) {
	data := blank(t, 600, 800)["tiff"]
	at := binary.LittleEndian.Uint32(data[4:])
	next := at + 2 + 12*uint32(binary.LittleEndian.Uint16(data[at:]))
	binary.LittleEndian.PutUint32(data[next:], at)
	if f := split(data, "image/tiff"); f.count() != 1 {
		t.Errorf("%d pictures", f.count())
	}
	ring := []byte("II*\x00\x08\x00\x00\x00" + strings.Repeat("\x00\x00\x0e\x00\x00\x00\x00\x00\x08\x00\x00\x00", 1))
	if f := split(ring, "image/tiff"); f.count() != 2 {
		t.Errorf("%d pictures", f.count())
	}
}

// directory is one of a TIFF file, with the values of its fields, all of them short.
func directory(fields [][2]uint32) (out []byte) {
	out = binary.LittleEndian.AppendUint16(out, uint16(len(fields)))
	for _, f := range fields {
		out = binary.LittleEndian.AppendUint16(out, uint16(f[0]))
		out = binary.LittleEndian.AppendUint16(out, 4)
		out = binary.LittleEndian.AppendUint32(out, 1)
		out = binary.LittleEndian.AppendUint32(out, f[1])
	}
	return append(out, 0, 0, 0, 0)
}

// pageDirectory is one of a white page, with this compression, at the given offset.
func pageDirectory(kind, w, h, compression, strip uint32) []byte {
	return directory([][2]uint32{{254, kind}, {256, w}, {257, h}, {258, 8}, {259, compression}, {262, 1}, {273, strip}, {277, 1}, {278, h}, {279, w * h}})
}

// withDirectories puts directories behind those of a TIFF file.
func withDirectories(data []byte, more ...[]byte) []byte {
	data = slices.Clone(data)
	link := int64(4)
	for at := binary.LittleEndian.Uint32(data[link:]); at != 0; at = binary.LittleEndian.Uint32(data[link:]) {
		link = int64(at) + 2 + 12*int64(binary.LittleEndian.Uint16(data[at:]))
	}
	for _, d := range more {
		binary.LittleEndian.PutUint32(data[link:], uint32(len(data)))
		link = int64(len(data) + len(d) - 4)
		data = append(data, d...)
	}
	return data
}

// A picture of a file that is none of a page, or broken, does not take the others
// with it.
func TestBadFrames(t *testing.T) {
	page := blank(t, 600, 800)["tiff"]
	thumbnail := pageDirectory(0, 120, 160, 1, 8)
	copied := pageDirectory(1, 600, 800, 1, 8)
	whole := pageDirectory(0, 600, 800, 1, 8)
	jpeg := pageDirectory(0, 600, 800, 7, 8)
	unsized := pageDirectory(0, 0, 800, 1, 8)
	huge := pageDirectory(0, 60_000, 80_000, 1, 8)
	for _, test := range []struct {
		about    string
		data     []byte
		kept     []int // the frames that are pages
		troubles int
	}{
		{"a thumbnail", withDirectories(page, whole, thumbnail), []int{0, 1}, 0},
		{"a small copy", withDirectories(page, copied), []int{0}, 0},
		{"no size", withDirectories(page, unsized, whole), []int{0, 1, 2}, 1},
		{"too large", withDirectories(page, huge), []int{0, 1}, 1},
		{"a broken directory", withDirectories(page, directory(nil)), []int{0, 1}, 1},
		{"JPEG", withDirectories(page, jpeg, whole), []int{0, 1, 2}, 0}, // it is found out later
	} {
		found := split(test.data, "image/tiff")
		kept, err := found.pages()
		if err != nil {
			t.Errorf("%s: %v", test.about, err)
		}
		var frames []int
		troubles := 0
		for _, k := range kept {
			frames = append(frames, k.frame)
			if k.trouble != nil {
				troubles++
			}
		}
		if !slices.Equal(frames, test.kept) || troubles != test.troubles {
			t.Errorf("%s: %v, %d of them broken; want %v, %d", test.about, frames, troubles, test.kept, test.troubles)
		}
	}
	icon := blank(t, 120, 160)["tiff"]
	if _, err := decodeFile(t, withDirectories(icon, thumbnail)); decode.CodeOf(err) != decode.CodeEmpty {
		t.Errorf("nothing but icons: %v", err)
	}
	if _, err := decodeFile(t, withDirectories(icon, huge)); decode.CodeOf(err) != decode.CodeLimit {
		t.Errorf("an icon, and a picture that is too large: %v", err)
	}
}

// The good pages are read, and it is said what was not.
func TestBadFramesRead(t *testing.T) {
	needsTesseract(t)
	data := withDirectories(decodetest.File(t, "two-pages.tif"), pageDirectory(0, 120, 160, 1, 8), pageDirectory(0, 600, 800, 7, 8), directory(nil))
	doc, err := newPool(t).Decode(t.Context(), "image", decode.Input{Data: data})
	if err != nil {
		t.Fatal(err)
	}
	want := []gongshi.Method{gongshi.MethodOCR, gongshi.MethodOCR, "", ""}
	if doc.Source.Pages != 4 || !slices.Equal(doc.PageMethods, want) {
		t.Errorf("%d pages, %v", doc.Source.Pages, doc.PageMethods)
	}
	for _, code := range []string{"pictures-left-out", "ocr-missing", "page-failed"} {
		if !slices.Contains(decodetest.Codes(doc), code) {
			t.Errorf("no %s in %+v", code, doc.Diagnostics)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, data := range blank(f, 20, 10) {
		f.Add(data)
	}
	f.Add(pngHead(40_000, 40_000))
	f.Fuzz(func(t *testing.T, data []byte) {
		if _, err := decodeFile(t, data); err != nil && (decode.CodeOf(err) == "" || decode.CodeOf(err) == decode.CodeCrashed) {
			t.Fatal(err)
		}
		if typeOf(data) == "" {
			return
		}
		// What is decoded when there is a program to read it.
		found := split(data, typeOf(data))
		for i := range min(found.count(), 3) {
			if c, _, err := pixels.DecodeConfig(bytes.NewReader(found.at(i))); err == nil && c.Width*c.Height < 1<<20 {
				_ = paint(found.at(i), func(pixels.Image, ocr.Place) error { return nil })
			}
		}
	})
}
