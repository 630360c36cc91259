package guard

import (
	"embed"
	"errors"
	"html/template"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"

	"gongshi/ingest/store"
)

// The cookie that holds the secret of a session. Browsers take one with the second
// name by TLS only, and from no other host.
const (
	sessionCookie       = "gongshi_session"
	secureSessionCookie = "__Host-" + sessionCookie
)

//go:embed login.html login.css
var files embed.FS

var loginPage = template.Must(template.ParseFS(files, "login.html"))

// doorPages answers the requests that need no token: logging in and out, and what
// the page for that looks like.
func (g *guard) doorPages(w http.ResponseWriter, r *http.Request) bool {
	switch r.Method + " " + r.URL.Path {
	case "GET /login", "HEAD /login":
		g.showLogin(w, r, http.StatusOK, "")
	case "POST /login":
		g.login(w, r)
	case "POST /logout":
		g.logout(w, r)
	case "GET /login.css", "HEAD /login.css":
		http.ServeFileFS(w, r, files, "login.css")
	default:
		return false
	}
	return true
}

// admitted tells whether a request shows a token that allows it. If not, it is
// answered.
func (g *guard) admitted(w http.ResponseWriter, r *http.Request) bool {
	token, err := g.shown(r)
	switch {
	case errors.Is(err, errNothingShown) && browses(r):
		http.Redirect(w, r, "/login?"+url.Values{"next": {r.URL.RequestURI()}}.Encode(), http.StatusSeeOther)
	case errors.Is(err, errNothingShown):
		w.Header().Set("WWW-Authenticate", `Bearer realm="gongshi"`)
		g.refuse(w, r, refusals.token)
	case errors.Is(err, errTooMany):
		g.refuse(w, r, refusals.slow)
	case errors.Is(err, store.ErrNotFound):
		w.Header().Set("WWW-Authenticate", `Bearer realm="gongshi", error="invalid_token"`)
		g.refuse(w, r, refusals.wrong)
	case err != nil:
		g.Log.Error("look up a token", "error", err)
		g.refuse(w, r, refusals.internal)
	case !Role(token.Role).allows(needed(r)):
		g.refuse(w, r, refusals.role)
	default:
		return true
	}
	return false
}

// browses tells whether a person asks for a page, who can be shown another.
func browses(r *http.Request) bool {
	return r.Method == http.MethodGet && !isAPI(r) && strings.Contains(r.Header.Get("Accept"), "text/html")
}

var (
	errNothingShown = errors.New("no token is shown")
	errTooMany      = errors.New("too many wrong tokens")
)

// shown gives the token that a request shows, itself or by its session.
func (g *guard) shown(r *http.Request) (store.Token, error) {
	if header := r.Header.Get("Authorization"); header != "" {
		scheme, secret, _ := strings.Cut(header, " ")
		if !strings.EqualFold(scheme, "Bearer") {
			return store.Token{}, errNothingShown
		}
		return g.try(r, strings.TrimSpace(secret))
	}
	cookie, err := r.Cookie(cookieName(r))
	if err != nil {
		return store.Token{}, errNothingShown
	}
	one, ok := g.sessions.find(cookie.Value)
	if !ok {
		return store.Token{}, errNothingShown
	}
	token, err := g.TokenNamed(r.Context(), one.token)
	// A token of the same name that was made since is another.
	if errors.Is(err, store.ErrNotFound) || err == nil && !token.Made.Equal(one.made) {
		g.sessions.end(cookie.Value)
		return store.Token{}, errNothingShown
	}
	return token, err
}

// try gives the token with a secret. Only wrong ones are counted: behind a proxy all
// come from one address, and whoever guesses there must not lock the others out.
func (g *guard) try(r *http.Request, secret string) (store.Token, error) {
	token, err := g.TokenOf(r.Context(), secret)
	if !errors.Is(err, store.ErrNotFound) {
		return token, err
	}
	address, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		address = r.RemoteAddr
	}
	if !g.attempts.failed(address) {
		return store.Token{}, errTooMany
	}
	return store.Token{}, store.ErrNotFound
}

func (g *guard) login(w http.ResponseWriter, r *http.Request) {
	token, err := g.try(r, strings.TrimSpace(r.PostFormValue("token")))
	switch {
	case errors.Is(err, errTooMany):
		g.showLogin(w, r, refusals.slow.status, refusals.slow.text.In(g.language(r)))
	case errors.Is(err, store.ErrNotFound):
		g.showLogin(w, r, http.StatusForbidden, refusals.wrong.text.In(g.language(r)))
	case err != nil:
		g.Log.Error("log in", "error", err)
		g.refuse(w, r, refusals.internal)
	default:
		http.SetCookie(w, g.cookie(r, g.sessions.begin(token.Name, token.Made), 0))
		http.Redirect(w, r, local(r.PostFormValue("next")), http.StatusSeeOther)
	}
}

func (g *guard) logout(w http.ResponseWriter, r *http.Request) {
	if cookie, err := r.Cookie(cookieName(r)); err == nil {
		g.sessions.end(cookie.Value)
	}
	http.SetCookie(w, g.cookie(r, "", -1))
	http.Redirect(w, r, "/login", http.StatusSeeOther)
}

// cookie is that of a session. It ends with the browser, and no script sees it.
func (g *guard) cookie(r *http.Request, secret string, age int) *http.Cookie {
	return &http.Cookie{Name: cookieName(r), Value: secret, Path: "/", MaxAge: age,
		HttpOnly: true, Secure: byTLS(r), SameSite: http.SameSiteStrictMode}
}

func cookieName(r *http.Request) string {
	if byTLS(r) {
		return secureSessionCookie
	}
	return sessionCookie
}

// byTLS tells whether the browser asks by TLS, here or at a proxy in front, which says
// so. Only one on this machine is believed.
func byTLS(r *http.Request) bool {
	if r.TLS != nil {
		return true
	}
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	return err == nil && peer.Addr().Unmap().IsLoopback() && strings.EqualFold(r.Header.Get("X-Forwarded-Proto"), "https")
}

// local is a place on this server to go on at, whatever was asked for.
func local(next string) string {
	if !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") || strings.ContainsAny(next, "\\\t\r\n") {
		return "/"
	}
	if u, err := url.Parse(next); err != nil || u.Host != "" || u.Scheme != "" || strings.HasPrefix(u.Path, "//") {
		return "/"
	}
	return next
}

// showLogin shows the page to log in on.
func (g *guard) showLogin(w http.ResponseWriter, r *http.Request, status int, wrong string) {
	lang := g.language(r)
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	next := r.FormValue("next")
	err := loginPage.Execute(w, map[string]any{"English": lang == "en", "Wrong": wrong, "Next": local(next),
		"Other": "/login?" + url.Values{"next": {local(next)}, "lang": {map[bool]string{true: "zh", false: "en"}[lang == "en"]}}.Encode()})
	if err != nil {
		g.Log.Debug("show the login page", "error", err) // the client is gone
	}
}
