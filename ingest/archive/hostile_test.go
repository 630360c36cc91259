package archive

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// hostile are archives that want to harm whoever opens them. Each has to end
// soon, within memory, with a reason or as the harmless files that it holds.
var hostile = []struct {
	about string
	data  func(t testing.TB) []byte
	want  []string // codes of which one must come; "": files may come instead
}{
	// zip
	{"zip: 500 entries of the same bytes", overlapping, []string{"damaged"}},
	{"zip: members within members", quoted, []string{"damaged"}},
	{"zip: a size that is too small", func(t testing.TB) []byte { return lyingZip(t, 10) }, []string{"damaged"}},
	{"zip: a size that is too large", func(t testing.TB) []byte { return lyingZip(t, 1<<62) }, []string{"limit"}},
	{"zip: a size that is negative", func(t testing.TB) []byte { return lyingZip(t, 1<<63) }, []string{"damaged"}},
	{"zip: 1000:1", func(t testing.TB) []byte { return newZip(t).add("x", blanks(16<<20)).bytes() }, []string{"limit"}},
	{"zip: six levels of ten times ten", wide, []string{"limit"}},
	{"zip: twenty levels", deep, []string{"limit"}},
	{"zip: an archive in each of its members", selves, []string{"limit"}},
	{"zip: a list of 4 GB", func(t testing.TB) []byte {
		data := newZip(t).add("x", "x").bytes()
		binary.LittleEndian.PutUint32(data[bytes.LastIndex(data, []byte(signEnd))+12:], 1<<32-2)
		return data
	}, []string{"limit"}},
	{"zip: 30,000 members", func(t testing.TB) []byte {
		p := newZip(t)
		for i := range 30_000 {
			p.addHeader(&zip.FileHeader{Name: fmt.Sprint(i)}, "")
		}
		return p.bytes()
	}, []string{"limit"}},
	{"zip: no list, and headers that lead nowhere", func(testing.TB) []byte {
		h := make([]byte, localSize+1)
		copy(h, signLocal)
		h[6], h[8], h[26] = flagDescriptor, 8, 1
		return bytes.Repeat(h, 200_000)
	}, []string{"damaged", "limit"}},
	{"zip: an LZMA dictionary of 4 GB", func(t testing.TB) []byte {
		data := "\x09\x14\x05\x00\x5d\xff\xff\xff\xff" + strings.Repeat("\x00", 100)
		return newZip(t).raw(&zip.FileHeader{Name: "x", Method: 14, CompressedSize64: uint64(len(data)), UncompressedSize64: 1 << 20}, data).bytes()
	}, []string{"limit"}},
	{"zip: an xz member with a dictionary of 4 GB", func(t testing.TB) []byte {
		data := string(xzWith(40))
		return newZip(t).raw(&zip.FileHeader{Name: "x", Method: 95, CompressedSize64: uint64(len(data)), UncompressedSize64: 1 << 20}, data).bytes()
	}, []string{"limit"}},
	{"zip: names", func(t testing.TB) []byte {
		return newZip(t).add("../../../../tmp/x", "x").add("/tmp/x", "x").add(strings.Repeat("名", 20_000), "x").add("a\x00b", "x").add("\u202egnp.x", "x").add("CON", "x").bytes()
	}, []string{""}},

	// gzip, bzip2, xz, zstd
	{"gzip: 10 GB of zeros in 1,000 members", func(t testing.TB) []byte { return bytes.Repeat(gzipped(t, make([]byte, 10<<20)), 1000) }, []string{"limit"}},
	{"gzip: twelve levels", func(t testing.TB) []byte {
		data := []byte("x")
		for range 12 {
			data = gzipped(t, data)
		}
		return data
	}, []string{"limit"}},
	{"gzip: a file that holds itself", quine, []string{"limit"}},
	{"gzip: a name without an end", func(testing.TB) []byte {
		return append([]byte("\x1f\x8b\x08\x08\x00\x00\x00\x00\x00\x03"), bytes.Repeat([]byte("x"), 10<<20)...)
	}, []string{"damaged"}},
	{"bzip2: a gigabyte in 722 bytes", func(t testing.TB) []byte {
		data, err := os.ReadFile(filepath.Join("testdata", "zeros.bz2"))
		if err != nil {
			t.Fatal(err)
		}
		return data
	}, []string{"limit"}},
	{"xz: a dictionary of 4 GB", func(testing.TB) []byte { return xzWith(40) }, []string{"limit"}},
	{"xz: 8 GB of zeros in 1,000 files", func(t testing.TB) []byte { return bytes.Repeat(xzed(t, make([]byte, 8<<20)), 1000) }, []string{"limit"}},
	{"xz: an index of 2^60 blocks", func(t testing.TB) []byte {
		head := []byte(magicXZ + "\x00\x04")
		return append(append(binary.LittleEndian.AppendUint32(head, crc32.ChecksumIEEE(head[6:])), 0), vint(1<<60)...)
	}, []string{"damaged"}},
	{"zstd: a window of 3 TB", func(testing.TB) []byte { return append([]byte("\x28\xb5\x2f\xfd\x00\xf8"), 3, 0, 0, 0) }, []string{"limit", "damaged"}},
	{"zstd: 4 TB of one byte", func(testing.TB) []byte {
		data := []byte("\x28\xb5\x2f\xfd\x00\x58")
		return append(data, bytes.Repeat([]byte{0x02, 0x00, 0x10, 0}, 1<<20)...)
	}, []string{"limit"}},
	{"zstd: frames to pass over", func(testing.TB) []byte {
		return bytes.Repeat([]byte{0x50, 0x2a, 0x4d, 0x18, 0, 0, 0, 0}, 1<<18)
	}, []string{"", "damaged"}},

	// tar
	{"tar: a hole of a petabyte", func(testing.TB) []byte { return sparseTar("1125899906842624") }, []string{"limit", "damaged"}},
	{"tar: a hole of a petabyte, the old way", func(testing.TB) []byte {
		h := tarHeader("x", 0, 'S')
		copy(h[257:], "ustar  \x00")
		copy(h[386:], "00000000000\x0000000000000\x00")
		copy(h[483:], []byte{0x80, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0})
		return append(tarSum(h), make([]byte, 2*tarBlock)...)
	}, []string{"limit", "damaged"}},
	{"tar: a size of eight exabytes", func(testing.TB) []byte {
		h := tarHeader("x", 0, '0')
		copy(h[124:], []byte{0x80, 0, 0, 0, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff})
		return append(tarSum(h), make([]byte, 4*tarBlock)...)
	}, []string{"limit", "damaged"}},
	{"tar: a size that is negative", func(testing.TB) []byte {
		h := tarHeader("x", 0, '0')
		copy(h[124:], bytes.Repeat([]byte{0xff}, 12))
		return append(tarSum(h), make([]byte, 4*tarBlock)...)
	}, []string{"damaged"}},
	{"tar: a name of a gigabyte", func(t testing.TB) []byte {
		return gzipped(t, append(tarHeader("././@LongLink", 1<<30, 'L'), make([]byte, 32<<20)...))
	}, []string{"damaged", "limit"}},
	{"tar: records of a gigabyte", func(t testing.TB) []byte {
		return gzipped(t, append(tarHeader("x", 1<<30, 'x'), make([]byte, 32<<20)...))
	}, []string{"damaged", "limit"}},
	{"tar: 30,000 members", func(t testing.TB) []byte {
		return gzipped(t, bytes.Repeat(tarHeader("x", 0, '0'), 30_000))
	}, []string{"limit"}},
	{"tar: 8 MB of headers that are none", func(t testing.TB) []byte {
		return append(tarHeader("x", 0, '0'), noise(8<<20)...)
	}, []string{"damaged"}},
	{"tar: links and devices", func(testing.TB) []byte {
		return bytes.Join([][]byte{tarHeader("/etc/passwd", 0, '2'), tarHeader("x", 0, '1'), tarHeader("/dev/sda", 0, '4'), make([]byte, 1024)}, nil)
	}, []string{"skipped"}},

	// 7z
	{"7z: a dictionary of 4 GB", func(t testing.TB) []byte {
		coder, packed := lzmaed(t, []byte("x"))
		copy(coder.properties[1:], "\xff\xff\xff\xff")
		return sevenZip(block7z{coder, packed, 1 << 40, []file7z{{"x", 1 << 40, 0}}})
	}, []string{"limit"}},
	{"7z: an LZMA2 dictionary of 4 GB", func(testing.TB) []byte {
		return sevenZip(block7z{coder7z{[]byte{0x21}, []byte{40}}, []byte{0}, 1, []file7z{{"x", 1, 0}}})
	}, []string{"limit"}},
	{"7z: a PPMd memory of 4 GB", func(testing.TB) []byte {
		return sevenZip(block7z{coder7z{[]byte{3, 4, 1}, []byte{6, 0xff, 0xff, 0xff, 0xff}}, make([]byte, 9), 1 << 20, []file7z{{"x", 1 << 20, 0}}})
	}, []string{"limit"}},
	{"7z: 4,000,000,000 files", func(testing.TB) []byte {
		h := append([]byte{1, 5}, number7z(4_000_000_000)...)
		return sevenZipOf(nil, append(h, 0, 0))
	}, []string{"limit", "damaged", "crashed"}},
	{"7z: properties of 4 GB", func(testing.TB) []byte {
		h := append([]byte{1, 4, 7, 0xb, 1, 0, 1, 0x21, 0}, number7z(1<<32-1)...)
		return sevenZipOf(nil, append(h, 0, 0))
	}, []string{"limit", "damaged", "crashed"}},
	{"7z: 4,000,000,000 streams", func(testing.TB) []byte {
		h := append([]byte{1, 4, 7, 0xb, 1, 0, 1, 0x11, 0}, number7z(4_000_000_000)...)
		return sevenZipOf(nil, append(h, bytes.Repeat([]byte{1}, 100)...))
	}, []string{"limit", "damaged", "crashed", "timeout"}},
	{"7z: a header of 2^62 bytes", func(testing.TB) []byte {
		start := binary.LittleEndian.AppendUint64(nil, 0)
		start = binary.LittleEndian.AppendUint64(start, 1<<62)
		start = binary.LittleEndian.AppendUint32(start, 0)
		out := binary.LittleEndian.AppendUint32([]byte("7z\xbc\xaf\x27\x1c\x00\x04"), crc32.ChecksumIEEE(start))
		return append(append(out, start...), 1, 0)
	}, []string{"limit", "damaged", "crashed"}},
	{"7z: a terabyte that is not there", func(testing.TB) []byte {
		return sevenZip(block7z{copy7z, []byte("x"), 1 << 40, []file7z{{"x", 1 << 40, 0}}})
	}, []string{"limit", "damaged"}},
	{"7z: 16 MB of zeros", func(t testing.TB) []byte {
		zeros := make([]byte, 16<<20)
		coder, packed := lzmaed(t, zeros)
		return sevenZip(packedAs(coder, packed, map[string]string{"x": string(zeros)}, "x"))
	}, []string{"limit"}},
	{"7z: a key of 2^62 rounds", func(testing.TB) []byte {
		return sevenZip(block7z{coder7z{[]byte{6, 0xf1, 7, 1}, append([]byte{0xbe, 0xff}, make([]byte, 32)...)}, make([]byte, 16), 16, []file7z{{"x", 16, 1}}})
	}, []string{"limit", "damaged", "encrypted", "timeout"}},

	// rar
	{"rar 5: a dictionary of 64 GB", func(testing.TB) []byte {
		return newRar5().member("x", "xxxx", 1<<40, 1|3<<7|19<<10, 0).bytes()
	}, []string{"limit"}},
	{"rar 5: a member of less than no bytes", func(testing.TB) []byte {
		r := newRar5().add("x", "x")
		r.header(vint(2), vint(2), vint(1<<64-20), vint(0), vint(10), vint(0), vint(0), vint(1), vint(1), []byte("y"))
		return r.bytes()
	}, []string{"damaged", "crashed"}},
	{"rar 5: a key of 2^24 rounds", slowRar, []string{"timeout", "damaged", "encrypted"}},
	{"rar 5: a terabyte that is not there", func(testing.TB) []byte {
		return newRar5().member("x", "x", 1<<40, 0, 0).bytes()
	}, []string{"limit", "damaged"}},
	{"rar 5: a size that is negative", func(testing.TB) []byte {
		return newRar5().member("x", "x", 1<<63, 0, 0).bytes()
	}, []string{"damaged"}},
	{"rar 5: rubbish that is packed", func(testing.TB) []byte {
		return newRar5().member("x", string(noise(1<<20)), 1<<24, 3<<7|4<<10, 0).bytes()
	}, []string{"damaged", "crashed"}},
	{"rar 5: 30,000 members", func(testing.TB) []byte {
		r := newRar5()
		for range 30_000 {
			r.add("x", "")
		}
		return r.bytes()
	}, []string{"limit"}},
	{"rar 4: rubbish for the machine", func(testing.TB) []byte {
		return newRar4().member("x", string(noise(1<<20)), 1<<24, 0x33, 0).add("y", "y").bytes()
	}, []string{"damaged", "crashed", "timeout", "limit"}},

	// WARC
	{"warc: a length of eight exabytes", func(testing.TB) []byte {
		return bytes.Replace(page200("http://h/1", "x"), []byte("Content-Length: "), []byte("Content-Length: 9223372036854775"), 1)
	}, []string{"damaged", ""}},
	{"warc: a head without an end", func(t testing.TB) []byte {
		return gzipped(t, append([]byte("WARC/1.0\r\n"), bytes.Repeat([]byte("x"), 8<<20)...))
	}, []string{"damaged"}},
	{"warc: a head of a million lines", func(t testing.TB) []byte {
		return append([]byte("WARC/1.0\r\n"), bytes.Repeat([]byte("a: b\r\n"), 1<<20)...)
	}, []string{"damaged"}},
	{"warc: an answer of a million lines", func(testing.TB) []byte {
		return record("response", "http://h/1", "application/http", "HTTP/1.1 200 OK\r\n"+strings.Repeat("a: b\r\n", 1<<20)+"\r\nx")
	}, []string{"damaged"}},
	{"warc: a body of zeros", func(t testing.TB) []byte {
		return page200("http://h/1", string(gzipped(t, make([]byte, 16<<20))), "Content-Encoding: gzip")
	}, []string{"limit"}},
	{"warc: a body of bodies", func(t testing.TB) []byte {
		return page200("http://h/1", string(gzipped(t, gzipped(t, gzipped(t, make([]byte, 16<<20))))), "Content-Encoding: gzip, gzip, gzip")
	}, []string{"limit"}},
	{"warc: a thousand encodings", func(testing.TB) []byte {
		return page200("http://h/1", "x", "Content-Encoding: "+strings.Repeat("gzip,", 1000))
	}, []string{"damaged", "unsupported"}},
	{"warc: 30,000 broken records", func(testing.TB) []byte { return bytes.Repeat([]byte("WARC/1.0\r\n\r\n"), 30_000) }, []string{"limit"}},
	{"warc: a bomb among good records", func(t testing.TB) []byte {
		return bytes.Join([][]byte{gzipped(t, page200("http://h/1", "1")), gzipped(t, page200("http://h/2", blanks(16<<20))), gzipped(t, page200("http://h/3", "3"))}, nil)
	}, []string{"limit"}},
}

