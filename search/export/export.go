// Package export answers how what a search found is handed on: every notice as
// JSON Lines, CSV or a workbook, and a comparison as a table. What is written says
// which question it answers, of which corpus, and whether it is whole. The
// commands and the HTTP API write the same with it.
package export

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"

	"gongshi/ingest/store"
	"gongshi/internal/spreadsheet"
)

// The formats of notices.
const (
	JSONLines = "jsonl"
	CSV       = "csv"
	XLSX      = "xlsx"
)

// Formats lists the formats of notices, the usual one first.
func Formats() []string { return []string{JSONLines, CSV, XLSX} }

// MaxRows is how many notices a workbook holds.
const MaxRows = spreadsheet.MaxRows

// Options say how something is written. Format is needed; the rest can be zero.
type Options struct {
	Format string
	// Lang is the language of what is not from the notices, "zh" or "en".
	Lang string
	// About says what is exported; its Count is how many notices there will be.
	About About
	// Progress, if set, is told after each notice how many are written.
	Progress func(done int)
	// Shortened, if set, is told how many cells of a workbook could not hold all of
	// their text, if there are any.
	Shortened func(cells int)
}

// ChangedError says that there were more or fewer notices than were counted
// before: the file would say something else than it holds.
type ChangedError struct{ Counted, Written int }

func (e *ChangedError) Error() string {
	return fmt.Sprintf("the corpus changed during the export: %d notices were counted and %d written", e.Counted, e.Written)
}

// Write writes the notices with the ids, in their order. An error, and one of ctx
// too, leaves a file that is not whole.
func Write(ctx context.Context, w io.Writer, st *store.Store, ids iter.Seq2[string, error], o Options) (err error) {
	out, err := New(w, o)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, out.Discard())
		}
	}()
	done := 0
	for id, err := range ids {
		if err != nil {
			return err
		}
		found, err := st.Notice(ctx, id)
		if err != nil {
			return err
		}
		forms, err := st.Renditions(ctx, id)
		if err != nil {
			return err
		}
		done++
		if err := out.Put(done, found, forms); err != nil {
			return err
		}
		if o.Progress != nil {
			o.Progress(done)
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if done != o.About.Count {
		return &ChangedError{o.About.Count, done}
	}
	return out.Close()
}

// Writer writes notices in one format.
type Writer interface {
	// Put writes a notice with all its forms; numbers begin with 1.
	Put(number int, n *store.Checked, forms []store.Rendition) error
	// Close makes the file whole.
	Close() error
	// Discard gives up what was written.
	Discard() error
}

// New begins a file with what the options say of it.
func New(w io.Writer, o Options) (Writer, error) {
	switch o.Format {
	case JSONLines:
		return &jsonWriter{w, o}, writeJSON(w, map[string]About{"export": o.About})
	case CSV:
		return newCSV(w, o)
	case XLSX:
		return newXLSX(w, o)
	}
	return nil, fmt.Errorf("no format %q", o.Format)
}

// jsonWriter writes a notice a line.
type jsonWriter struct {
	w io.Writer
	o Options
}

func (e *jsonWriter) Put(_ int, n *store.Checked, forms []store.Rendition) error {
	return writeJSON(e.w, NewNotice(&n.Notice, n.Findings, forms, e.o.Lang))
}

func (e *jsonWriter) Close() error {
	return writeJSON(e.w, map[string]map[string]int{"export_end": {"count": e.o.About.Count}})
}

func (e *jsonWriter) Discard() error { return nil }
