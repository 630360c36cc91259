package web

import (
	"errors"
	"mime"
	"net/http"
	"path"
	"strings"
	"time"
	"unicode/utf8"

	"gongshi"
	"gongshi/web/desk"
)

var errNoOriginal = &problem{http.StatusNotFound,
	gongshi.Text{Zh: "没有保存原文件", En: "The original was not kept"},
	gongshi.Text{Zh: "导入时没有保存它（可加 --keep-originals all），在原处也已找不到或已改变。", En: "It was not kept at the import (--keep-originals all does), and is not, or no longer the same, where it was."}}

// original answers with the file that a notice was read from, always as something to be
// saved: it can be a web page with scripts.
func (v *visit) original() error {
	ctx := v.r.Context()
	checked, err := v.checked(ctx)
	if err != nil {
		return err
	}
	source := &checked.Notice.Source
	file, err := v.Original(ctx, source)
	if errors.Is(err, desk.ErrNoOriginal) {
		return errNoOriginal
	}
	if err != nil {
		return err
	}
	defer file.Close()
	header := v.w.Header()
	header.Set("Content-Type", "application/octet-stream")
	header.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": fileName(source.Path)}))
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	header.Set("Cache-Control", "private, no-cache")
	header.Set("ETag", `"`+strings.TrimPrefix(source.Digest, "sha256:")+`"`)
	http.ServeContent(v.w, v.r, "", time.Time{}, file)
	return nil
}

// longestName is how long a file's name can be, in characters.
const longestName = 120

// fileName is the last part of a path, in an archive or not, as a name that any system
// takes and that leads nowhere.
func fileName(p string) string {
	p = p[strings.LastIndex(p, "!/")+1:]
	name := strings.Map(func(r rune) rune {
		if r == utf8.RuneError || strings.ContainsRune(`/\:*?"<>|;%`, r) {
			return '_'
		}
		return r
	}, oneLine(path.Base(p)))
	name = strings.Trim(strings.ReplaceAll(name, "\uFFFD", "_"), ". ")
	if runes := []rune(name); len(runes) > longestName { // the suffix tells what it is
		name = string(runes[:longestName-20]) + "…" + string(runes[len(runes)-19:])
	}
	if name == "" {
		return "original"
	}
	return name
}
