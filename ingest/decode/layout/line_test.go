package layout

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// Large upright letters over a text do not mix with its lines.
func TestLargeLetters(t *testing.T) {
	const a, b, c = "第一行的文字在这里。", "第二行的文字在这里。", "第三行的文字在这里。"
	body := slices.Concat(setLine(a, left, 700, size), setLine(b, left, 672, size), setLine(c, left, 644, size))
	for _, y := range []float64{640, 650, 671.9, 672.1, 700, 702} {
		got := Compose([][]Glyph{slices.Concat(body, setLine("公示", 120, y, 100))}).Text
		for _, part := range []string{a, b, c, "公示"} {
			if strings.Count(got, part) != 1 {
				t.Errorf("at %v: no %q in %q", y, part, got)
			}
		}
		if strings.Index(got, a) > strings.Index(got, b) || strings.Index(got, b) > strings.Index(got, c) {
			t.Errorf("at %v: %q", y, got)
		}
	}
	capital := slices.Concat(setLine("根", left, 644, 80), setLine(a, left+84, 700, size), setLine(b, left+84, 672, size), setLine(c, left+84, 644, size))
	if got := Compose([][]Glyph{capital}).Text; strings.ReplaceAll(got, "\n", "") != "根"+a+b+c {
		t.Errorf("a capital: %q", got)
	}
}

// What is set small above or below the line belongs to it.
func TestSmallLetters(t *testing.T) {
	for _, dy := range []float64{-3, 5} {
		glyphs := slices.Concat(setLine("约五百m", left, 700, size), setLine("3", left+56, 700+dy, 9), setLine("的水", left+62, 700, size), setLine("下一行", left, 672, size))
		if got := linesOf(0, glyphs); len(got) != 2 || got[0].text != "约五百m3的水" {
			t.Errorf("raised by %v: %+v", dy, got)
		}
	}
}

// Tens of thousands of equal letters in one place are looked at, and soon.
func TestManyEqual(t *testing.T) {
	glyphs := make([]Glyph, 200_000)
	for i := range glyphs {
		glyphs[i] = Glyph{R: '的', X: float64(i%450) / 60, Y: float64(i/450) / 60, W: 0.01, Size: 0.01}
	}
	begun := time.Now()
	if got := dropCopies(glyphs); len(got) != len(glyphs) {
		t.Errorf("%d of %d", len(got), len(glyphs))
	}
	if took := time.Since(begun); took > 20*time.Second {
		t.Errorf("took %v", took)
	}
}
