package archive

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// page is the text of "岳阳/公示i.txt" in the fixtures.
func page(i int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "第二轮中央生态环境保护督察反馈问题整改销号公示（问题%d）\n", i)
	for k := range 20 {
		fmt.Fprintf(&b, "整改措施第%d条：对第%d号点位的第%d处排口逐一核查，建立台账，限期销号。\n", k+1, i, k*7%13)
	}
	return b.String()
}

const remark = "压缩包格式测试\n"

// all are the members of most fixtures.
var all = []string{"岳阳/公示1.txt", "岳阳/公示2.txt", "岳阳/公示3.txt", "岳阳/公示4.txt", "岳阳/公示5.txt", "说明.txt"}

// known tells what a file of the fixtures should hold, and shortens it to "ok".
func known(path, content string) string {
	base := filepath.Base(path)
	var i int
	switch _, err := fmt.Sscanf(base, "公示%d.txt", &i); {
	case err == nil && content == page(i), base == "说明.txt" && content == remark, base == "空.txt" && content == "":
		return "ok"
	case base != "说明.txt" && err != nil && content == page(1):
		return "ok"
	}
	return fmt.Sprintf("%d bytes", len(content))
}

// listing walks with w and lists what it finds, as walk does.
func listing(t testing.TB, w *Walker, root string) []string {
	t.Helper()
	var got []string
	err := w.Walk(t.Context(), root, func(f File) error {
		text, refused := content(f)
		if refused == "" {
			refused = known(f.Path, text)
		}
		got = append(got, strings.TrimPrefix(f.Path, filepath.Dir(root)+"/")+": "+refused)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestFixtures(t *testing.T) {
	ok := func(names ...string) (want []string) {
		for _, name := range names {
			want = append(want, name+": ok")
		}
		return want
	}
	refused := func(code Code, names ...string) (want []string) {
		for _, name := range names {
			want = append(want, fmt.Sprintf("%s: <%s>", name, code))
		}
		return want
	}
	with := func(names []string, more ...string) []string { return append(slices.Clone(names), more...) }
	secret := []string{"wrong", "secret"}
	tests := []struct {
		file      string
		passwords []string
		want      []string // behind "!/"; an empty name is the archive itself
	}{
		{"solid-lzma.7z", nil, ok(with([]string{"空.txt"}, all...)...)},
		{"solid-lzma2.7z", nil, ok(with([]string{"空.txt"}, all...)...)},
		{"solid-ppmd.7z", nil, ok(with([]string{"空.txt"}, all...)...)},
		{"solid-bzip2.7z", nil, ok(with([]string{"空.txt"}, all...)...)},
		{"solid-deflate.7z", nil, ok(with([]string{"空.txt"}, all...)...)},
		{"solid-copy.7z", nil, ok(with([]string{"空.txt"}, all...)...)},
		{"each.7z", nil, ok(all...)},
		{"bcj2.7z", nil, ok(all[:5]...)},
		{"content-encrypted.7z", nil, refused(CodeEncrypted, all...)},
		{"content-encrypted.7z", []string{"wrong"}, refused(CodeEncrypted, all...)},
		{"content-encrypted.7z", secret, ok(all...)},
		{"content-encrypted-copy.7z", nil, refused(CodeEncrypted, all[:5]...)},
		{"content-encrypted-copy.7z", secret, ok(all[:5]...)},
		{"names-encrypted.7z", nil, refused(CodeEncrypted, "")},
		{"names-encrypted.7z", []string{"wrong"}, refused(CodeEncrypted, "")},
		{"names-encrypted.7z", secret, ok(all...)},
		{"zipcrypto.zip", nil, refused(CodeEncrypted, "岳阳/公示1.txt", "岳阳/公示2.txt", "说明.txt")},
		{"zipcrypto.zip", []string{"wrong"}, refused(CodeEncrypted, "岳阳/公示1.txt", "岳阳/公示2.txt", "说明.txt")},
		{"zipcrypto.zip", secret, ok("岳阳/公示1.txt", "岳阳/公示2.txt", "说明.txt")},
		{"zipcrypto-streamed.zip", secret, ok("岳阳/公示1.txt")},
		{"zipcrypto-gbk-password.zip", []string{"密码"}, ok("岳阳/公示1.txt")},
		{"aes256.zip", nil, refused(CodeEncrypted, "岳阳/公示1.txt", "岳阳/公示2.txt", "说明.txt")},
		{"aes256.zip", []string{"wrong"}, refused(CodeEncrypted, "岳阳/公示1.txt", "岳阳/公示2.txt", "说明.txt")},
		{"aes256.zip", secret, ok("岳阳/公示1.txt", "岳阳/公示2.txt", "说明.txt")},
		{"aes128.zip", secret, ok("岳阳/公示1.txt")},
		{"methods.zip", nil, append(ok("BZip2.txt", "Copy.txt", "Deflate.txt"), append(refused(CodeUnsupported, "Deflate64.txt"),
			append(ok("LZMA.txt"), append(refused(CodeUnsupported, "PPMd.txt"), ok("XZ.txt")...)...)...)...)},
		{"a.tar.bz2", nil, ok(all...)},
		{"a.tar.zst", nil, ok(all...)},
		{"blocks.tar.xz", nil, ok(all...)},
		{"sha256.tar.xz", nil, ok(all...)},
		{"none.tar.xz", nil, ok(all...)},
		{"filtered.tar.xz", nil, refused(CodeUnsupported, "")},
	}
	for _, test := range tests {
		for _, process := range []string{"this process", "another process"} {
			t.Run(test.file+"/"+strings.Join(test.passwords, ",")+"/"+process, func(t *testing.T) {
				w := &Walker{Passwords: test.passwords}
				if process == "another process" {
					w.Command = command(t)
				}
				var want []string
				for _, line := range test.want {
					line = test.file + "!/" + line
					want = append(want, strings.Replace(line, "!/:", ":", 1))
				}
				if diff := cmp.Diff(want, listing(t, w, filepath.Join("testdata", test.file))); diff != "" {
					t.Error(diff)
				}
			})
		}
	}
}

// TestSharedFixtures reads the archives of a folder of fixtures, where there is
// one.
func TestSharedFixtures(t *testing.T) {
	shared := os.Getenv("GONGSHI_SHARED")
	if shared == "" {
		t.Skip("GONGSHI_SHARED is not set")
	}
	for name, want := range map[string]struct{ files, refused int }{
		"a-pages.warc.gz": {3, 1}, "aes.zip": {1, 0}, "enc_header.7z": {1, 0}, "evil_paths.zip": {5, 0}, "gbk_names.tar.gz": {3, 1},
		"gbk_names.zip": {3, 0}, "nested3.zip": {3, 0}, "pub-tika-test-documents.rar": {9, 0}, "pub-tika-testWACZ.wacz": {1, 4},
	} {
		w := &Walker{Passwords: []string{"secret"}, Command: command(t)}
		files, refused := 0, 0
		err := w.Walk(t.Context(), filepath.Join(shared, "fixtures", name), func(f File) error {
			if text := describe(f); strings.HasPrefix(text, "<") && f.Err != nil {
				refused++
			} else if f.Err == nil {
				files++
			}
			return nil
		})
		if err != nil || files != want.files || refused != want.refused {
			t.Errorf("%s: %d files, %d refused, %v; want %v", name, files, refused, err, want)
		}
	}
}
