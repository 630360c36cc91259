package index

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongshi"
	"gongshi/normal"
)

func day(s string) gongshi.Date {
	d, err := gongshi.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// notice is a notice with all that a record takes from one.
func notice() *gongshi.Notice {
	text := "关于第二轮督察的公示\n一、反馈问题：雨污分流 不到位，２０２１ 年仍未完成。\n二、整改目标\n全面完成。\n联系电话：0730-8245473\n"
	body := func(s string) gongshi.Section {
		at := strings.Index(text, s)
		return gongshi.Section{Text: s, Span: gongshi.Span{Start: at, End: at + len(s)}}
	}
	issue, goal := body("雨污分流 不到位，２０２１ 年仍未完成。\n"), body("\n全面完成。\n")
	issue.Kind, goal.Kind = gongshi.SectionIssue, gongshi.SectionGoal
	return &gongshi.Notice{
		ID: "n1", Source: gongshi.Source{Path: "a.zip!/岳阳/1.pdf"}, Kind: gongshi.KindCloseOut, Text: text,
		Title: "岳阳市 关于第二轮督察的公示", Issuer: "岳阳市人民政府", Issued: day("2023-10-13"),
		Region:     &gongshi.Region{Province: "湖南省", City: "岳阳市", County: "岳阳楼区", Code: "430602"},
		Inspection: &gongshi.Inspection{Authority: gongshi.AuthorityCentral, Round: 2, Lookback: true, Year: 2021},
		Publicity:  &gongshi.Publicity{Start: day("2023-10-13"), End: day("2023-10-24")},
		Sections:   []gongshi.Section{issue, goal},
		DocumentNumbers: []gongshi.DocNumber{
			{Number: "岳楼发〔2022〕2号"}, {Number: "岳办发〔2022〕4号"}, {Number: "岳办发〔2022〕4号"},
		},
		Phones:   []gongshi.Phone{{Number: "0730-8245473"}},
		Problems: []gongshi.Problem{{Number: "47-1"}, {}, {Number: "3"}},
	}
}

func TestNewRecord(t *testing.T) {
	got := NewRecord(notice(), []gongshi.Finding{{Rule: "SEC05"}, {Rule: "PUB01"}, {Rule: "SEC05"}})
	want := Record{
		ID: "n1", Source: "a.zip!/岳阳/1.pdf", Kind: gongshi.KindCloseOut, Title: "岳阳市 关于第二轮督察的公示", Issuer: "岳阳市人民政府",
		Issued: day("2023-10-13"), Year: 2023,
		Province: "湖南省", City: "岳阳市", County: "岳阳楼区", RegionCode: "430602",
		Authority: gongshi.AuthorityCentral, Round: 2, Lookback: true, InspectionYear: 2021,
		Rules: []string{"PUB01", "SEC05"}, Numbers: []string{"岳办发〔2022〕4号", "岳楼发〔2022〕2号"}, Phones: []string{"0730-8245473"}, Problems: []string{"3", "47-1"},
		Dates:   []DateRange{{day("2023-10-13"), day("2023-10-13")}, {day("2023-10-13"), day("2023-10-24")}},
		Heading: "岳阳市关于第二轮督察的公示",
		Text:    "关于第二轮督察的公示\n一、反馈问题:雨污分流不到位,2021年仍未完成。\n二、整改目标\n全面完成。\n联系电话:0730-8245473",
		Sections: []Section{
			{gongshi.SectionIssue, 50, "雨污分流不到位,2021年仍未完成。"}, {gongshi.SectionGoal, 114, "全面完成。"},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestDates(t *testing.T) {
	tests := []struct {
		name   string
		notice gongshi.Notice
		want   string
	}{
		{"nothing", gongshi.Notice{}, ""},
		{"a month", gongshi.Notice{Issued: day("2024-02")}, "2024-02-01..2024-02-29"},
		{"a year", gongshi.Notice{Issued: day("2023")}, "2023-01-01..2023-12-31"},
		{"no such day", gongshi.Notice{Issued: gongshi.Date{Year: 2023, Month: 2, Day: 30}}, ""},
		{"only a start", gongshi.Notice{Publicity: &gongshi.Publicity{Start: day("2023-12")}}, "2023-12-01..2023-12-31"},
		{"end before start", gongshi.Notice{Publicity: &gongshi.Publicity{Start: day("2023-12-30"), End: day("2023-01-05")}},
			"2023-12-30..2023-12-30 2023-01-05..2023-01-05"},
		{"a slip of a century", gongshi.Notice{Publicity: &gongshi.Publicity{Start: day("2023-12-30"), End: day("2123-01-05")}},
			"2023-12-30..2023-12-30 2123-01-05..2123-01-05"},
		{"roles", gongshi.Notice{Dates: []gongshi.DateMention{
			{Role: gongshi.RoleSigned, Date: day("2023-01-02")}, {Role: gongshi.RoleBody, Date: day("2020-01-02")},
			{Role: gongshi.RoleDeadline, Date: day("2021-01-02")}, {Role: gongshi.RolePublished, Date: day("2023-01-03")},
		}}, "2023-01-02..2023-01-02 2023-01-03..2023-01-03"},
	}
	for _, test := range tests {
		var got []string
		for _, r := range NewRecord(&test.notice, nil).Dates {
			got = append(got, r.From.String()+".."+r.To.String())
		}
		if diff := cmp.Diff(test.want, strings.Join(got, " ")); diff != "" {
			t.Errorf("%s: %s", test.name, diff)
		}
	}
}

func TestEncoding(t *testing.T) {
	n := notice()
	n.Sections = append(n.Sections, gongshi.Section{Kind: gongshi.SectionOther, Text: "不在正文里"}, gongshi.Section{Kind: gongshi.SectionDeadline})
	outside := NewRecord(n, nil)
	if !strings.HasSuffix(outside.Text, "\n不在正文里") {
		t.Errorf("a section beside the text is not searched: %q", outside.Text)
	}
	for _, r := range []Record{{}, NewRecord(notice(), []gongshi.Finding{{Rule: "PUB01"}}), outside} {
		data, err := r.MarshalBinary()
		if err != nil {
			t.Fatal(err)
		}
		var got Record
		if err := got.UnmarshalBinary(data); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(r, got); diff != "" {
			t.Error(diff)
		}
		for n := range data {
			if err := new(Record).UnmarshalBinary(data[:n]); err == nil {
				t.Fatalf("%d of %d bytes were enough", n, len(data))
			}
		}
	}
}

func FuzzUnmarshal(f *testing.F) {
	r := NewRecord(notice(), nil)
	data, err := r.MarshalBinary()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Add([]byte{encodingVersion, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01})
	f.Fuzz(func(t *testing.T, data []byte) {
		var r, again Record
		if r.UnmarshalBinary(data) != nil {
			return
		}
		encoded, err := r.MarshalBinary()
		if err != nil {
			t.Fatal(err)
		}
		if err := again.UnmarshalBinary(encoded); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(r, again); diff != "" {
			t.Error(diff)
		}
	})
}

// Whatever piece of a notice is asked for, its form is a piece of the record's
// text; that of a section, of the section's.
func FuzzSubstring(f *testing.F) {
	f.Add(notice().Text, 30, 20)
	f.Add(" a b　。c\n\n １ 年", 1, 7)
	f.Fuzz(func(t *testing.T, text string, start, length int) {
		text = strings.ToValidUTF8(text, "?")
		runes := []rune(text)
		if start < 0 || length < 0 || start > len(runes) || length > len(runes)-start {
			return
		}
		piece := string(runes[start : start+length])
		r := NewRecord(&gongshi.Notice{Text: text, Sections: []gongshi.Section{{Text: piece}}}, nil)
		if form := normal.Search(piece); !strings.Contains(r.Text, form) || r.Sections[0].Text != form {
			t.Errorf("%q (%q) is not in %q", piece, form, r.Text)
		}
	})
}
