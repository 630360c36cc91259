package eml

import (
	"encoding/base64"
	"strings"
)

// fromBase64 decodes base64, whatever stands between its characters. It is not
// whole if it ends within a group of four.
func fromBase64(data []byte) (decoded []byte, whole bool) {
	kept := make([]byte, 0, len(data))
	for _, c := range data {
		switch {
		case 'A' <= c && c <= 'Z', 'a' <= c && c <= 'z', '0' <= c && c <= '9', c == '+', c == '/':
			kept = append(kept, c)
		}
	}
	decoded = make([]byte, base64.RawStdEncoding.DecodedLen(len(kept)))
	n, err := base64.RawStdEncoding.Decode(decoded, kept)
	padded := strings.Count(string(data[max(0, len(data)-8):]), "=")
	return decoded[:n], err == nil && (len(kept)+padded)%4 == 0
}

// fromQuoted decodes quoted-printable. An equals sign that nothing fitting
// follows stands for itself: some programs do not write it as they should.
func fromQuoted(data []byte) []byte {
	out := make([]byte, 0, len(data))
	for i := 0; i < len(data); i++ {
		if data[i] != '=' {
			out = append(out, data[i])
			continue
		}
		if i+2 < len(data) {
			high, low := digit(data[i+1]), digit(data[i+2])
			if high >= 0 && low >= 0 {
				out = append(out, byte(high<<4|low))
				i += 2
				continue
			}
		}
		if end, ok := softEnd(data[i+1:]); ok {
			i += end
			continue
		}
		out = append(out, '=')
	}
	return out
}

// softEnd is how long a line end is that data begins with, after blanks; false
// if it does not.
func softEnd(data []byte) (int, bool) {
	for i, c := range data {
		switch c {
		case ' ', '\t', '\r':
		case '\n':
			return i + 1, true
		default:
			return 0, false
		}
	}
	return len(data), true // the end of the part
}

func digit(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'A' <= c && c <= 'F':
		return int(c - 'A' + 10)
	case 'a' <= c && c <= 'f':
		return int(c - 'a' + 10)
	}
	return -1
}

// unfold joins the lines of a flowed text (RFC 3676): those that end in a blank
// go on in the next. The blank may be there only to say so.
func unfold(s string, joined bool) string {
	var b strings.Builder
	for line := range strings.Lines(s) {
		line = strings.TrimPrefix(strings.TrimSuffix(line, "\n"), " ")
		switch {
		case !strings.HasSuffix(line, " ") || line == "-- ":
			b.WriteString(line + "\n")
		case joined:
			b.WriteString(strings.TrimSuffix(line, " "))
		default:
			b.WriteString(line)
		}
	}
	return b.String()
}
