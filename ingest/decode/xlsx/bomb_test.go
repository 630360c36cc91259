package xlsx

import (
	"archive/zip"
	"bytes"
	"io/fs"
	"runtime"
	"strings"
	"testing"

	"gongshi/ingest/decode"
	"gongshi/ingest/decode/internal/decodetest"
)

// A row that repeats a long text a hundred thousand times is refused before its
// cells are made.
func TestSharedTextBomb(t *testing.T) {
	sheet := data(row(1, strings.Repeat(`<c t="s"><v>0</v></c>`, 100_000)))
	parts := bookOf(t, sheet)
	long := repack(t, parts, "xl/sharedStrings.xml", `<sst xmlns="`+mainSpace+`"><si><t>`+strings.Repeat("整改", 200_000)+`</t></si></sst>`)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := decodetest.Read(t, Format(), long)
	runtime.ReadMemStats(&after)
	if decode.CodeOf(err) != decode.CodeLimit {
		t.Errorf("%v", err)
	}
	if used := after.TotalAlloc - before.TotalAlloc; used > 256<<20 {
		t.Errorf("it took %d MB", used>>20)
	}
}

// repack replaces a part of a file.
func repack(t *testing.T, file []byte, name, content string) []byte {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	var parts []part
	for _, f := range r.File {
		data, err := fs.ReadFile(r, f.Name)
		if err != nil {
			t.Fatal(err)
		}
		if f.Name == name {
			data = []byte(content)
		}
		parts = append(parts, part{f.Name, string(data)})
	}
	return zipped(t, parts...)
}
