package archive

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongshi/internal/forge"
)

func TestBudget(t *testing.T) {
	blanks := strings.Repeat(" ", 12<<20)
	nest := forge.NewZip().Add("x", "x").File()
	for range 3 {
		nest = forge.NewZip().Add("in.zip", string(nest)).File()
	}
	lying := forge.Deflate(blanks)
	bomb := forge.NewZip().Add("1", blanks).File()
	tests := []struct {
		about  string
		budget Budget
		data   []byte
		want   []string
	}{
		{"ratio, siblings still come", Budget{}, forge.NewZip().Add("a", "a").Add("bomb", blanks).Add("b", "b").File(),
			[]string{"a.zip!/a: a", "a.zip!/bomb: <limit>", "a.zip!/b: b"}},
		{"a size that is a lie", Budget{}, forge.NewZip().Raw(&zip.FileHeader{Name: "bomb", Method: zip.Deflate,
			CompressedSize64: uint64(len(lying)), UncompressedSize64: 10}, lying).Add("b", "b").File(),
			[]string{"a.zip!/bomb: <damaged when read>", "a.zip!/b: b"}},
		{"a bomb in a zip in the zip", Budget{}, forge.NewZip().Add("in.zip", string(bomb)).Add("b", "b").File(),
			[]string{"a.zip!/in.zip!/1: <limit>", "a.zip!/b: b"}},
		{"member size", Budget{MemberSize: 5}, forge.NewZip().Add("a", "12345").Add("b", "123456").Add("c", "1").File(),
			[]string{"a.zip!/a: 12345", "a.zip!/b: <limit>", "a.zip!/c: 1"}},
		{"members", Budget{Members: 2}, forge.NewZip().Add("a", "a").Add("b", "b").Add("c", "c").File(),
			[]string{"a.zip!/a: a", "a.zip!/b: b", "a.zip: <limit>"}},
		{"members of all depths", Budget{Members: 3}, forge.NewZip().Add("in", string(forge.NewZip().Add("1", "1").Add("2", "2").File())).Add("b", "b").File(),
			[]string{"a.zip!/in!/1: 1", "a.zip!/in!/2: 2", "a.zip: <limit>"}},
		{"bytes in all", Budget{Bytes: 15}, forge.NewZip().Add("a", "1234567890").Add("b", "1234567890").File(),
			[]string{"a.zip!/a: 1234567890", "a.zip!/b: <limit>"}},
		{"depth", Budget{Depth: 3}, nest, []string{"a.zip!/in.zip!/in.zip!/in.zip: <limit>"}},
		{"depth that is enough", Budget{Depth: 4}, nest, []string{"a.zip!/in.zip!/in.zip!/in.zip!/x: x"}},
	}
	for _, test := range tests {
		t.Run(test.about, func(t *testing.T) {
			if diff := cmp.Diff(test.want, walk(t, write(t, "a.zip", test.data), &test.budget)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestOverlap builds the bomb in which many entries of the list lead to the
// same packed bytes.
func TestOverlap(t *testing.T) {
	one := forge.NewZip().Add("kernel", strings.Repeat("x", 1000)).File()
	list := bytes.Index(one, []byte("PK\x01\x02"))
	end := bytes.Index(one, []byte(signEnd))
	const n = 50
	data := append([]byte(nil), one[:list]...)
	for range n {
		data = append(data, one[list:end]...)
	}
	tail := append([]byte(nil), one[end:]...)
	binary.LittleEndian.PutUint16(tail[8:], n)
	binary.LittleEndian.PutUint16(tail[10:], n)
	binary.LittleEndian.PutUint32(tail[12:], uint32(n*(end-list)))
	got := walk(t, write(t, "a.zip", append(data, tail...)), nil)
	if len(got) != n {
		t.Fatalf("%d entries", len(got))
	}
	for _, line := range got {
		if !strings.HasSuffix(line, "<damaged>") {
			t.Errorf("%q is read", line)
		}
	}
}

func TestHugeDirectory(t *testing.T) {
	data := forge.NewZip().Add("x", "x").File()
	binary.LittleEndian.PutUint32(data[bytes.LastIndex(data, []byte(signEnd))+12:], maxDirectory+1)
	if diff := cmp.Diff([]string{"a.zip: <limit>"}, walk(t, write(t, "a.zip", data), nil)); diff != "" {
		t.Error(diff)
	}
}

// TestSpill unpacks an archive that is too large for memory to a temporary
// file, and expects that file to be gone afterwards.
func TestSpill(t *testing.T) {
	folder := t.TempDir()
	t.Setenv("TMPDIR", folder)
	s, err := spill(io.MultiReader(strings.NewReader("head"), io.LimitReader(zeros{}, spillSize)), new(meter), false)
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := s.ReaderAt.(*os.File); !ok || s.size != spillSize+4 {
		t.Errorf("%T of %d bytes", s.ReaderAt, s.size)
	}
	head := make([]byte, 5)
	if _, err := s.ReadAt(head, 0); err != nil || string(head) != "head\x00" {
		t.Errorf("%q, %v", head, err)
	}
	s.close()
	if left, err := os.ReadDir(folder); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }
