package compliance

import (
	"fmt"
	"io"
	"strings"

	"gongshi"
)

// WriteDocs writes docs/rules.md: every rule with what it checks, in English
// with the Chinese beside it.
func WriteDocs(w io.Writer) error {
	var b strings.Builder
	b.WriteString(`<!-- Written by go generate ./compliance from the list of rules. Do not edit. -->

# Rules

What ` + "`gongshi check`" + ` checks. A rule that cannot be decided says so in a note or says nothing; a
severity in the text below that differs from that of the rule is that of a single finding. IDN08, NUM04, SUB10 and
SUB13 hold the notices of the corpus against each other; files that are not stored are not checked by them.

| rule | severity | title |
|---|---|---|
`)
	rules := append(Rules(), CorpusRules()...)
	for _, r := range rules {
		fmt.Fprintf(&b, "| [%s](#%s) | %s | %s · %s |\n", r.ID, strings.ToLower(r.ID), r.Severity, r.Title.Zh, r.Title.En)
	}
	for _, r := range rules {
		writeRule(&b, r)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func writeRule(b *strings.Builder, r Rule) {
	fmt.Fprintf(b, "\n## %s\n\n**%s** · %s\n\n", r.ID, r.Title.Zh, r.Title.En)
	fmt.Fprintf(b, "%s\n\n%s\n\n", r.Checks.En, r.Checks.Zh)
	fmt.Fprintf(b, "- Severity: %s\n", r.Severity)
	fmt.Fprintf(b, "- Basis: %s (%s)\n", r.Basis.En, r.Basis.Zh)
	for _, e := range []struct {
		word string
		Example
	}{{"Breaks it", r.Breaks}, {"Does not", r.Holds}} {
		fmt.Fprintf(b, "- %s: `%s` %s\n", e.word, e.Text, both(e.Why))
	}
}

// both gives a text in both languages on one line.
func both(t gongshi.Text) string { return t.En + " " + t.Zh }
