package archive

import (
	"archive/tar"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gongshi/internal/forge"
	"gongshi/internal/hostile"
)

// FuzzWalk walks anything: it ends within its budget, whatever is refused has a
// reason, and no path leads out of the archive.
func FuzzWalk(f *testing.F) {
	for _, seed := range seeds(f) {
		f.Add(seed)
	}
	path := filepath.Join(f.TempDir(), "a")
	f.Fuzz(func(t *testing.T, data []byte) {
		if err := os.WriteFile(path, data, 0o644); err != nil {
			t.Fatal(err)
		}
		w := &Walker{
			Budget: Budget{Bytes: 32 << 20, Members: 1000, MemberSize: 8 << 20}, Command: command(t), Passwords: []string{"secret"},
		}
		seen := map[string]bool{}
		err := w.Walk(t.Context(), path, func(file File) error {
			text, refused := content(file)
			if refused == "<>" || strings.Contains(refused, "<unreadable") || strings.Contains(refused, "<crashed") {
				t.Errorf("%q: %q, %v", file.Path, refused, file.Err)
			}
			if len(text) > 8<<20 {
				t.Errorf("%q has %d bytes", file.Path, len(text))
			}
			if seen[file.Path] && file.Path != path || !strings.HasPrefix(file.Path, path) || strings.Contains(file.Path+"/", "/../") {
				t.Errorf("a path %q", file.Path)
			}
			seen[file.Path] = true
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	})
}

// seeds are a container of each kind, whole and cut.
func seeds(t testing.TB) [][]byte {
	zip := forge.NewZip().Add("a/一.txt", strings.Repeat("整改", 50)).Add("in.zip", string(forge.NewZip().Add("内.txt", "inner").File())).File()
	plain := forge.Tar(tar.FormatPAX, "f/一.txt", "one", "2.zip", string(zip))
	warc := append(forge.Page("http://h/1", string(forge.Gzip([]byte("text"))), "Content-Encoding: gzip"), forge.Page("http://h/2", chunks([]byte("two")), "Transfer-Encoding: chunked")...)
	coder, packed := forge.LZMA([]byte("onetwo"))
	all := [][]byte{
		zip, zip[:len(zip)-30], zip[:60], plain, forge.Tar(tar.FormatGNU, gbk(t, "公示.txt"), "one"), hostile.SparseTar("100"),
		forge.Gzip(plain), forge.Gzip([]byte("text")), forge.XZ(plain), forge.Zstd(plain),
		warc, append(forge.Gzip(warc), forge.Gzip(warc)...),
		forge.NewRAR5().Add("1", "one").Add("2", "two").File(), forge.NewRAR4().Add("1", "one").Add("2", "two").File(),
		forge.SevenZip(forge.Packed7z(coder, packed, map[string]string{"1": "one", "2": "two"}, "1", "2")),
	}
	names, err := filepath.Glob(filepath.Join("testdata", "*.*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if len(data) < 2000 && filepath.Ext(name) != ".md" {
			all = append(all, data)
		}
	}
	return all
}
