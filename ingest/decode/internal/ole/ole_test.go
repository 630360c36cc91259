package ole

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/richardlehane/mscfb"

	"gongshi/ingest/decode"
	"gongshi/ingest/decode/internal/decodetest"
)

func sample() []byte {
	return decodetest.OLE(
		decodetest.Stream{Name: "WordDocument", Data: bytes.Repeat([]byte("整改"), 1500)},
		decodetest.Stream{Name: "1Table", Data: bytes.Repeat([]byte("销号"), 60)},
		decodetest.Stream{Name: "\x05SummaryInformation", Data: []byte("x")},
		decodetest.Stream{Name: "Data", Data: bytes.Repeat([]byte{7}, 4096)},
		decodetest.Stream{Name: "Empty"},
	)
}

// TestStreams reads what a library of others reads.
func TestStreams(t *testing.T) {
	data := sample()
	f, err := Open(data)
	if err != nil {
		t.Fatal(err)
	}
	oracle, err := mscfb.New(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for e, err := oracle.Next(); err == nil; e, err = oracle.Next() {
		seen++
		want, err := io.ReadAll(e)
		if err != nil {
			t.Fatal(err)
		}
		name := e.Name
		if e.Initial < ' ' {
			name = string(rune(e.Initial)) + name
		}
		if got := f.Stream(name); !bytes.Equal(got, want) || !f.Has(strings.ToUpper(name)) {
			t.Errorf("%q: %d bytes, want %d", name, len(got), len(want))
		}
	}
	if seen != 5 || f.Has("Other") || f.Stream("Other") != nil || f.Cut() {
		t.Errorf("%d streams, cut %v", seen, f.Cut())
	}
}

func TestCut(t *testing.T) {
	data := sample()
	for cut := 0; cut < len(data); cut += 7 {
		f, err := Open(data[:cut])
		if err != nil {
			if decode.CodeOf(err) != decode.CodeDamaged {
				t.Fatalf("cut at %d: %v", cut, err)
			}
			continue
		}
		if got := f.Stream("WordDocument"); len(got) != 9000 && !f.Cut() {
			t.Errorf("cut at %d: %d bytes, and not said", cut, len(got))
		}
	}
	// The last sector need not be there in full.
	f, err := Open(data[:len(data)-200])
	if err != nil || !f.Cut() || len(f.Stream("WordDocument")) != 9000 {
		t.Error(err)
	}
}

func TestTitle(t *testing.T) {
	summary := func(pairs ...string) []byte {
		le := binary.LittleEndian
		body := le.AppendUint32(le.AppendUint32(nil, 0), uint32(len(pairs)))
		values, at := "", 8+8*len(pairs)
		for i, value := range pairs {
			body = le.AppendUint32(le.AppendUint32(body, uint32(i+1)), uint32(at+len(values)))
			values += value
		}
		head := make([]byte, 48)
		le.PutUint32(head[44:], 48)
		return append(append(head, body...), values...)
	}
	const gbkPage = "\x02\x00\x00\x00\xA8\x03\x00\x00"
	for _, test := range []struct {
		about, want string
		stream      []byte
	}{
		{"GBK", "整改 公示", summary(gbkPage, "\x1E\x00\x00\x00\x0A\x00\x00\x00\xD5\xFB\xB8\xC4 \xB9\xAB\xCA\xBE\x00")},
		{"UTF-16", "公示", summary(gbkPage, "\x1F\x00\x00\x00\x03\x00\x00\x00\x6C\x51\x3A\x79\x00\x00")},
		{"of another type", "", summary(gbkPage, "\x03\x00\x00\x00\x03\x00\x00\x00")},
		{"longer than there is", "ab", summary(gbkPage, "\x1E\x00\x00\x00\xFF\xFF\xFF\xFFab")},
		{"nothing", "", nil},
		{"cut", "", summary(gbkPage)[:50]},
	} {
		f, err := Open(decodetest.OLE(decodetest.Stream{Name: "\x05SummaryInformation", Data: test.stream}))
		if err != nil {
			t.Fatal(err)
		}
		if got := f.Title(); got != test.want {
			t.Errorf("%s: %q, want %q", test.about, got, test.want)
		}
	}
}

// TestCircles reads files whose chains and trees have no end.
func TestCircles(t *testing.T) {
	whole := decodetest.OLE(decodetest.Stream{Name: "WordDocument", Data: make([]byte, 1<<16)})
	for at := headerSize; at+4 <= len(whole); at += 4 {
		if n := binary.LittleEndian.Uint32(whole[at:]); n == 0 || n > 3000 && n < lastSector {
			continue
		}
		data := bytes.Clone(whole)
		binary.LittleEndian.PutUint32(data[at:], 1)
		t.Run(fmt.Sprintf("a circle at %d", at), func(t *testing.T) {
			decodetest.Within(t, time.Second, func() {
				if f, err := Open(data); err == nil {
					f.Stream("WordDocument")
					f.Title()
				}
			})
		})
	}
}

// TestLoops opens large files in which every sector is followed by itself, or by
// the next: the list of contents would be as large as the file. Whether it is a
// document is asked of any file, so that must take little.
func TestLoops(t *testing.T) {
	const table, sectors = 109, 109 * 128
	for about, next := range map[string]func(i int) uint32{
		"itself":   func(i int) uint32 { return uint32(i) },
		"the next": func(i int) uint32 { return uint32(i + 1) },
		"a circle": func(i int) uint32 { return uint32((i + 1) % sectors) },
	} {
		data := make([]byte, headerSize+sectors*512)
		copy(data, decodetest.OLE(decodetest.Stream{Name: "A"})[:headerSize])
		le := binary.LittleEndian
		// The table of chains lies at the end.
		for i := range 109 {
			le.PutUint32(data[76+4*i:], uint32(sectors-table+i))
		}
		for i := range sectors {
			le.PutUint32(data[headerSize+(sectors-table)*512+4*i:], next(i))
		}
		for _, at := range []int{48, 60} {
			le.PutUint32(data[at:], 0)
		}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		f, err := Open(data)
		runtime.ReadMemStats(&after)
		if err != nil || f.Has("A") {
			t.Errorf("%s: %v", about, err)
		}
		if used := after.TotalAlloc - before.TotalAlloc; used > 6<<20 {
			t.Errorf("%s: opening it took %d KB", about, used>>10)
		}
	}
}

func TestBlock(t *testing.T) {
	b := Block{1, 0x82, 3, 0x84, 5}
	for _, test := range []struct{ about, got, want int }{
		{1, b.U8(4), 5}, {2, b.U8(5), 0}, {3, b.U8(-1), 0}, {4, b.U16(1), 0x382}, {5, b.U16(4), 0}, {6, b.I16(0), 0x8201 - 1<<16},
		{7, b.U32(0) & 0xFFFF, 0x8201}, {8, b.U32(2), 0}, {9, b.U32(-4), 0}, {10, b.I32(1), 0x05840382}, {11, b.U16(math.MaxInt), 0},
		{12, len(b.Cut(2, math.MaxInt)), 3}, {13, len(b.Cut(-1, 2)), 0}, {14, len(b.Cut(1, -1)), 0}, {15, len(b.Cut(5, 1)), 0}, {16, len(b.Cut(1, 2)), 2},
	} {
		if test.got != test.want {
			t.Errorf("%d: %#x, want %#x", test.about, test.got, test.want)
		}
	}
}

func FuzzOpen(f *testing.F) {
	f.Add(sample())
	f.Add(sample()[:3000])
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := Open(data)
		if err != nil {
			if decode.CodeOf(err) == "" {
				t.Errorf("an error without a code: %v", err)
			}
			return
		}
		for name := range file.streams {
			if got := file.Stream(name); len(got) > len(data)+file.size {
				t.Errorf("%q: %d bytes of a file of %d", name, len(got), len(data))
			}
		}
		file.Title()
	})
}
