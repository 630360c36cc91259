package export

import (
	"encoding/json"
	"io"
	"slices"

	"gongshi"
	"gongshi/ingest/store"
)

// Notice is a notice for programs, with what the corpus knows of it beside.
type Notice struct {
	*gongshi.Notice
	Findings []Finding `json:"findings"`
	// Paths are all places at which the notice was found, in any form, its own in
	// front.
	Paths []string `json:"paths,omitempty"`
	// Renditions are its forms, this one among them.
	Renditions []store.Rendition `json:"renditions,omitempty"`
}

// NewNotice gives a notice with its findings, in a language, and its forms.
func NewNotice(n *gongshi.Notice, findings []gongshi.Finding, forms []store.Rendition, lang string) Notice {
	out := Notice{n, []Finding{}, Places(n, forms), forms}
	for i := range findings {
		out.Findings = append(out.Findings, NewFinding(&findings[i], lang))
	}
	return out
}

// Places gives all places of the forms of a notice, its own in front.
func Places(n *gongshi.Notice, forms []store.Rendition) []string {
	var own, others []string
	for _, form := range forms {
		if form.ID == n.ID {
			own = form.Paths
		} else {
			others = append(others, form.Paths...)
		}
	}
	return append(slices.Clone(own), others...)
}

// Finding is a finding for programs.
type Finding struct {
	Rule     string           `json:"rule"`
	Severity gongshi.Severity `json:"severity"`
	Notice   string           `json:"notice"`
	Source   string           `json:"source"`
	Message  string           `json:"message"`
	Basis    string           `json:"basis"`
	// Span is the place in the notice's text; [0, 0] for something that is missing.
	Span        gongshi.Span `json:"span"`
	Fingerprint string       `json:"fingerprint"`
}

// NewFinding gives a finding in a language.
func NewFinding(f *gongshi.Finding, lang string) Finding {
	return Finding{f.Rule, f.Severity, f.Notice, f.Source, f.Message.In(lang), f.Basis.In(lang), f.Span, f.Fingerprint}
}

// writeJSON writes one JSON value as a line.
func writeJSON(w io.Writer, v any) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	return encoder.Encode(v)
}
