//go:build !unix

package hostile

// odd are what a folder can hold beside files; this system has none of it.
var odd []Case
