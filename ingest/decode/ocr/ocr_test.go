package ocr

import (
	"context"
	"errors"
	"fmt"
	"image"
	_ "image/png"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"gongshi/ingest/decode"
	"gongshi/ingest/decode/layout"
)

// fake puts a program in the place of tesseract that answers what it is asked
// about itself, and does as script says with a page.
func fake(t *testing.T, languages, script string) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("the fake is a shell script")
	}
	folder := t.TempDir()
	text := fmt.Sprintf("#!/bin/sh\ncase \"$1\" in\n--list-langs) echo 'List of available languages in \"/x/\" (2):'; printf '%s\\n';;\n"+
		"--version) echo 'tesseract 9.8.7'; echo ' leptonica';;\n*) %s;;\nesac\n", languages, script)
	if err := os.WriteFile(filepath.Join(folder, program), []byte(text), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", folder+string(os.PathListSeparator)+os.Getenv("PATH"))
}

func TestFind(t *testing.T) {
	t.Run("not there", func(t *testing.T) {
		folder := t.TempDir()
		t.Setenv("PATH", folder)
		_, err := find()
		if decode.CodeOf(err) != decode.CodeNeedsOCR {
			t.Fatal(err)
		}
		for _, part := range []string{"tesseract was not found", folder, "apt-get install tesseract-ocr tesseract-ocr-chi-sim"} {
			if !strings.Contains(err.Error(), part) {
				t.Errorf("%q does not say %q", err, part)
			}
		}
	})
	t.Run("not in Chinese", func(t *testing.T) {
		fake(t, "eng\\nosd", "exit 1")
		if _, err := find(); decode.CodeOf(err) != decode.CodeNeedsOCR || !strings.Contains(err.Error(), "chi_sim") || !strings.Contains(err.Error(), "osd") {
			t.Error(err)
		}
	})
	t.Run("there", func(t *testing.T) {
		fake(t, "chi_sim\\neng", "exit 1")
		r, err := find()
		if err != nil || r.String() != "tesseract 9.8.7 (chi_sim)" {
			t.Errorf("%v, %v", r, err)
		}
	})
}

// What the program does to a page: a text, an error, and worse.
func TestPrograms(t *testing.T) {
	page := image.NewGray(image.Rect(0, 0, 2480, 100))
	const row = `5\t1\t1\t1\t1\t1\t100\t40\t400\t50\t91.5\t整改销号\n`
	tests := []struct {
		about, script string
		text          string
		code          decode.Code
		says          string
	}{
		{"a word", `cat >/dev/null; printf 'level\tx\n4\t1\t1\t1\t1\t0\t100\t40\t400\t50\t-1\t\n` + row + `'`, "整改销号", "", ""},
		{"the page is not read", `printf '4\t1\t1\t1\t1\t0\t100\t40\t400\t50\t-1\t\n` + row + `'`, "整改销号", "", ""},
		{"nothing", `cat >/dev/null`, "", "", ""},
		{"no table", `cat >/dev/null; echo oh; printf '5\t5\n'; printf '\377\t\t\t\t\t\t\t\t\t\t\t\n'`, "", "", ""},
		{"an error", `cat >/dev/null; echo 'no memory left' >&2; exit 3`, "", "", "no memory left"},
		{"no end", `exec sleep 60`, "", decode.CodeTimeout, "tesseract"},
		{"output without end", `exec yes 5`, "", decode.CodeLimit, "32 MB"},
	}
	for _, test := range tests {
		t.Run(test.about, func(t *testing.T) {
			fake(t, "chi_sim", test.script)
			r, err := find()
			if err != nil {
				t.Fatal(err)
			}
			r.PageTime = 700 * time.Millisecond
			if test.code != decode.CodeTimeout {
				r.PageTime = 20 * time.Second
			}
			begun := time.Now()
			text, err := r.Page(t.Context(), page, Place{Scale: 0.24})
			if took := time.Since(begun); test.code != "" && took > 10*time.Second {
				t.Errorf("took %v", took)
			}
			if failed := test.code != "" || test.says != ""; failed != (err != nil) || decode.CodeOf(err) != test.code {
				t.Fatalf("got %v", err)
			}
			if err != nil && (!strings.Contains(err.Error(), test.says) || strings.Contains(err.Error(), "\n")) {
				t.Errorf("%q does not say %q", err, test.says)
			}
			if got := layout.Text(text.Glyphs); got != test.text {
				t.Errorf("got %q", got)
			}
		})
	}
}

