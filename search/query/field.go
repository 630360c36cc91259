package query

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"gongshi"
	"gongshi/normal"
)

// Clause gives the node for a field and its value, as field:"value" in a query.
// The error is an *[Error] with offsets of value.
func Clause(field, value string) (Node, error) {
	return Parse(field + ":" + quote(value))
}

func parseRegion(s string) (Node, *complaint) {
	value := normal.Search(s)
	if strings.Trim(value, "0123456789") != "" {
		return Term{FieldRegion, value}, nil
	}
	if len(value) < 2 || len(value) > 6 || len(value)%2 != 0 {
		return nil, errRegion
	}
	for len(value) > 2 && strings.HasSuffix(value, "00") {
		value = value[:len(value)-2]
	}
	return Term{FieldRegion, value}, nil
}

// parsePiece is for fields that match any piece of a text.
func parsePiece(field Field) func(string) (Node, *complaint) {
	return func(s string) (Node, *complaint) { return Term{field, normal.Search(s)}, nil }
}

// roundPattern matches "2", "第二轮", "一轮", "1-lookback", "第一轮“回头看”", "回头看".
var roundPattern = regexp.MustCompile(`^(?:第?([0-9]{1,2}|[一二三四五六七八九十])(?:轮次?)?)?-?([“"]?回头看[”"]?|lookback)?$`)

func parseRound(s string) (Node, *complaint) {
	m := roundPattern.FindStringSubmatch(normal.Search(s))
	if m == nil || m[1] == "" && m[2] == "" {
		return nil, errRound
	}
	value := m[1]
	if at := strings.Index("一二三四五六七八九十", m[1]); m[1] != "" && at >= 0 {
		value = strconv.Itoa(at/len("一") + 1)
	}
	value = strings.TrimPrefix(value, "0")
	switch {
	case m[2] == "":
	case value == "":
		value = "lookback"
	default:
		value += "-lookback"
	}
	if value == "" {
		return nil, errRound
	}
	return Term{FieldRound, value}, nil
}

// authorityNames are the names of the inspecting authorities.
var authorityNames = map[string]gongshi.Authority{
	"central": gongshi.AuthorityCentral, "中央": gongshi.AuthorityCentral,
	"provincial": gongshi.AuthorityProvincial, "省级": gongshi.AuthorityProvincial,
	"other": gongshi.AuthorityOther, "其他": gongshi.AuthorityOther,
}

func parseAuthority(s string) (Node, *complaint) {
	authority, ok := authorityNames[normal.Search(s)]
	if !ok {
		return nil, errAuthority
	}
	return Term{FieldAuthority, string(authority)}, nil
}

// kindNames are the names of the kinds of texts.
var kindNames = map[string]gongshi.NoticeKind{
	"close-out": gongshi.KindCloseOut, "销号公示": gongshi.KindCloseOut,
	"other-official": gongshi.KindOtherOfficial, "其他公文": gongshi.KindOtherOfficial,
	"not-a-notice": gongshi.KindNotANotice, "非公示": gongshi.KindNotANotice,
}

// parseKind reads the kind of a text. The name of a section asks for that
// section, as it did before notices had a kind.
func parseKind(s string) (Node, *complaint) {
	if kind, ok := kindNames[normal.Search(s)]; ok {
		return Term{FieldKind, string(kind)}, nil
	}
	if n, wrong := parseHas(s); wrong == nil {
		return n, nil
	}
	return nil, errKind
}

func parseRule(s string) (Node, *complaint) {
	return Term{FieldRule, strings.ToUpper(normal.Search(s))}, nil
}

func parseHas(s string) (Node, *complaint) {
	value := normal.Search(s)
	if kind, ok := sectionNames[value]; ok {
		return Term{FieldHas, string(kind)}, nil
	}
	switch value {
	case "number", "文号":
		value = "number"
	case "phone", "电话":
		value = "phone"
	case "rule", "规则":
		value = "rule"
	default:
		return nil, errHas
	}
	return Term{FieldHas, value}, nil
}

func parseLacks(s string) (Node, *complaint) {
	n, wrong := parseHas(s)
	if wrong != nil {
		return nil, wrong
	}
	return Not{n}, nil
}

func parseNumber(s string) (Node, *complaint) {
	value := NumberForm(s)
	if value == "" {
		return nil, errValue
	}
	return Term{FieldNumber, value}, nil
}

var numberBrackets = strings.NewReplacer(" ", "", "\n", "",
	"[", "〔", "(", "〔", "【", "〔", "{", "〔", "〖", "〔", "]", "〕", ")", "〕", "】", "〕", "}", "〕", "〗", "〕")

// NumberForm gives the form in which document numbers are compared: one kind of
// brackets, no spaces, lower case.
func NumberForm(s string) string { return numberBrackets.Replace(normal.Search(s)) }

