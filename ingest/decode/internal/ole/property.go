package ole

import (
	"encoding/binary"
	"strings"

	"gongshi/ingest/decode/internal/codepage"
)

// The properties that are read, by their number in the summary.
const (
	propertyCodePage = 1
	propertyTitle    = 2
)

// The types of properties that are read.
const (
	typeInt16 = 2
	typeBytes = 30 // in the code page
	typeUTF16 = 31
)

// Title is the title among the properties of the document, or "".
func (f *File) Title() string {
	properties := section(f.Stream("\x05SummaryInformation"))
	page := codepage.Western
	if v := properties[propertyCodePage]; len(v) >= 6 && binary.LittleEndian.Uint32(v) == typeInt16 {
		page = int(binary.LittleEndian.Uint16(v[4:]))
	}
	v := properties[propertyTitle]
	if len(v) < 8 {
		return ""
	}
	size := int(min(binary.LittleEndian.Uint32(v[4:]), 1<<16))
	switch binary.LittleEndian.Uint32(v) {
	case typeUTF16:
		page, size = 1200, 2*size
	case typeBytes:
	default:
		return ""
	}
	raw := v[8:min(len(v), 8+size)]
	text, _ := codepage.Probable(page, raw)
	return strings.Join(strings.Fields(text), " ")
}

// section gives the properties of the first section of a stream by their
// number: each with its type, and with what comes after it.
func section(stream []byte) map[uint32][]byte {
	const headSize, offsetAt, most = 48, 44, 1000
	out := make(map[uint32][]byte)
	if len(stream) < headSize {
		return out
	}
	at := int(binary.LittleEndian.Uint32(stream[offsetAt:]))
	if at < 0 || at > len(stream)-8 {
		return out
	}
	body := stream[at:]
	count := int(min(binary.LittleEndian.Uint32(body[4:]), most, uint32(len(body)-8)/8))
	for i := range count {
		pair := body[8+8*i:]
		if from := int(binary.LittleEndian.Uint32(pair[4:])); from >= 0 && from < len(body) {
			out[binary.LittleEndian.Uint32(pair)] = body[from:]
		}
	}
	return out
}
