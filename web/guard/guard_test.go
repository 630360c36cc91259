package guard

import (
	"bufio"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	"gongshi/ingest/store"
)

// reached is a handler that says so.
var reached = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
	switch {
	case r.URL.Path == "/panic":
		panic("a mistake")
	case r.Method == http.MethodPost:
		n, err := io.Copy(io.Discard, r.Body)
		if _, large := errors.AsType[*http.MaxBytesError](err); large {
			http.Error(w, "too large", http.StatusRequestEntityTooLarge)
			return
		}
		if err != nil {
			http.Error(w, err.Error(), http.StatusRequestTimeout)
			return
		}
		fmt.Fprintf(w, "reached with %d", n)
	default:
		fmt.Fprint(w, "reached")
	}
})

func newGuard(t *testing.T, o Options) http.Handler {
	t.Helper()
	if !o.Listening.IsValid() {
		o.Listening = netip.MustParseAddrPort("127.0.0.1:8080")
	}
	if o.MaxUpload == 0 {
		o.MaxUpload = 4 << 20
	}
	h, err := New(reached, o)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// ask gives the answer to a request that came in at an address.
func ask(h http.Handler, method, target, host, localAddress string, headers map[string]string) *http.Response {
	r := httptest.NewRequest(method, target, nil)
	r.Host = host
	for name, value := range headers {
		r.Header.Set(name, value)
	}
	if at, err := net.ResolveTCPAddr("tcp", localAddress); err == nil {
		r = r.WithContext(context.WithValue(r.Context(), http.LocalAddrContextKey, net.Addr(at)))
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

// Host and Origin, of requests to a server at 127.0.0.1:8080.
func TestHostAndOrigin(t *testing.T) {
	loopback := newGuard(t, Options{})
	const wrongHost, foreign, ok = http.StatusMisdirectedRequest, http.StatusForbidden, http.StatusOK
	for _, c := range []struct {
		host string
		want int
	}{
		{"127.0.0.1:8080", ok},
		{"localhost:8080", ok},
		{"LocalHost:8080", ok},
		{"[::1]:8080", ok},
		{"", wrongHost},
		{":8080", wrongHost},
		{"127.0.0.1", wrongHost},
		{"localhost", wrongHost},
		{"localhost:", wrongHost},
		{"localhost:80", wrongHost},
		{"localhost:8081", wrongHost},
		{"localhost:08080", wrongHost},
		{"localhost:8080:8080", wrongHost},
		{"localhost.:8080", wrongHost},
		{"127.0.0.1.:8080", wrongHost},
		{"127.0.0.1.evil.com:8080", wrongHost},
		{"127.0.0.1.nip.io:8080", wrongHost},
		{"localhost.evil.com:8080", wrongHost},
		{"evil.com:8080", wrongHost},
		{"evillocalhost:8080", wrongHost},
		{"evil.com#localhost:8080", wrongHost},
		{"evil.com/localhost:8080", wrongHost},
		{"user@localhost:8080", wrongHost},
		{"localhost:8080@evil.com", wrongHost},
		{"2130706433:8080", wrongHost},
		{"0x7f000001:8080", wrongHost},
		{"0177.0.0.1:8080", wrongHost},
		{"127.1:8080", wrongHost},
		{"127.0.0.2:8080", wrongHost},
		{"0.0.0.0:8080", wrongHost},
		{"[::]:8080", wrongHost},
		{"[::1]", wrongHost},
		{"::1:8080", wrongHost},
		{"[::1%25lo]:8080", wrongHost},
		{"[::ffff:127.0.0.1]:8080", wrongHost},
		{"ｌocalhost:8080", wrongHost},
		{"loc\u0430lhost:8080", wrongHost}, // a Cyrillic а
		{"１２７.0.0.1:8080", wrongHost},
		{"127。0。0。1:8080", wrongHost},
		{"xn--lcalhost-9uf:8080", wrongHost},
		{"公示.local:8080", wrongHost},
		{"localhost :8080", wrongHost},
		{"localhost\t:8080", wrongHost},
		{"localhost:8080, evil.com", wrongHost},
		{"*:8080", wrongHost},
	} {
		for _, method := range []string{"GET", "POST"} {
			if got := ask(loopback, method, "/", c.host, "127.0.0.1:8080", nil).StatusCode; got != c.want {
				t.Errorf("%s with Host %q: %d, want %d", method, c.host, got, c.want)
			}
		}
	}
	for _, c := range []struct {
		method, origin, site string
		want                 int
	}{
		{"POST", "", "", ok}, // no browser
		{"POST", "http://localhost:8080", "", ok},
		{"POST", "http://localhost:8080", "same-origin", ok},
		{"POST", "", "none", ok}, // typed in by the user
		{"POST", "null", "", foreign},
		{"POST", "http://evil.com", "", foreign},
		{"POST", "http://localhost", "", foreign},
		{"POST", "http://localhost:8081", "", foreign},
		{"POST", "http://127.0.0.1:8080", "", foreign}, // another name is another origin
		{"POST", "http://localhost:8080.evil.com", "", foreign},
		{"POST", "http://evil.com", "same-site", foreign},
		{"POST", "", "cross-site", foreign},
		{"POST", "", "same-site", foreign},
		{"POST", "http://localhost:8080", "cross-site", foreign},
		{"DELETE", "http://evil.com", "", foreign},
		{"PUT", "", "cross-site", foreign},
		{"GET", "http://evil.com", "cross-site", ok}, // it may not read the answer
		{"OPTIONS", "http://evil.com", "cross-site", ok},
	} {
		headers := map[string]string{}
		if c.origin != "" {
			headers["Origin"] = c.origin
		}
		if c.site != "" {
			headers["Sec-Fetch-Site"] = c.site
		}
		answer := ask(loopback, c.method, "/", "localhost:8080", "127.0.0.1:8080", headers)
		if answer.StatusCode != c.want {
			t.Errorf("%s with Origin %q, Sec-Fetch-Site %q: %d, want %d", c.method, c.origin, c.site, answer.StatusCode, c.want)
		}
		if allowed := answer.Header.Get("Access-Control-Allow-Origin"); allowed != "" {
			t.Errorf("Origin %q may read the answer: %q", c.origin, allowed)
		}
	}
}

// Names that the user gives, and all addresses of the machine.
func TestHosts(t *testing.T) {
	every := netip.MustParseAddrPort("0.0.0.0:8080")
	one := netip.MustParseAddrPort("192.168.1.5:8080")
	usual := netip.MustParseAddrPort("127.0.0.1:80")
	for _, c := range []struct {
		listening   netip.AddrPort
		names, host string
		local       string
		want        bool
	}{
		{every, "", "192.168.1.5:8080", "192.168.1.5:8080", true},
		{every, "", "192.168.1.6:8080", "192.168.1.5:8080", false}, // not where it came in
		{every, "", "192.168.1.5", "192.168.1.5:8080", false},
		{every, "", "192.168.1.5.evil.com:8080", "192.168.1.5:8080", false},
		{every, "", "3232235781:8080", "192.168.1.5:8080", false},
		{every, "", "localhost:8080", "127.0.0.1:8080", true},
		{every, "", "[fe80::1]:8080", "[fe80::1%eth0]:8080", true},
		{every, "", "192.168.1.5:8080", "[::ffff:192.168.1.5]:8080", true},
		{every, "", "", "192.168.1.5:8080", false},
		{one, "", "192.168.1.5:8080", "192.168.1.5:8080", true},
		{one, "", "localhost:8080", "192.168.1.5:8080", false},
		{one, "", "192.168.1.6:8080", "192.168.1.6:8080", false},
		{usual, "", "localhost", "127.0.0.1:80", true},
		{usual, "", "localhost:80", "127.0.0.1:80", true},
		{usual, "", "localhost:8080", "127.0.0.1:80", false},
		{one, "gongshi.office", "gongshi.office:8080", "", true},
		{one, "gongshi.office", "gongshi.office", "", true}, // something stands in front
		{one, "gongshi.office", "GONGSHI.office:443", "", true},
		{one, "gongshi.office", "gongshi.office:9000", "", false},
		{one, "gongshi.office", "gongshi.office.", "", false},
		{one, "gongshi.office", "a.gongshi.office", "", false},
		{one, "gongshi.office", "gongshi.office.evil.com", "", false},
		{one, "gongshi.office:8443", "gongshi.office:8443", "", true},
		{one, "gongshi.office:8443", "gongshi.office:8080", "", false},
		{one, "公示.local", "xn--55qy9q.local:8080", "", false}, // another word
		{one, "公示.local", "xn--55q538g.local:8080", "", true},
		{one, "公示.local", "公示.local:8080", "", false}, // no browser writes it so
		{one, "10.0.0.1", "10.0.0.1:8080", "", true},
		{one, "[fd00::1]", "[fd00::1]:8080", "", true},
		{one, "fd00::1", "[fd00::1]:8080", "", true},
		{one, "[fd00::1]:8443", "[fd00::1]:8443", "", true},
		{one, "kelvin", "\u212aelvin:8080", "", false},
	} {
		var names []string
		if c.names != "" {
			names = []string{c.names}
		}
		h, err := newHosts(c.listening, names)
		if err != nil {
			t.Errorf("%q: %v", c.names, err)
			continue
		}
		var local net.Addr
		if at, err := netip.ParseAddrPort(c.local); err == nil {
			local = net.TCPAddrFromAddrPort(at)
		}
		if got := h.allows(c.host, local); got != c.want {
			t.Errorf("at %v with --host %q: Host %q at %s: %v, want %v", c.listening, c.names, c.host, c.local, got, c.want)
		}
	}
	for _, name := range []string{"", ".", "*", "*.office", "a b", "a:b", "a:0", "a:70000", "a:080", "http://a", "a/b", "a.", "user@a"} {
		if _, err := newHosts(one, []string{name}); err == nil {
			t.Errorf("--host %q was taken", name)
		}
	}
}

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

// Every answer has the headers, whatever it is; programs get problem details.
func TestHeaders(t *testing.T) {
	k := someKeys()
	h := newGuard(t, Options{TokenOf: k.of, TokenNamed: k.named})
	admin := map[string]string{"Authorization": "Bearer a"}
	for name, answer := range map[string]*http.Response{
		"page":        ask(h, "GET", "/", "localhost:8080", "", admin),
		"login":       ask(h, "GET", "/login", "localhost:8080", "", nil),
		"style":       ask(h, "GET", "/login.css", "localhost:8080", "", nil),
		"wrong host":  ask(h, "GET", "/", "evil.com", "", nil),
		"wrong site":  ask(h, "POST", "/", "localhost:8080", "", map[string]string{"Origin": "http://evil.com"}),
		"no token":    ask(h, "GET", "/api/v1/x", "localhost:8080", "", nil),
		"wrong token": ask(h, "GET", "/", "localhost:8080", "", map[string]string{"Authorization": "Bearer b"}),
		"panic":       ask(h, "GET", "/panic", "localhost:8080", "", admin),
	} {
		for header, value := range headers {
			if got := answer.Header.Get(header); got != value && header != "Cache-Control" {
				t.Errorf("%s: %s: %q", name, header, got)
			}
		}
		if answer.Header.Get("Cache-Control") == "" {
			t.Errorf("%s: no Cache-Control", name)
		}
	}
	for lang, want := range map[string]string{"": "令牌", "en-GB,en": "token"} {
		answer := ask(h, "GET", "/api/v1/x", "localhost:8080", "", map[string]string{"Accept-Language": lang})
		var problem struct {
			Status        int
			Title, Detail string
		}
		if err := json.NewDecoder(answer.Body).Decode(&problem); err != nil || problem.Status != 401 || !strings.Contains(problem.Detail, want) ||
			answer.Header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%+v, %v, %v", problem, err, answer.Header)
		}
	}
}

func text(t *testing.T, r *http.Response) string {
	t.Helper()
	data, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// serving serves a handler behind a guard on a real connection.
func serving(t *testing.T, next http.Handler, o Options) *httptest.Server {
	t.Helper()
	s := httptest.NewUnstartedServer(nil)
	o.Listening = netip.MustParseAddrPort(s.Listener.Addr().String())
	h, err := New(next, o)
	if err != nil {
		t.Fatal(err)
	}
	s.Config.Handler = h
	s.Start()
	t.Cleanup(s.Close)
	return s
}

func TestBodies(t *testing.T) {
	s := serving(t, reached, Options{MaxUpload: 3 << 20})
	for _, c := range []struct {
		path string
		size int
		want int
	}{
		{"/saved", maxForm, 200},
		{"/saved", maxForm + 1, 413},
		{"/api/v1/imports", 3 << 20, 200},
		{"/api/v1/imports", 3<<20 + uploadMargin + 1, 413},
	} {
		answer, err := s.Client().Post(s.URL+c.path, "application/octet-stream", strings.NewReader(strings.Repeat("a", c.size)))
		if err != nil {
			t.Fatal(err)
		}
		if answer.Body.Close(); answer.StatusCode != c.want {
			t.Errorf("%d bytes for %s: %d, want %d", c.size, c.path, answer.StatusCode, c.want)
		}
	}
}

// A client that sends nothing any more is given up; one that goes on slowly is not,
// however long it takes in all.
func TestSlowBodies(t *testing.T) {
	patience := time.Second
	s := serving(t, reached, Options{MaxUpload: 1 << 20, Patience: patience})
	send := func(pause time.Duration, pieces, sent int) string {
		conn, err := net.Dial("tcp", s.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		fmt.Fprintf(conn, "POST /import HTTP/1.1\r\nHost: %s\r\nContent-Length: %d\r\n\r\n", s.Listener.Addr(), pieces)
		for range sent {
			time.Sleep(pause)
			fmt.Fprint(conn, "x")
		}
		answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil {
			return err.Error()
		}
		return fmt.Sprint(answer.StatusCode, " ", text(t, answer))
	}
	if got := send(patience/5, 8, 8); got != "200 reached with 8" {
		t.Errorf("a slow client: %s", got)
	}
	if got := send(0, 8, 3); !strings.HasPrefix(got, "408") {
		t.Errorf("a client that stopped: %s", got)
	}
}

// A handler that takes longer than the client is waited for is not interrupted.
func TestSlowHandler(t *testing.T) {
	patience := 100 * time.Millisecond
	s := serving(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body)
		select {
		case <-r.Context().Done():
			t.Errorf("interrupted: %v", context.Cause(r.Context()))
		case <-time.After(4 * patience):
		}
		fmt.Fprint(w, "done")
	}), Options{MaxUpload: 1 << 20, Patience: patience})
	for _, path := range []string{"/import", "/api/v1/imports/x/events"} {
		answer, err := s.Client().Post(s.URL+path, "text/plain", strings.NewReader("body"))
		if err != nil {
			t.Fatal(err)
		}
		if got := text(t, answer); got != "done" {
			t.Errorf("%s: %q", path, got)
		}
		answer.Body.Close()
	}
}

// Events reach the client one by one.
func TestEventsAreFlushed(t *testing.T) {
	more := make(chan struct{})
	s := serving(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, "one\n")
		if err := http.NewResponseController(w).Flush(); err != nil {
			t.Error(err)
		}
		<-more
		fmt.Fprint(w, "two\n")
	}), Options{})
	answer, err := s.Client().Get(s.URL + "/api/v1/imports/x/events")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	lines := bufio.NewScanner(answer.Body)
	if !lines.Scan() || lines.Text() != "one" {
		t.Error(lines.Text())
	}
	close(more)
	if !lines.Scan() || lines.Text() != "two" {
		t.Error(lines.Text())
	}
}

