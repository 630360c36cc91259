package parse

import (
	"strings"

	"gongshi"
)

// findEmails finds the e-mail addresses: each has an @, so that is where to
// look. The zone must end as zones do: fisheryjs@163.com.
func (p *parser) findEmails() {
	s := p.form
	last := 0
	for at := 0; ; {
		i := strings.IndexByte(s[at:], '@')
		if i < 0 {
			return
		}
		at += i
		start, end, ok := emailAround(s, at, last)
		at++
		if !ok {
			continue
		}
		p.n.Emails = append(p.n.Emails, gongshi.Email{Mention: p.mention(start, end), Address: squeeze(s[start:end])})
		p.because("email", "", "name@zone", start, end)
		at, last = end, end
	}
}

// emailAround reads the address whose @ stands at i; one blank can stand on
// either side of it.
func emailAround(s string, i, floor int) (start, end int, ok bool) {
	from := i
	if from > floor && s[from-1] == ' ' {
		from--
	}
	start = from
	for start > floor && from-start < 64 && isMailByte(s[start-1]) {
		start--
	}
	for start < from && strings.IndexByte(".-+", s[start]) >= 0 {
		start++
	}
	to := i + 1
	if to < len(s) && s[to] == ' ' {
		to++
	}
	end = to
	for end < len(s) && end-to < 190 && (isMailByte(s[end]) && strings.IndexByte("_+%", s[end]) < 0) {
		end++
	}
	for end > to && strings.IndexByte(".-", s[end-1]) >= 0 {
		end--
	}
	return start, end, start < from && s[from-1] != '.' && isMailZone(s[to:end])
}

func isMailByte(b byte) bool { return isWordByte(b) || strings.IndexByte("._%-", b) >= 0 }

// isMailZone tells whether s is the part behind the @: 163.com, not 4.5.
func isMailZone(s string) bool {
	labels := strings.Split(s, ".")
	if len(labels) < 2 {
		return false
	}
	for _, l := range labels {
		if l == "" || l[0] == '-' || l[len(l)-1] == '-' {
			return false
		}
	}
	top := labels[len(labels)-1]
	return len(top) >= 2 && len(top) <= 12 && strings.Trim(strings.ToLower(top), "abcdefghijklmnopqrstuvwxyz") == ""
}
