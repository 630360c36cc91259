package layout

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongshi"
)

// at sets lines below each other at a place.
func at(x, y, leading float64, lines ...string) (glyphs []Glyph) {
	for _, l := range lines {
		glyphs = append(glyphs, setLine(l, x, y, size)...)
		y -= leading
	}
	return glyphs
}

// half is a line of a column of 13 characters.
const half, halfIndent = "子丑寅卯辰巳午未申酉戌亥子", "　　丑寅卯辰巳午未申酉戌亥"

// Where the columns of a page and the cells of a form begin.
const second, value = left + 15*size, left + 6*size

func TestColumns(t *testing.T) {
	para := strings.Repeat
	tests := []struct {
		about string
		pages [][]Glyph
		want  []string
	}{
		{"one goes on in the next", [][]Glyph{slices.Concat(
			at(left, top, leading, halfIndent, half, "午未。", halfIndent, half, half),
			at(second, top, leading, half, "午未申。", halfIndent, half, "未。"))},
			[]string{halfIndent + half + "午未。", halfIndent + para(half, 3) + "午未申。", halfIndent + half + "未。"}},
		{"a heading across parts them", [][]Glyph{slices.Concat(
			at(left, top, leading, halfIndent, half, half, "午。"), at(second, top, leading, halfIndent, half, half, "未。"),
			at(left, top-4*leading, leading, "　　　　　　某某县整改销号情况公示"),
			at(left, top-5*leading, leading, halfIndent, half, half, "申。"), at(second, top-5*leading, leading, halfIndent, half, half, "酉。"))},
			[]string{halfIndent + para(half, 2) + "午。", halfIndent + para(half, 2) + "未。", "某某县整改销号情况公示",
				halfIndent + para(half, 2) + "申。", halfIndent + para(half, 2) + "酉。"}},
		{"over the page", [][]Glyph{
			slices.Concat(at(left, top, leading, halfIndent, half, half, half), at(second, top, leading, half, half, half, half)),
			slices.Concat(at(left, top, leading, half, half, half, half), at(second, top, leading, half, half, half, "未。"))},
			[]string{halfIndent + para(half, 14) + "未。"}},
		{"text behind it", [][]Glyph{slices.Concat(
			at(left, top, leading, halfIndent, half, half, "午。"), at(second, top, leading, halfIndent, half, half, "未。"),
			at(left, top-4*leading, leading, "　　短句。", indent, full, "尾。"))},
			[]string{halfIndent + para(half, 2) + "午。", halfIndent + para(half, 2) + "未。", "短句。", indent + full + "尾。"}},
		{"page numbers", [][]Glyph{slices.Concat(
			at(left, top, leading, halfIndent, half, half, half), at(second, top, leading, half, half, half, "未。"),
			at(second, top-5*leading, leading, "　　　　　— 1 —"))},
			[]string{halfIndent + para(half, 6) + "未。"}},
	}
	for _, test := range tests {
		t.Run(test.about, func(t *testing.T) {
			got := Compose(test.pages)
			want := strings.ReplaceAll(strings.Join(test.want, "\n")+"\n", "　", "")
			if diff := cmp.Diff(want, got.Text); diff != "" {
				t.Error(diff)
			}
			check(t, got, len(test.pages))
		})
	}
}

// table sets rows whose cells are lines parted by /. Rows are apart by extra points;
// a first column in the middle of its rows is set so.
func table(x []float64, extra float64, middle bool, rows ...[]string) (glyphs []Glyph) {
	y := top
	for _, row := range rows {
		high := 1
		for _, cell := range row {
			high = max(high, strings.Count(cell, "/")+1)
		}
		for i, cell := range row {
			lines := strings.Split(cell, "/")
			from := y
			if i == 0 && middle {
				from -= leading * float64(high-len(lines)) / 2
			}
			if cell != "" {
				glyphs = append(glyphs, at(x[i], from, leading, lines...)...)
			}
		}
		y -= leading*float64(high) + extra
	}
	return glyphs
}

func TestTables(t *testing.T) {
	two, three := []float64{left, value}, []float64{left, left + 4*size, left + 16*size}
	form := [][]string{
		{"问题概述", "清溪镇砖瓦窑烟气直排，周边/群众反映强烈，脱硫设施长/期停用。"}, {"整改目标", "完成治理。"},
		{"整改措施", "一是拆除旧窑，清运渣土；二/是建成脱硫塔三座。"}, {"责任单位", "云岭县人民政府"}}
	list := [][]string{{"序号", "反馈问题", "完成时间"}, {"1", "砖瓦窑烟气直排。", "2023年6月"}, {"2", "污水溢流进入河流，水/质超标。", "2023年底"}, {"3", "渣土乱堆。", ""}}
	tests := []struct {
		about  string
		glyphs []Glyph
		want   []string // rows, the cells parted by |
	}{
		{"rows apart", table(two, 12, false, form...), joined(form)},
		{"rows apart, labels in the middle", table(two, 12, true, form...), joined(form)},
		{"even lines", table(two, 0, false, form...), joined(form)},
		{"even lines, labels in the middle", table(two, 0, true, form...), joined(form)},
		{"a list", table(three, 10, false, list...), joined(list)},
		{"a list with even lines", table(three, 0, false, list...), joined(list)},
		{"one line a row", table(three, 20, false, []string{"甲", "乙丙", "丁"}, []string{"戊", "己庚辛", "壬癸"}, []string{"子", "丑", "寅"}), []string{"甲|乙丙|丁", "戊|己庚辛|壬癸", "子|丑|寅"}},
	}
	for _, test := range tests {
		t.Run(test.about, func(t *testing.T) {
			got := Compose([][]Glyph{test.glyphs})
			check(t, got, 1)
			want := strings.Join(test.want, "\n") + "\n"
			if diff := cmp.Diff(want, strings.ReplaceAll(got.Text, "\t", "|")); diff != "" {
				t.Error(diff)
			}
			for _, b := range got.Blocks {
				if b.Row >= len(test.want) {
					t.Fatalf("row %d", b.Row)
				}
				cells := strings.Split(test.want[b.Row], "|")
				if b.Kind != gongshi.BlockCell || b.Table != 1 || b.Span.Of(got.Text) != cells[b.Column] {
					t.Errorf("%+v %q", b, b.Span.Of(got.Text))
				}
			}
		})
	}
}

