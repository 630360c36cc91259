package parse

// reason says why something was taken: by which pattern, and where in form.
type reason struct {
	what, pattern string
	start, end    int
}

// because notes why form[start:end] was taken, when somebody asks.
func (p *parser) because(what, pattern string, start, end int) {
	if p.reasons != nil {
		*p.reasons = append(*p.reasons, reason{what, pattern, start, end})
	}
}
