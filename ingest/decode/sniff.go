package decode

import "github.com/gabriel-vasile/mimetype"

// Sniff names the media type that the first bytes of a file look like, for
// messages about files that nobody reads.
func Sniff(head []byte) string { return mimetype.Detect(head).String() }
