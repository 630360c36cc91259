package archive

import (
	"archive/tar"
	"os"
	"path/filepath"
	"strings"
	"testing"
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
	zip := newZip(t).add("a/一.txt", strings.Repeat("整改", 50)).add("in.zip", string(newZip(t).add("内.txt", "inner").bytes())).bytes()
	plain := tarred(t, tar.FormatPAX, "f/一.txt", "one", "2.zip", string(zip))
	warc := append(page200("http://h/1", string(gzipped(t, []byte("text"))), "Content-Encoding: gzip"), page200("http://h/2", chunks([]byte("two")), "Transfer-Encoding: chunked")...)
	coder, packed := lzmaed(t, []byte("onetwo"))
	all := [][]byte{
		zip, zip[:len(zip)-30], zip[:60], plain, tarred(t, tar.FormatGNU, gbk(t, "公示.txt"), "one"), sparseTar("100"),
		gzipped(t, plain), gzipped(t, []byte("text")), xzed(t, plain), zstded(t, plain),
		warc, append(gzipped(t, warc), gzipped(t, warc)...),
		newRar5().add("1", "one").add("2", "two").bytes(), newRar4().add("1", "one").add("2", "two").bytes(),
		sevenZip(packedAs(coder, packed, map[string]string{"1": "one", "2": "two"}, "1", "2")),
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