// Who listens to events is let go when the server ends; others are answered.
func TestEnding(t *testing.T) {
	ending, begun, goOn := make(chan struct{}), make(chan struct{}, 2), make(chan struct{})
	s := serving(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		begun <- struct{}{}
		select {
		case <-r.Context().Done():
			fmt.Fprint(w, "let go")
		case <-goOn:
			fmt.Fprint(w, "answered")
		}
	}), Options{Ending: ending})
	answers := map[string]chan string{"/api/v1/imports/x/events": make(chan string, 1), "/compare": make(chan string, 1)}
	for path, answer := range answers {
		go func() {
			got, err := s.Client().Get(s.URL + path)
			if err != nil {
				answer <- err.Error()
				return
			}
			body, _ := io.ReadAll(got.Body)
			answer <- string(body)
		}()
		<-begun
	}
	close(ending)
	if got := <-answers["/api/v1/imports/x/events"]; got != "let go" {
		t.Errorf("events: %q", got)
	}
	close(goOn)
	if got := <-answers["/compare"]; got != "answered" {
		t.Errorf("a page: %q", got)
	}
}

// As many requests are worked on at once as there is room for; those that take
// long do not take it from others.
func TestLanes(t *testing.T) {
	l := newLanes(2)
	enter := func(method, path string) (func(), bool) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel() // it does not wait
		return l.enter(httptest.NewRequest(method, path, nil).WithContext(ctx))
	}
	var leave []func()
	for i := range 3 {
		out, ok := enter("GET", "/compare")
		if ok != (i < 2) {
			t.Errorf("request %d: %v", i, ok)
		}
		if ok {
			leave = append(leave, out)
		}
	}
	for _, other := range [][2]string{{"GET", "/static/a.css"}, {"GET", "/api/v1/health"}, {"GET", "/api/v1/export"}, {"GET", "/compliance/report"}, {"GET", "/notice/1/original"},
		{"POST", "/import"}, {"GET", "/api/v1/imports/x/events"}} {
		if _, ok := enter(other[0], other[1]); !ok {
			t.Errorf("%s is kept out", other)
		}
	}
	// One original is on its way already: there is room for another, of whichever
	// side of the server.
	if _, ok := enter("GET", "/api/v1/notices/1/original"); !ok {
		t.Error("the second original is kept out")
	}
	if _, ok := enter("GET", "/notice/1/original"); ok {
		t.Error("a third original is let in")
	}
	for _, ordinary := range []string{"/compliance/health", "/notice/health", "/api/v1/saved/health", "/api/v1/saved/events", "/api/v1/saved/export"} {
		if _, ok := enter("GET", ordinary); ok {
			t.Errorf("%s comes in by its last word", ordinary)
		}
	}
	leave[0]()
	if _, ok := enter("GET", "/"); !ok {
		t.Error("the room that was left is not used")
	}
}

