package archive

import (
	"bytes"
	"io"
	"iter"
	"strings"
)

// Mail tells what a mail is and what is attached to it. How mails are made is the
// business of a format, which hands this in.
type Mail struct {
	// Match tells by the first bytes whether a file is a mail.
	Match func(head []byte) bool
	// Attached gives the names of the attached files and what is in them.
	Attached func(data []byte) iter.Seq2[string, []byte]
}

// largestMail is the size from which mails are not opened: all of one is in
// memory while it is walked.
const largestMail = 64 << 20

func mailKind(mail *Mail) Kind {
	return Kind{Name: "eml", Random: true, document: true, Match: mail.Match, open: func(s *source) (reader, error) {
		if s.size > largestMail {
			return nil, errLeaf
		}
		data := make([]byte, s.size)
		if n, err := s.at.ReadAt(data, 0); err != nil && err != io.EOF || int64(n) < s.size {
			return nil, &Error{Code: CodeUnreadable, Detail: "the mail cannot be read", Err: err}
		}
		l := new(listed)
		for name, content := range mail.Attached(data) {
			l.members = append(l.members, &member{
				raw: []byte(name), name: strings.TrimRight(clean(name), "/"), size: int64(len(content)), packed: int64(len(content)),
				open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(content)), nil },
			})
		}
		if len(l.members) == 0 {
			return nil, errLeaf
		}
		return l, nil
	}}
}

// Carries tells whether a file is a mail with files attached that a walk opens.
func (w *Walker) Carries(data []byte) bool {
	if w.Mail == nil || len(data) > largestMail {
		return false
	}
	if kind, ok := w.kindOf(data[:min(len(data), headSize)]); !ok || !kind.document {
		return false
	}
	for range w.Mail.Attached(data) {
		return true
	}
	return false
}
