package charset

import (
	"bytes"
	"unicode/utf8"
)

// Names reads the names of the members of one archive. A single name is often
// too short to tell its encoding and can even be valid UTF-8 by accident, so
// those without the UTF-8 flag are judged together: valid UTF-8, else GB18030,
// Big5 or code page 437, whichever is likeliest. A flagged name that is not
// UTF-8 counts as not flagged. Flags may be shorter than names.
//
// The names come back in their order, valid UTF-8, otherwise untouched: path
// separators in particular are for the caller to find, after decoding, since
// the byte of "\" is also the second byte of Chinese characters. The string is
// the encoding of the names without flag, "utf-8" if there are none.
func Names(raw [][]byte, utf8Flag []bool) ([]string, string) {
	names := make([]string, len(raw))
	var open []int
	var all [][]byte
	for i, name := range raw {
		if i < len(utf8Flag) && utf8Flag[i] && utf8.Valid(name) {
			names[i] = string(name)
			continue
		}
		open = append(open, i)
		all = append(all, name)
	}
	r := nameReading(bytes.Join(all, []byte("\n")))
	for _, i := range open {
		names[i], _ = r.decode(raw[i])
	}
	return names, r.name
}

// nameReading chooses how to read all names of an archive.
func nameReading(joined []byte) reading {
	if utf8.Valid(joined) && (len(joined) > sampleSize || !looksGBK(joined)) {
		return readUTF8
	}
	window := joined[:min(len(joined), sampleSize)]
	return likeliest([]reading{readGB18030, readBig5, readCP437}, window, len(window) < len(joined), false)
}
