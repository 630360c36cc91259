package gongshi

// Severity is how much a finding matters.
type Severity string

// The severities, heaviest first.
const (
	SeverityError   Severity = "error"
	SeverityWarning Severity = "warning"
	SeverityNote    Severity = "note"
)

// AtLeast tells whether s is as heavy as t or heavier.
func (s Severity) AtLeast(t Severity) bool { return s.weight() >= t.weight() }

func (s Severity) weight() int {
	switch s {
	case SeverityError:
		return 3
	case SeverityWarning:
		return 2
	case SeverityNote:
		return 1
	}
	return 0
}

// Finding is a rule's word on a notice.
type Finding struct {
	Rule     string   `json:"rule"`
	Severity Severity `json:"severity"`
	// Notice is the id of the notice, Source the path it was read from.
	Notice string `json:"notice,omitempty"`
	Source string `json:"source,omitempty"`
	// Message names the facts: what was stated, what was computed, where.
	Message Text `json:"message"`
	// Basis is the article or custom that the rule rests on.
	Basis Text `json:"basis"`
	// Span is the place in the notice's text; zero for something that is
	// missing.
	Span Span `json:"span"`
	// Fingerprint is the same for the same finding in a later run, even when
	// the text before it has grown.
	Fingerprint string `json:"fingerprint,omitempty"`
}

// Text is a message for people, in both languages of the project.
type Text struct {
	Zh string `json:"zh"`
	En string `json:"en"`
}

// In gives the text in the language, "zh" or "en"; Chinese for any other.
func (t Text) In(lang string) string {
	if lang == "en" {
		return t.En
	}
	return t.Zh
}
