package pack

import (
	"fmt"
	"io"

	"gongshi/ingest/decode"
)

// Bytes unpacks a part that is not XML, such as an image.
func (p *Package) Bytes(name string) ([]byte, error) {
	r, err := p.open(name)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	data, err := io.ReadAll(r)
	if err != nil && decode.CodeOf(err) == "" {
		err = &decode.Error{Code: decode.CodeDamaged, Detail: fmt.Sprintf("part %q cannot be unpacked", name), Err: err}
	}
	return data, err
}
