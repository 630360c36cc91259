package archive

import (
	"fmt"
	"io"
)

// Budget limits what one archive on disk, with everything in it, may cost. A
// zero field means its default. Bytes are those really unpacked, whatever sizes
// an archive claims; what is packed several times counts each time.
type Budget struct {
	Bytes      int64 // unpacked in all, default 20 GB
	Members    int   // at all depths together, default 200,000
	Depth      int   // of archives within archives, default 8
	MemberSize int64 // of one file, default 512 MB
	// Ratio is how many times larger than its packed form a member may be,
	// after the first 10 MB; default 200. What is packed as one block with its
	// siblings may be [solidFactor] times that.
	Ratio int64
	// FreeDisk is how many bytes of the disk stay free when archives within
	// archives have to be unpacked to it; default 5 % of the disk.
	FreeDisk int64
}

// ratioFrom is how much may be unpacked before the ratio counts: small files of
// blanks are packed 1000:1 and harm nobody.
const ratioFrom = 10 << 20

// solidFactor is how much better whole archives may be packed than single
// files: hundreds of pages of one site have most of their bytes in common.
const solidFactor = 5

// maxDictionary is the largest memory of past content that a decompressor may
// ask for. It asks before anything is unpacked, by a number in a header.
const maxDictionary = 256 << 20

func (b Budget) withDefaults() Budget {
	set := func(field *int64, value int64) {
		if *field == 0 {
			*field = value
		}
	}
	set(&b.Bytes, 20<<30)
	set(&b.MemberSize, 512<<20)
	set(&b.Ratio, 200)
	if b.Members == 0 {
		b.Members = 200_000
	}
	if b.Depth == 0 {
		b.Depth = 8
	}
	return b
}

// meter counts what was spent on an archive. The one of an archive within
// another also charges that one's.
type meter struct {
	limits  Budget
	parent  *meter
	packed  int64 // the size of the archive as its parent has it; -1: not known
	bytes   int64
	members int
	held    int64 // bytes of archives in memory; only in the outermost
}

func (m *meter) root() *meter {
	for m.parent != nil {
		m = m.parent
	}
	return m
}

// member counts a member and tells whether it is one too many.
func (m *meter) member() *Error {
	for ; m != nil; m = m.parent {
		if m.members++; m.members > m.limits.Members {
			return &Error{Code: CodeLimit, Detail: fmt.Sprintf("more than %d members; the rest is left out", m.limits.Members)}
		}
	}
	return nil
}

// spend counts unpacked bytes and tells whether they are too many.
func (m *meter) spend(n int64) *Error {
	for ; m != nil; m = m.parent {
		m.bytes += n
		if m.bytes > m.limits.Bytes {
			return &Error{Code: CodeLimit, Detail: fmt.Sprintf("the archive unpacks to more than %d bytes in all", m.limits.Bytes)}
		}
		if err := m.limits.checkSolid(m.bytes, m.packed); err != nil {
			return err
		}
	}
	return nil
}

// over tells whether nothing more may be unpacked.
func (m *meter) over() bool { return m.spend(0) != nil }

// checkRatio tells whether size bytes are suspiciously many out of packed.
func (b Budget) checkRatio(size, packed int64) *Error { return tooMany(size, packed, b.Ratio) }

// checkSolid tells the same of bytes that were packed together with others.
func (b Budget) checkSolid(size, packed int64) *Error {
	return tooMany(size, packed, b.Ratio*solidFactor)
}

func tooMany(size, packed, ratio int64) *Error {
	if packed >= 0 && size > ratioFrom && size/ratio > packed {
		return &Error{Code: CodeLimit, Detail: fmt.Sprintf("unpacks to more than %d times its size", ratio)}
	}
	return nil
}

// checkSize tells whether a file may be so large.
func (b Budget) checkSize(size int64) *Error {
	if size > b.MemberSize {
		return &Error{Code: CodeLimit, Detail: fmt.Sprintf("the member is larger than %d bytes", b.MemberSize)}
	}
	return nil
}

// checkMember tells whether a member of this size may be read.
func (b Budget) checkMember(size, packed int64) *Error {
	if err := b.checkSize(size); err != nil {
		return err
	}
	return b.checkRatio(size, packed)
}

// meteredReader is the content of a member. It fails once a limit is reached.
type meteredReader struct {
	io.ReadCloser
	meter  *meter
	packed int64
	free   bool // counted before
	whole  bool // an archive, which may be larger than a file
	read   int64
	err    error
}

func (r *meteredReader) Read(p []byte) (int, error) {
	if r.err != nil {
		return 0, r.err
	}
	n, err := r.ReadCloser.Read(p)
	r.read += int64(n)
	limit := r.charge(int64(n))
	switch {
	case limit != nil:
		r.err = limit
		return 0, limit
	case err != nil && err != io.EOF && CodeOf(err) == "":
		err = &Error{Code: CodeDamaged, Detail: "the member cannot be unpacked", Err: err}
	}
	r.err = err
	return n, err
}

func (r *meteredReader) charge(n int64) *Error {
	if !r.whole {
		if err := r.meter.limits.checkSize(r.read); err != nil {
			return err
		}
	}
	if err := r.meter.limits.checkRatio(r.read, r.packed); err != nil || r.free {
		return err
	}
	return r.meter.spend(n)
}
