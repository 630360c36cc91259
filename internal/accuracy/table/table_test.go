package table

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"gongshi/ingest/archive"
	"gongshi/ingest/decode/all"
	"gongshi/ingest/decode/ocr"
	"gongshi/ingest/decode/worker"
)

// TestMain makes the test binary the worker of its own tests.
func TestMain(m *testing.M) {
	var err error
	switch {
	case worker.Child():
		err = worker.Serve(all.Formats(), os.Stdin, os.Stdout)
	case archive.Child():
		err = archive.Serve(os.Stdin, os.Stdout)
	default:
		os.Exit(m.Run())
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	os.Exit(0)
}

// garbage is the share of right characters below which a document is none.
const garbage = 0.9

func TestTable(t *testing.T) {
	files, err := Own("../../..", t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if os.Getenv("GONGSHI_LONG") == "" { // the tests of pdf and image recognise these as well
		files = slices.DeleteFunc(files, func(f File) bool {
			return f.Name == "scan.pdf" || f.Name == "two-pages.tif" || f.Name == "scan-300.png"
		})
	}
	if folder := os.Getenv("GONGSHI_SHARED"); folder != "" {
		more, err := Shared(filepath.Join(folder, "fixtures"))
		if err != nil || len(more) < 15 {
			t.Fatalf("%d files, %v", len(more), err)
		}
		files = append(files, more...)
	}
	rows, err := Read(t.Context(), files)
	if err != nil {
		t.Fatal(err)
	}
	_, missing := ocr.Find()
	for _, r := range rows {
		t.Logf("%-45s %-10s %-10s %-10s %.4f", r.Name, r.Status, r.Method, r.Engine, r.Accuracy)
		if r.Scanned && missing != nil {
			if r.Status != "needs-ocr" {
				t.Errorf("%s: %s without a program that recognises it", r.Name, r.Status)
			}
			continue
		}
		short := r.Accuracy < r.Least()
		why := exceptions[r.Name]
		switch {
		case r.Status == "ok" && r.Accuracy < garbage:
			t.Errorf("%s: garbage is taken for text: %.3f", r.Name, r.Accuracy)
		case short && why == "":
			t.Errorf("%s: %s, %.4f of the characters are right, want %v", r.Name, r.Status, r.Accuracy, r.Least())
		case !short && why != "":
			t.Errorf("%s: %.4f of the characters are right, it is no exception any more: %s", r.Name, r.Accuracy, why)
		}
	}
}