func TestKinds(t *testing.T) {
	for request, want := range map[string]kind{
		"GET /": ordinary, "GET /compare": ordinary, "GET /compliance": ordinary,
		"GET /static/app.js": static, "POST /static/app.js": ordinary,
		"GET /api/v1/health": health, "HEAD /api/v1/health": health, "GET /api/v1/health/": ordinary, "GET /health": ordinary, "GET /api/v1/notices/health": ordinary,
		"GET /api/v1/imports/x/events": events, "GET /api/v1/saved/events": ordinary, "GET /notice/events": ordinary,
		"GET /api/v1/export": exports, "HEAD /api/v1/export": exports, "GET /api/v1/saved/export": ordinary, "GET /compliance/report": exports, "GET /compliance/report?format=csv": exports,
		"GET /notice/3f9a/original": originals, "GET /api/v1/notices/3f9a/original": originals, "HEAD /notice/3f9a/original": originals, "GET /notice/original": ordinary,
		"POST /import": uploading, "POST /api/v1/imports": uploading, "GET /import": ordinary, "POST /import/x/retry": ordinary, "POST /api/v1/importsandmore": ordinary,
	} {
		method, path, _ := strings.Cut(request, " ")
		if got := kindOf(httptest.NewRequest(method, path, nil)); got != want {
			t.Errorf("%s: %d, want %d", request, got, want)
		}
	}
}

