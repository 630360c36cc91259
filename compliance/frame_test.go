package compliance

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"gongshi"
	"gongshi/parse"
)

// isParsed tells whether the examples of a rule are lines of a notice: it goes
// by more than the sections and the period.
func isParsed(id string) bool {
	return strings.HasPrefix(id, "IDN") || strings.HasPrefix(id, "NUM") ||
		slices.Contains([]string{"PUB07", "PUB11", "PUB12", "PUB13", "PUB14", "SEC09", "SEC10", "SEC11"}, id)
}

// frame is a notice with nothing to find, line by line.
type frame struct {
	title, lead, done, conclusion, period, contact, signer, date, attachment string
}

func newFrame() *frame {
	return &frame{
		title:  closeOutTitle,
		lead:   "现将第11项问题整改情况公示如下：",
		done:   "已建成污水管网并投入运行，沿线污水全部接入处理厂。",
		period: "公示时间：2023年10月14日至2023年10月27日，共10个工作日。",

		contact: "监督电话：0730-8245473。",
		signer:  "岳阳市生态环境局",
		date:    "2023年10月13日",
	}
}

func (f *frame) text() string {
	var lines []string
	for _, line := range []string{
		f.title, f.lead,
		"一、反馈问题", "某镇生活污水直排。", "二、整改目标", "2021年底前消除污水直排。",
		"三、整改措施", "市住建局牵头建设污水管网。", "四、整改落实情况", f.done,
		f.conclusion, f.period, f.contact, f.signer, f.date, f.attachment,
	} {
		if line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n") + "\n"
}

var dateLine = regexp.MustCompile(`^\d{4}年\d{1,2}月\d{1,2}日$`)

// place puts a line where it belongs, in the place of the one that is there.
func (f *frame) place(t *testing.T, line string, seen map[string]bool) {
	t.Helper()
	put := func(name string, at *string) {
		if seen[name] {
			*at += "\n" + line
			return
		}
		seen[name], *at = true, line
	}
	has := func(words ...string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(line, w) })
	}
	switch {
	case dateLine.MatchString(line):
		put("date", &f.date)
	case strings.HasPrefix(line, "公示时间") || strings.HasPrefix(line, "公示期"):
		put("period", &f.period)
	case strings.HasPrefix(line, "附件"):
		put("attachment", &f.attachment)
	case strings.HasPrefix(line, "现将"):
		put("lead", &f.lead)
	case strings.HasPrefix(line, "根据"):
		line += "，现将有关情况公示如下："
		put("lead", &f.lead)
	case strings.HasPrefix(line, "该问题"):
		put("conclusion", &f.conclusion)
	case has("电话", "异议", "手机", "邮箱", "住址"):
		put("contact", &f.contact)
	case strings.HasSuffix(line, "公示") || strings.HasSuffix(line, "公示表"):
		put("title", &f.title)
	case strings.HasSuffix(line, "局") || strings.HasSuffix(line, "厅") || strings.HasSuffix(line, "办公室") || strings.HasSuffix(line, "政府"):
		put("signer", &f.signer)
	case strings.HasPrefix(line, "已"):
		put("done", &f.done)
	default:
		t.Fatalf("where does %q belong?", line)
	}
}

// framed parses a frame with the lines, which ｜ divides, in it. A signer without
// a date leaves the notice undated, an unfinished section ends it.
func framed(t *testing.T, lines string) *gongshi.Notice {
	t.Helper()
	f, seen := newFrame(), map[string]bool{}
	for line := range strings.SplitSeq(lines, "｜") {
		if line != "" {
			f.place(t, line, seen)
		}
	}
	if seen["signer"] && !seen["date"] {
		f.date = ""
	}
	if seen["done"] {
		f.signer, f.date = "", ""
		if !seen["period"] {
			f.period = ""
		}
		if !seen["contact"] && !seen["period"] {
			f.contact = ""
		}
	}
	return parsed(t, f.text())
}

// parsed gives the only notice of a text.
func parsed(t *testing.T, text string) *gongshi.Notice {
	t.Helper()
	notices := parse.Parse(&gongshi.Document{Text: text})
	if len(notices) != 1 {
		t.Fatalf("%d notices in %s", len(notices), text)
	}
	return &notices[0]
}

func TestFrame(t *testing.T) {
	if got := check(framed(t, "")); len(got) != 0 {
		t.Errorf("the frame itself has findings: %q", got)
	}
}
