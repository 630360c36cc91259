package forge

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
)

// Quine is a gzip file whose content is the file itself. It is a program of two
// instructions of five bytes each, which deflate happens to have: copy the n
// units of five bytes that follow, and repeat the last four units. It prints
// itself when both what it has printed and what it is made of are the same; the
// checksum, which is a part of its content too, is then the solution of linear
// equations.
func Quine() []byte {
	with := func(sum uint32) []byte {
		head := "\x1f\x8b\x08\x08\x00\x00\x00\x00\x00\xffquin\x00"
		end := binary.LittleEndian.AppendUint32([]byte("\x01\x00\x00\xff\xff"), sum)
		end = binary.LittleEndian.AppendUint32(end, 5*42)
		tail := string(end) + "\x00\x00"
		copyUnits := func(n int) string {
			b := binary.LittleEndian.AppendUint16([]byte{0}, uint16(5*n))
			return string(binary.LittleEndian.AppendUint16(b, ^uint16(5*n)))
		}
		l0, l1, l4, r4 := copyUnits(0), copyUnits(1), copyUnits(4), repeatFour()
		program := []string{
			head, l4, head, l4, r4, l1, r4, l1, l1, l4, r4, l1, l1, l4,
			r4, l4, r4, l4, r4, l4, r4, l4, r4, l0, l0, l4, r4, l0, l0, l4, r4, tail, r4, tail,
		}
		var b bytes.Buffer
		for _, unit := range program {
			b.WriteString(unit)
		}
		return b.Bytes()
	}
	// What the sum does to the checksum of the whole, a bit at a time.
	base := crc32.ChecksumIEEE(with(0))
	rows := [32]uint64{} // of the equations: 32 bits of the left side, one of the right
	for bit := range 32 {
		column := crc32.ChecksumIEEE(with(1<<bit)) ^ base ^ 1<<bit
		for row := range 32 {
			rows[row] |= uint64(column>>row&1) << bit
		}
	}
	for row := range 32 {
		rows[row] |= uint64(base>>row&1) << 32
	}
	return with(solve(rows))
}

// solve solves 32 linear equations of bits.
func solve(rows [32]uint64) (x uint32) {
	for bit := range 32 {
		pivot := -1
		for row := bit; row < 32; row++ {
			if rows[row]>>bit&1 == 1 {
				pivot = row
				break
			}
		}
		if pivot < 0 {
			panic("forge: no solution")
		}
		rows[bit], rows[pivot] = rows[pivot], rows[bit]
		for row := range 32 {
			if row != bit && rows[row]>>bit&1 == 1 {
				rows[row] ^= rows[bit]
			}
		}
	}
	for bit := range 32 {
		x |= uint32(rows[bit]>>32&1) << bit
	}
	return x
}

// repeatFour is a block of deflate that repeats the last twenty bytes: two
// matches of ten bytes and the end of the block take five bytes to the bit.
func repeatFour() string {
	var bits uint64
	n := 0
	put := func(value uint64, width int) { bits, n = bits|value<<n, n+width }
	code := func(value uint64, width int) { // codes are written from their highest bit on
		for i := width - 1; i >= 0; i-- {
			put(value>>i&1, 1)
		}
	}
	put(0, 1) // not the last block
	put(1, 2) // with the fixed codes
	for range 2 {
		code(8, 7) // 264: ten bytes
		code(8, 5) // from 17 to 24 bytes back
		put(20-17, 3)
	}
	code(0, 7) // the end
	if n != 40 {
		panic("forge: not five bytes")
	}
	return string(binary.LittleEndian.AppendUint64(nil, bits)[:5])
}