func joined(rows [][]string) (out []string) {
	for _, row := range rows {
		out = append(out, strings.ReplaceAll(strings.Join(row, "|"), "/", ""))
	}
	return out
}

// Two tables have two numbers, and what stands between them is a paragraph.
func TestTwoTables(t *testing.T) {
	rows := [][]string{{"整改目标", "完成治理。"}, {"责任单位", "云岭县人民政府"}, {"整改时限", "2023年底"}}
	a := table([]float64{left, value}, 6, false, rows...)
	b := table([]float64{left, value}, 6, false, rows...)
	for i := range b {
		b[i].Y -= 200
	}
	got := Compose([][]Glyph{slices.Concat(a, at(left, top-130, leading, indent, "尾。"), b)})
	kinds := ""
	for _, block := range got.Blocks {
		kinds += fmt.Sprintf(" %s%d", block.Kind, block.Table)
	}
	if want := " cell1 cell1 cell1 cell1 cell1 cell1 paragraph0 cell2 cell2 cell2 cell2 cell2 cell2"; kinds != want {
		t.Errorf("got %s", kinds)
	}
}

// What has gaps, and is no table and no columns.
func TestNoRegion(t *testing.T) {
	stretched := func(text string, by float64) (glyphs []Glyph) {
		glyphs = setLine(text, left, 0, size)
		for i := range glyphs {
			glyphs[i].X += by * float64(i)
		}
		return glyphs
	}
	lower := func(glyphs []Glyph, n int) []Glyph {
		for i := range glyphs {
			glyphs[i].Y = top - leading*float64(n)
		}
		return glyphs
	}
	tests := []struct {
		about  string
		glyphs []Glyph
		want   string
	}{
		{"blanks inside a title", set("　　　　　　　　　公　　　　示", indent, full, "尾。"), "公 示\n" + indent + full + "尾。\n"},
		{"a signature on the right", set(indent, full, "尾。", "　　　　　　　　　　　　　　　云岭县人民政府", "　　　　　　　　　　　　　　　2023年7月3日"), indent + full + "尾。\n云岭县人民政府\n2023年7月3日\n"},
		{"two signatures beside each other", set(indent, full, "尾。", "云岭县人民政府　　　　　石溪县人民政府", "2023年7月3日 　　　　　2023年7月3日"),
			indent + full + "尾。\n云岭县人民政府 石溪县人民政府\n2023年7月3日 2023年7月3日\n"},
		{"numbered items", slices.Concat(table([]float64{left, left + 3*size}, 0, false, []string{"1.", "拆除旧窑，清运渣土并复绿。"}, []string{"2.", "新建脱硫塔。"}, []string{"3.", "加强监测。"})),
			"1. 拆除旧窑，清运渣土并复绿。\n2. 新建脱硫塔。\n3. 加强监测。\n"},
		{"justified", slices.Concat(lower(stretched(full[:75], 1.9), 0), lower(stretched(full[:75], 1.9), 1), lower(stretched(full[:78], 0.6), 2), lower(stretched("七八九。", 0), 3)),
			full[:75] + full[:75] + full[:78] + "七八九。\n"},
		{"a contact line", set(indent, full, "尾。", "　　联系人：张三　　　电话：0888-6123457", "　　地址：县府大院　　邮编：674100"),
			indent + full + "尾。\n联系人：张三 电话：0888-6123457\n地址：县府大院 邮编：674100\n"},
		{"gaps below each other by chance", set("责任单位　　　县农业农村局", "责任单位名　　　符永康", "责任人　　　完成。", indent, full), ""},
		{"dates", set("　　公示时间：　2023年7月3日", "　　　至　　　　2023年7月14日", indent, full), ""},
	}
	for _, test := range tests {
		t.Run(test.about, func(t *testing.T) {
			got := Compose([][]Glyph{test.glyphs})
			check(t, got, 1)
			for _, b := range got.Blocks {
				if b.Kind == gongshi.BlockCell {
					t.Errorf("a cell: %q", b.Span.Of(got.Text))
				}
			}
			if want := strings.ReplaceAll(test.want, "　", ""); want != "" && got.Text != want {
				t.Error(cmp.Diff(want, got.Text))
			}
		})
	}
}

// Pages of very many lines and gaps.
func BenchmarkArrange(b *testing.B) {
	for _, n := range []int{200, 800, 3200} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			var glyphs []Glyph
			for i := range n {
				for j := range 20 {
					glyphs = append(glyphs, setLine("一.", left+float64(j)*(3+float64(i%7)/10)*size, top-leading*float64(i), size)...)
				}
			}
			for b.Loop() {
				Compose([][]Glyph{glyphs})
			}
		})
	}
}
