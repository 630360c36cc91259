package web

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/url"
	"strings"
	"time"

	"gongshi"
)

// visit is one request, with what answers it.
type visit struct {
	*server
	w    http.ResponseWriter
	r    *http.Request
	lang string // "zh" or "en"
}

// page is what a handler gives to be shown.
type page struct {
	// Title is that of the window.
	Title string
	// Path is the menu entry that the page belongs to.
	Path string
	// Data is what the template of the page works with.
	Data any
	// status is that of HTTP; 0 stands for 200.
	status int
}

// frame is what templates get: the page and what stands around all pages.
type frame struct {
	page
	Lang    string
	Version string
	Menu    []menuEntry
	// Other is the other language, and OtherURL this page in it.
	Other    gongshi.Text
	OtherURL string
}

// handler answers with a handler of a page, and with a page of its error.
func (s *server) handler(handle func(*visit) error) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v := &visit{server: s, w: w, r: r}
		v.lang = v.language()
		if err := handle(v); err != nil {
			v.fail(err)
		}
	})
}

// tr gives the text in the language of the visit.
func (v *visit) tr(zh, en string) string { return gongshi.Text{Zh: zh, En: en}.In(v.lang) }

// show answers with a page by the template of that name. A page that the browser
// has already is not sent again.
func (v *visit) show(name string, p page) error {
	var body bytes.Buffer
	if err := v.pages[v.lang][name].ExecuteTemplate(&body, "base", v.frame(p)); err != nil {
		return err
	}
	header := v.w.Header()
	header.Set("Content-Type", "text/html; charset=utf-8")
	header.Add("Vary", "Cookie") // the language
	header.Set("Cache-Control", "no-store")
	if p.status == 0 || p.status == http.StatusOK {
		// Going back shows the page as it was; anything else asks again.
		sum := sha256.Sum256(body.Bytes())
		header.Set("Cache-Control", "private, no-cache")
		header.Set("ETag", `"`+hex.EncodeToString(sum[:12])+`"`)
		http.ServeContent(v.w, v.r, "", time.Time{}, bytes.NewReader(body.Bytes()))
		return nil
	}
	v.w.WriteHeader(p.status)
	if v.r.Method != http.MethodHead {
		_, _ = v.w.Write(body.Bytes()) // who left does not get the rest
	}
	return nil
}

func (v *visit) frame(p page) frame {
	f := frame{page: p, Lang: v.lang, Version: v.Version, Menu: v.menu, Other: gongshi.Text{Zh: "English", En: "中文"}}
	asked := v.r.URL.Query()
	asked.Set("lang", map[string]string{"zh": "en"}[v.lang])
	if v.lang == "en" {
		asked.Set("lang", "zh")
	}
	f.OtherURL = (&url.URL{Path: v.r.URL.Path, RawQuery: asked.Encode()}).String()
	return f
}

// redirect leads to another page of ours after a form was taken.
func (v *visit) redirect(to string) error {
	http.Redirect(v.w, v.r, to, http.StatusSeeOther)
	return nil
}

// back is where a form said it came from, if that is a page of ours, else home.
func (v *visit) back(home string) string {
	to := v.r.PostFormValue("back")
	u, err := url.Parse(to)
	if err != nil || u.Scheme != "" || u.Host != "" || !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.ContainsAny(to, "\\\r\n\t") {
		return home
	}
	return cmp.Or(to, home)
}

// pathOf is the path of a pattern of http.ServeMux.
func pathOf(pattern string) string {
	_, path, _ := strings.Cut(pattern, " ")
	return strings.TrimSuffix(path, "{$}")
}
