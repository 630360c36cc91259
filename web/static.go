package web

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
	"time"
)

//go:embed static
var staticFiles embed.FS

// static are the files of the pages by name, each with the digest that its URL has:
// a browser keeps them until the program has other ones.
type static map[string]staticFile

type staticFile struct {
	data   []byte
	digest string
}

func newStatic() static {
	all := static{}
	names, err := fs.Glob(staticFiles, "static/*")
	if err != nil {
		panic(err)
	}
	for _, name := range names {
		data, err := staticFiles.ReadFile(name)
		if err != nil {
			panic(err)
		}
		sum := sha256.Sum256(data)
		all[path.Base(name)] = staticFile{data, hex.EncodeToString(sum[:6])}
	}
	return all
}

// url is the address of a file. One that there is not is a mistake in a template.
func (s static) url(name string) string {
	file, ok := s[name]
	if !ok {
		panic("no static file " + name)
	}
	return "/static/" + name + "?v=" + file.digest
}

// ServeHTTP answers with a file.
func (s static) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(r.URL.Path, "/static/")
	file, ok := s[name]
	if !ok {
		http.NotFound(w, r)
		return
	}
	header := w.Header()
	header.Set("Content-Type", mime.TypeByExtension(path.Ext(name)))
	header.Set("ETag", `"`+file.digest+`"`)
	header.Set("Cache-Control", "no-cache")
	if r.URL.Query().Get("v") == file.digest {
		header.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(file.data))
}