// Only what is not long is ended after a time.
func TestTimeOfAnswers(t *testing.T) {
	var ends bool
	h, err := New(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { _, ends = r.Context().Deadline() }),
		Options{Listening: netip.MustParseAddrPort("127.0.0.1:8080")})
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]bool{"/compare": true, "/api/v1/saved/export": true, "/api/v1/export": false, "/compliance/report": false,
		"/notice/1/original": false, "/api/v1/notices/1/original": false, "/api/v1/imports/x/events": false} {
		if ask(h, "GET", path, "localhost:8080", "", nil); ends != want {
			t.Errorf("%s ends after a time: %v", path, ends)
		}
	}
}

// An answer that is written at once may take longer than one piece has.
func TestLargeAnswerInPieces(t *testing.T) {
	const pieces = 5
	w := &countingWriter{ResponseRecorder: httptest.NewRecorder()}
	p := &patientWriter{w, http.NewResponseController(w), time.Second}
	n, err := p.Write(make([]byte, pieces*maxPiece-1))
	if n != pieces*maxPiece-1 || err != nil || w.writes != pieces || w.Body.Len() != n {
		t.Errorf("%d bytes, %v, in %d pieces", n, err, w.writes)
	}
}

type countingWriter struct {
	*httptest.ResponseRecorder
	writes int
}

