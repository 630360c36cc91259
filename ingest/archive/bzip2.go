package archive

import (
	"compress/bzip2"
	"io"
	"strings"
)

func bzip2Kind() Kind {
	return Kind{Name: "bzip2", Match: isBzip2, open: func(s *source) (reader, error) {
		return openStream(s, func(packed *byteCounter) (io.Reader, error) { return bzip2.NewReader(packed), nil },
			s.meter.limits.Ratio*solidFactor)
	}}
}

// isBzip2 looks for the size of the blocks and for the number that begins the
// first block, or ends an empty file.
func isBzip2(head []byte) bool {
	if len(head) < 10 || !strings.HasPrefix(string(head), "BZh") || head[3] < '1' || head[3] > '9' {
		return false
	}
	begin := string(head[4:10])
	return begin == "\x31\x41\x59\x26\x53\x59" || begin == "\x17\x72\x45\x38\x50\x90"
}
