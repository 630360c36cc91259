package ingest_test

import (
	"slices"
	"strings"
	"testing"
)

// known are the misses of the hand-written notices that are known to be the
// program's: the label is right. Each is held to exactly what it is now: when
// the fact is found, or another one in its place, the test fails, and the line
// is to be taken out or changed.
var known = []knownMiss{
	{"chongqing-shizhu", "", miss{"dates", "2018-12-29:published", ""}, "a line of date and office under the title is the page's"},
	{"chongqing-shizhu", "", miss{"dates", "", "2018-12-29:body"}, "the same date"},
	{"hainan-lingshui", "", miss{"section", "other:联系电话", ""}, "a row of a form like 责任人 above it, which is found"},
	{"heilongjiang-mishan", "", miss{"publicity.start", "2022-12-06", ""}, marksLost},
	{"heilongjiang-mishan", "", miss{"publicity.calendar_days", "14", ""}, marksLost},
	{"heilongjiang-mishan", "", miss{"publicity.working_days", "10", ""}, marksLost},
	{"heilongjiang-mishan", "", miss{"publicity.working_days_excluding_first", "9", ""}, marksLost},
	{"heilongjiang-mishan", "", miss{"dates", "2022-12-06:publicity-start", ""}, marksLost},
	{"heilongjiang-mishan", "", miss{"dates", "2022-12-06:signed", ""}, "2022126 in the last line, under the office"},
	{"heilongjiang-mishan", "", miss{"dates", "2022-12-19:publicity-end", ""}, "it is the end of the period, but not among the dates as that"},
	{"heilongjiang-mishan", "", miss{"dates", "", "2022-12-19:body"}, "the same date"},
	{"hubei-chongyang", "input, html cells gbk", miss{"issued", "2022-08-12", ""}, "decode/html knows the day of publication from <meta> only, this page just shows it"},
	{"jiangxi-pengze", "", miss{"inspection.year", "2020", ""}, "2020年长江经济带生态环境警示片: the lead has the year, the title does not"},
	{"liaoning-linghai", "", miss{"dates", "2021-03-18:published", ""}, "浏览：412次 时间：… 来源：… in a notice on one line"},
	{"liaoning-linghai", "", miss{"dates", "", "2021-03-18:body"}, "the same date"},
	{"other-audit", "", miss{"section", "", "issue:一、整改问题"}, "a letter of auditors: no inspection, no other section of a close-out"},
	{"sichuan-zizhong", "input, pdf UniGB-UCS2-H", miss{"phones", "0832-5521736", ""}, stretched},
	{"yunnan-luoping", "", miss{"problems", "27", ""}, "问题二十七: a number behind 问题, without 第 or 编号"},
	{"yunnan-luoping", "", miss{"phones", "", "8213570"}, "8213570（传真）: what it is for stands behind the number"},
	{"zhejiang-changshan", "pdf, pdf UniGB-UCS2-H", miss{"phones", "0570-5019937", ""}, stretched},
}

const (
	marksLost = "2022126日至2022121910个工作日: 年, 月 and 日 are lost; ten working days to the 19th, and the web date, say which day it is"
	stretched = "decode/pdf puts blanks between the digits of a line that is stretched, as all its characters are, to the measure"
)

// knownMiss is a miss and why it is one.
type knownMiss struct {
	folder string
	// renditions are those that it occurs in, parted by commas; all, if empty.
	renditions string
	miss
	why string
}

// book keeps which misses occurred in a folder, and in which renditions.
type book struct {
	read   []string
	misses []miss // in the order in which they were met
	in     map[miss][]string
}

// enter takes in the misses of a rendition.
func (b *book) enter(rendition string, misses []miss) {
	if b.in == nil {
		b.in = make(map[miss][]string)
	}
	b.read = append(b.read, rendition)
	for _, m := range misses {
		if len(b.in[m]) == 0 {
			b.misses = append(b.misses, m)
		}
		b.in[m] = append(b.in[m], rendition)
	}
}

// settle fails where the misses are not those that are known.
func (b *book) settle(t *testing.T, folder string) {
	t.Helper()
	for _, k := range known {
		if k.folder != folder {
			continue
		}
		want := b.read
		if k.renditions != "" {
			want = strings.Split(k.renditions, ", ")
		}
		if !slices.Equal(want, b.in[k.miss]) {
			t.Errorf("%s: known is want %q, got %q in [%s], now it is so in [%s]\n(%s)",
				k.field, k.want, k.got, strings.Join(want, ", "), strings.Join(b.in[k.miss], ", "), k.why)
		}
		delete(b.in, k.miss)
	}
	for _, m := range b.misses {
		if in := b.in[m]; len(in) > 0 {
			t.Errorf("%s: want %q, got %q in [%s]", m.field, m.want, m.got, strings.Join(in, ", "))
		}
	}
}
