package related

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongshi"
	"gongshi/index"
	"gongshi/internal/corpus"
	"gongshi/normal"
	"gongshi/parse"
)

func TestMask(t *testing.T) {
	for in, want := range map[string]string{
		"湖南省岳阳市岳阳楼区雨污分流不到位":       "@雨污分流不到位",
		"岳阳楼区2021年12月底前建成管网2.6公里": "@#年#月底前建成管网#公里",
		"二〇二一年十二月,处理3,500吨":       "#年#月处理##吨",
		"长沙县、望城区均未完成":             "@均未完成",
		"问题“一岗双责”(第三项)":           "问题#岗双责第#项",
		"pm2.5 不降":                "pm#不降",
		"":                        "",
	} {
		if got := mask(normal.Search(in)); got != want {
			t.Errorf("%q is masked as %q, want %q", in, got, want)
		}
	}
}

func each(records []index.Record) iter.Seq2[*index.Record, error] {
	return func(yield func(*index.Record, error) bool) {
		for i := range records {
			if !yield(&records[i], nil) {
				return
			}
		}
	}
}

const issueText = "岳阳楼区城区雨污分流不到位,2021年仍有12个小区生活污水直排南湖,总磷浓度超标,沿线管网建设进度滞后,群众反映强烈。"

// record is a record on a problem.
func record(id, issue string, change func(r *index.Record)) index.Record {
	r := index.Record{ID: id, Title: "题" + id, Authority: gongshi.AuthorityCentral, Round: 2, Province: "湖南省", City: "岳阳市", County: "岳阳楼区",
		Problems: []string{"8"}, Sections: []index.Section{{Kind: "goal", Text: issueText}}}
	if issue != "" {
		r.Sections = append(r.Sections, index.Section{Kind: "issue", Text: normal.Search(issue)})
	}
	if change != nil {
		change(&r)
	}
	return r
}

