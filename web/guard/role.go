package guard

import (
	"net/http"
	"slices"
	"strings"
)

// Role is what a token allows. Each allows what those before it do.
type Role string

// The roles.
const (
	RoleRead   Role = "read"   // to look at everything
	RoleImport Role = "import" // to hand in files as well
	RoleAdmin  Role = "admin"  // to change what people wrote down, too: dismissals, saved queries
)

// Roles are all roles, the one that allows least in front.
var Roles = []Role{RoleRead, RoleImport, RoleAdmin}

// allows tells whether the role allows what needs another. One that is not known
// allows nothing.
func (r Role) allows(needed Role) bool {
	return slices.Contains(Roles, r) && slices.Index(Roles, r) >= slices.Index(Roles, needed)
}

// needed is the role that a request needs.
func needed(r *http.Request) Role {
	switch {
	case r.Method == http.MethodGet, r.Method == http.MethodHead, r.Method == http.MethodOptions:
		return RoleRead
	case r.Method == http.MethodPost && uploads(r.URL.Path):
		return RoleImport
	}
	return RoleAdmin
}

// uploads tells whether a path is one of those that files are handed in at.
func uploads(path string) bool {
	for _, place := range []string{"/api/v1/imports", "/import"} {
		if path == place || strings.HasPrefix(path, place+"/") {
			return true
		}
	}
	return false
}
