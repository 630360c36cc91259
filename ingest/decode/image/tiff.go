package image

import (
	"encoding/binary"
	"slices"
)

// frames are the pictures of a file. Scanners and fax machines put all pages into
// one TIFF file, of which the decoder reads the first.
type frames struct {
	data   []byte
	order  binary.ByteOrder
	places []uint32 // of the directories of a TIFF file
}

// split finds the pictures of a file.
func split(data []byte, kind string) frames {
	f := frames{data: data, order: binary.LittleEndian}
	if kind == "image/tiff" {
		if data[0] == 'M' {
			f.order = binary.BigEndian
		}
		f.follow()
	}
	if len(f.places) > 1 {
		f.data = slices.Clone(data) // it will be changed
	}
	return f
}

// follow follows the chain of directories as far as it leads to new ones.
func (f *frames) follow() {
	const header, entry = 8, 12
	if len(f.data) < header {
		return
	}
	seen := map[uint32]bool{}
	for at := f.order.Uint32(f.data[4:]); at != 0 && !seen[at] && len(f.places) <= maxFrames; {
		if int64(at)+2 > int64(len(f.data)) {
			return
		}
		seen[at] = true
		f.places = append(f.places, at)
		next := int64(at) + 2 + entry*int64(f.order.Uint16(f.data[at:]))
		if next+4 > int64(len(f.data)) {
			return
		}
		at = f.order.Uint32(f.data[next:])
	}
}

func (f *frames) count() int { return max(1, len(f.places)) }

// at gives a file whose first picture is the given one, until it is called again.
func (f *frames) at(i int) []byte {
	if len(f.places) > 1 {
		f.order.PutUint32(f.data[4:], f.places[i])
	}
	return f.data
}

// reduced tells whether a picture of a TIFF file says of itself that it is a small
// copy of another.
func (f *frames) reduced(i int) bool {
	const entry, subfileType, reducedResolution = 12, 254, 1
	if i >= len(f.places) {
		return false
	}
	at := int64(f.places[i])
	for n := range int64(f.order.Uint16(f.data[at:])) {
		field := at + 2 + entry*n
		if field+entry > int64(len(f.data)) {
			return false
		}
		if f.order.Uint16(f.data[field:]) == subfileType {
			return f.order.Uint32(f.data[field+8:])&reducedResolution != 0
		}
	}
	return false
}
