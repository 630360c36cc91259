package api

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"gongshi"
	"gongshi/search/export"
)

// ExportInput asks for every notice that matches.
type ExportInput struct {
	Caller
	FilterParameters
	Format string `query:"format" enum:"jsonl,csv,xlsx" default:"jsonl" doc:"jsonl: a notice a line, the first line says what is exported, the last, export_end, that it is whole. csv: a notice a row, every row has its number and how many there are. xlsx: a workbook, with a second sheet that says what it is."`
}

// StreamOutput is an answer that is written bit by bit.
type StreamOutput struct {
	Disposition string `header:"Content-Disposition" doc:"attachment, with a name for the file."`
	Body        func(huma.Context)
}

// exportTypes are the types of the formats.
var exportTypes = map[string]string{export.JSONLines: "application/x-ndjson", export.CSV: csvType, export.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}

func (h *handler) addExport() {
	op := get("export", "/export", "search", "Export every match",
		"Writes every notice that matches, without limit, as it reads them; without a query and filters, the whole corpus. Which notices match is decided at the beginning. If the connection ends before the end of a file, the file is not whole. A workbook holds 1,048,575 notices.")
	op.within, op.problems = h.limits.whole, queryProblems
	op.Responses = content("The file, an attachment.", exportTypes[export.JSONLines], text, exportTypes[export.CSV], text, exportTypes[export.XLSX], binary)
	add(h, op, h.export)
}

func (h *handler) export(ctx context.Context, in *ExportInput) (*StreamOutput, error) {
	about, err := h.about(ctx, in.request())
	if err != nil {
		return nil, err
	}
	ids, err := h.matches(ctx, in)
	if err != nil {
		return nil, err
	}
	about.Count = len(ids)
	if in.Format == export.XLSX && len(ids) > export.MaxRows {
		return nil, invalid("query.format", gongshi.Text{
			Zh: fmt.Sprintf("共 %d 份，一张表最多 %d 行：请用 csv 或 jsonl", len(ids), export.MaxRows),
			En: fmt.Sprintf("%d notices, and a sheet holds %d rows: use csv or jsonl", len(ids), export.MaxRows)}, langOf(ctx))
	}
	o := export.Options{Format: in.Format, Lang: langOf(ctx), About: about}
	return &StreamOutput{
		attachment("gongshi-" + about.Time.Format(stamp) + "." + in.Format),
		func(ctx huma.Context) { h.stream(ctx, ids, o) },
	}, nil
}

// matches gives the ids of all notices that match: the records are not kept.
func (h *handler) matches(ctx context.Context, in *ExportInput) ([]string, error) {
	_, records, err := h.Search.Each(ctx, in.request())
	if err != nil {
		return nil, err
	}
	var ids []string
	for r, err := range records {
		if err != nil {
			return nil, err
		}
		ids = append(ids, strings.Clone(r.ID))
	}
	return ids, ctx.Err()
}

// stream writes notices into an answer. What fails once it has begun breaks the
// connection off: nothing else tells the caller that the file is not whole.
func (h *handler) stream(ctx huma.Context, ids []string, o export.Options) {
	r, w := humago.Unwrap(ctx)
	w.Header().Set("Content-Type", exportTypes[o.Format])
	if r.Method == http.MethodHead {
		return
	}
	out := newTransfer(w)
	buffered := bufio.NewWriterSize(out, 64<<10)
	o.Progress = func(done int) {
		// The first notice goes out at once, for whoever waits for it.
		if done == 1 && buffered.Flush() == nil {
			_ = out.control.Flush()
		}
	}
	err := export.Write(ctx.Context(), buffered, h.Store, each(ids), o)
	if err = errors.Join(err, buffered.Flush()); err == nil {
		return
	}
	if ctx.Context().Err() == nil && out.err == nil { // neither gone nor broken
		h.Log.ErrorContext(ctx.Context(), "export", "error", err)
	}
	panic(http.ErrAbortHandler)
}

func each(ids []string) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		for _, id := range ids {
			if !yield(id, nil) {
				return
			}
		}
	}
}

// transfer writes an answer of any length. How long a piece may take is for package
// guard.
type transfer struct {
	io.Writer
	control *http.ResponseController
	err     error // of the connection
}

func newTransfer(w http.ResponseWriter) *transfer {
	return &transfer{Writer: w, control: http.NewResponseController(w)}
}

func (t *transfer) Write(p []byte) (n int, err error) {
	n, err = t.Writer.Write(p)
	t.err = err
	return n, err
}
