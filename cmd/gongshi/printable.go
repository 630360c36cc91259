package main

import "strings"

// printable takes control characters out of text that came from files, so that
// a file name cannot steer the terminal. A tab, which stands between the cells of
// a table, becomes two spaces.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x20 || r >= 0x7F && r < 0xA0 || r == 0x202E || r == 0x202D {
			return '\uFFFD'
		}
		return r
	}, strings.ReplaceAll(s, "\t", "  "))
}
