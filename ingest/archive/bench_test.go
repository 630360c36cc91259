package archive

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"testing"

	"gongshi/internal/forge"
)

// BenchmarkKinds reads 16 MB of pages out of each kind of container.
func BenchmarkKinds(b *testing.B) {
	const pages = 8000
	var pairs []string
	var all, warc bytes.Buffer
	contents, order := map[string]string{}, []string(nil)
	zipped, five := forge.NewZip(), forge.NewRAR5()
	for i := range pages {
		name, text := fmt.Sprintf("%d/公示%d.txt", i%50, i), page(i)
		pairs = append(pairs, name, text)
		all.WriteString(text)
		contents[name], order = text, append(order, name)
		zipped.AddHeader(&zip.FileHeader{Name: name, Method: zip.Deflate}, text)
		five.Add(name, text)
		warc.Write(forge.Gzip(forge.Page("http://h/"+name, text)))
	}
	plain := forge.Tar(tar.FormatPAX, pairs...)
	coder, packed := forge.LZMA(all.Bytes())
	for _, kind := range []struct {
		name string
		data []byte
	}{
		{"zip", zipped.File()}, {"tar", plain}, {"tar.gz", forge.Gzip(plain)}, {"tar.xz", forge.XZ(plain)}, {"tar.zst", forge.Zstd(plain)},
		{"7z", forge.SevenZip(forge.Packed7z(coder, packed, contents, order...))}, {"rar", five.File()}, {"warc.gz", warc.Bytes()},
	} {
		b.Run(kind.name, func(b *testing.B) {
			path := write(b, "a", kind.data)
			w := &Walker{Command: command(b)}
			b.SetBytes(int64(all.Len()))
			for b.Loop() {
				files := 0
				err := w.Walk(b.Context(), path, func(f File) error {
					r, err := f.Open()
					if err != nil {
						return err
					}
					files++
					_, err = io.Copy(io.Discard, r)
					return err
				})
				if err != nil || files != pages {
					b.Fatal(files, err)
				}
			}
		})
	}
}