func (w *countingWriter) Write(p []byte) (int, error) {
	w.writes++
	return w.ResponseRecorder.Write(p)
}

// A mistake in the middle of an answer breaks it off; one before it is told.
func TestPanicInAnswer(t *testing.T) {
	begin := map[string]func(http.ResponseWriter){
		"/write":  func(w http.ResponseWriter) { fmt.Fprint(w, "half") },
		"/header": func(w http.ResponseWriter) { w.WriteHeader(http.StatusOK) },
		"/flush": func(w http.ResponseWriter) {
			if err := http.NewResponseController(w).Flush(); err != nil {
				t.Error(err)
			}
		},
		"/flusher":           func(w http.ResponseWriter) { w.(http.Flusher).Flush() },
		"/api/v1/export":     func(w http.ResponseWriter) { fmt.Fprint(w, "half") },
		"/compliance/report": func(w http.ResponseWriter) { fmt.Fprint(w, "half") },
		"/hints":             func(w http.ResponseWriter) { w.WriteHeader(http.StatusEarlyHints) },
		"/":                  func(http.ResponseWriter) {},
	}
	s := serving(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		begin[r.URL.Path](w)
		panic("a mistake")
	}), Options{})
	for path := range begin {
		told := path == "/" || path == "/hints"
		got, err := s.Client().Get(s.URL + path)
		if err != nil { // nothing of it was sent yet
			if told {
				t.Errorf("%s: %v", path, err)
			}
			continue
		}
		body, err := io.ReadAll(got.Body)
		got.Body.Close()
		if told && (err != nil || got.StatusCode != http.StatusInternalServerError) || !told && (err == nil || len(body) > len("half")) {
			t.Errorf("%s: %d %q, %v", path, got.StatusCode, body, err)
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
