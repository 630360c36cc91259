package compliance

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"strconv"

	"gongshi"
	"gongshi/normal"
)

// setFingerprints gives each finding a name of its own that stays when the
// notice is read again, from another path, format or encoding, or has grown
// before the place: a hash over the rule, what the notice is about and the text
// at the place, all in the form in which texts are compared. Equal ones, such as
// two missing things of one rule, are told apart by their order.
func setFingerprints(n *gongshi.Notice, findings []gongshi.Finding) {
	identity := identify(n)
	if size(identity) > longIdentity {
		identity = []string{hash(identity)} // it goes into every fingerprint
	}
	seen := map[string]int{}
	keys := map[[2]string]string{}
	for i := range findings {
		f := &findings[i]
		what := [2]string{f.Rule, normal.Search(cut(n.Text, f.Span))}
		key, known := keys[what]
		if !known {
			key = hash(append(what[:], identity...))
			keys[what] = key
		}
		seen[key]++
		if seen[key] > 1 {
			key = hash([]string{key, strconv.Itoa(seen[key])})
		}
		f.Fingerprint = key
	}
}

// Identity gives what tells the notice from others, as a hash that stays when it is
// read again.
func Identity(n *gongshi.Notice) string { return hash(identify(n)) }

// Fingerprint makes the name of a finding of what it is about.
func Fingerprint(parts ...string) string { return hash(parts) }

// longIdentity is the size from which on what a notice is about is hashed once
// for all findings. Those of no real notice come to it.
const longIdentity = 256 << 10

func size(parts []string) (n int) {
	for _, p := range parts {
		n += len(p)
	}
	return n
}

// identify gives what tells the notice from others. Title, issuer, inspection
// and problem number do, where there are all of them. Many titles name no
// problem, and many stored texts have lost their title; then the text of the
// problem is needed too, or the whole text where no section holds it.
func identify(n *gongshi.Notice) []string {
	parts := []string{normal.Search(n.Title), normal.Search(n.Issuer)}
	complete := n.Title != "" && n.Issuer != "" && n.Inspection != nil
	if n.Inspection != nil {
		parts = append(parts, normal.Search(n.Inspection.Text))
	}
	numbered := false
	for _, p := range n.Problems {
		parts = append(parts, p.Number)
		numbered = numbered || p.Number != ""
	}
	if complete && numbered {
		return parts
	}
	issues := n.Section(gongshi.SectionIssue)
	if len(issues) == 0 {
		return append(parts, normal.Search(n.Text))
	}
	for _, s := range issues {
		parts = append(parts, normal.Search(s.Text))
	}
	return parts
}

// hash is 16 bytes of SHA-256 over the parts, in hexadecimal.
func hash(parts []string) string {
	h := sha256.New()
	for _, p := range parts {
		_, _ = io.WriteString(h, strconv.Itoa(len(p))+":"+p) // a hash takes everything
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// cut gives the text at the span, empty where the span is not in the text.
func cut(text string, s gongshi.Span) string {
	if s.Start < 0 || s.Start > s.End || s.End > len(text) {
		return ""
	}
	return s.Of(text)
}