// completeNumber matches the form of a whole document number: "岳办发〔2022〕4号".
var completeNumber = regexp.MustCompile(`^[^〔]+〔[0-9]{4}〕.*[0-9]号$`)

// NumberMatches tells whether the value of a term of FieldNumber matches a
// document number, both in the form of [NumberForm]: a whole number matches
// only itself, anything else every number that it is a piece of.
func NumberMatches(value, number string) bool {
	return value == number || strings.Contains(number, value) && !IsWholeNumber(value)
}

// IsWholeNumber tells whether the value of a term of FieldNumber is a whole
// number, which matches only itself.
func IsWholeNumber(value string) bool { return completeNumber.MatchString(value) }

func parsePhone(s string) (Node, *complaint) {
	digits := strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' {
			return r
		}
		return -1
	}, normal.Search(s))
	if digits == "" {
		return nil, errPhone
	}
	if len(digits) > 11 {
		digits = strings.TrimPrefix(digits, "86")
	}
	return Term{FieldPhone, digits}, nil
}

// LocalDigits is how many digits the shortest phone number has that an area
// code can stand before.
const LocalDigits = 7

// PhoneMatches tells whether the value of a term of FieldPhone matches the
// digits of a phone number: they are the same, or one lacks the area code.
func PhoneMatches(value, digits string) bool {
	if len(value) > len(digits) {
		value, digits = digits, value
	}
	return value == digits || len(value) >= LocalDigits && strings.HasSuffix(digits, value)
}

// datePattern matches "2023", "2023-10", "2023年10月13日", "2023/1/5", "2023.1.5".
var datePattern = regexp.MustCompile(`^([0-9]{4})年?(?:[-/.]?([0-9]{1,2})月?(?:[-/.]?([0-9]{1,2})日?)?)?$`)

func parseDate(s string) (gongshi.Date, bool) {
	m := datePattern.FindStringSubmatch(s)
	if m == nil {
		return gongshi.Date{}, false
	}
	var d gongshi.Date
	for i, part := range []*int{&d.Year, &d.Month, &d.Day} {
		if m[i+1] == "" {
			continue
		}
		n, err := strconv.Atoi(m[i+1])
		if err != nil || n == 0 {
			return gongshi.Date{}, false
		}
		*part = n
	}
	return d, d.Valid()
}

// parseDates reads a date, or two with ".." or 至 between them, of which one
// can be missing.
func parseDates(field Field) func(string) (Node, *complaint) {
	wrong := errDate
	if field == FieldYear {
		wrong = errYear
	}
	return func(s string) (Node, *complaint) {
		s = strings.ReplaceAll(normal.Search(s), " ", "")
		first, last, isRange := strings.Cut(strings.Replace(s, "至", "..", 1), "..")
		if !isRange {
			last = first
		}
		r := Range{Field: field}
		for text, date := range map[string]*gongshi.Date{first: &r.From, last: &r.To} {
			if text == "" {
				continue
			}
			d, ok := parseDate(text)
			if !ok || field == FieldYear && d.Month != 0 {
				return nil, wrong
			}
			*date = d
		}
		if first == last {
			r.From = r.To
		}
		switch {
		case r.From.IsZero() && r.To.IsZero():
			return nil, wrong
		case !r.From.IsZero() && !r.To.IsZero() && firstDay(r.From).Compare(lastDay(r.To)) > 0:
			return nil, errOrder
		}
		return r, nil
	}
}

// Days gives the first and last day of the range; an open end is as far as
// dates go.
func (n Range) Days() (first, last gongshi.Date) {
	first, last = gongshi.Date{Year: 1, Month: 1, Day: 1}, gongshi.Date{Year: 9999, Month: 12, Day: 31}
	if !n.From.IsZero() {
		first = firstDay(n.From)
	}
	if !n.To.IsZero() {
		last = lastDay(n.To)
	}
	return first, last
}

// isName tells whether s looks like the name of a field of ours, misspelt.
func isName(s string) bool {
	return s != "" && utf8.RuneCountInString(s) == len(s) && strings.Trim(strings.ToLower(s), "abcdefghijklmnopqrstuvwxyz_") == ""
}

// firstDay and lastDay are the ends of a date that may be a month or a year.
func firstDay(d gongshi.Date) gongshi.Date {
	return gongshi.Date{Year: d.Year, Month: max(d.Month, 1), Day: max(d.Day, 1)}
}

func lastDay(d gongshi.Date) gongshi.Date {
	switch {
	case d.Day != 0:
		return d
	case d.Month == 0 || d.Month == 12:
		return gongshi.Date{Year: d.Year, Month: 12, Day: 31}
	}
	return gongshi.Date{Year: d.Year, Month: d.Month + 1, Day: 1}.AddDays(-1)
}
