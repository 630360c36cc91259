package all_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongshi"
	"gongshi/ingest/decode"
	"gongshi/ingest/decode/all"
	"gongshi/ingest/decode/worker"
	"gongshi/internal/corpus"
)

func TestMain(m *testing.M) {
	if worker.Child() {
		if err := worker.Serve(all.Formats(), os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(2)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func newPool(t testing.TB, size int) *worker.Pool {
	t.Helper()
	p, err := worker.New(worker.Options{Size: size})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	return p
}

// here reads a file in this process.
func here(t testing.TB, in decode.Input) (*gongshi.Document, string) {
	t.Helper()
	format, err := decode.Find(all.Formats(), in)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := decode.Run(t.Context(), format, in)
	if err != nil {
		t.Fatal(err)
	}
	return doc, format.Name
}

// A worker gives the document that this process would, of every format.
func TestIsolated(t *testing.T) {
	p := newPool(t, 1)
	n := corpus.Invent(3, 1, corpus.LongNotice)
	for _, form := range forms {
		in := decode.Input{Name: "公示." + form.suffix, Data: form.write(n)}
		want, name := here(t, in)
		got, found, err := p.Read(t.Context(), in)
		if err != nil {
			t.Errorf("%s: %v", form.suffix, err)
			continue
		}
		if diff := cmp.Diff(want, got); diff != "" || found != name {
			t.Errorf("%s: in a worker %s, here %s: %s", form.suffix, found, name, diff)
		}
		text := strings.Join(strings.Fields(got.Text), "")
		for _, line := range lines(n) {
			if line = strings.Join(strings.Fields(line), ""); form.suffix != "pdf" && form.suffix != "ofd" && !strings.Contains(text, line) {
				t.Errorf("%s lacks %q", form.suffix, line)
			}
		}
	}
}
