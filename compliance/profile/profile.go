// Package profile answers which rules hold for a notice, and how strictly: a
// file of the user says for provinces and rounds how long a period has to be,
// which sections a notice has to have, how severe a rule is and which are off.
//
// The rules themselves are those of package compliance; a profile only sets what
// they leave open. It is YAML:
//
//	calendar: holidays-2027.txt      # extends the official calendar
//	rules: {PUB08: off}              # for all notices
//	packs:                           # for some, in order: the later wins
//	  - name: 湖南省，第二轮中央督察
//	    provinces: [湖南省]
//	    authority: central
//	    rounds: [2]
//	    minimum: 10个工作日
//	    required: [issue, goal, measures, implementation, deadline, responsible]
//	    rules: {SEC05: error, SEC06: note}
package profile

import (
	"slices"
	"strconv"
	"strings"
	"sync"

	"gongshi"
	"gongshi/compliance"
)

// Profile says which rules hold for which notices. It may be used by many
// goroutines.
type Profile struct {
	// Calendar is the file that extends the official calendar, as it is written
	// in the profile; empty where there is none.
	Calendar string

	packs []pack
	only  map[string]bool // ids of the rules to choose among; nil for all

	mu    sync.Mutex
	cache map[uint64][]compliance.Rule // by the set of packs that hold
}

// pack is what is set for the notices of some provinces and rounds.
type pack struct {
	provinces []string // full names; none for all
	authority gongshi.Authority
	rounds    []int
	demands   compliance.Demands
	settings  []setting
}

// setting is a severity for a rule; "" turns it off.
type setting struct {
	rule     string
	severity gongshi.Severity
}

// maxPacks is how many packs a profile has at most: a set of them is one word.
const maxPacks = 64

// Only leaves the profile with those of its rules that are given too.
func (p *Profile) Only(rules []compliance.Rule) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.only = map[string]bool{}
	for _, r := range rules {
		p.only[r.ID] = true
	}
	p.cache = nil
}

// Rules gives the rules that hold for the notice, by id. The list is shared and
// not to be changed.
func (p *Profile) Rules(n *gongshi.Notice) []compliance.Rule {
	var set uint64
	for i := range p.packs {
		if p.packs[i].holds(n) {
			set |= 1 << i
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	rules, ok := p.cache[set]
	if !ok {
		rules = p.build(set)
		if p.cache == nil {
			p.cache = map[uint64][]compliance.Rule{}
		}
		p.cache[set] = rules
	}
	return rules
}

// holds tells whether the pack is for the notice. One that asks for a province, an
// authority or a round is not for a notice of which these are not known.
func (k *pack) holds(n *gongshi.Notice) bool {
	if len(k.provinces) > 0 && (n.Region == nil || !slices.Contains(k.provinces, n.Region.Province)) {
		return false
	}
	if k.authority != "" && (n.Inspection == nil || n.Inspection.Authority != k.authority) {
		return false
	}
	return len(k.rounds) == 0 || n.Inspection != nil && slices.Contains(k.rounds, n.Inspection.Round)
}

// build makes the rules of a set of packs.
func (p *Profile) build(set uint64) []compliance.Rule {
	var demands compliance.Demands
	severities := map[string]gongshi.Severity{}
	for i, k := range p.packs {
		if set&(1<<i) == 0 {
			continue
		}
		if k.demands.MinimumDays > 0 {
			demands.MinimumDays, demands.MinimumUnit = k.demands.MinimumDays, k.demands.MinimumUnit
		}
		if k.demands.Required != nil {
			demands.Required = k.demands.Required
		}
		for _, s := range k.settings {
			severities[s.rule] = s.severity
		}
	}
	var rules []compliance.Rule
	for _, r := range demands.Rules() {
		severity, set := severities[r.ID]
		if p.only != nil && !p.only[r.ID] || set && severity == "" {
			continue
		}
		if set {
			r = r.WithSeverity(severity)
		}
		rules = append(rules, r)
	}
	return rules
}

// Severity gives the severity that a finding on the notice has by the profile, for
// rules that compare the notices of a corpus: they have no check to be built in.
// The rule is off where it is not on.
func (p *Profile) Severity(n *gongshi.Notice, rule string, own gongshi.Severity) (s gongshi.Severity, on bool) {
	s = own
	for i := range p.packs {
		if !p.packs[i].holds(n) {
			continue
		}
		for _, set := range p.packs[i].settings {
			if set.rule == rule {
				s = set.severity
			}
		}
	}
	return s, s != ""
}

// ruleIDs gives the ids of the rules that begin with a word: PUB01, or all of PUB.
func ruleIDs(begin string) []string {
	var ids []string
	for _, r := range append(compliance.Rules(), compliance.CorpusRules()...) {
		if strings.HasPrefix(r.ID, begin) {
			ids = append(ids, r.ID)
		}
	}
	return ids
}

// Error is a mistake in a profile.
type Error struct {
	Line int // from 1; 0 for the whole file
	Text gongshi.Text
}

func (e *Error) Error() string { return e.In("en") }

// In gives the message in the language, "zh" or "en".
func (e *Error) In(lang string) string {
	if e.Line == 0 {
		return e.Text.In(lang)
	}
	line := strconv.Itoa(e.Line)
	where := gongshi.Text{Zh: "第" + line + "行：", En: "line " + line + ": "}
	return where.In(lang) + e.Text.In(lang)
}

// severityWord is a way to write a severity; "" turns a rule off.
type severityWord struct {
	word     string
	severity gongshi.Severity
}

var severityWords = []severityWord{
	{"error", gongshi.SeverityError}, {"warning", gongshi.SeverityWarning}, {"note", gongshi.SeverityNote}, {"off", ""},
	{"错误", gongshi.SeverityError}, {"警告", gongshi.SeverityWarning}, {"提示", gongshi.SeverityNote}, {"关闭", ""},
}
