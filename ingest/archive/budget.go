package archive

import (
	"fmt"
	"io"
)

// Budget limits what one archive on disk, with everything in it, may cost. A
// zero field means its default. Bytes are those really unpacked, whatever sizes
// an archive claims; reading a member twice counts twice.
type Budget struct {
	Bytes      int64 // unpacked in all, default 20 GB
	Members    int   // at all depths together, default 200,000
	Depth      int   // of archives within archives, default 8
	MemberSize int64 // of one member, default 512 MB
	Ratio      int64 // of unpacked to packed size, after the first 10 MB; default 200
}

// ratioFrom is how much may be unpacked before the ratio counts: small files of
// blanks are packed 1000:1 and harm nobody.
const ratioFrom = 10 << 20

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
	packed  int64 // the size of the archive as its parent packs it
	bytes   int64
	members int
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
		if m.parent != nil {
			if err := m.limits.checkRatio(m.bytes, m.packed); err != nil {
				return err
			}
		}
	}
	return nil
}

// checkRatio tells whether size bytes are suspiciously many out of packed.
func (b Budget) checkRatio(size, packed int64) *Error {
	if size > ratioFrom && size/b.Ratio > packed {
		return &Error{Code: CodeLimit, Detail: fmt.Sprintf("unpacks to more than %d times its size", b.Ratio)}
	}
	return nil
}

// checkMember tells whether a member of this size may be read.
func (b Budget) checkMember(size, packed int64) *Error {
	if size > b.MemberSize || size < 0 {
		return &Error{Code: CodeLimit, Detail: fmt.Sprintf("the member is larger than %d bytes", b.MemberSize)}
	}
	return b.checkRatio(size, packed)
}

// meteredReader is the content of a member. It fails once a limit is reached.
type meteredReader struct {
	io.ReadCloser
	meter  *meter
	packed int64
	read   int64
	err    error
}

func (r *meteredReader) Read(p []byte) (int, error) {
	if r.err != nil {
		return 0, r.err
	}
	n, err := r.ReadCloser.Read(p)
	r.read += int64(n)
	limit := r.meter.spend(int64(n))
	if limit == nil {
		limit = r.meter.limits.checkMember(r.read, r.packed)
	}
	switch {
	case limit != nil:
		r.err = limit
		return 0, limit
	case err != nil && err != io.EOF:
		err = &Error{Code: CodeDamaged, Detail: "the member cannot be unpacked", Err: err}
	}
	r.err = err
	return n, err
}
