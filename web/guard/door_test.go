package guard

import (
	"context"
	"crypto/tls"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"gongshi/ingest/store"
)

// keys is a store of tokens.
type keys map[string]store.Token // by secret

func (k keys) of(_ context.Context, secret string) (store.Token, error) {
	if t, ok := k[secret]; ok {
		return t, nil
	}
	return store.Token{}, store.ErrNotFound
}

func (k keys) named(_ context.Context, name string) (store.Token, error) {
	for _, t := range k {
		if t.Name == name {
			return t, nil
		}
	}
	return store.Token{}, store.ErrNotFound
}

func someKeys() keys {
	return keys{"r": {Name: "li", Role: "read"}, "i": {Name: "wang", Role: "import"}, "a": {Name: "zhang", Role: "admin"}, "x": {Name: "x", Role: "king"}}
}

func TestRoles(t *testing.T) {
	k := someKeys()
	h := newGuard(t, Options{TokenOf: k.of, TokenNamed: k.named})
	for _, c := range []struct {
		method, path string
		// answers without a token, with a wrong one, and with the roles
		none, wrong, read, imports, admin int
	}{
		{"GET", "/api/v1/search", 401, 401, 200, 200, 200},
		{"HEAD", "/", 401, 401, 200, 200, 200},
		{"GET", "/static/app.js", 401, 401, 200, 200, 200},
		{"GET", "/api/v1/imports/x/events", 401, 401, 200, 200, 200},
		{"POST", "/api/v1/imports", 401, 401, 403, 200, 200},
		{"POST", "/api/v1/imports/x/retry", 401, 401, 403, 200, 200},
		{"POST", "/import", 401, 401, 403, 200, 200},
		{"DELETE", "/api/v1/imports/x", 401, 401, 403, 403, 200},
		{"POST", "/api/v1/importsandmore", 401, 401, 403, 403, 200},
		{"POST", "/api/v1/dismissals", 401, 401, 403, 403, 200},
		{"DELETE", "/api/v1/dismissals/x", 401, 401, 403, 403, 200},
		{"POST", "/saved", 401, 401, 403, 403, 200},
		{"PATCH", "/", 401, 401, 403, 403, 200},
		{"GET", "/login", 200, 200, 200, 200, 200},
	} {
		got := func(secret string) int {
			headers := map[string]string{}
			if secret != "" {
				headers["Authorization"] = "Bearer " + secret
			}
			return ask(h, c.method, c.path, "localhost:8080", "127.0.0.1:8080", headers).StatusCode
		}
		answers := [...]int{got(""), got("nobody"), got("r"), got("i"), got("a")}
		if want := [...]int{c.none, c.wrong, c.read, c.imports, c.admin}; answers != want {
			t.Errorf("%s %s: %v, want %v", c.method, c.path, answers, want)
		}
	}
	for _, header := range []string{"Bearer", "Bearer ", "a", "Basic a", "Token a", "Bearer x"} {
		if got := ask(h, "GET", "/", "localhost:8080", "", map[string]string{"Authorization": header}).StatusCode; got == 200 {
			t.Errorf("Authorization: %q was let in", header)
		}
	}
	// A token in the address opens nothing.
	if got := ask(h, "GET", "/api/v1/search?token=a&access_token=a", "localhost:8080", "", nil).StatusCode; got != 401 {
		t.Errorf("a token in the address: %d", got)
	}
}

