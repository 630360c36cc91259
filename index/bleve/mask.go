package bleve

import (
	"crypto/subtle"
	"encoding/binary"
	"math/rand/v2"
	"slices"
	"sync"
)

// The library packs what it stores of a document with snappy, and unpacking that
// takes three times as long as all else that comparing a text with a query takes.
// Records are masked with noise, in which there is nothing to pack: so the library
// only copies them, and an index is larger by a sixth of its texts.

// noise has as many bytes as snappy looks at together.
var noise = sync.OnceValue(func() []byte {
	r := rand.NewPCG(0x676F6E67, 0x736869)
	b := make([]byte, 0, 1<<16)
	for len(b) < cap(b) {
		b = binary.LittleEndian.AppendUint64(b, r.Uint64())
	}
	return b
})

// mask appends data to dst, masked, or without its mask if it has one.
func mask(dst, data []byte) []byte {
	for some := range slices.Chunk(data, len(noise())) {
		at := len(dst)
		dst = slices.Grow(dst, len(some))[:at+len(some)]
		subtle.XORBytes(dst[at:], some, noise())
	}
	return dst
}