// What fails after a text has been read leaves the text as it is, and is told.
func TestLaterReadings(t *testing.T) {
	const head = `cat >/dev/null; n=$(cat "$HOME/n" 2>/dev/null || echo 0); n=$((n+1)); echo $n >"$HOME/n"; `
	row := func(confidence, text string) string {
		return `printf '4\t1\t1\t1\t1\t0\t100\t40\t900\t50\t-1\t\n5\t1\t1\t1\t1\t1\t100\t40\t900\t50\t` + confidence + `\t` + text + `\n'`
	}
	aside := `printf '4\t1\t1\t1\t1\t0\t100\t40\t50\t900\t-1\t\n5\t1\t1\t1\t1\t1\t100\t40\t50\t900\t77\t整改销号公示\n'`
	long := strings.Repeat("整改销号公示", 6)
	white := image.NewGray(image.Rect(0, 0, 2480, 100))
	red := image.NewRGBA(image.Rect(0, 0, 2480, 100))
	for i := range red.Pix {
		red.Pix[i] = []byte{230, 30, 30, 255}[i%4]
	}
	tests := []struct {
		about, script string
		page          image.Image
		text          string
		confidence    float64
		code          decode.Code // of what went wrong
	}{
		{"red, failing", head + `[ $n = 1 ] || exit 3; ` + row("91", "整改销号"), red, "整改销号", 0.91, ""},
		{"red, without end", head + `[ $n = 1 ] || exec sleep 60; ` + row("91", "整改销号"), red, "整改销号", 0.91, decode.CodeTimeout},
		{"on its head, failing", head + `[ $n = 1 ] || exit 3; ` + row("45", long), white, long, 0.45, ""},
		{"on its side, failing", head + `[ $n = 1 ] || exit 3; ` + aside, white, "整改销号公示", 0.77, ""},
		{"on its side, failing the second time", head + `[ $n != 3 ] || exit 3; [ $n = 2 ] && ` + row("91", "整改销号") + ` || ` + aside, white, "整改销号", 0.91, ""},
	}
	for _, test := range tests {
		t.Run(test.about, func(t *testing.T) {
			t.Setenv("HOME", t.TempDir())
			fake(t, "chi_sim", test.script)
			r, err := find()
			if err != nil {
				t.Fatal(err)
			}
			r.PageTime = 12 * time.Second
			text, err := r.Page(t.Context(), test.page, Place{Scale: 0.24})
			if err != nil {
				t.Fatal(err)
			}
			if got := layout.Text(text.Glyphs); got != test.text || math.Abs(text.Confidence-test.confidence) > 0.001 {
				t.Errorf("got %q, %v", got, text.Confidence)
			}
			if text.Cut == nil || decode.CodeOf(text.Cut) != test.code {
				t.Errorf("cut: %v", text.Cut)
			}
		})
	}
}

// Dark red letters are printed and red; they are text once.
func TestReadTwice(t *testing.T) {
	p := Place{Scale: 0.24}
	words := func(text string) Text {
		return p.place(parse(table([]string{"0,900,95," + text})))
	}
	text := words("某某区人民政府")
	text.add(words("某某区人民政府"))
	if got := layout.Text(text.Glyphs); got != "某某区人民政府" {
		t.Errorf("got %q", got)
	}
	text.add(p.place(parse(table(nil, nil, []string{"0,900,95,某某办公室"}))))
	if got := layout.Text(text.Glyphs); got != "某某区人民政府某某办公室" {
		t.Errorf("got %q", got)
	}
}

// A program that did not answer is asked again; one that is not there is not looked
// for again.
func TestFoundAgain(t *testing.T) {
	var f finder
	t.Setenv("HOME", t.TempDir())
	fake(t, "chi_sim", "exit 1")
	path, err := exec.LookPath(program)
	if err != nil {
		t.Fatal(err)
	}
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("#!/bin/sh\nexit 1\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	if _, err := f.find(); decode.CodeOf(err) != decode.CodeTimeout {
		t.Errorf("a program that fails: %v", err)
	}
	if err := os.WriteFile(path, good, 0o755); err != nil {
		t.Fatal(err)
	}
	if r, err := f.find(); err != nil || r.path != path {
		t.Errorf("%v, %v", r, err)
	}
	t.Setenv("PATH", t.TempDir())
	if _, err := f.find(); err != nil {
		t.Errorf("what was found is forgotten: %v", err)
	}
	var none finder
	if _, err := none.find(); decode.CodeOf(err) != decode.CodeNeedsOCR {
		t.Error(err)
	}
	t.Setenv("PATH", filepath.Dir(path))
	if _, err := none.find(); decode.CodeOf(err) != decode.CodeNeedsOCR {
		t.Errorf("looked for again: %v", err)
	}
}