func TestLogin(t *testing.T) {
	k, now := someKeys(), time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)
	h := newGuard(t, Options{TokenOf: k.of, TokenNamed: k.named, Now: func() time.Time { return now }})
	do := func(method, target, form, cookie string, headers ...string) *http.Response {
		r := httptest.NewRequest(method, target, strings.NewReader(form))
		r.Host = "localhost:8080"
		if form != "" {
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		}
		if cookie != "" {
			r.AddCookie(&http.Cookie{Name: sessionCookie, Value: cookie})
		}
		for i := 0; i < len(headers); i += 2 {
			r.Header.Set(headers[i], headers[i+1])
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w.Result()
	}
	page := do("GET", "/notice/1?q=%E6%80%BB%E7%A3%B7", "", "", "Accept", "text/html")
	if at := page.Header.Get("Location"); page.StatusCode != 303 || at != "/login?next=%2Fnotice%2F1%3Fq%3D%25E6%2580%25BB%25E7%25A3%25B7" {
		t.Errorf("a page without a session: %d %s", page.StatusCode, at)
	}
	form := do("GET", page.Header.Get("Location"), "", "")
	if body := text(t, form); !strings.Contains(body, `value="/notice/1?q=%E6%80%BB%E7%A3%B7"`) || !strings.Contains(body, "登录") {
		t.Error(body)
	}
	if wrong := do("POST", "/login", "token=b", ""); wrong.StatusCode != 403 || len(wrong.Cookies()) > 0 {
		t.Errorf("a wrong token: %d, %v", wrong.StatusCode, wrong.Cookies())
	}
	if foreign := do("POST", "/login", "token=a", "", "Origin", "http://evil.com"); foreign.StatusCode != 403 || len(foreign.Cookies()) > 0 {
		t.Errorf("a foreign page logged somebody in: %d", foreign.StatusCode)
	}
	enter := func() *http.Cookie {
		t.Helper()
		in := do("POST", "/login", url.Values{"token": {" i "}, "next": {"/notice/1"}}.Encode(), "")
		if in.StatusCode != 303 || in.Header.Get("Location") != "/notice/1" || len(in.Cookies()) != 1 {
			t.Fatalf("log in: %d, %v", in.StatusCode, in.Header)
		}
		return in.Cookies()[0]
	}
	cookie := enter()
	if !cookie.HttpOnly || cookie.SameSite != http.SameSiteStrictMode || cookie.Path != "/" || cookie.MaxAge != 0 || strings.Contains(cookie.Value, "i ") || len(cookie.Value) < 40 {
		t.Errorf("the cookie: %v", cookie)
	}
	if got := [...]int{do("GET", "/", "", cookie.Value).StatusCode, do("POST", "/import", "x=y", cookie.Value).StatusCode,
		do("POST", "/saved", "x=y", cookie.Value).StatusCode, do("GET", "/", "", cookie.Value+"x").StatusCode}; got != [...]int{200, 200, 403, 401} {
		t.Errorf("with a session: %v", got)
	}
	// It ends when the user leaves, when nothing happens, and with its token.
	if out := do("POST", "/logout", "", cookie.Value); out.StatusCode != 303 || out.Cookies()[0].MaxAge >= 0 || do("GET", "/", "", cookie.Value).StatusCode != 401 {
		t.Error("it outlives logging out")
	}
	cookie = enter()
	now = now.Add(idleSession + time.Second)
	if do("GET", "/", "", cookie.Value).StatusCode != 401 {
		t.Error("it outlives idleness")
	}
	cookie = enter()
	k["i"] = store.Token{Name: "wang", Role: "import", Made: now}
	if do("GET", "/", "", cookie.Value).StatusCode != 401 {
		t.Error("it outlives its token, in another of the same name")
	}
	cookie = enter()
	delete(k, "i")
	if do("GET", "/", "", cookie.Value).StatusCode != 401 {
		t.Error("it outlives its token")
	}
	// Who tries too many wrong tokens has to wait; right ones are let in all the same,
	// as behind a proxy they come from the same address.
	for i := range mostAttempts + 2 {
		want := 403
		if i >= mostAttempts {
			want = 429
		}
		if got := do("POST", "/login", "token=b", "").StatusCode; got != want {
			t.Errorf("wrong token %d: %d, want %d", i+1, got, want)
		}
	}
	if got := do("GET", "/api/v1/search", "", "", "Authorization", "Bearer b").StatusCode; got != 429 {
		t.Errorf("a program, after too many wrong tokens: %d", got)
	}
	if got := do("POST", "/login", "token=a", "").StatusCode; got != 303 {
		t.Errorf("a right token after too many wrong ones: %d", got)
	}
	if got := do("GET", "/api/v1/search", "", "", "Authorization", "Bearer a").StatusCode; got != 200 {
		t.Errorf("a program with a right token after too many wrong ones: %d", got)
	}
	now = now.Add(2 * attemptsWithin)
	if got := do("POST", "/login", "token=b", "").StatusCode; got != 403 {
		t.Errorf("after waiting: %d", got)
	}
}