func blanks(n int) string { return strings.Repeat(" ", n) }

func overlapping(t testing.TB) []byte {
	one := newZip(t).add("kernel", blanks(1<<20)).bytes()
	list, end := bytes.Index(one, []byte("PK\x01\x02")), bytes.Index(one, []byte(signEnd))
	const n = 500
	data := append(bytes.Clone(one[:list]), bytes.Repeat(one[list:end], n)...)
	tail := bytes.Clone(one[end:])
	binary.LittleEndian.PutUint16(tail[8:], n)
	binary.LittleEndian.PutUint16(tail[10:], n)
	binary.LittleEndian.PutUint32(tail[12:], uint32(n*(end-list)))
	return append(data, tail...)
}

// quoted is a zip file in which each member is all that follows it.
func quoted(t testing.TB) []byte {
	const n = 200
	body, list := noise(64<<10), []byte(nil)
	for i := n - 1; i >= 0; i-- {
		name := fmt.Sprintf("%04d", i)
		h := make([]byte, localSize)
		copy(h, signLocal)
		binary.LittleEndian.PutUint32(h[14:], crc32.ChecksumIEEE(body))
		binary.LittleEndian.PutUint32(h[18:], uint32(len(body)))
		binary.LittleEndian.PutUint32(h[22:], uint32(len(body)))
		h[26] = 4
		central := make([]byte, 46)
		copy(central, "PK\x01\x02")
		copy(central[16:], h[14:28])
		// The place is set when all is there; it is that from the end.
		binary.LittleEndian.PutUint32(central[42:], uint32(len(body)+localSize+4))
		list = append(list, append(central, name...)...)
		body = append(append(h, name...), body...)
	}
	for i := range n {
		at := i*50 + 42
		binary.LittleEndian.PutUint32(list[at:], uint32(len(body))-le32(list[at:]))
	}
	end := make([]byte, 22)
	copy(end, signEnd)
	binary.LittleEndian.PutUint16(end[8:], n)
	binary.LittleEndian.PutUint16(end[10:], n)
	binary.LittleEndian.PutUint32(end[12:], uint32(len(list)))
	binary.LittleEndian.PutUint32(end[16:], uint32(len(body)))
	return append(append(body, list...), end...)
}

