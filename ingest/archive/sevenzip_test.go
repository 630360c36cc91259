package archive

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gongshi/internal/forge"
)

// A block that breaks costs the files behind the break, and no other block.
func TestSevenZipBrokenBlock(t *testing.T) {
	contents := map[string]string{"1": strings.Repeat("整改", 3000), "2": string(forge.Noise(9000)), "3": "three", "4": "four", "5": "five"}
	coder, packed := forge.LZMA([]byte(contents["1"] + contents["2"] + contents["3"]))
	broken := bytes.Clone(packed)
	for i := len(broken) / 2; i < len(broken); i++ {
		broken[i] ^= 0x55
	}
	first := forge.Packed7z(coder, broken, contents, "1", "2", "3")
	second := forge.Packed7z(forge.Copy7z, []byte("fourfive"), contents, "4", "5")
	data := forge.SevenZip(first, second)
	want := []string{"a!/1: 18000 bytes", "a!/2: <damaged when read>", "a!/3: <damaged>", "a!/4: four", "a!/5: five", "a: <damaged>"}
	if diff := cmp.Diff(want, isolated(t, "a", data)); diff != "" {
		t.Error(diff)
	}
	first.Packed = packed
	want = []string{"a!/1: 18000 bytes", "a!/2: 9000 bytes", "a!/3: three", "a!/4: four", "a!/5: five"}
	if diff := cmp.Diff(want, isolated(t, "a", forge.SevenZip(first, second))); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"a: <damaged>"}, isolated(t, "a", cut(data, len(data)-9))); diff != "" {
		t.Error(diff)
	}
}

// A wrong checksum of one file says nothing about the next one.
func TestSevenZipChecksum(t *testing.T) {
	b := forge.Packed7z(forge.Copy7z, []byte("onetwo"), map[string]string{"1": "one", "2": "two"}, "1", "2")
	b.Files[0].CRC++
	want := []string{"a!/1: <damaged>", "a!/2: two"}
	if diff := cmp.Diff(want, isolated(t, "a", forge.SevenZip(b))); diff != "" {
		t.Error(diff)
	}
}

// Reading the files of a block in their order unpacks the block once: twice as
// many files take about twice as long, and not four times.
func TestSevenZipOrder(t *testing.T) {
	took := func(n int) time.Duration {
		contents, all, order := map[string]string{}, []byte(nil), []string(nil)
		for i := range n {
			name := fmt.Sprint(i)
			contents[name] = fmt.Sprintf("%s %d", forge.Noise(2000)[:2000-i%7], i)
			all, order = append(all, contents[name]...), append(order, name)
		}
		coder, packed := forge.LZMA(all)
		path := write(t, "a", forge.SevenZip(forge.Packed7z(coder, packed, contents, order...)))
		best := time.Hour
		for range 3 {
			begun := time.Now()
			files := 0
			err := Walk(t.Context(), path, nil, func(f File) error {
				if _, refused := content(f); refused != "" {
					t.Errorf("%s: %s", f.Path, refused)
				}
				files++
				return nil
			})
			if err != nil || files != n {
				t.Errorf("%d files, %v", files, err)
			}
			best = min(best, time.Since(begun))
		}
		return best
	}
	few, many := took(500), took(4000)
	if many > 30*few {
		t.Errorf("500 files of a block take %v, 4000 take %v", few, many)
	}
}