func TestLocal(t *testing.T) {
	for next, want := range map[string]string{
		"": "/", "/": "/", "/compare?a=1#b": "/compare?a=1#b", "//evil.com": "/", "https://evil.com": "/", "evil.com": "/", `/\evil.com`: "/",
		"/\t/evil.com": "/", "javascript:alert(1)": "/", "/%2f/evil.com": "/", "///evil.com": "/", "/login": "/login",
	} {
		if got := local(next); got != want {
			t.Errorf("local(%q) = %q, want %q", next, got, want)
		}
	}
}

// Behind a proxy that speaks TLS the cookie is for TLS only, and only such a one opens.
func TestCookieBehindProxy(t *testing.T) {
	k := someKeys()
	h := newGuard(t, Options{TokenOf: k.of, TokenNamed: k.named})
	do := func(method, target, peer, proto string, secure bool, cookie *http.Cookie) *http.Response {
		r := httptest.NewRequest(method, target, strings.NewReader("token=a"))
		r.Host, r.RemoteAddr = "localhost:8080", peer
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if proto != "" {
			r.Header.Set("X-Forwarded-Proto", proto)
		}
		if secure {
			r.TLS = new(tls.ConnectionState)
		}
		if cookie != nil {
			r.AddCookie(&http.Cookie{Name: cookie.Name, Value: cookie.Value})
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w.Result()
	}
	for _, c := range []struct {
		peer, proto string
		tls, want   bool
	}{
		{"127.0.0.1:4000", "https", false, true},
		{"127.0.0.1:4000", "HTTPS", false, true},
		{"[::1]:4000", "https", false, true},
		{"[::ffff:127.0.0.1]:4000", "https", false, true},
		{"192.168.1.5:4000", "", true, true},
		{"127.0.0.1:4000", "", false, false},
		{"127.0.0.1:4000", "http", false, false},
		{"127.0.0.1:4000", "http, https", false, false},
		{"192.168.1.5:4000", "https", false, false}, // nobody on this machine
		{"", "https", false, false},
	} {
		cookies := do("POST", "/login", c.peer, c.proto, c.tls, nil).Cookies()
		if len(cookies) != 1 || cookies[0].Secure != c.want || strings.HasPrefix(cookies[0].Name, "__Host-") != c.want || cookies[0].Path != "/" || cookies[0].Domain != "" {
			t.Errorf("%s, %q: %v", c.peer, c.proto, cookies)
			continue
		}
		if got := do("GET", "/", c.peer, c.proto, c.tls, cookies[0]).StatusCode; got != 200 {
			t.Errorf("%s, %q: the cookie opens nothing: %d", c.peer, c.proto, got)
		}
		plain := &http.Cookie{Name: sessionCookie, Value: cookies[0].Value}
		if got := do("GET", "/", c.peer, c.proto, c.tls, plain).StatusCode; (got == 200) == c.want {
			t.Errorf("%s, %q: a cookie without the prefix: %d", c.peer, c.proto, got)
		}
		out := do("POST", "/logout", c.peer, c.proto, c.tls, cookies[0])
		if gone := out.Cookies(); len(gone) != 1 || gone[0].Name != cookies[0].Name || gone[0].Secure != c.want || gone[0].MaxAge >= 0 {
			t.Errorf("%s, %q: log out: %v", c.peer, c.proto, gone)
		}
		if got := do("GET", "/", c.peer, c.proto, c.tls, cookies[0]).StatusCode; got != 401 {
			t.Errorf("%s, %q: after logging out: %d", c.peer, c.proto, got)
		}
	}
}