func lyingZip(t testing.TB, size uint64) []byte {
	data := deflated(t, blanks(8<<20))
	return newZip(t).raw(&zip.FileHeader{Name: "x", Method: zip.Deflate, CompressedSize64: uint64(len(data)), UncompressedSize64: size}, data).bytes()
}

func wide(t testing.TB) []byte {
	data := []byte(blanks(9 << 20)) // each small enough to be let through
	for level := range 6 {
		p := newZip(t)
		for i := range 10 {
			p.add(fmt.Sprintf("%d.%d", level, i), string(data))
		}
		data = p.bytes()
	}
	return data
}

func deep(t testing.TB) []byte {
	data := newZip(t).add("x", "x").bytes()
	for range 20 {
		data = newZip(t).add("x.zip", string(data)).bytes()
	}
	return data
}

// selves is nested without an end for all that a reader can tell: each level
// has two archives that are the level below.
func selves(t testing.TB) []byte {
	data := newZip(t).add("x", "x").bytes()
	for range 16 {
		data = newZip(t).add("1", string(data)).add("2", string(data)).bytes()
	}
	return data
}

// slowRar has headers whose key takes long to make.
func slowRar(testing.TB) []byte {
	r := new(rar5)
	r.WriteString("Rar!\x1a\x07\x01\x00")
	r.header(vint(4), vint(0), vint(0), vint(0), []byte{24}, make([]byte, 16))
	r.Write(make([]byte, 200))
	return r.Bytes()
}

