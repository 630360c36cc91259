package layout

import (
	"encoding/binary"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongshi"
)

// A sheet of text: lines are set from the top, 28 characters of 16 points wide and
// 28 points apart.
const (
	left, top = 74.0, 740.0
	size      = 16.0
	leading   = 28.0
)

// line sets a line; blanks before it move it in.
func setLine(text string, x, y, size float64) (glyphs []Glyph) {
	for _, r := range text {
		w := Advance(r, size)
		glyphs = append(glyphs, Glyph{R: r, X: x, Y: y, W: w, Size: size})
		x += w
	}
	return glyphs
}

// set sets lines below each other; "" leaves one out.
func set(lines ...string) (glyphs []Glyph) {
	y := top
	for _, l := range lines {
		glyphs = append(glyphs, setLine(l, left, y, size)...)
		y -= leading
	}
	return glyphs
}

const (
	full   = "一二三四五六七八九十一二三四五六七八九十一二三四五六七八" // 28 characters
	indent = "　　一二三四五六七八九十一二三四五六七八九十一二三四五六"
)

func TestParagraphs(t *testing.T) {
	tests := []struct {
		about string
		pages [][]Glyph
		want  []string
	}{
		{"indented", [][]Glyph{set(indent, full, "七八九。", indent, full, "尾。")}, []string{indent + full + "七八九。", indent + full + "尾。"}},
		{"over the page", [][]Glyph{set(indent, full), set(full, "七八九。", indent, "尾。")}, []string{indent + full + full + "七八九。", indent + "尾。"}},
		{"page numbers", [][]Glyph{set(indent, full, "", "　　　　　　　　　　　　　— 1 —"), set(full, "七八九。", "", "　　　　　　　　　　　　　— 2 —")},
			[]string{indent + full + full + "七八九。"}},
		{"running heads", [][]Glyph{set("某某文件第1页", "", indent, full), set("某某文件第2页", "", full, full), set("某某文件第3页", "", full, "尾。")},
			[]string{indent + full + full + full + full + "尾。"}},
		{"in any order", [][]Glyph{slices.Concat(setLine(full, left, top-leading, size), setLine(indent, left, top, size))}, []string{indent + full}},
		{"drawn twice", [][]Glyph{slices.Concat(set(indent, full), set(indent, full))}, []string{indent + full}},
		{"on its side", [][]Glyph{turned(set(indent, full, "七八九。"))}, []string{indent + full + "七八九。"}},
		{"a title of two lines", [][]Glyph{slices.Concat(setLine("关于督察反馈问题", 190, 780, 22), setLine("整改销号情况的公示", 180, 750, 22), set("", indent, full, "尾。"))},
			[]string{"关于督察反馈问题整改销号情况的公示", indent + full + "尾。"}},
		{"a watermark", [][]Glyph{append(set(indent, full), Glyph{R: '密', X: 200, Y: 500, W: 40, Size: 40, Skew: true})}, []string{indent + full}},
		{"nothing", [][]Glyph{nil, {}}, nil},
	}
	for _, test := range tests {
		t.Run(test.about, func(t *testing.T) {
			got := Compose(test.pages)
			var want strings.Builder
			for _, paragraph := range test.want {
				want.WriteString(strings.ReplaceAll(paragraph, "　", "") + "\n")
			}
			if diff := cmp.Diff(want.String(), got.Text); diff != "" {
				t.Error(diff)
			}
			check(t, got, len(test.pages))
		})
	}
}

// turned is a page that lies on its left side.
func turned(glyphs []Glyph) []Glyph {
	Rotate(glyphs, 3)
	return glyphs
}

// check looks at what holds for all texts: pages and blocks lie in them, in order.
func check(t *testing.T, r Reading, pages int) {
	t.Helper()
	if len(r.Pages) != pages {
		t.Errorf("%d pages of %d", len(r.Pages), pages)
	}
	at := 0
	for _, p := range r.Pages {
		if p.Start != at || p.End < p.Start {
			t.Errorf("page %v begins at %d", p, at)
		}
		at = p.End
	}
	if pages > 0 && at != len(r.Text) {
		t.Errorf("the pages end at %d of %d", at, len(r.Text))
	}
	before := gongshi.Span{}
	for _, b := range r.Blocks {
		if b.Span.Start < before.End || b.Span.End > len(r.Text) {
			t.Errorf("block %v behind %v in a text of %d", b.Span, before, len(r.Text))
		}
		before = b.Span
	}
}

// FuzzCompose puts characters at any places.
func FuzzCompose(f *testing.F) {
	place := func(glyphs []Glyph) (data []byte) {
		for _, g := range glyphs {
			data = binary.LittleEndian.AppendUint32(data, uint32(g.R))
			for _, v := range []float64{g.X, g.Y, g.W, g.Size} {
				data = binary.LittleEndian.AppendUint32(data, math.Float32bits(float32(v)))
			}
		}
		return data
	}
	f.Add(place(set("　整改", "— 1 —")))
	f.Add(place([]Glyph{{R: 'a', X: math.NaN(), Size: math.Inf(1)}, {R: '整', Size: 1e-9}, {R: 0x10FFFF, Y: 1e300, W: -1}}))
	f.Fuzz(func(t *testing.T, data []byte) {
		pages := make([][]Glyph, 3)
		for i := 0; len(data) >= 20; i++ {
			var v [4]float64
			for j := range v {
				v[j] = float64(math.Float32frombits(binary.LittleEndian.Uint32(data[4+4*j:])))
			}
			g := Glyph{R: rune(binary.LittleEndian.Uint32(data) & 0x1FFFFF), X: v[0], Y: v[1], W: v[2], Size: v[3], Skew: data[0] == 7}
			pages[i%3] = append(pages[i%3], g)
			data = data[20:]
		}
		check(t, Compose(pages), 3)
	})
}
