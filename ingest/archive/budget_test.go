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
)

func TestBudget(t *testing.T) {
	blanks := strings.Repeat(" ", 12<<20)
	nest := newZip(t).add("x", "x").bytes()
	for range 3 {
		nest = newZip(t).add("in.zip", string(nest)).bytes()
	}
	lying := deflated(t, blanks)
	bomb := newZip(t).add("1", blanks).bytes()
	tests := []struct {
		about  string
		budget Budget
		data   []byte
		want   []string
	}{
		{"ratio, siblings still come", Budget{}, newZip(t).add("a", "a").add("bomb", blanks).add("b", "b").bytes(),
			[]string{"a.zip!/a: a", "a.zip!/bomb: <limit>", "a.zip!/b: b"}},
		{"a size that is a lie", Budget{}, newZip(t).raw(&zip.FileHeader{Name: "bomb", Method: zip.Deflate,
			CompressedSize64: uint64(len(lying)), UncompressedSize64: 10}, lying).add("b", "b").bytes(),
			[]string{"a.zip!/bomb: <damaged when read>", "a.zip!/b: b"}},
		{"a bomb in a zip in the zip", Budget{}, newZip(t).add("in.zip", string(bomb)).add("b", "b").bytes(),
			[]string{"a.zip!/in.zip!/1: <limit>", "a.zip!/b: b"}},
		{"member size", Budget{MemberSize: 5}, newZip(t).add("a", "12345").add("b", "123456").add("c", "1").bytes(),
			[]string{"a.zip!/a: 12345", "a.zip!/b: <limit>", "a.zip!/c: 1"}},
		{"members", Budget{Members: 2}, newZip(t).add("a", "a").add("b", "b").add("c", "c").bytes(),
			[]string{"a.zip!/a: a", "a.zip!/b: b", "a.zip: <limit>"}},
		{"members of all depths", Budget{Members: 3}, newZip(t).add("in", string(newZip(t).add("1", "1").add("2", "2").bytes())).add("b", "b").bytes(),
			[]string{"a.zip!/in!/1: 1", "a.zip!/in!/2: 2", "a.zip: <limit>"}},
		{"bytes in all", Budget{Bytes: 15}, newZip(t).add("a", "1234567890").add("b", "1234567890").bytes(),
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
	one := newZip(t).add("kernel", strings.Repeat("x", 1000)).bytes()
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
	data := newZip(t).add("x", "x").bytes()
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