func TestFind(t *testing.T) {
	elsewhere := strings.NewReplacer("岳阳楼区", "鼎城区", "2021", "2023", "12个", "二十个").Replace(issueText)
	target := record("0", issueText, nil)
	records := []index.Record{
		target,
		record("1", "别的问题,与此无关,垃圾填埋场渗滤液处理设施长期停运,环境风险突出。", nil),
		record("2", elsewhere, func(r *index.Record) { r.Round, r.County, r.Problems = 3, "君山区", []string{"5"} }),
		record("3", issueText, func(r *index.Record) { r.Province, r.City, r.County, r.Problems = "湖北省", "武汉市", "", nil }),
		record("4", "", func(r *index.Record) { r.County = "平江县" }),
		record("5", "", func(r *index.Record) { r.Round = 1 }),
		record("6", "", func(r *index.Record) { r.Authority = "" }),
		record("7", "", func(r *index.Record) { r.Lookback = true }),
		record("8", "", func(r *index.Record) { r.Province = "湖北省" }),
		record("9", strings.Replace(issueText, "总磷浓度超标,沿线管网", "沿线管网", 1)+"另查明入河排污口未封堵。", func(r *index.Record) { r.Problems = []string{"80"} }),
	}
	found, err := Find(t.Context(), &target, each(records), DefaultSimilarity)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range found {
		similarity := map[bool]string{true: "1", false: "0"}[r.Similarity == 1]
		if r.Similarity > 0 && r.Similarity < 1 {
			similarity = "between"
		}
		got = append(got, fmt.Sprintf("%s %v %s %v", r.ID, r.Why, similarity, r.SameRegion))
	}
	want := []string{
		"2 [similar-text] 1 false", // equal but for place, year and numbers
		"3 [same-text] 1 false",
		"9 [similar-text] between true",
		"1 [same-problem] 0 true",
		"4 [same-problem] 0 false",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if r := found[1]; r.Title != "题3" || r.Region == nil || r.Region.City != "武汉市" || r.Round != 2 {
		t.Errorf("%+v", r)
	}
}

// A petition's code is the same problem wherever it stands.
func TestCodes(t *testing.T) {
	target := record("0", "", func(r *index.Record) { r.Problems = []string{"X2HN202104240024", "3"} })
	other := record("1", "", func(r *index.Record) {
		r.Problems, r.Authority, r.Round, r.Province = []string{"X2HN202104240024"}, "", 0, ""
	})
	found, err := Find(t.Context(), &target, each([]index.Record{other}), 0.5)
	if err != nil || len(found) != 1 || found[0].Region == nil {
		t.Errorf("%+v, %v", found, err)
	}
}

// Of a notice on several problems, the one that is alike counts.
func TestSeveralProblems(t *testing.T) {
	long := strings.Repeat("饮用水水源保护区内违法建设项目清理整治不彻底,", 3)
	many := record("1", long, func(r *index.Record) {
		r.Problems = nil
		for _, text := range []string{"短", issueText, long} {
			r.Sections = append(r.Sections, index.Section{Kind: "issue", Text: normal.Search(text)})
		}
	})
	target := record("0", issueText, nil)
	for _, pair := range [][2]index.Record{{target, many}, {many, target}} {
		found, err := Find(t.Context(), &pair[0], each(pair[1:]), 0.9)
		if err != nil || len(found) != 1 || found[0].Similarity != 1 || found[0].Why[0] != SameText {
			t.Errorf("%s: %+v, %v", pair[0].ID, found, err)
		}
	}
}

// So little text is the same anywhere.
func TestShortTexts(t *testing.T) {
	a := record("0", "全面完成整改。", func(r *index.Record) { r.Problems = nil })
	b := record("1", "全面完成整改。", func(r *index.Record) { r.Problems = nil })
	if found, err := Find(t.Context(), &a, each([]index.Record{b}), 0); err != nil || len(found) != 0 {
		t.Errorf("%+v, %v", found, err)
	}
}

func TestFindFails(t *testing.T) {
	target := record("0", issueText, nil)
	broken := errors.New("broken")
	if _, err := Find(t.Context(), &target, func(yield func(*index.Record, error) bool) { yield(nil, broken) }, 0.5); !errors.Is(err, broken) {
		t.Errorf("%v", err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Find(ended, &target, each(nil), 0.5); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

// The sketches lose nothing that comparing everything would find, and what is
// given is what comparing gives.
func TestEqualsComparingEverything(t *testing.T) {
	var records []index.Record
	for i := range 150 {
		n := parse.Parse(&gongshi.Document{Text: corpus.Invent(7, i, 1200).Text()})[0]
		n.ID = fmt.Sprintf("%03d", i)
		records = append(records, index.NewRecord(&n, nil))
		// Another district takes the text over and changes some of it.
		r := records[i]
		r.ID += "b"
		r.Sections = slices.Clone(r.Sections)
		for j, s := range r.Sections {
			runes := []rune(s.Text)
			r.Sections[j].Text = string(runes[len(runes)*(i%10)/20:])
		}
		records = append(records, r)
	}
	sets := make([][]map[uint64]bool, len(records))
	for i := range records {
		for _, s := range records[i].Sections {
			if s.Kind == gongshi.SectionIssue {
				sets[i] = append(sets[i], shinglesByHand(mask(s.Text)))
			}
		}
	}
	compared := 0
	for i := 0; i < len(records); i += 7 {
		found, err := Find(t.Context(), &records[i], each(records), DefaultSimilarity)
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]string{}
		for _, r := range found {
			if r.Similarity > 0 {
				got[r.ID] = fmt.Sprintf("%.6f", r.Similarity)
			}
		}
		want := map[string]string{}
		for j := range records {
			if most := mostAlike(sets[i], sets[j]); j != i && most >= DefaultSimilarity {
				want[records[j].ID] = fmt.Sprintf("%.6f", most)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", records[i].ID, diff)
		}
		compared += len(want)
	}
	if compared < 40 {
		t.Fatalf("only %d are alike: there was nothing to find", compared)
	}
}

// shinglesByHand and mostAlike say the same as the package, in the plainest way.
func shinglesByHand(s string) map[uint64]bool {
	ids := map[uint64]bool{}
	runes := []rune(s)
	for i := range max(0, len(runes)-2) {
		ids[uint64(runes[i])<<42|uint64(runes[i+1])<<21|uint64(runes[i+2])] = true
	}
	return ids
}

func mostAlike(a, b []map[uint64]bool) (most float64) {
	for _, x := range a {
		for _, y := range b {
			if len(x) < minShingles || len(y) < minShingles {
				continue
			}
			both, all := 0, len(y)
			for h := range x {
				if y[h] {
					both++
				} else {
					all++
				}
			}
			most = max(most, float64(both)/float64(all))
		}
	}
	return most
}

func BenchmarkFind(b *testing.B) {
	var records []index.Record
	for i := range 200 {
		n := parse.Parse(&gongshi.Document{Text: corpus.Invent(7, i, corpus.LongNotice).Text()})[0]
		n.ID = fmt.Sprint(i)
		records = append(records, index.NewRecord(&n, nil))
	}
	for b.Loop() {
		if _, err := Find(b.Context(), &records[0], each(records), DefaultSimilarity); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*len(records)), "µs/record")
}
