package compliance

import (
	"slices"
	"strings"
	"unicode/utf8"

	"gongshi"
)

// unreadCodes are the codes of the diagnostics that say that a part of the source
// is not in the text.
var unreadCodes = []string{gongshi.DiagnosticUnreadPages, "cut-short", "mail-partial", "sheet-incomplete"}

// recognised tells whether characters were read off images: a wrong bracket or
// digit is then as likely ours as the office's.
func recognised(n *Reading) bool { return n.Source.Method == gongshi.MethodOCR }

// partRead tells whether the text is not all that the source says, or not to the
// letter: what is not found in it may stand in the source all the same.
func partRead(n *Reading) bool {
	return recognised(n) || slices.ContainsFunc(n.Diagnostics, func(d gongshi.Diagnostic) bool {
		return slices.Contains(unreadCodes, d.Code)
	})
}

// makesPublic tells whether the text speaks of making something public at all. An
// opinion on acceptance (验收销号意见) does not, and needs neither a period nor a
// way to object.
func makesPublic(n *Reading) bool {
	words := []string{"公示", "公告", "公开"}
	return containsAny(n.Title, words) || containsAny(lead(n).Of(n.Text), words) || containsAny(tail(n).Of(n.Text), words)
}

// doubted makes a note of a finding on what stands at the end of a notice where
// the end may be missing, or where it need not be there.
func doubted(n *Reading, f gongshi.Finding) gongshi.Finding {
	switch {
	case partRead(n) || endingOf(n) != endsWhole:
		f.Message.Zh += "正文不完整或未全部读出，未作判断。"
		f.Message.En += " The text is not whole, so nothing is held against it."
	case !makesPublic(n):
		f.Message.Zh += "全文没有“公示”字样，可能不需要公示。"
		f.Message.En += " The text never speaks of making anything public, and may not have to."
	default:
		return f
	}
	f.Severity = gongshi.SeverityNote
	return f
}

// ending is how the text of a notice comes to its end.
type ending int

const (
	// endsWhole: signature, date, contact or period stand behind the sections.
	endsWhole ending = iota
	// endsOpen: the text is over with the last sentence of its last section.
	endsOpen
	// endsBroken: it is over in the middle of a sentence.
	endsBroken
)

// endingOf tells how the text ends. Stored texts are often cut: nothing can be
// said then about what stands at the end of others.
func endingOf(n *Reading) ending {
	if closes(n) {
		return endsWhole
	}
	text := strings.TrimRight(n.Text, " \t\n\u3000|")
	if breaksOff(text) {
		return endsBroken
	}
	return endsOpen
}

// closes tells whether the notice is signed and dated, or something else of what
// closes a notice stands behind the beginning of its last section.
func closes(n *Reading) bool {
	from := lastContent(n).Start
	behind := func(s gongshi.Span) bool { return s.Start >= from && s.End > s.Start }
	for _, d := range n.Dates {
		// A letter is signed before its attachment, which holds the sections.
		if d.Role == gongshi.RoleSigned || d.Role == gongshi.RolePublicityStart && behind(d.Span) {
			return true
		}
	}
	for _, p := range n.Phones {
		if p.Role == gongshi.PhoneContact && behind(p.Span) {
			return true
		}
	}
	for _, a := range n.Addresses {
		if a.Role != gongshi.AddressOther && behind(a.Span) {
			return true
		}
	}
	for _, e := range n.Emails {
		if behind(e.Span) {
			return true
		}
	}
	return n.Publicity != nil && behind(n.Publicity.Span) || signs(n)
}

// signs tells whether the issuer's name stands behind the sections.
func signs(n *Reading) bool {
	if n.Issuer == "" {
		return false
	}
	rest := squeezed(tail(n).Of(n.Text))
	first, _, _ := strings.Cut(n.Issuer, "、")
	return strings.Contains(rest, squeezed(first))
}

// squeezed is a text without its blanks and line ends.
func squeezed(s string) string {
	if !strings.ContainsAny(s, " \n\t\u3000") {
		return s
	}
	return strings.NewReplacer(" ", "", "\n", "", "\t", "", "\u3000", "").Replace(s)
}

// breaksOff tells whether a text ends where no sentence can: behind a comma, an
// opening bracket, or the dots of who left out the rest. The few words of a link
// below the notice are no end of it.
func breaksOff(text string) bool {
	r, _ := utf8.DecodeLastRuneInString(text)
	line := text[strings.LastIndexByte(text, '\n')+1:]
	return strings.ContainsRune("，,、（(《“〔[…：:", r) && utf8.RuneCountInString(line) >= shortLine
}

// shortLine is how many characters a line has at least that is a sentence.
const shortLine = 8

// lastContent is the last section on what the notice is about; the zero span
// where there is none.
func lastContent(n *Reading) gongshi.Span {
	var last gongshi.Span
	for _, s := range n.Sections {
		if s.Kind != gongshi.SectionOther && s.Span.End > last.End && s.Span.End <= len(n.Text) {
			last = s.Span
		}
	}
	return last
}

// lead is what stands before the first section; without sections, the whole
// text.
func lead(n *Reading) gongshi.Span {
	end := len(n.Text)
	for _, s := range n.Sections {
		at := s.Span.Start
		if s.LabelSpan.End > s.LabelSpan.Start {
			at = min(at, s.LabelSpan.Start)
		}
		end = min(end, max(0, at))
	}
	return gongshi.Span{End: end}
}

// tail is what stands behind the sections on what the notice is about: the
// conclusion, the period, contact and signature. It is empty without sections.
func tail(n *Reading) gongshi.Span {
	last := lastContent(n)
	if last.End == 0 {
		return gongshi.Span{Start: len(n.Text), End: len(n.Text)}
	}
	return gongshi.Span{Start: last.End, End: len(n.Text)}
}

// signedOn gives the mention of the day of the signature, nil where it is not
// precise or a part of it is not written.
func signedOn(n *Reading) *gongshi.DateMention {
	for i := len(n.Dates) - 1; i >= 0; i-- {
		if d := &n.Dates[i]; d.Role == gongshi.RoleSigned && d.Date.Exact() && d.Date.Valid() && !d.Inferred {
			return d
		}
	}
	return nil
}

// within tells whether the span lies in one of the sections on what the notice
// is about.
func within(n *Reading, s gongshi.Span) bool {
	return slices.ContainsFunc(n.Sections, func(sec gongshi.Section) bool {
		return sec.Kind != gongshi.SectionOther && sec.Span.Contains(s)
	})
}
