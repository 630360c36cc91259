package compliance

import "gongshi"

// Demands are what a province or a round asks of its notices where no rule of
// the whole country does. The zero Demands ask for nothing: see [Rules].
type Demands struct {
	// MinimumDays is the shortest period, in MinimumUnit; 0 where none is set.
	MinimumDays int
	MinimumUnit gongshi.DayUnit
	// Required are the sections that a notice has to have, out of
	// [RequirableSections]. Nil leaves it to what notices of its province have.
	Required []gongshi.SectionKind
}

// RequirableSections are the kinds of sections that a rule asks for.
var RequirableSections = [...]gongshi.SectionKind{
	gongshi.SectionIssue, gongshi.SectionGoal, gongshi.SectionMeasures,
	gongshi.SectionImplementation, gongshi.SectionDeadline, gongshi.SectionResponsible,
}

// Rules lists all rules, by id.
func Rules() []Rule { return Demands{}.Rules() }

// Rules lists all rules, by id, with what is demanded built into them.
func (d Demands) Rules() []Rule {
	return append([]Rule{
		idn01, idn02, idn03, idn04, idn05, idn06, idn07,
		num01, num02, num03, num05, num06,
		pub01, pub02, pub03, pub04, pub05, d.pub06(), pub07, pub08, pub09, pub10, pub11, pub12, pub13, pub14, pub15,
		d.asked(gongshi.SectionIssue, sec01), d.asked(gongshi.SectionGoal, sec02),
		d.asked(gongshi.SectionMeasures, sec03), d.asked(gongshi.SectionImplementation, sec04),
		d.asked(gongshi.SectionDeadline, sec05), d.asked(gongshi.SectionResponsible, sec06),
		sec07, sec08, sec09, sec10, sec11,
	}, substanceRules...)
}