// xzWith is an xz file with a block that asks for a dictionary.
func xzWith(dictionary byte) []byte {
	head := []byte(magicXZ + "\x00\x01")
	head = binary.LittleEndian.AppendUint32(head, crc32.ChecksumIEEE(head[6:]))
	block := []byte{2, 0, 0x21, 1, dictionary, 0, 0, 0}
	block = binary.LittleEndian.AppendUint32(block, crc32.ChecksumIEEE(block))
	return append(append(head, block...), make([]byte, 64)...)
}

func sparseTar(size string) []byte {
	records := ""
	for _, r := range []string{"GNU.sparse.major=1", "GNU.sparse.minor=0", "GNU.sparse.name=x", "GNU.sparse.realsize=" + size} {
		n := len(r) + 3
		for len(fmt.Sprintf("%d %s\n", n, r)) != n {
			n++
		}
		records += fmt.Sprintf("%d %s\n", n, r)
	}
	block := func(content string) []byte { return append([]byte(content), make([]byte, tarBlock-len(content))...) }
	return bytes.Join([][]byte{tarHeader("x", int64(len(records)), 'x'), block(records), tarHeader("x", tarBlock, '0'), block("1\n" + size + "\n0\n"), make([]byte, 2*tarBlock)}, nil)
}

// Limits of what a hostile archive may cost. The time is that of a slow and
// busy machine.
const (
	mostTime   = 60 * time.Second
	mostMemory = 700 << 20
)

