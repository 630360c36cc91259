package pdf

import (
	"context"
	"testing"

	"gongshi"
	"gongshi/ingest/decode"
	"gongshi/ingest/decode/internal/decodetest"
)

// Damaged copies of good files, read with PDFium. Ledongthuc is left out: it takes
// the process down, which is why files are read in workers.
func TestMutants(t *testing.T) {
	f := Format()
	f.Decode = func(ctx context.Context, in decode.Input) (*gongshi.Document, error) {
		in.PDFEngine, in.OCRPages = PDFium, -1
		return read(ctx, in)
	}
	text := show(t, "F1", 80, 700, 16, "城区排水管网雨污混接，生活污水溢流进入河流。")
	decodetest.Mutants(t, f, garbled(t, showCodes("F3", 80, 750, 16, 9)+text, tableOf(t, "城区", 3)), 100)
	decodetest.Mutants(t, f, file(t, "testdata/scan.pdf"), 30)
}
