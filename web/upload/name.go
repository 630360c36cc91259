package upload

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// longestName is how many bytes of a name are kept. File systems take 255, of which
// the suffixes of temporary files take some.
const longestName = 200

// nameless is the name of an upload that has none.
const nameless = "upload"

// shownName is the name of an upload for people: its last part, whatever the
// system it comes from, as one line of printable text.
func shownName(name string) string {
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == '\u2028' || r == '\u2029' {
			return -1 // marks that turn the direction of a text as well
		}
		return r
	}, strings.ToValidUTF8(name, "\uFFFD"))
	if name = shorten(strings.TrimSpace(name)); name == "" {
		return nameless
	}
	return name
}

// storedName is the name of the file of an upload: as near to that of the user as
// every file system allows. It is one component of a path, hidden nowhere, and a
// device on no system.
func storedName(name string) string {
	for {
		once := safer(name)
		if once == name { // what is cut off can leave what is to be cut off
			return name
		}
		name = once
	}
}

func safer(name string) string {
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`<>:"|?*`, r) {
			return '_'
		}
		return r
	}, shownName(name))
	if rest := strings.TrimLeft(name, ". ~"); rest != name {
		name = "_" + rest // "..", hidden files, and such as an import leaves out
	}
	name = strings.TrimRight(name, ". ")
	if name == "" || name == "_" {
		return nameless
	}
	stem, _, _ := strings.Cut(name, ".")
	if devices[strings.ToUpper(strings.TrimSpace(stem))] {
		name = "_" + name
	}
	return shorten(name)
}

// devices are names that are no files on Windows, whatever their suffix.
var devices = func() map[string]bool {
	names := map[string]bool{"CON": true, "PRN": true, "AUX": true, "NUL": true, "CONIN$": true, "CONOUT$": true}
	for _, digit := range []string{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "¹", "²", "³"} {
		names["COM"+digit], names["LPT"+digit] = true, true
	}
	return names
}()

// shorten cuts a name that is too long, and keeps what follows its last dot if that
// looks like a suffix.
func shorten(name string) string {
	if len(name) <= longestName {
		return name
	}
	suffix := ""
	if dot := strings.LastIndexByte(name, '.'); dot > 0 && len(name)-dot <= 16 {
		suffix = name[dot:]
	}
	end := longestName - len(suffix)
	for end > 0 && !utf8.RuneStart(name[end]) {
		end--
	}
	return strings.TrimRight(name[:end], ". ") + suffix
}