func TestHostile(t *testing.T) {
	for _, test := range hostile {
		t.Run(test.about, func(t *testing.T) {
			root, temp := filepath.Join(t.TempDir(), "in"), t.TempDir()
			t.Setenv("TMPDIR", temp)
			if err := os.Mkdir(root, 0o755); err != nil {
				t.Fatal(err)
			}
			data := test.data(t)
			for name, content := range map[string][]byte{"0.txt": []byte("good"), "5": data, "9.txt": []byte("good")} {
				if err := os.WriteFile(filepath.Join(root, name), content, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			size := len(data)
			data = nil
			w := &Walker{Budget: Budget{Members: 20_000}, Passwords: []string{"secret"}, Command: command(t), silence: 5 * time.Second}
			memory := watch(t)
			begun := time.Now()
			codes, entries := map[string]int{}, 0
			good := 0
			err := w.Walk(t.Context(), root, func(f File) error {
				if strings.HasSuffix(f.Path, ".txt") {
					good++
				}
				text, refused := content(f)
				if strings.Contains(f.Path, "/in/5") {
					entries++
					code, _, _ := strings.Cut(strings.Trim(refused, "<>"), " ")
					codes[code]++
				}
				if len(text) > 64<<20 || len(f.Path) > 16<<10 {
					t.Errorf("%d bytes in a path of %d", len(text), len(f.Path))
				}
				return nil
			})
			took := time.Since(begun)
			peak := memory()
			if err != nil || good < 2 {
				t.Errorf("%d good files, %v", good, err)
			}
			if !anyOf(codes, test.want) {
				t.Errorf("codes %v, want one of %q", codes, test.want)
			}
			if took > mostTime || peak > mostMemory {
				t.Errorf("took %v and %d MB", took, peak>>20)
			}
			if left, _ := os.ReadDir(temp); len(left) > 0 {
				t.Errorf("left behind: %v", left)
			}
			t.Logf("%d KB, %d entries %v, %v, heap %d MB", size>>10, entries, codes, took.Round(time.Millisecond), peak>>20)
		})
	}
	if len(hostile) < 30 {
		t.Error("too few cases")
	}
}

func anyOf(codes map[string]int, want []string) bool {
	for _, code := range want {
		if codes[code] > 0 {
			return true
		}
	}
	return false
}

// watch looks at the heap until the function that it gives is called, which
// tells by how much it grew at most.
func watch(t testing.TB) func() uint64 {
	t.Helper()
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	before, peak, stop, done := stats.HeapAlloc, stats.HeapAlloc, make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		for {
			select {
			case <-stop:
				return
			case <-time.After(20 * time.Millisecond):
				var now runtime.MemStats
				runtime.ReadMemStats(&now)
				peak = max(peak, now.HeapAlloc)
			}
		}
	}()
	return func() uint64 {
		close(stop)
		<-done
		return peak - min(peak, before)
	}
}
