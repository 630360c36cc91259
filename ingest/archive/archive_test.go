package archive

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/simplifiedchinese"

	"gongshi/internal/forge"
)

func gbk(t testing.TB, s string) string {
	t.Helper()
	out, err := simplifiedchinese.GBK.NewEncoder().String(s)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// walk lists what Walk finds below root: "path: content", or "path: <code>".
// Paths are relative to the folder of root.
func walk(t testing.TB, root string, budget *Budget) []string {
	t.Helper()
	var got []string
	err := Walk(t.Context(), root, budget, func(f File) error {
		got = append(got, strings.TrimPrefix(f.Path, filepath.Dir(root)+"/")+": "+describe(f))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func describe(f File) string {
	content, refused := content(f)
	if refused != "" {
		return refused
	}
	if len(content) > 40 {
		return fmt.Sprintf("%d bytes", len(content))
	}
	return content
}

// content reads a file; refused says why it cannot be read.
func content(f File) (content, refused string) {
	if f.Err != nil {
		return "", "<" + string(CodeOf(f.Err)) + ">"
	}
	r, err := f.Open()
	if err != nil {
		return "", "<" + string(CodeOf(err)) + " at open>"
	}
	defer r.Close()
	data, err := io.ReadAll(r)
	if err != nil {
		return "", "<" + string(CodeOf(err)) + " when read>"
	}
	return string(data), ""
}

func write(t testing.TB, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestWalkFolder(t *testing.T) {
	root := filepath.Join(t.TempDir(), "in")
	for _, name := range []string{"b/2.txt", "b/1.txt", "a.txt", ".DS_Store", "b/__MACOSX/x", "._a.txt", "b/\xB9\xAB\xCA\xBE.txt"} {
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte("x"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink("a.txt", filepath.Join(root, "link")); err != nil {
		t.Fatal(err)
	}
	want := []string{
		"in/.DS_Store: <skipped>", "in/._a.txt: <skipped>", "in/a.txt: x", "in/b/1.txt: x", "in/b/2.txt: x",
		"in/b/__MACOSX: <skipped>", "in/b/公示.txt: x", "in/link: <skipped>",
	}
	if diff := cmp.Diff(want, walk(t, root, nil)); diff != "" {
		t.Error(diff)
	}
}

func TestWalkUnreadable(t *testing.T) {
	path := write(t, "a.txt", []byte("x"))
	if err := os.Chmod(path, 0); err != nil {
		t.Fatal(err)
	}
	want := []string{"a.txt: <unreadable>"}
	if f, err := os.Open(path); err == nil {
		// The superuser reads everything.
		f.Close()
		want = []string{"a.txt: x"}
	}
	if diff := cmp.Diff(want, walk(t, path, nil)); diff != "" {
		t.Error(diff)
	}
}

func TestWalkNothingThere(t *testing.T) {
	path := filepath.Join(t.TempDir(), "none")
	err := Walk(t.Context(), path, nil, func(File) error { return nil })
	if !errors.Is(err, os.ErrNotExist) || !strings.Contains(err.Error(), path) {
		t.Errorf("%v", err)
	}
}

func TestWalkStops(t *testing.T) {
	path := write(t, "a.zip", forge.NewZip().Add("1", "x").Add("2", "y").File())
	stop, calls := errors.New("stop"), 0
	err := Walk(t.Context(), path, nil, func(File) error { calls++; return stop })
	if err != stop || calls != 1 {
		t.Errorf("error %v after %d calls", err, calls)
	}
	ctx, cancel := context.WithCancel(t.Context())
	err = Walk(ctx, path, nil, func(File) error { cancel(); return nil })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

func TestZip(t *testing.T) {
	inner := forge.NewZip().Add("内.txt", "inner").File()
	docx := forge.NewZip().Add("[Content_Types].xml", "<x/>").Add("word/document.xml", "<x/>").File()
	odt := forge.NewZip().AddHeader(&zip.FileHeader{Name: "mimetype"}, "application/vnd.oasis.opendocument.text").File()
	damaged := forge.Deflate("siblings must not suffer")
	tests := []struct {
		about string
		data  []byte
		want  []string
	}{
		{"plain", forge.NewZip().Add("岳阳/1.txt", "one").Add("2.txt", "two").File(), []string{"a.zip!/岳阳/1.txt: one", "a.zip!/2.txt: two"}},
		{"nested", forge.NewZip().Add("in.dat", string(inner)).Add("2.txt", "two").File(), []string{"a.zip!/in.dat!/内.txt: inner", "a.zip!/2.txt: two"}},
		{"documents are leaves", forge.NewZip().Add("a.docx", string(docx)).Add("b.bin", string(odt)).File(),
			[]string{fmt.Sprintf("a.zip!/a.docx: %d bytes", len(docx)), fmt.Sprintf("a.zip!/b.bin: %d bytes", len(odt))}},
		{"a document on disk", docx, []string{fmt.Sprintf("a.zip: %d bytes", len(docx))}},
		{"folders and litter", forge.NewZip().Add("f/", "").Add("__MACOSX/._x", "x").Add("f/Thumbs.db", "x").Add("f/x", "x").File(),
			[]string{"a.zip!/__MACOSX/._x: <skipped>", "a.zip!/f/Thumbs.db: <skipped>", "a.zip!/f/x: x"}},
		{"nothing in it", forge.NewZip().File(), []string{"a.zip: <empty>"}},
		{"only folders", forge.NewZip().Add("f/", "").File(), []string{"a.zip: <empty>"}},
		{"twice the same name", forge.NewZip().Add("x", "1").Add("x", "2").File(), []string{"a.zip!/x: 1", "a.zip!/x#2: 2"}},
		{"encrypted", forge.NewZip().Raw(&zip.FileHeader{Name: "x", Flags: flagEncrypted, CompressedSize64: 1}, "?").Add("y", "y").File(),
			[]string{"a.zip!/x: <encrypted>", "a.zip!/y: y"}},
		{"another method", forge.NewZip().Raw(&zip.FileHeader{Name: "x", Method: 9, CompressedSize64: 1}, "?").Add("y", "y").File(),
			[]string{"a.zip!/x: <unsupported>", "a.zip!/y: y"}},
		{"wrong checksum", forge.NewZip().Raw(&zip.FileHeader{Name: "x", Method: zip.Deflate, CRC32: 1, CompressedSize64: uint64(len(damaged)), UncompressedSize64: 24}, damaged).Add("y", "y").File(),
			[]string{"a.zip!/x: <damaged>", "a.zip!/y: y"}},
		{"not deflated at all", forge.NewZip().Raw(&zip.FileHeader{Name: "x", Method: zip.Deflate, CompressedSize64: 4, UncompressedSize64: 24}, "\xff\xff\xff\xff").Add("y", "y").File(),
			[]string{"a.zip!/x: <damaged>", "a.zip!/y: y"}},
		{"a zip that is none", []byte("PK\x03\x04 and nothing more"), []string{"a.zip: <damaged>"}},
		{"an empty file", nil, []string{"a.zip: "}},
	}
	for _, test := range tests {
		t.Run(test.about, func(t *testing.T) {
			if diff := cmp.Diff(test.want, walk(t, write(t, "a.zip", test.data), nil)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestMemberNames(t *testing.T) {
	unicodeExtra := func(raw, name string) []byte {
		field := append([]byte{1}, binary.LittleEndian.AppendUint32(nil, crc32.ChecksumIEEE([]byte(raw)))...)
		field = append(field, name...)
		extra := binary.LittleEndian.AppendUint16([]byte{0x75, 0x70}, uint16(len(field)))
		return append(extra, field...)
	}
	headers := []*zip.FileHeader{
		{Name: gbk(t, "誠信/謀略.txt"), NonUTF8: true}, // the second byte of 謀 and 誠 is that of "\" or near it
		{Name: gbk(t, `目录\子目录\一.txt`), NonUTF8: true},
		{Name: "../../etc/passwd"},
		{Name: "/etc/passwd"},
		{Name: `C:\windows\x.txt`},
		{Name: `\\server\share\x`},
		{Name: "a/./b//c"},
		{Name: "trap!/x"},
		{Name: "new\nline\u202Efdp.exe"},
		{Name: "??.txt", NonUTF8: true, Extra: unicodeExtra("??.txt", "公示.txt")},
		{Name: "plain.txt", NonUTF8: true, Extra: unicodeExtra("other.txt", "公示.txt")},
		{Name: "//"},
	}
	p := forge.NewZip()
	raw := map[string]string{}
	for _, h := range headers {
		raw[h.Name] = h.Name
		if h.Name == "//" {
			continue
		}
		p.AddHeader(h, "")
	}
	want := []string{
		"誠信/謀略.txt", "目录/子目录/一.txt", "%2E%2E/%2E%2E/etc/passwd", "etc/passwd", "C%3A/windows/x.txt", "server/share/x",
		"a/b/c", "trap%21/x", "new%0Aline%E2%80%AEfdp.exe", "公示.txt", "plain.txt",
	}
	path := write(t, "a.zip", p.File())
	i := 0
	err := Walk(t.Context(), path, nil, func(f File) error {
		shown := strings.TrimPrefix(f.Path, path+"!/")
		if i >= len(want) || shown != want[i] {
			t.Errorf("member %d is shown as %q", i, shown)
		}
		if shown != headers[i].Name && string(f.RawName) != headers[i].Name {
			t.Errorf("%s: raw name %q, want %q", shown, f.RawName, headers[i].Name)
		}
		if f.Container != path {
			t.Errorf("%s: container %q", shown, f.Container)
		}
		i++
		return nil
	})
	if err != nil || i != len(want) {
		t.Errorf("%d members, %v", i, err)
	}
}

// TestCutShort cuts an archive at every place and expects all members that lie
// wholly before the cut.
func TestCutShort(t *testing.T) {
	for _, streamed := range []bool{true, false} {
		p := forge.NewZip()
		var ends []int
		for i := range 4 {
			content := fmt.Sprintf("member %d %s", i, strings.Repeat("整改", 20*i))
			name := gbk(t, fmt.Sprintf("公示%d.txt", i))
			if streamed {
				p.AddHeader(&zip.FileHeader{Name: name, NonUTF8: true, Method: zip.Deflate}, content)
			} else {
				data := forge.Deflate(content)
				p.Raw(&zip.FileHeader{Name: name, NonUTF8: true, Method: zip.Deflate, CRC32: crc32.ChecksumIEEE([]byte(content)),
					CompressedSize64: uint64(len(data)), UncompressedSize64: uint64(len(content))}, data)
			}
		}
		whole := p.File()
		for at := 1; at < len(whole); at++ {
			if sign := string(whole[at:min(at+4, len(whole))]); sign == signLocal || sign == "PK\x01\x02" && len(ends) < 4 {
				ends = append(ends, at)
			}
		}
		for cut := 4; cut < len(whole); cut++ {
			got := walk(t, write(t, "a.zip", whole[:cut]), nil)
			// Of the record behind a streamed member the checksum is enough.
			saved := 0
			for saved < len(ends) && ends[saved] <= cut {
				saved++
			}
			if len(got)-1 < saved || len(got)-1 > saved+1 {
				t.Fatalf("cut at %d: %q, want %d members", cut, got, saved)
			}
			for i, line := range got[:len(got)-1] {
				if !strings.HasPrefix(line, fmt.Sprintf("a.zip!/公示%d.txt: ", i)) || strings.Contains(line, "<") {
					t.Errorf("cut at %d: %q", cut, line)
				}
			}
			if last := got[len(got)-1]; last != "a.zip: <damaged>" {
				t.Errorf("cut at %d: the archive itself is %q", cut, last)
			}
		}
	}
}

func TestCutShortMessage(t *testing.T) {
	whole := forge.NewZip().Add("一.txt", "one").Add("二.txt", strings.Repeat("整改情况", 100)).File()
	var last error
	cut := bytes.Index(whole, []byte("PK\x01\x02")) - 20
	err := Walk(t.Context(), write(t, "a.zip", whole[:cut]), nil, func(f File) error { last = f.Err; return nil })
	if err != nil || last == nil || !strings.Contains(last.Error(), "members saved: 1,") || !strings.Contains(last.Error(), "二.txt") {
		t.Errorf("%v, %v", err, last)
	}
}

// Paths tell files apart, whatever their names are.
func TestPathsAreUnique(t *testing.T) {
	taken := make(names)
	var got []string
	for _, name := range []string{"a.txt", "a.txt", "a.txt#2", "a.txt", "b"} {
		got = append(got, taken.free(name))
	}
	if diff := cmp.Diff([]string{"a.txt", "a.txt#2", "a.txt#2#2", "a.txt#3", "b"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	dir := t.TempDir()
	for _, name := range []string{"公示.txt", "\xb9\xab\xca\xbe.txt"} { // UTF-8, and the same in GBK
		if err := os.WriteFile(filepath.Join(dir, name), []byte(name), 0o600); err != nil {
			t.Skip("names here have to be UTF-8")
		}
	}
	paths := map[string]bool{}
	w := Walker{}
	if err := w.Walk(t.Context(), dir, func(f File) error { paths[filepath.Base(f.Path)] = true; return nil }); err != nil {
		t.Fatal(err)
	}
	if len(paths) != 2 || !paths["公示.txt"] {
		t.Errorf("two files are shown as %v", paths)
	}
}
