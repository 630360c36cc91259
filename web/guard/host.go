package guard

import (
	"fmt"
	"net"
	"net/netip"
	"strconv"
	"strings"

	"golang.org/x/net/idna"
)

// hosts are the values of Host under which a server answers. A page of a foreign
// site can have its name lead to this machine, and would be let in by the browser
// as the site's own; it cannot change what the browser writes into Host.
type hosts struct {
	exact map[string]bool // as they are written, in lower case
	port  uint16          // listened on
	every bool            // all addresses of the machine are listened on
}

// newHosts gives the hosts of a server that listens at an address, with more
// names by which people know it.
func newHosts(listening netip.AddrPort, names []string) (*hosts, error) {
	h := &hosts{exact: map[string]bool{}, port: listening.Port()}
	address := listening.Addr().Unmap()
	h.every = address.IsUnspecified()
	if h.every || address.IsLoopback() {
		h.add("localhost")
		h.add("127.0.0.1")
		h.add("[::1]")
	}
	if !h.every {
		h.add(bracketed(address))
	}
	for _, name := range names {
		if err := h.name(name); err != nil {
			return nil, err
		}
	}
	return h, nil
}

// add allows a host at the port that is listened on, which is left out if it is the
// usual one.
func (h *hosts) add(host string) {
	h.exact[host+":"+strconv.Itoa(int(h.port))] = true
	if h.port == 80 {
		h.exact[host] = true
	}
}

// name allows a name that the user gives. One without a port is known at the usual
// ports, too: something in front of the server may listen there.
func (h *hosts) name(name string) error {
	host, port := name, ""
	if at := strings.LastIndexByte(name, ':'); at >= 0 && !strings.HasSuffix(name, "]") && strings.Count(name, ":") == 1 || strings.Contains(name, "]:") {
		host, port = name[:at], name[at+1:]
		if n, err := strconv.ParseUint(port, 10, 16); err != nil || n == 0 || strconv.FormatUint(n, 10) != port {
			return fmt.Errorf("%q has no port that there is", name)
		}
	}
	if address, err := netip.ParseAddr(strings.Trim(host, "[]")); err == nil {
		host = bracketed(address)
	} else if host, err = idna.Lookup.ToASCII(strings.ToLower(host)); err != nil || host == "" || strings.HasSuffix(host, ".") || strings.Contains(host, "*") {
		return fmt.Errorf("%q is no name of a host", name)
	}
	if port != "" {
		h.exact[host+":"+port] = true
		return nil
	}
	h.add(host)
	h.exact[host], h.exact[host+":80"], h.exact[host+":443"] = true, true, true
	return nil
}

// allows tells whether a request with the value of Host is answered that came in at
// a local address. There is one way to write each host: nothing is taken for it
// that only resolves to it.
func (h *hosts) allows(host string, local net.Addr) bool {
	host = lower(host)
	if h.exact[host] {
		return true
	}
	if !h.every || local == nil {
		return false
	}
	at, err := netip.ParseAddrPort(local.String())
	if err != nil {
		return false
	}
	name := bracketed(at.Addr().Unmap().WithZone(""))
	return host == name+":"+strconv.Itoa(int(h.port)) || h.port == 80 && host == name
}

// lower writes ASCII letters small. Others have no place in a Host, and no small
// form that could be one of them: that of the Kelvin sign is k.
func lower(s string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, s)
}

func bracketed(a netip.Addr) string {
	if a.Is6() {
		return "[" + a.WithZone("").String() + "]"
	}
	return a.String()
}
