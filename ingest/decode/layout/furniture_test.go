package layout

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// form is a page of its own: a title, a number, a body and a telephone.
func form(n int) []Glyph {
	return slices.Concat(
		setLine("整改销号公示", 230, 780, 22),
		setLine(fmt.Sprintf("销号编号：第%d号", n), left, 740, size),
		setLine(strings.Repeat(fmt.Sprintf("第%d件", n), 5), left, 712, size),
		setLine("整改完成。", left, 684, size),
		setLine(fmt.Sprintf("联系电话：0730-824547%d", n), left, 640, size),
	)
}

// What forms of one page each have in common is the text of each of them.
func TestForms(t *testing.T) {
	got := Compose([][]Glyph{form(1), form(2), form(3)})
	for part, want := range map[string]int{"整改销号公示": 3, "第1号": 1, "第2号": 1, "第3号": 1, "8245471": 1, "8245472": 1, "8245473": 1} {
		if n := strings.Count(got.Text, part); n != want {
			t.Errorf("%d times %q, want %d", n, part, want)
		}
	}
	if len(got.Heads) > 0 {
		t.Errorf("heads %q", got.Heads)
	}
}

// page is a head, a body that differs from page to page, and a foot.
func page(n int, head, foot string) []Glyph {
	y := 680.0
	glyphs := setLine(head, left, 740, size)
	for i := range 3 {
		glyphs = append(glyphs, setLine(strings.Repeat(fmt.Sprintf("第%d页第%d行", n, i), 3), left, y, size)...)
		y -= leading
	}
	return append(glyphs, setLine(foot, left, 400, size)...)
}

func TestFurniture(t *testing.T) {
	tests := []struct {
		about string
		page  func(n int) (head, foot string)
		want  map[string]int // how often it is in the text
		heads []string
	}{
		{"counts with the page", func(n int) (string, string) { return fmt.Sprintf("某某文件第%d页", n+4), "" },
			map[string]int{"某某文件": 0}, []string{"某某文件第5页", "某某文件第6页", "某某文件第7页", "某某文件第8页"}},
		{"does not count with the page", func(n int) (string, string) { return fmt.Sprintf("湘环函%d号", 7*n*n), "" },
			map[string]int{"湘环函": 4}, nil},
		{"counts, and stands still", func(n int) (string, string) { return fmt.Sprintf("湘环函%d号", max(2, n)), "" },
			map[string]int{"湘环函": 4}, nil},
		{"a label", func(n int) (string, string) { return fmt.Sprintf("编号：%d", n), "联系人：张三" },
			map[string]int{"编号：": 4, "联系人：张三": 4}, nil},
		{"the title of a form", func(int) (string, string) { return "整改销号公示", "某某区人民政府" },
			map[string]int{"整改销号公示": 1, "某某区人民政府": 1}, []string{"整改销号公示", "某某区人民政府"}},
		{"a date", func(n int) (string, string) { return "", []string{"", "", "", "2023/10"}[n-1] }, map[string]int{"2023/10": 1}, nil},
		{"a date on each page", func(int) (string, string) { return "", "2023/10" }, map[string]int{"2023/10": 1}, []string{"2023/10"}},
		{"of so many pages", func(n int) (string, string) { return "", fmt.Sprintf("%d/4", n) }, map[string]int{"/4": 0}, nil},
		{"of fewer pages", func(n int) (string, string) { return "", fmt.Sprintf("%d/%d", 9-n, 5) }, map[string]int{"/5": 4}, nil},
		{"a number far off", func(n int) (string, string) { return "", fmt.Sprintf("%d", 500-17*n*n) }, map[string]int{"483": 1, "432": 1, "347": 1, "228": 1}, nil},
		{"numbers from another on", func(n int) (string, string) { return "", fmt.Sprintf("%d", 30+n) }, map[string]int{"31": 0, "34": 0}, nil},
	}
	for _, test := range tests {
		t.Run(test.about, func(t *testing.T) {
			var pages [][]Glyph
			for n := range 4 {
				head, foot := test.page(n + 1)
				pages = append(pages, page(n+1, head, foot))
			}
			got := Compose(pages)
			for part, want := range test.want {
				if n := strings.Count(got.Text, part); n != want {
					t.Errorf("%d times %q, want %d: %q", n, part, want, got.Text)
				}
			}
			if !slices.Equal(got.Heads, test.heads) {
				t.Errorf("heads %q, want %q", got.Heads, test.heads)
			}
		})
	}
}

// What is dropped that is nothing but digits is told.
func TestNumbersTold(t *testing.T) {
	got := Compose([][]Glyph{page(1, "", "1/2"), page(2, "", "2")})
	if want := []string{"1/2", "2"}; !slices.Equal(got.Numbers, want) {
		t.Errorf("numbers %q, want %q", got.Numbers, want)
	}
}
