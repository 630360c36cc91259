package guard

import (
	"net"
	"net/http"
	"net/netip"
	"testing"
)

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
