package archive

import (
	"archive/tar"
	"archive/zip"
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

	"gongshi/internal/forge"
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
	plain := forge.Tar(tar.FormatPAX, "f/", "", "f/一.txt", "one", "2.txt", "two")
	two := []string{"a!/f/一.txt: one", "a!/2.txt: two"}
	named := func() []byte {
		var b bytes.Buffer
		w := gzip.NewWriter(&b)
		w.Name = latin(gbk(t, "公示.txt"))
		return forge.WriteTo(&b, w, []byte("text"))
	}()
	tests := []struct {
		about, name string
		data        []byte
		want        []string
	}{
		{"tar", "a", plain, two},
		{"tar of the seventies", "a", oldTar("x.txt", "text"), []string{"a!/x.txt: text"}},
		{"tar.gz", "a", forge.Gzip(plain), two},
		{"tar.xz", "a", forge.XZ(plain), two},
		{"two xz files in a row, with zeros between", "a", append(append(forge.XZ(plain[:1500]), 0, 0, 0, 0), forge.XZ(plain[1500:])...), two},
		{"tar.zst", "a", forge.Zstd(plain), two},
		{"one text, the name of the file", "公示.txt.gz", forge.Gzip([]byte("text")), []string{"公示.txt.gz!/公示.txt: text"}},
		{"one text, a name in the header", "a.gz", named, []string{"a.gz!/公示.txt: text"}},
		{"one text, without a suffix", "a", forge.XZ([]byte("text")), []string{"a!/a: text"}},
		{"nothing", "a.txt.gz", forge.Gzip(nil), []string{"a.txt.gz!/a.txt: "}},
		{"several members of gzip", "a.txt.gz", append(forge.Gzip([]byte("te")), forge.Gzip([]byte("xt"))...), []string{"a.txt.gz!/a.txt: text"}},
		{"zeros behind gzip", "a.txt.gz", append(forge.Gzip([]byte("text")), make([]byte, 1000)...), []string{"a.txt.gz!/a.txt: text"}},
		{"cut short", "a.txt.gz", forge.Gzip([]byte("text"))[:20], []string{"a.txt.gz!/a.txt: <damaged>"}},
		{"no gzip at all", "a.txt.gz", []byte(magicGzip + "nothing of the kind"), []string{"a.txt.gz: <damaged>"}},
		{"an xz header and nothing more", "a.xz", []byte(magicXZ + "\x00\x04"), []string{"a.xz: <damaged>"}},
		{"zip in gzip", "a.gz", forge.Gzip(forge.NewZip().Add("x", "x").File()), []string{"a.gz!/a!/x: x"}},
		{"everything in everything", "a", forge.NewZip().Add("1.tgz", string(forge.Gzip(forge.Tar(tar.FormatPAX,
			"2.rar", string(forge.NewRAR5().Add("3.tar.xz", string(forge.XZ(forge.Tar(tar.FormatPAX,
				"4.zst", string(forge.Zstd(forge.NewZip().Add("5.warc", string(forge.Page("http://h/6", "six"))).File())), "x", "x")))).File()), "y", "y")))).Add("z", "z").File(),
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
	h := forge.TarHeader(name, int64(len(content)), 0)
	clear(h[257:])
	data := append(forge.TarSum(h), content...)
	return append(data, make([]byte, 3*tarBlock-len(content)%tarBlock)...)
}

func TestTarNames(t *testing.T) {
	long := strings.Repeat("长", 60)
	raw := []string{"公示.txt", "目录/一.txt", "資料.txt"}
	var gb []string
	for _, name := range raw {
		gb = append(gb, gbk(t, name), name)
	}
	folder := forge.TarHeader("link", 0, '2')
	tests := []struct {
		about string
		data  []byte
		want  []string
	}{
		{"UTF-8", forge.Tar(tar.FormatGNU, "公示.txt", "1", long, "2"), []string{"a!/公示.txt: 1", "a!/" + long + ": 2"}},
		{"GBK", forge.Tar(tar.FormatGNU, gb...), []string{"a!/公示.txt: 公示.txt", "a!/目录/一.txt: 目录/一.txt", "a!/資料.txt: 資料.txt"}},
		{"GBK that is UTF-8 by accident", forge.Tar(tar.FormatGNU, gbk(t, "目录"), "1", gbk(t, "关于环境问题整改情况的公示"), "2"),
			[]string{"a!/目录: 1", "a!/关于环境问题整改情况的公示: 2"}},
		{"links and devices", bytes.Join([][]byte{folder, forge.TarHeader("hard", 0, '1'), forge.TarHeader("dev", 0, '3'), forge.TarHeader("pipe", 0, '6'),
			forge.TarHeader("x", 1, '0'), []byte("x"), make([]byte, 3*tarBlock-1)}, nil),
			[]string{"a!/link: <skipped>", "a!/hard: <skipped>", "a!/dev: <skipped>", "a!/pipe: <skipped>", "a!/x: x"}},
		{"names that lead elsewhere", forge.Tar(tar.FormatPAX, "../../etc/passwd", "1", "/etc/passwd", "2", `C:\x`, "3", "a\u202etxt.exe", "4", "x!/y", "5"),
			[]string{"a!/%2E%2E/%2E%2E/etc/passwd: 1", "a!/etc/passwd: 2", "a!/C%3A/x: 3", "a!/a%E2%80%AEtxt.exe: 4", "a!/x%21/y: 5"}},
		{"a name of 4 KiB", forge.Tar(tar.FormatPAX, strings.Repeat("名", 1400), "1"), []string{"a!/" + strings.Repeat("名", 341) + "…: 1"}},
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
	whole := forge.Tar(tar.FormatUSTAR, "1", "one", "2", "two", "3", "three")
	broken := bytes.Clone(whole)
	broken[2*tarBlock] ^= 0x40
	for about, test := range map[string]struct {
		data []byte
		want []string
	}{
		"a broken header":    {broken, []string{"a!/1: one", "a!/3: three", "a: <damaged>"}},
		"the same, gzipped":  {forge.Gzip(broken), []string{"a!/1: one", "a!/3: three", "a: <damaged>"}},
		"cut in a header":    {whole[:2*tarBlock+100], []string{"a!/1: one", "a: <damaged>"}},
		"cut in the content": {whole[:3*tarBlock+1], []string{"a!/1: one", "a!/2: <damaged>", "a: <damaged>"}},
		"gzip cut in half":   {cut(forge.Gzip(bytes.Join([][]byte{whole[:2*tarBlock], forge.TarHeader("n", 9000, '0'), forge.Noise(9000)}, nil)), 5000), []string{"a!/1: one", "a!/n: <damaged when read>", "a: <damaged>"}},
	} {
		t.Run(about, func(t *testing.T) {
			if diff := cmp.Diff(test.want, walk(t, write(t, "a", test.data), nil)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func cut(data []byte, at int) []byte { return data[:at] }

func TestRar(t *testing.T) {
	text := strings.Repeat("整改", 10)
	five := forge.NewRAR5().Add("岳阳/1.txt", "one").Add("2.txt", text).File()
	four := forge.NewRAR4().Add("1.txt", "one").Add("2.txt", text).File()
	tests := []struct {
		about string
		data  []byte
		want  []string
	}{
		{"rar 5", five, []string{"a!/岳阳/1.txt: one", "a!/2.txt: 60 bytes"}},
		{"rar 4", four, []string{"a!/1.txt: one", "a!/2.txt: 60 bytes"}},
		{"rar 4 with names in GBK", forge.NewRAR4().Add(gbk(t, "公示.txt"), "1").Add(gbk(t, "整改情况.txt"), "2").File(), []string{"a!/公示.txt: 1", "a!/整改情况.txt: 2"}},
		{"a wrong checksum", forge.NewRAR5().Member("1", "one", 3, 0, 7).Add("2", "two").File(), []string{"a!/1: <damaged>", "a!/2: two"}},
		{"a wrong checksum, rar 4", forge.NewRAR4().Member("1", "one", 3, 0x30, 7).Add("2", "two").File(), []string{"a!/1: <damaged>", "a!/2: two"}},
		{"a version that is not known", forge.NewRAR5().Member("1", "one", 3, 5|3<<7, 7).Add("2", "two").File(), []string{"a!/1: <unsupported>", "a!/2: two"}},
		{"a dictionary that is too large", forge.NewRAR5().Add("1", "1").Member("2", "xxxx", 1<<40, 1|3<<7|19<<10, 0).Add("3", "3").File(), []string{"a!/1: 1", "a!/2: <limit>", "a!/3: 3"}},
		{"no members", forge.NewRAR5().File(), []string{"a: <empty>"}},
		{"cut in the content", five[:len(five)-40], []string{"a!/岳阳/1.txt: one", "a!/2.txt: <damaged>", "a: <damaged>"}},
		{"cut in a header", five[:30], []string{"a: <damaged>"}},
		{"names that lead elsewhere", forge.NewRAR5().Add("../../x", "1").Add("/etc/x", "2").File(), []string{"a!/%2E%2E/%2E%2E/x: 1", "a!/etc/x: 2"}},
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
	zlibbed := func() []byte { var b bytes.Buffer; return forge.WriteTo(&b, zlib.NewWriter(&b), []byte(text)) }()
	brotlied := func() []byte { var b bytes.Buffer; return forge.WriteTo(&b, brotli.NewWriter(&b), []byte(text)) }()
	chunked := "3\r\n" + text[:3] + "\r\n1b;x=y\r\n" + text[3:] + "\r\n0\r\n\r\n"
	sum := sha1.Sum([]byte("text"))
	digest := "WARC-Block-Digest: sha1:" + base32.StdEncoding.EncodeToString(sum[:])
	tests := []struct {
		about   string
		records [][]byte
		want    []string
	}{
		{"a page", [][]byte{forge.Page("https://a.gov.cn/1.html", text)}, []string{"a!/https://a.gov.cn/1.html: " + text}},
		{"a page that is a folder", [][]byte{forge.Page("https://a.gov.cn/", text)}, []string{"a!/https://a.gov.cn/: " + text}},
		{"one address twice", [][]byte{forge.Page("http://h/1", "old"), forge.Page("http://h/1", "new")}, []string{"a!/http://h/1: old", "a!/http://h/1#2: new"}},
		{"what is no file", [][]byte{forge.Record("warcinfo", "", "application/warc-fields", "x: y"), forge.Record("request", "http://h/1", "application/http;msgtype=request", "GET / HTTP/1.0\r\n\r\n"),
			forge.Record("metadata", "http://h/1", "text/plain", "x"), forge.Record("revisit", "http://h/1", "application/http", "HTTP/1.1 200 OK\r\n\r\n"),
			forge.Record("resource", "metadata://gnu.org/wget.log", "text/plain", "x"), forge.Page("http://h/1", "1")}, []string{"a!/http://h/1: 1"}},
		{"a resource", [][]byte{forge.Record("resource", "http://h/1.pdf", "application/pdf", "text", digest)}, []string{"a!/http://h/1.pdf: text"}},
		{"a wrong checksum", [][]byte{forge.Record("resource", "http://h/1", "text/plain", "test", digest), forge.Page("http://h/2", "2")}, []string{"a!/http://h/1: <damaged>", "a!/http://h/2: 2"}},
		{"answers that are no pages", [][]byte{forge.Answer("http://h/404", "404 Not Found", "text/html", "x"), forge.Answer("http://h/301", "301 Moved", "text/html", "x"),
			forge.Answer("http://h/x.png", "200 OK", "image/png", "x"), forge.Answer("http://h/x.css", "200 OK", "text/css", "x"), forge.Answer("http://h/x", "200 OK", "", "x")},
			[]string{"a!/http://h/404: <skipped>", "a!/http://h/301: <skipped>", "a!/http://h/x.png: <skipped>", "a!/http://h/x.css: <skipped>", "a!/http://h/x: x"}},
		{"gzip", [][]byte{forge.Page("http://h/1", string(forge.Gzip([]byte(text))), "Content-Encoding: gzip")}, []string{"a!/http://h/1: " + text}},
		{"gzip that was undone", [][]byte{forge.Page("http://h/1", text, "Content-Encoding: gzip")}, []string{"a!/http://h/1: " + text}},
		{"zlib", [][]byte{forge.Page("http://h/1", string(zlibbed), "Content-Encoding: deflate")}, []string{"a!/http://h/1: " + text}},
		{"deflate", [][]byte{forge.Page("http://h/1", forge.Deflate(text), "Content-Encoding: deflate")}, []string{"a!/http://h/1: " + text}},
		{"brotli", [][]byte{forge.Page("http://h/1", string(brotlied), "Content-Encoding: br")}, []string{"a!/http://h/1: " + text}},
		{"brotli that was undone", [][]byte{forge.Page("http://h/1", "<p>"+text, "Content-Encoding: br")}, []string{"a!/http://h/1: <p>" + text}},
		{"zstd", [][]byte{forge.Page("http://h/1", string(forge.Zstd([]byte(text))), "Content-Encoding: zstd")}, []string{"a!/http://h/1: " + text}},
		{"chunks", [][]byte{forge.Page("http://h/1", chunked, "Transfer-Encoding: chunked")}, []string{"a!/http://h/1: " + text}},
		{"chunks that were undone", [][]byte{forge.Page("http://h/1", text, "Transfer-Encoding: chunked")}, []string{"a!/http://h/1: " + text}},
		{"chunks of gzip", [][]byte{forge.Page("http://h/1", chunks(forge.Gzip([]byte(text))), "Transfer-Encoding: chunked", "Content-Encoding: gzip")}, []string{"a!/http://h/1: " + text}},
		{"an encoding that is not known", [][]byte{forge.Page("http://h/1", "x", "Content-Encoding: rot13"), forge.Page("http://h/2", "2")}, []string{"a!/http://h/1: <unsupported>", "a!/http://h/2: 2"}},
		{"gzip that is broken", [][]byte{forge.Page("http://h/1", magicGzip+"and nothing more", "Content-Encoding: gzip"), forge.Page("http://h/2", "2")}, []string{"a!/http://h/1: <damaged>", "a!/http://h/2: 2"}},
		{"no answer in it", [][]byte{forge.Record("response", "http://h/1", "application/http", "nonsense\r\n\r\n"), forge.Page("http://h/2", "2")}, []string{"a!/http://h/1: <damaged>", "a!/http://h/2: 2"}},
		{"an address with a trap", [][]byte{forge.Page("http://h/a!/../b\u202e", "1"), forge.Page("http://h/q?u=http://x/y&z=\x01", "2")}, []string{"a!/http://h/a%21/%2E%2E/b%E2%80%AE: 1", "a!/http://h/q?u=http://x/y&z=%01: 2"}},
		{"cut by the crawler", [][]byte{forge.Record("resource", "http://h/1", "text/html", "x", "WARC-Truncated: length")}, []string{"a!/http://h/1: <damaged>"}},
		{"a length that is none", [][]byte{bytes.Replace(forge.Page("http://h/1", "1"), []byte("Content-Length: "), []byte("Content-Length: x"), 1), forge.Page("http://h/2", "2")},
			[]string{"a!/record 1: <damaged>", "a!/http://h/2: 2"}},
		{"rubbish between records", [][]byte{forge.Page("http://h/1", "1"), []byte("rubbish\r\nmore of it"), []byte("\r\n"), forge.Page("http://h/2", "2")},
			[]string{"a!/http://h/1: 1", "a!/http://h/2: 2", "a: <damaged>"}},
		{"an end that comes too early", [][]byte{forge.Page("http://h/1", "1"), cut(forge.Page("http://h/2", "2"), 150)}, []string{"a!/http://h/1: 1", "a!/record 2: <damaged>"}},
		{"a body that ends too early", [][]byte{forge.Page("http://h/1", "1"), bytes.TrimSuffix(forge.Page("http://h/2", "22"), []byte("2\r\n\r\n"))}, []string{"a!/http://h/1: 1", "a!/http://h/2: <damaged>"}},
	}
	for _, test := range tests {
		t.Run(test.about, func(t *testing.T) {
			plain := bytes.Join(test.records, nil)
			if diff := cmp.Diff(test.want, walk(t, write(t, "a", plain), nil)); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(test.want, walk(t, write(t, "a", forge.XZ(plain)), nil)); diff != "" {
				t.Errorf("packed as a whole: %s", diff)
			}
			var each []byte
			for _, r := range test.records {
				if bytes.HasPrefix(r, []byte("WARC/")) { // rubbish is not packed
					r = forge.Gzip(r)
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
	path := write(t, "a.warc", forge.Page("http://h/1?x=1", "text"))
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
		parts = append(parts, forge.Gzip(forge.Page(fmt.Sprintf("http://h/%d", i), fmt.Sprintf("page %d %s", i, forge.Noise(300)))))
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
	data := bytes.Join([][]byte{forge.Gzip(forge.Page("http://h/1", "1")), forge.Gzip(forge.Page("http://h/2", forge.Blanks(16<<20))), forge.Gzip(forge.Page("http://h/3", "3"))}, nil)
	want := []string{"a!/http://h/1: 1", "a!/http://h/2: <limit when read>", "a!/http://h/3: 3"}
	if diff := cmp.Diff(want, walk(t, write(t, "a", data), nil)); diff != "" {
		t.Error(diff)
	}
}

func TestWACZ(t *testing.T) {
	data := forge.NewZip().Add("archive/data.warc.gz", string(forge.Gzip(forge.Page("http://h/1", "1")))).Add("datapackage.json", "{}").
		Add("pages/pages.jsonl", "{}").Add("indexes/index.cdx.gz", string(forge.Gzip([]byte("x")))).File()
	want := []string{"a!/archive/data.warc.gz!/http://h/1: 1", "a!/datapackage.json: <skipped>", "a!/pages/pages.jsonl: <skipped>", "a!/indexes/index.cdx.gz: <skipped>"}
	if diff := cmp.Diff(want, walk(t, write(t, "a", data), nil)); diff != "" {
		t.Error(diff)
	}
	other := forge.NewZip().Add("datapackage.json", "{}").Add("x", "x").File()
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
	p := forge.NewZip()
	const n = 70_000
	for i := range n {
		p.AddHeader(&zip.FileHeader{Name: fmt.Sprintf("%d.txt", i), Method: zip.Store}, "x")
	}
	files := 0
	err := Walk(t.Context(), write(t, "a", p.File()), nil, func(f File) error {
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
