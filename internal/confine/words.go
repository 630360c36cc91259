package confine

import (
	"bytes"
	"sync"
)

// FirstWords keeps the beginning of what is written to it: a dying Go program says
// the reason first, and then a great deal more.
type FirstWords struct {
	mu   sync.Mutex
	text bytes.Buffer
}

// maxFirstWords is how much is kept, in bytes.
const maxFirstWords = 16 << 10

// Write never fails.
func (t *FirstWords) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.text.Write(p[:min(len(p), maxFirstWords-t.text.Len())])
	return len(p), nil
}

// String gives what was kept.
func (t *FirstWords) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.text.String()
}
