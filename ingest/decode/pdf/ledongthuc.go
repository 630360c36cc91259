package pdf

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"unicode/utf8"

	ledongthuc "github.com/ledongthuc/pdf"

	"gongshi/ingest/decode"
	"gongshi/ingest/decode/layout"
	"gongshi/ingest/decode/page"
)

// readLedongthuc reads the pages with ledongthuc/pdf. It must run in a process
// that may be lost: some files make it loop, or allocate until it is killed.
func readLedongthuc(ctx context.Context, data []byte) (pages []page.Found, err error) {
	defer recovered(&err)
	reader, err := ledongthuc.NewReader(bytes.NewReader(data), int64(len(data)))
	if errors.Is(err, ledongthuc.ErrInvalidPassword) {
		return nil, &decode.Error{Code: decode.CodeEncrypted, Detail: "a password is needed (ledongthuc: " + err.Error() + ")", Err: err}
	}
	if err != nil {
		return nil, fmt.Errorf("open: %w", err)
	}
	count := reader.NumPage()
	if count > maxPages {
		return nil, tooManyPages(count)
	}
	room := maxGlyphs
	for i := range count {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		p := readLedongthucPage(reader, i+1)
		if room -= len(p.Glyphs); room < 0 {
			return nil, tooManyGlyphs()
		}
		pages = append(pages, p)
	}
	return pages, nil
}

// recovered turns a panic of the library into an error.
func recovered(err *error) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("panic: %v", p)
	}
}

// readLedongthucPage reads one page, the first being 1.
func readLedongthucPage(reader *ledongthuc.Reader, number int) (p page.Found) {
	defer recovered(&p.Trouble)
	p.Drawn = true // until it is known to be empty
	source := reader.Page(number)
	if source.V.IsNull() {
		p.Trouble = errors.New("not in the page tree")
		return p
	}
	if source.V.Key("Contents").Kind() == ledongthuc.Null {
		p.Drawn = false
		return p
	}
	p.Lettered = true
	texts := source.Content().Text
	p.Glyphs = place(texts, fillers(source, len(texts)))
	layout.Rotate(p.Glyphs, int(source.V.Key("Rotate").Int64()/90))
	return p
}

// place turns the library's texts into glyphs. The library knows no widths of
// composite fonts: all glyphs of a string then stand on one spot, so they are
// set one after another by the usual widths.
func place(texts []ledongthuc.Text, filler []bool) []layout.Glyph {
	glyphs := make([]layout.Glyph, 0, len(texts))
	chained := false // the last glyph was moved, or has no width of its own
	for i, t := range texts {
		if filler[i] {
			continue
		}
		r, _ := utf8.DecodeRuneInString(t.S)
		g := layout.Glyph{R: r, X: t.X, Y: t.Y, W: t.W, Size: t.FontSize}
		if n := len(glyphs); n > 0 && chained && t.W <= 0 {
			before := glyphs[n-1]
			if before.Y == g.Y && g.X-before.X < before.W/2 && g.X >= texts[i-1].X {
				g.X = before.X + before.W
			}
		}
		chained = t.W <= 0
		if chained {
			g.W = layout.Advance(g.R, g.Size)
		}
		glyphs = append(glyphs, g)
	}
	return glyphs
}

// fillers marks the texts of a page that the library made up: after each TJ it
// sends a line feed through the encoding of the font, which can come back as
// any character. So the operators are counted once more. If the counts do not
// meet, nothing is marked.
func fillers(source ledongthuc.Page, n int) []bool {
	marks := make([]bool, 0, n)
	var enc ledongthuc.TextEncoding
	show := func(raw string, filler bool) {
		if enc != nil {
			raw = enc.Decode(raw)
		}
		for range raw {
			marks = append(marks, filler)
		}
	}
	ledongthuc.Interpret(source.V.Key("Contents"), func(stack *ledongthuc.Stack, op string) {
		args := make([]ledongthuc.Value, stack.Len())
		for i := len(args) - 1; i >= 0; i-- {
			args[i] = stack.Pop()
		}
		switch {
		case len(args) == 0:
		case op == "Tf":
			font := source.Font(args[0].Name())
			enc = font.Encoder()
		case op == "Tj", op == "'", op == "\"":
			show(args[len(args)-1].RawString(), false)
		case op == "TJ":
			for i := range args[0].Len() {
				if v := args[0].Index(i); v.Kind() == ledongthuc.String {
					show(v.RawString(), false)
				}
			}
			show("\n", true)
		}
	})
	if len(marks) != n {
		return make([]bool, n)
	}
	return marks
}
