package web

import "net/http"

// languageCookie keeps the language that a browser asked for last.
const languageCookie = "lang"

// language is the one that the URL asks for, which is kept from then on, else the
// one that is kept, else that of the server.
func (v *visit) language() string {
	if asked := v.r.URL.Query().Get("lang"); isLanguage(asked) {
		http.SetCookie(v.w, &http.Cookie{Name: languageCookie, Value: asked, Path: "/", MaxAge: 365 * 24 * 3600,
			HttpOnly: true, SameSite: http.SameSiteLaxMode})
		return asked
	}
	if c, err := v.r.Cookie(languageCookie); err == nil && isLanguage(c.Value) {
		return c.Value
	}
	if isLanguage(v.Lang) {
		return v.Lang
	}
	return "zh"
}

func isLanguage(s string) bool { return s == "zh" || s == "en" }
