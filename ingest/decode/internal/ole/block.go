package ole

import "encoding/binary"

// Block is a piece of a stream, in which numbers are the least byte first. What
// lies behind its end reads as zero.
type Block []byte

// U8 gives the byte at a place.
func (b Block) U8(at int) int {
	if at < 0 || at >= len(b) {
		return 0
	}
	return int(b[at])
}

// U16 gives the number in two bytes at a place.
func (b Block) U16(at int) int {
	if at < 0 || at > len(b)-2 {
		return 0
	}
	return int(binary.LittleEndian.Uint16(b[at:]))
}

// U32 gives the number in four bytes. Where an int has no more than that, large
// ones are below zero: as a place, that is outside of every block.
func (b Block) U32(at int) int {
	if at < 0 || at > len(b)-4 {
		return 0
	}
	return int(binary.LittleEndian.Uint32(b[at:]))
}

// I16 is U16 with a sign.
func (b Block) I16(at int) int { return int(int16(b.U16(at))) }

// I32 is U32 with a sign.
func (b Block) I32(at int) int { return int(int32(b.U32(at))) }

// Cut gives a part of a block, as much of it as there is.
func (b Block) Cut(at, size int) Block {
	if at < 0 || size <= 0 || at >= len(b) {
		return nil
	}
	return b[at : at+min(size, len(b)-at)]
}
