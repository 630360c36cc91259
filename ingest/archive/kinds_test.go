package archive

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"crypto/sha1"
	"encoding/base32"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/google/go-cmp/cmp"
)

func TestKinds(t *testing.T) {
	names := map[string]bool{}
	for _, kind := range Kinds() {
		if kind.Name == "" || names[kind.Name] || kind.Match == nil || kind.open == nil || kind.Isolated && !kind.Random {
			t.Errorf("%q is not a kind by itself", kind.Name)
		}
		names[kind.Name] = true
		for _, head := range [][]byte{nil, []byte("B"), []byte("整改销号公示"), []byte("WARC"), []byte("BZh9 is a text"), make([]byte, headSize), []byte("%PDF-1.4"), []byte(oleMagic)} {
			if kind.Match(head) {
				t.Errorf("%q is taken for %s", head, kind.Name)
			}
		}
	}
}

const oleMagic = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"

// isolated walks as walk does, in another process for the kinds that want it.
func isolated(t testing.TB, name string, data []byte) []string {
	t.Helper()
	root := write(t, name, data)
	var got []string
	w := &Walker{Command: command(t)}
	err := w.Walk(t.Context(), root, func(f File) error {
		got = append(got, strings.TrimPrefix(f.Path, filepath.Dir(root)+"/")+": "+describe(f))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestStreams(t *testing.T) {
	plain := tarred(t, tar.FormatPAX, "f/", "", "f/一.txt", "one", "2.txt", "two")
	two := []string{"a!/f/一.txt: one", "a!/2.txt: two"}
	named := func() []byte {
		var b bytes.Buffer
		w := gzip.NewWriter(&b)
		w.Name = latin(gbk(t, "公示.txt"))
		return writeTo(t, &b, w, []byte("text"))
	}()
	tests := []struct {
		about, name string
		data        []byte
		want        []string
	}{
		{"tar", "a", plain, two},
		{"tar of the seventies", "a", oldTar("x.txt", "text"), []string{"a!/x.txt: text"}},
		{"tar.gz", "a", gzipped(t, plain), two},
		{"tar.xz", "a", xzed(t, plain), two},
		{"two xz files in a row, with zeros between", "a", append(append(xzed(t, plain[:1500]), 0, 0, 0, 0), xzed(t, plain[1500:])...), two},
		{"tar.zst", "a", zstded(t, plain), two},
		{"one text, the name of the file", "公示.txt.gz", gzipped(t, []byte("text")), []string{"公示.txt.gz!/公示.txt: text"}},
		{"one text, a name in the header", "a.gz", named, []string{"a.gz!/公示.txt: text"}},
		{"one text, without a suffix", "a", xzed(t, []byte("text")), []string{"a!/a: text"}},
		{"nothing", "a.txt.gz", gzipped(t, nil), []string{"a.txt.gz!/a.txt: "}},
		{"several members of gzip", "a.txt.gz", append(gzipped(t, []byte("te")), gzipped(t, []byte("xt"))...), []string{"a.txt.gz!/a.txt: text"}},
		{"zeros behind gzip", "a.txt.gz", append(gzipped(t, []byte("text")), make([]byte, 1000)...), []string{"a.txt.gz!/a.txt: text"}},
		{"cut short", "a.txt.gz", gzipped(t, []byte("text"))[:20], []string{"a.txt.gz!/a.txt: <damaged>"}},
		{"no gzip at all", "a.txt.gz", []byte(magicGzip + "nothing of the kind"), []string{"a.txt.gz: <damaged>"}},
		{"an xz header and nothing more", "a.xz", []byte(magicXZ + "\x00\x04"), []string{"a.xz: <damaged>"}},
		{"zip in gzip", "a.gz", gzipped(t, newZip(t).add("x", "x").bytes()), []string{"a.gz!/a!/x: x"}},
		{"everything in everything", "a", newZip(t).add("1.tgz", string(gzipped(t, tarred(t, tar.FormatPAX,
			"2.rar", string(newRar5().add("3.tar.xz", string(xzed(t, tarred(t, tar.FormatPAX,
				"4.zst", string(zstded(t, newZip(t).add("5.warc", string(page200("http://h/6", "six"))).bytes())), "x", "x")))).bytes()), "y", "y")))).add("z", "z").bytes(),
			[]string{"a!/1.tgz!/2.rar!/3.tar.xz!/4.zst!/4!/5.warc!/http://h/6: six", "a!/1.tgz!/2.rar!/3.tar.xz!/x: x", "a!/1.tgz!/y: y", "a!/z: z"}},
	}
	for _, test := range tests {
		t.Run(test.about, func(t *testing.T) {
			if diff := cmp.Diff(test.want, isolated(t, test.name, test.data)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// latin is how bytes look to those who take them for Latin-1.
func latin(s string) string {
	var b strings.Builder
	for _, octet := range []byte(s) {
		b.WriteRune(rune(octet))
	}
	return b.String()
}

// oldTar is an archive without a signature.
func oldTar(name, content string) []byte {
	h := tarHeader(name, int64(len(content)), 0)
	clear(h[257:])
	data := append(tarSum(h), content...)
	return append(data, make([]byte, 3*tarBlock-len(content)%tarBlock)...)
}

func TestTarNames(t *testing.T) {
	long := strings.Repeat("长", 60)
	raw := []string{"公示.txt", "目录/一.txt", "資料.txt"}
	var gb []string
	for _, name := range raw {
		gb = append(gb, gbk(t, name), name)
	}
	folder := tarHeader("link", 0, '2')
	tests := []struct {
		about string
		data  []byte
		want  []string
	}{
		{"UTF-8", tarred(t, tar.FormatGNU, "公示.txt", "1", long, "2"), []string{"a!/公示.txt: 1", "a!/" + long + ": 2"}},
		{"GBK", tarred(t, tar.FormatGNU, gb...), []string{"a!/公示.txt: 公示.txt", "a!/目录/一.txt: 目录/一.txt", "a!/資料.txt: 資料.txt"}},
		{"GBK that is UTF-8 by accident", tarred(t, tar.FormatGNU, gbk(t, "目录"), "1", gbk(t, "关于环境问题整改情况的公示"), "2"),
			[]string{"a!/目录: 1", "a!/关于环境问题整改情况的公示: 2"}},
		{"links and devices", bytes.Join([][]byte{folder, tarHeader("hard", 0, '1'), tarHeader("dev", 0, '3'), tarHeader("pipe", 0, '6'),
			tarHeader("x", 1, '0'), []byte("x"), make([]byte, 3*tarBlock-1)}, nil),
			[]string{"a!/link: <skipped>", "a!/hard: <skipped>", "a!/dev: <skipped>", "a!/pipe: <skipped>", "a!/x: x"}},
		{"names that lead elsewhere", tarred(t, tar.FormatPAX, "../../etc/passwd", "1", "/etc/passwd", "2", `C:\x`, "3", "a\u202etxt.exe", "4", "x!/y", "5"),
			[]string{"a!/%2E%2E/%2E%2E/etc/passwd: 1", "a!/etc/passwd: 2", "a!/C%3A/x: 3", "a!/a%E2%80%AEtxt.exe: 4", "a!/x%21/y: 5"}},
		{"a name of 4 KiB", tarred(t, tar.FormatPAX, strings.Repeat("名", 1400), "1"), []string{"a!/" + strings.Repeat("名", 341) + "…: 1"}},
	}
	for _, test := range tests {
		t.Run(test.about, func(t *testing.T) {
			if diff := cmp.Diff(test.want, walk(t, write(t, "a", test.data), nil)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A broken header costs its member, a cut archive those behind the cut.
func TestTarBroken(t *testing.T) {
	whole := tarred(t, tar.FormatUSTAR, "1", "one", "2", "two", "3", "three")
	broken := bytes.Clone(whole)
	broken[2*tarBlock] ^= 0x40
	for about, test := range map[string]struct {
		data []byte
		want []string
	}{
		"a broken header":    {broken, []string{"a!/1: one", "a!/3: three", "a: <damaged>"}},
		"the same, gzipped":  {gzipped(t, broken), []string{"a!/1: one", "a!/3: three", "a: <damaged>"}},
		"cut in a header":    {whole[:2*tarBlock+100], []string{"a!/1: one", "a: <damaged>"}},
		"cut in the content": {whole[:3*tarBlock+1], []string{"a!/1: one", "a!/2: <damaged>", "a: <damaged>"}},
		"gzip cut in half":   {cut(gzipped(t, bytes.Join([][]byte{whole[:2*tarBlock], tarHeader("n", 9000, '0'), noise(9000)}, nil)), 5000), []string{"a!/1: one", "a!/n: <damaged when read>", "a: <damaged>"}},
	} {
		t.Run(about, func(t *testing.T) {
			if diff := cmp.Diff(test.want, walk(t, write(t, "a", test.data), nil)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func cut(data []byte, at int) []byte { return data[:at] }

// noise cannot be packed.
func noise(n int) []byte {
	data, x := make([]byte, n), uint32(1)
	for i := range data {
		x = x*1664525 + 1013904223
		data[i] = byte(x >> 24)
	}
	return data
}

func TestRar(t *testing.T) {
	text := strings.Repeat("整改", 10)
	five := newRar5().add("岳阳/1.txt", "one").add("2.txt", text).bytes()
	four := newRar4().add("1.txt", "one").add("2.txt", text).bytes()
	tests := []struct {
		about string
		data  []byte
		want  []string
	}{
		{"rar 5", five, []string{"a!/岳阳/1.txt: one", "a!/2.txt: 60 bytes"}},
		{"rar 4", four, []string{"a!/1.txt: one", "a!/2.txt: 60 bytes"}},
		{"rar 4 with names in GBK", newRar4().add(gbk(t, "公示.txt"), "1").add(gbk(t, "整改情况.txt"), "2").bytes(), []string{"a!/公示.txt: 1", "a!/整改情况.txt: 2"}},
		{"a wrong checksum", newRar5().member("1", "one", 3, 0, 7).add("2", "two").bytes(), []string{"a!/1: <damaged>", "a!/2: two"}},
		{"a wrong checksum, rar 4", newRar4().member("1", "one", 3, 0x30, 7).add("2", "two").bytes(), []string{"a!/1: <damaged>", "a!/2: two"}},
		{"a version that is not known", newRar5().member("1", "one", 3, 5|3<<7, 7).add("2", "two").bytes(), []string{"a!/1: <unsupported>", "a!/2: two"}},
		{"a dictionary that is too large", newRar5().add("1", "1").member("2", "xxxx", 1<<40, 1|3<<7|19<<10, 0).add("3", "3").bytes(), []string{"a!/1: 1", "a!/2: <limit>", "a!/3: 3"}},
		{"no members", newRar5().bytes(), []string{"a: <empty>"}},
		{"cut in the content", five[:len(five)-40], []string{"a!/岳阳/1.txt: one", "a!/2.txt: <damaged>", "a: <damaged>"}},
		{"cut in a header", five[:30], []string{"a: <damaged>"}},
		{"names that lead elsewhere", newRar5().add("../../x", "1").add("/etc/x", "2").bytes(), []string{"a!/%2E%2E/%2E%2E/x: 1", "a!/etc/x: 2"}},
	}
	for _, test := range tests {
		t.Run(test.about, func(t *testing.T) {
			if diff := cmp.Diff(test.want, isolated(t, "a", test.data)); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(test.want, walk(t, write(t, "a", test.data), nil)); diff != "" {
				t.Errorf("in this process: %s", diff)
			}
		})
	}
}

func TestWARC(t *testing.T) {
	text := strings.Repeat("整改", 5)
	zlibbed := func() []byte { var b bytes.Buffer; return writeTo(t, &b, zlib.NewWriter(&b), []byte(text)) }()
	brotlied := func() []byte { var b bytes.Buffer; return writeTo(t, &b, brotli.NewWriter(&b), []byte(text)) }()
	chunked := "3\r\n" + text[:3] + "\r\n1b;x=y\r\n" + text[3:] + "\r\n0\r\n\r\n"
	sum := sha1.Sum([]byte("text"))
	digest := "WARC-Block-Digest: sha1:" + base32.StdEncoding.EncodeToString(sum[:])
	tests := []struct {
		about   string
		records [][]byte
		want    []string
	}{
		{"a page", [][]byte{page200("https://a.gov.cn/1.html", text)}, []string{"a!/https://a.gov.cn/1.html: " + text}},
		{"a page that is a folder", [][]byte{page200("https://a.gov.cn/", text)}, []string{"a!/https://a.gov.cn/: " + text}},
		{"one address twice", [][]byte{page200("http://h/1", "old"), page200("http://h/1", "new")}, []string{"a!/http://h/1: old", "a!/http://h/1#2: new"}},
		{"what is no file", [][]byte{record("warcinfo", "", "application/warc-fields", "x: y"), record("request", "http://h/1", "application/http;msgtype=request", "GET / HTTP/1.0\r\n\r\n"),
			record("metadata", "http://h/1", "text/plain", "x"), record("revisit", "http://h/1", "application/http", "HTTP/1.1 200 OK\r\n\r\n"),
			record("resource", "metadata://gnu.org/wget.log", "text/plain", "x"), page200("http://h/1", "1")}, []string{"a!/http://h/1: 1"}},
		{"a resource", [][]byte{record("resource", "http://h/1.pdf", "application/pdf", "text", digest)}, []string{"a!/http://h/1.pdf: text"}},
		{"a wrong checksum", [][]byte{record("resource", "http://h/1", "text/plain", "test", digest), page200("http://h/2", "2")}, []string{"a!/http://h/1: <damaged>", "a!/http://h/2: 2"}},
		{"answers that are no pages", [][]byte{answered("http://h/404", "404 Not Found", "text/html", "x"), answered("http://h/301", "301 Moved", "text/html", "x"),
			answered("http://h/x.png", "200 OK", "image/png", "x"), answered("http://h/x.css", "200 OK", "text/css", "x"), answered("http://h/x", "200 OK", "", "x")},
			[]string{"a!/http://h/404: <skipped>", "a!/http://h/301: <skipped>", "a!/http://h/x.png: <skipped>", "a!/http://h/x.css: <skipped>", "a!/http://h/x: x"}},
		{"gzip", [][]byte{page200("http://h/1", string(gzipped(t, []byte(text))), "Content-Encoding: gzip")}, []string{"a!/http://h/1: " + text}},
		{"gzip that was undone", [][]byte{page200("http://h/1", text, "Content-Encoding: gzip")}, []string{"a!/http://h/1: " + text}},
		{"zlib", [][]byte{page200("http://h/1", string(zlibbed), "Content-Encoding: deflate")}, []string{"a!/http://h/1: " + text}},
		{"deflate", [][]byte{page200("http://h/1", deflated(t, text), "Content-Encoding: deflate")}, []string{"a!/http://h/1: " + text}},
		{"brotli", [][]byte{page200("http://h/1", string(brotlied), "Content-Encoding: br")}, []string{"a!/http://h/1: " + text}},
		{"brotli that was undone", [][]byte{page200("http://h/1", "<p>"+text, "Content-Encoding: br")}, []string{"a!/http://h/1: <p>" + text}},
		{"zstd", [][]byte{page200("http://h/1", string(zstded(t, []byte(text))), "Content-Encoding: zstd")}, []string{"a!/http://h/1: " + text}},
		{"chunks", [][]byte{page200("http://h/1", chunked, "Transfer-Encoding: chunked")}, []string{"a!/http://h/1: " + text}},
		{"chunks that were undone", [][]byte{page200("http://h/1", text, "Transfer-Encoding: chunked")}, []string{"a!/http://h/1: " + text}},
		{"chunks of gzip", [][]byte{page200("http://h/1", chunks(gzipped(t, []byte(text))), "Transfer-Encoding: chunked", "Content-Encoding: gzip")}, []string{"a!/http://h/1: " + text}},
		{"an encoding that is not known", [][]byte{page200("http://h/1", "x", "Content-Encoding: rot13"), page200("http://h/2", "2")}, []string{"a!/http://h/1: <unsupported>", "a!/http://h/2: 2"}},
		{"gzip that is broken", [][]byte{page200("http://h/1", magicGzip+"and nothing more", "Content-Encoding: gzip"), page200("http://h/2", "2")}, []string{"a!/http://h/1: <damaged>", "a!/http://h/2: 2"}},
		{"no answer in it", [][]byte{record("response", "http://h/1", "application/http", "nonsense\r\n\r\n"), page200("http://h/2", "2")}, []string{"a!/http://h/1: <damaged>", "a!/http://h/2: 2"}},
		{"an address with a trap", [][]byte{page200("http://h/a!/../b\u202e", "1"), page200("http://h/q?u=http://x/y&z=\x01", "2")}, []string{"a!/http://h/a%21/%2E%2E/b%E2%80%AE: 1", "a!/http://h/q?u=http://x/y&z=%01: 2"}},
		{"cut by the crawler", [][]byte{record("resource", "http://h/1", "text/html", "x", "WARC-Truncated: length")}, []string{"a!/http://h/1: <damaged>"}},
		{"a length that is none", [][]byte{bytes.Replace(page200("http://h/1", "1"), []byte("Content-Length: "), []byte("Content-Length: x"), 1), page200("http://h/2", "2")},
			[]string{"a!/record 1: <damaged>", "a!/http://h/2: 2"}},
		{"rubbish between records", [][]byte{page200("http://h/1", "1"), []byte("rubbish\r\nmore of it"), []byte("\r\n"), page200("http://h/2", "2")},
			[]string{"a!/http://h/1: 1", "a!/http://h/2: 2", "a: <damaged>"}},
		{"an end that comes too early", [][]byte{page200("http://h/1", "1"), cut(page200("http://h/2", "2"), 150)}, []string{"a!/http://h/1: 1", "a!/record 2: <damaged>"}},
		{"a body that ends too early", [][]byte{page200("http://h/1", "1"), bytes.TrimSuffix(page200("http://h/2", "22"), []byte("2\r\n\r\n"))}, []string{"a!/http://h/1: 1", "a!/http://h/2: <damaged>"}},
	}
	for _, test := range tests {
		t.Run(test.about, func(t *testing.T) {
			plain := bytes.Join(test.records, nil)
			if diff := cmp.Diff(test.want, walk(t, write(t, "a", plain), nil)); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(test.want, walk(t, write(t, "a", xzed(t, plain)), nil)); diff != "" {
				t.Errorf("packed as a whole: %s", diff)
			}
			var each []byte
			for _, r := range test.records {
				if bytes.HasPrefix(r, []byte("WARC/")) { // rubbish is not packed
					r = gzipped(t, r)
				}
				each = append(each, r...)
			}
			if diff := cmp.Diff(test.want, walk(t, write(t, "a", each), nil)); diff != "" {
				t.Errorf("packed one by one: %s", diff)
			}
		})
	}
}

func chunks(data []byte) string { return fmt.Sprintf("%x\r\n%s\r\n0\r\n\r\n", len(data), data) }

// A web archive tells where a page was and when.
func TestWARCFacts(t *testing.T) {
	path := write(t, "a.warc", page200("http://h/1?x=1", "text"))
	err := Walk(t.Context(), path, nil, func(f File) error {
		if f.URL != "http://h/1?x=1" || !f.Captured.Equal(time.Date(2023, 10, 13, 1, 2, 3, 0, time.UTC)) || f.Container != path {
			t.Errorf("%+v", f)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

// Wherever a packed web archive is broken, the other records come.
func TestWARCBroken(t *testing.T) {
	var parts [][]byte
	for i := range 4 {
		parts = append(parts, gzipped(t, page200(fmt.Sprintf("http://h/%d", i), fmt.Sprintf("page %d %s", i, noise(300)))))
	}
	from, to := len(parts[0]), len(parts[0])+len(parts[1])
	for at := from; at < to; at += 3 {
		data := bytes.Join(parts, nil)
		data[at] ^= 0xff
		got := strings.Join(walk(t, write(t, "a", data), nil), "\n")
		for _, want := range []string{"a!/http://h/0: 3", "a!/http://h/2: 3", "a!/http://h/3: 3"} {
			if !strings.Contains(got, want) {
				t.Fatalf("broken at %d: %s", at-from, got)
			}
		}
		// Some bytes of a gzip header mean nothing.
		if header := at-from < 10; !header && !strings.Contains(got, "<damaged") {
			t.Errorf("broken at %d, and nobody says so: %s", at-from, got)
		}
	}
}

// A record that is a bomb ends itself, not the archive.
func TestWARCBomb(t *testing.T) {
	data := bytes.Join([][]byte{gzipped(t, page200("http://h/1", "1")), gzipped(t, page200("http://h/2", blanks(16<<20))), gzipped(t, page200("http://h/3", "3"))}, nil)
	want := []string{"a!/http://h/1: 1", "a!/http://h/2: <limit when read>", "a!/http://h/3: 3"}
	if diff := cmp.Diff(want, walk(t, write(t, "a", data), nil)); diff != "" {
		t.Error(diff)
	}
}

func TestWACZ(t *testing.T) {
	data := newZip(t).add("archive/data.warc.gz", string(gzipped(t, page200("http://h/1", "1")))).add("datapackage.json", "{}").
		add("pages/pages.jsonl", "{}").add("indexes/index.cdx.gz", string(gzipped(t, []byte("x")))).bytes()
	want := []string{"a!/archive/data.warc.gz!/http://h/1: 1", "a!/datapackage.json: <skipped>", "a!/pages/pages.jsonl: <skipped>", "a!/indexes/index.cdx.gz: <skipped>"}
	if diff := cmp.Diff(want, walk(t, write(t, "a", data), nil)); diff != "" {
		t.Error(diff)
	}
	other := newZip(t).add("datapackage.json", "{}").add("x", "x").bytes()
	if diff := cmp.Diff([]string{"a!/datapackage.json: {}", "a!/x: x"}, walk(t, write(t, "a", other), nil)); diff != "" {
		t.Error(diff)
	}
}

// A mirror of a site has the questions of addresses in its file names.
func TestMirror(t *testing.T) {
	root := filepath.Join(t.TempDir(), "in")
	names := []string{"index.html", "index.html?id=1", "index.html?id=2&page=a%2Fb", "show.aspx?x=公示", "a b#c.html"}
	for _, name := range names {
		if err := os.MkdirAll(filepath.Join(root, "www.a.gov.cn"), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(root, "www.a.gov.cn", name), []byte("x"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got := strings.Join(walk(t, root, nil), "\n")
	for _, name := range names {
		if !strings.Contains(got, "in/www.a.gov.cn/"+name+": x") {
			t.Errorf("%q is not in %s", name, got)
		}
	}
}

// Zip files with more than 65535 members, and with sizes of 64 bits.
func TestZip64(t *testing.T) {
	p := newZip(t)
	const n = 70_000
	for i := range n {
		p.addHeader(zip64Header(i), "x")
	}
	files := 0
	err := Walk(t.Context(), write(t, "a", p.bytes()), nil, func(f File) error {
		if f.Err != nil {
			t.Fatal(f.Path, f.Err)
		}
		files++
		return nil
	})
	if err != nil || files != n {
		t.Errorf("%d files, %v", files, err)
	}
}
