package decode

import (
	"fmt"

	"gongshi"
)

// Remarks collects what a format has to say about a file: what is missing in it,
// and what was left out of its text. They are the diagnostics of the document.
type Remarks []gongshi.Diagnostic

// Say adds a remark.
func (r *Remarks) Say(code, message string, args ...any) {
	*r = append(*r, gongshi.Diagnostic{Stage: "decode", Code: code, Message: fmt.Sprintf(message, args...)})
}

// Count adds a remark on n things, which its message names with %d, if there are
// any.
func (r *Remarks) Count(n int, code, message string) {
	if n > 0 {
		r.Say(code, message, n)
	}
}

// Notes remarks on footnotes and endnotes that are not read.
func (r *Remarks) Notes(n int) {
	r.Count(n, "notes-left-out", "%d footnotes or endnotes are not part of the text")
}

// CutShort remarks on a file of which only a beginning is there.
func (r *Remarks) CutShort(cut bool) {
	if cut {
		r.Say("cut-short", "the end of the file is missing; what was there has been read")
	}
}