func TestCancel(t *testing.T) {
	fake(t, "chi_sim", "exec sleep 60")
	r, err := find()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	if _, err := r.Page(ctx, image.NewGray(image.Rect(0, 0, 100, 100)), Place{Scale: 1}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
}

// table writes the program's table: a line a row, words "left,width,confidence,text".
func table(lines ...[]string) string {
	var b strings.Builder
	b.WriteString("level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n")
	for i, words := range lines {
		fmt.Fprintf(&b, "4\t1\t1\t1\t%d\t0\t0\t%d\t1000\t100\t-1\t\n", i+1, 100*i)
		for _, w := range words {
			f := strings.SplitN(w, ",", 4)
			fmt.Fprintf(&b, "5\t1\t1\t1\t%d\t1\t%s\t%d\t%s\t90\t%s\t%s\n", i+1, f[0], 100*i, f[1], f[2], f[3])
		}
	}
	return b.String()
}

func TestPlace(t *testing.T) {
	lines := parse(table(
		[]string{"0,180,90,整改", "150,250,90,销号", "400,100,90,。"}, // boxes overlap
		[]string{"0,90,95,2023", "200,200,90,年"},
		[]string{"0,200,90,left", "250,200,90,right"},
		[]string{"0,200,90,单元", "700,200,90,右边"}, // far apart
		[]string{"0,500,12,乱七八糟的"},
		[]string{"0,1000,20,一"},
	))
	text := (Place{X: 10, Y: 842, Scale: 0.5}).place(lines)
	if got, want := layout.Text(text.Glyphs), "整改销号。2023年left right单元右边"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if text.Dropped != 1 || math.Abs(text.Confidence-0.9) > 0.02 {
		t.Errorf("dropped %d, confidence %v", text.Dropped, text.Confidence)
	}
	first := text.Glyphs[0]
	if first.X != 10 || first.Y != 842-50 || first.Size != 50 || first.W != 50 {
		t.Errorf("the first stands at %+v", first)
	}
	for i, g := range text.Glyphs[1:5] {
		if before := text.Glyphs[i]; g.X < before.X+before.W-0.01 {
			t.Errorf("%c at %v, %c before it ends at %v", g.R, g.X, before.R, before.X+before.W)
		}
	}
	if got, want := layout.Compose([][]layout.Glyph{text.Glyphs}).Text, "整改销号。\n2023年\nleft right\n单元 右边\n"; got != want {
		t.Errorf("composed %q, want %q", got, want)
	}
}

func TestTurn(t *testing.T) {
	g := image.NewGray(image.Rect(0, 0, 3, 2))
	copy(g.Pix, []byte{1, 2, 3, 4, 5, 6})
	for quarters, want := range map[int][]byte{0: {1, 2, 3, 4, 5, 6}, 1: {4, 1, 5, 2, 6, 3}, 2: {6, 5, 4, 3, 2, 1}, 3: {3, 6, 2, 5, 1, 4}} {
		if got := turn(g, quarters); string(got.Pix) != string(want) {
			t.Errorf("%d quarters: %v, want %v", quarters, got.Pix, want)
		}
	}
}

// bars draws lines of text, as it were, that fall by so many degrees.
func bars(degrees float64) *image.Gray {
	g := image.NewGray(image.Rect(0, 0, 1200, 1600))
	slope := math.Tan(degrees * math.Pi / 180)
	for y := range 1600 {
		for x := range 1200 {
			at := int(math.Floor(float64(y) - float64(x)*slope))
			g.Pix[y*g.Stride+x] = 255
			if x > 100 && x < 1100 && y > 200 && y < 1400 && (at%60+60)%60 < 26 && (x/13)%3 != 0 {
				g.Pix[y*g.Stride+x] = 0
			}
		}
	}
	return g
}

func TestSkew(t *testing.T) {
	for _, degrees := range []float64{-7, -0.5, 0, 0.3, 2.2, 9} {
		page := bars(degrees)
		if got := skew(page); math.Abs(got-degrees) > 0.11 {
			t.Errorf("skew %v, want %v", got, degrees)
		}
		if got := skew(straight(page, degrees)); got != 0 {
			t.Errorf("%v degrees: still %v after it was straightened", degrees, got)
		}
	}
	if got := skew(image.NewGray(image.Rect(0, 0, 1000, 1000))); got != 0 {
		t.Errorf("black paper: %v", got)
	}
}

func TestLayers(t *testing.T) {
	src := image.NewRGBA(image.Rect(0, 0, 4, 1))
	for x, c := range [][3]byte{{255, 255, 255}, {20, 20, 20}, {230, 30, 30}, {90, 20, 20}} {
		copy(src.Pix[4*x:], []byte{c[0], c[1], c[2], 255})
	}
	printed, red, share := layers(src)
	if printed.Pix[0] != 255 || printed.Pix[1] > 60 || printed.Pix[2] < 200 || printed.Pix[3] > 120 {
		t.Errorf("printed %v: white paper, black ink, no seal, ink below the seal", printed.Pix)
	}
	if red.Pix[0] != 255 || red.Pix[1] != 255 || red.Pix[2] > 60 {
		t.Errorf("red %v", red.Pix)
	}
	if share < 0.2 || share > 0.6 {
		t.Errorf("share %v", share)
	}
}

func TestFit(t *testing.T) {
	for _, test := range []struct {
		w, h int
		want float64
	}{
		{2480, 3508, 0.706}, {1654, 2339, 1}, {4960, 7016, 0.353}, {1240, 1754, 2}, {600, 800, 2}, {0, 0, 2},
		{800, 12000, 1.99}, {1000, 60000, 0.5},
	} {
		if got := fit(test.w, test.h); math.Abs(got-test.want) > 0.02 {
			t.Errorf("%d × %d: %v, want %v", test.w, test.h, got, test.want)
		}
	}
	if got := Resolution(595, 842); math.Abs(595*got-1750) > 10 {
		t.Errorf("a page of A4 is %v pixels wide", 595*got)
	}
}

// Tall and dark pictures take no more memory than others.
func TestTallPictures(t *testing.T) {
	src := image.NewGray(image.Rect(0, 0, 1080, 18000)) // black
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	page := flatten(src, fit(1080, 18000))
	runtime.ReadMemStats(&after)
	if used, own := after.TotalAlloc-before.TotalAlloc, uint64(len(page.Pix)); used > own+16<<20 {
		t.Errorf("%d MB for a page of %d", used>>20, own>>20)
	}
	runtime.ReadMemStats(&before)
	if got := skew(src); got != 0 {
		t.Errorf("skew %v", got)
	}
	runtime.ReadMemStats(&after)
	if used := after.TotalAlloc - before.TotalAlloc; used > 128<<20 {
		t.Errorf("%d MB to look at a black page", used>>20)
	}
}

// FuzzParse gives the reader any table.
func FuzzParse(f *testing.F) {
	f.Add(table([]string{"0,180,90,整改", "150,250,90,销号"}, []string{"0,-5,nan,x"}))
	f.Add("4\t\t\t\t\t\t\t\t\t\t\t\n5\t\t\t\t\t\tNaN\tInf\t-1\t1e300\t\t整\n")
	f.Fuzz(func(t *testing.T, table string) {
		text := Place{Y: 842, Scale: 0.24}.place(parse(table))
		layout.Compose([][]layout.Glyph{text.Glyphs})
		if math.IsNaN(text.Confidence) {
			t.Error("no confidence")
		}
	})
}

// The real program, where there is one: a page with a seal over the signature and
// the name of the office in red.
func TestRealPage(t *testing.T) {
	r, err := Find()
	if err != nil {
		t.Skip(err)
	}
	file, err := os.Open("../image/testdata/notice.png")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	page, _, err := image.Decode(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, quarters := range []int{0, 3} {
		rgba := flatten(page, 1)
		turned := image.Image(rgba)
		if quarters != 0 {
			turned = turnColours(rgba, quarters)
		}
		text, err := r.Page(t.Context(), turned, Place{Y: 700, Scale: 0.45})
		if err != nil {
			t.Fatal(err)
		}
		got := strings.Join(strings.Fields(layout.Text(text.Glyphs)), "")
		for _, part := range []string{"阳楼区人民政府办公", "2023年10月13日", "0730-8245473", "二、整改"} {
			if !strings.Contains(got, part) {
				t.Errorf("turned by %d: no %q in %q", quarters, part, got)
			}
		}
		if want := (4 - quarters) % 4; text.Turned != want || text.Confidence < 0.75 {
			t.Errorf("turned by %d: turned back by %d, confidence %v", quarters, text.Turned, text.Confidence)
		}
	}
}

func turnColours(src *image.RGBA, quarters int) *image.RGBA {
	var out *image.RGBA
	for c := range 4 {
		plane := image.NewGray(src.Rect)
		for i := range plane.Pix {
			plane.Pix[i] = src.Pix[4*i+c]
		}
		turned := turn(plane, quarters)
		if out == nil {
			out = image.NewRGBA(turned.Rect)
		}
		for i, v := range turned.Pix {
			out.Pix[4*i+c] = v
		}
	}
	return out
}
