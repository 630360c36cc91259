package gongshi

// Notice is one 公示 with what was found in it. Absent facts are zero values.
// Spans are bytes of Text.
type Notice struct {
	// ID is stable: the same bytes give the same id on any machine.
	ID     string `json:"id"`
	Source Source `json:"source"`
	// Kind says what sort of text it is, KindReason what shows that, in a short
	// text that stays the same for programs.
	Kind       NoticeKind `json:"kind,omitempty"`
	KindReason string     `json:"kind_reason,omitempty"`
	// Title is the whole title on one line, the issuer in front where the
	// title goes over lines in the usual form "某某办公室 / 关于…的公示".
	Title  string `json:"title,omitempty"`
	Issuer string `json:"issuer,omitempty"`
	// Issued is the day the notice is signed, else the day it was published.
	Issued          Date          `json:"issued,omitzero"`
	Region          *Region       `json:"region,omitempty"`
	Inspection      *Inspection   `json:"inspection,omitempty"`
	Problems        []Problem     `json:"problems"`
	Publicity       *Publicity    `json:"publicity,omitempty"`
	Sections        []Section     `json:"sections"`
	Dates           []DateMention `json:"dates"`
	DocumentNumbers []DocNumber   `json:"document_numbers"`
	Phones          []Phone       `json:"phones"`

	Emails           []Email           `json:"emails,omitempty"`
	Addresses        []Address         `json:"addresses,omitempty"`
	CitedTitles      []CitedTitle      `json:"cited_titles,omitempty"`
	ResponsibleUnits []ResponsibleUnit `json:"responsible_units,omitempty"`
	Deadlines        []Deadline        `json:"deadlines,omitempty"`
	// Quantities are those of the sections on what was done.
	Quantities []Quantity `json:"quantities,omitempty"`
	Petitions  []Petition `json:"petitions,omitempty"`
	Batch      *Batch     `json:"batch,omitempty"`
	// Text is the notice as it reads: the document's text without page breaks
	// inside sentences, page numbers and control characters. Its characters
	// are those of the source; nothing is folded or converted.
	Text        string       `json:"text"`
	Diagnostics []Diagnostic `json:"diagnostics,omitempty"`
	// Origin leads from offsets in Text to those in the document's text.
	Origin OffsetMap `json:"-"`
}

// NoticeKind is what sort of text a notice is.
type NoticeKind string

// The kinds of texts.
const (
	// KindCloseOut is a 整改销号公示: it makes public how a problem that an
	// inspection found was put right.
	KindCloseOut NoticeKind = "close-out"
	// KindOtherOfficial is any other text of an office: a plan, a list of
	// petitions, an audit letter, a report, a notice on something else.
	KindOtherOfficial NoticeKind = "other-official"
	// KindNotANotice is what no office issued: news, a page of links.
	KindNotANotice NoticeKind = "not-a-notice"
)

// Section gives the sections of the given kind, in order.
func (n *Notice) Section(kind SectionKind) []Section {
	var found []Section
	for _, s := range n.Sections {
		if s.Kind == kind {
			found = append(found, s)
		}
	}
	return found
}

// Region is an administrative division, as far down as it is known.
type Region struct {
	Province string `json:"province,omitempty"`
	City     string `json:"city,omitempty"`
	County   string `json:"county,omitempty"`
	// Code is the GB/T 2260 code of the lowest level, six digits, as of the
	// notice's time. It is absent where the name is that of several divisions.
	Code string `json:"code,omitempty"`
	// CurrentCode is the code of the division that it, or the greatest part of
	// it, belongs to today; absent where that is Code.
	CurrentCode string `json:"current_code,omitempty"`
}

// Authority is whose inspection it was.
type Authority string

// The inspecting authorities.
const (
	AuthorityCentral    Authority = "central"    // 中央生态环境保护督察
	AuthorityProvincial Authority = "provincial" // 省(自治区、直辖市)生态环境保护督察
	AuthorityOther      Authority = "other"      // 国家海洋督察, 自查, …
)

// Inspection is the inspection whose problem the notice closes out.
type Inspection struct {
	Authority Authority `json:"authority,omitempty"`
	// Round is 1, 2, 3, …; 0 where none is stated or implied.
	Round int `json:"round,omitempty"`
	// Lookback marks a 回头看, the second visit of a round.
	Lookback bool `json:"lookback"`
	// Year is the year named with the inspection, such as 2021年第二轮.
	Year int `json:"year,omitempty"`
	// Text is the inspection as written.
	Text string `json:"text,omitempty"`
	Span Span   `json:"span,omitzero"`
}

// Problem is a problem of the inspection report that the notice names.
type Problem struct {
	Mention
	// Number is the normal form: ASCII digits where the number is one ("1",
	// "47-1"), the code as it is for petitions ("D3HB202406060068").
	Number string `json:"number,omitempty"`
}

// Publicity is the period in which objections can be made.
type Publicity struct {
	Start Date `json:"start,omitzero"`
	End   Date `json:"end,omitzero"`
	// StatedDays is the length the notice claims, in StatedUnit.
	StatedDays int     `json:"stated_days,omitempty"`
	StatedUnit DayUnit `json:"stated_unit,omitempty"`
	// WorkingDays counts the working days from Start to End, both included;
	// WorkingDaysExcludingFirst leaves out Start (民法典 art. 201);
	// CalendarDays counts all days, both included. They are absent where a
	// date is missing, or the calendar does not cover the year.
	WorkingDays               *int `json:"working_days,omitempty"`
	WorkingDaysExcludingFirst *int `json:"working_days_excluding_first,omitempty"`
	CalendarDays              *int `json:"calendar_days,omitempty"`
	// Span covers the statement of the period.
	Span Span `json:"span"`
}

// DayUnit is what a stated length counts.
type DayUnit string

// The units of a stated length. UnitDays, a bare 天 or 日, is read as calendar
// days.
const (
	UnitWorking  DayUnit = "working"
	UnitCalendar DayUnit = "calendar"
)

// SectionKind is the canonical kind of a section, whatever its label says.
type SectionKind string

// The kinds of sections.
const (
	SectionIssue          SectionKind = "issue"          // 反馈问题
	SectionGoal           SectionKind = "goal"           // 整改目标
	SectionMeasures       SectionKind = "measures"       // 整改措施
	SectionImplementation SectionKind = "implementation" // 整改落实情况
	SectionDeadline       SectionKind = "deadline"       // 整改时限
	SectionResponsible    SectionKind = "responsible"    // 责任单位
	SectionAcceptance     SectionKind = "acceptance"     // 验收情况
	SectionOther          SectionKind = "other"
)

// SectionKinds lists the kinds in the order in which people expect them.
var SectionKinds = [...]SectionKind{
	SectionIssue, SectionGoal, SectionMeasures, SectionImplementation,
	SectionDeadline, SectionResponsible, SectionAcceptance, SectionOther,
}

// Section is a labelled part of a notice.
type Section struct {
	Kind SectionKind `json:"kind"`
	// Label is the label as written, with its number: "一、反馈问题".
	Label     string `json:"label"`
	LabelSpan Span   `json:"label_span,omitzero"`
	// Problem is the index of the problem it speaks of in Notice.Problems.
	Problem int `json:"problem"`
	// Span is the body without the label, and Text what it cuts.
	Span Span   `json:"span"`
	Text string `json:"text"`
	// Items are the numbered items of the body, each with its number.
	Items []Span `json:"items,omitempty"`
}
