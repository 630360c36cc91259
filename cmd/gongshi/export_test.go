package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"gongshi"
	"gongshi/index"
	"gongshi/ingest/store"
	"gongshi/internal/corpus"
	"gongshi/parse"
	"gongshi/search"
	"gongshi/search/export"
)

// fill puts n invented notices into the store of a folder.
func fill(t *testing.T, data string, n int) {
	t.Helper()
	st, err := store.Open(t.Context(), data)
	if err != nil {
		t.Fatal(err)
	}
	run, err := st.BeginRun(t.Context(), "test", nil)
	if err != nil {
		t.Fatal(err)
	}
	var outcomes []store.Outcome
	var sources []store.Source
	for i := range n {
		notice := parse.Parse(&gongshi.Document{Text: corpus.Invent(31, i, 300).Text()})[0]
		notice.ID = fmt.Sprintf("%016x", i)
		notice.Source.Path = fmt.Sprintf("/%d.txt", i)
		src := store.Source{Path: notice.Source.Path, Seen: "sha256:" + notice.ID, Reader: 1, State: store.StateImported}
		sources = append(sources, src)
		outcomes = append(outcomes, store.Outcome{Source: src, Document: &gongshi.Document{}, Notices: []gongshi.Notice{notice}, Findings: [][]gongshi.Finding{nil}})
	}
	err = st.Begin(t.Context(), run, sources)
	if err == nil {
		_, err = st.Commit(t.Context(), outcomes)
	}
	if err := errors.Join(err, st.Close()); err != nil {
		t.Fatal(err)
	}
}

// gongshiIn runs the program in this process.
func gongshiIn(ctx context.Context, data string, stdout io.Writer, args ...string) (stderr string, code int) {
	var errs bytes.Buffer
	code = run(ctx, &environment{args: append(args, "--data", data), getenv: func(string) string { return "" },
		stdin: strings.NewReader(""), stdout: stdout, stderr: &errs})
	return errs.String(), code
}

// WISHES row 19: an export lost the query that made it, and ended at 1,000.
func TestWish19ExportIsWholeAndSaysWhatItIs(t *testing.T) {
	const n = 1010
	dir := t.TempDir()
	data := filepath.Join(dir, "data")
	fill(t, data, n)
	var out bytes.Buffer
	if stderr, code := gongshiIn(t.Context(), data, &out, "export", "整改", "--format", "jsonl"); code != exitDone {
		t.Fatal(code, stderr)
	}
	lines := bytes.Split(bytes.TrimSpace(out.Bytes()), []byte("\n"))
	var head struct{ Export provenance }
	var end struct {
		End struct{ Count int } `json:"export_end"`
	}
	if err := errors.Join(json.Unmarshal(lines[0], &head), json.Unmarshal(lines[len(lines)-1], &end)); err != nil {
		t.Fatal(err)
	}
	if e := head.Export; e.Query != "整改" || e.Version == "" || e.Index == "" || e.Time.IsZero() || e.Count != n || e.Seq == 0 || e.Store == "" {
		t.Errorf("the head says %+v", e)
	}
	ids := map[string]bool{}
	for _, line := range lines[1 : len(lines)-1] {
		var notice struct{ ID, Text string }
		if err := json.Unmarshal(line, &notice); err != nil || notice.Text == "" {
			t.Fatal(err, notice)
		}
		ids[notice.ID] = true
	}
	if len(ids) != n || len(lines) != n+2 || end.End.Count != n {
		t.Errorf("%d notices on %d lines, %d by the end", len(ids), len(lines), end.End.Count)
	}
	path := filepath.Join(dir, "out.csv")
	if stderr, code := gongshiIn(t.Context(), data, io.Discard, "export", "整改", "-o", path, "--round", "1,2,3"); code != exitDone {
		t.Fatal(code, stderr)
	}
	checkTable(t, path, n)
}

// checkTable tells whether each row of a CSV file says how many there are.
func checkTable(t *testing.T, path string, n int) {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	from := bufio.NewReader(file)
	if _, err := from.Discard(len("\uFEFF")); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(from).ReadAll()
	if err != nil || len(rows) != n+1 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	for i, row := range rows[1:] {
		if row[0] != fmt.Sprint(i+1) || row[21] != fmt.Sprint(n) || row[22] != "整改" || row[23] != "round:1,2,3" {
			t.Fatalf("row %d: %q", i+1, row)
		}
	}
}

// formulas is a notice whose facts are such as programs calculate.
func formulas() *store.Checked {
	return &store.Checked{
		Notice: gongshi.Notice{ID: "0011", Title: "=cmd|' /C calc'!A0", Issuer: "@SUM(A1)", Issued: gongshi.Date{Year: 2023},
			Source:   gongshi.Source{Path: "-1.txt"},
			Problems: []gongshi.Problem{{Number: "8"}, {Number: "8"}, {Mention: gongshi.Mention{Text: "第九项"}}},
			Sections: []gongshi.Section{{Kind: gongshi.SectionIssue, Text: "+1"}, {Kind: gongshi.SectionIssue, Text: "二"}, {Kind: gongshi.SectionGoal, Text: "标"}},
			Phones:   []gongshi.Phone{{Number: "0730-8245473"}}},
		Findings: []gongshi.Finding{{Rule: "PUB01", Severity: gongshi.SeverityError, Message: gongshi.Text{Zh: "错", En: "wrong"}}},
	}
}

func TestExportedCellsAreTexts(t *testing.T) {
	want := []string{"1", "=cmd|' /C calc'!A0", "@SUM(A1)", "2023", "", "", "", "", "", "", "", "8\n第九项", "+1\n二", "标", "", "", "", "0730-8245473", "PUB01 错误 错", "-1.txt", "0011"}
	write := func(format string) *bytes.Buffer {
		var b bytes.Buffer
		out, err := export.New(&b, export.Options{Format: format, Lang: "zh", About: provenance{Query: "=1", Count: 1}})
		if err == nil {
			err = errors.Join(out.Put(1, formulas(), nil), out.Close())
		}
		if err != nil {
			t.Fatal(err)
		}
		return &b
	}
	file, err := excelize.OpenReader(write("xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := file.GetRows("公示")
	if err != nil || len(rows) != 2 {
		t.Fatal(err, rows)
	}
	if diff := cmp.Diff(want, rows[1]); diff != "" {
		t.Error(diff)
	}
	if formula, err := file.GetCellFormula("公示", "B2"); formula != "" || err != nil {
		t.Errorf("a formula %q, %v", formula, err)
	}
	about, err := file.GetRows("导出说明")
	if err != nil || len(about) < 5 || about[1][1] != "=1" || about[3][1] != "1" {
		t.Errorf("the second sheet: %q, %v", about, err)
	}
	table, err := csv.NewReader(bytes.NewReader(write("csv").Bytes()[3:])).ReadAll()
	if err != nil || len(table) != 2 {
		t.Fatal(err, table)
	}
	for i, cell := range want {
		if strings.ContainsAny(cell[:min(1, len(cell))], "=+-@") {
			cell = "'" + cell
		}
		if table[1][i] != cell {
			t.Errorf("column %d is %q, want %q", i, table[1][i], cell)
		}
	}
	if got := len(table[0]); got != len(table[1]) || table[1][22] != "'=1" {
		t.Errorf("%d columns in the head, %q", got, table[1])
	}
}

// An export that is interrupted, or fails, leaves what was there before and
// nothing of its own.
func TestExportLeavesNoHalfFile(t *testing.T) {
	dir := t.TempDir()
	data := filepath.Join(dir, "data")
	fill(t, data, 60)
	if stderr, code := gongshiIn(t.Context(), data, io.Discard, "search", "整改"); code != exitDone { // builds the index
		t.Fatal(code, stderr)
	}
	out := filepath.Join(dir, "out")
	if err := os.Mkdir(out, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, format := range exportFormats {
		path := filepath.Join(out, "export."+format)
		if err := os.WriteFile(path, []byte("old"), 0o644); err != nil {
			t.Fatal(err)
		}
		for _, allowed := range []int{0, 1, 30, 59} {
			ctx, cancel := context.WithCancel(t.Context())
			a := &app{environment: &environment{stderr: io.Discard}, lang: "zh", data: data, out: newOutput(io.Discard, nil)}
			err := exportUntil(ctx, cancel, a, format, path, allowed)
			cancel()
			if err == nil {
				t.Errorf("%s: the export went on after %d rows", format, allowed)
			}
			if got, err := os.ReadFile(path); err != nil || string(got) != "old" {
				t.Errorf("%s after %d: %d bytes, %v", format, allowed, len(got), err)
			}
		}
	}
	entries, err := os.ReadDir(out)
	if err != nil || len(entries) != len(exportFormats) {
		t.Errorf("left over: %v, %v", entries, err)
	}
	interrupted, cancel := context.WithCancel(t.Context())
	cancel()
	fresh := filepath.Join(out, "fresh.jsonl")
	if stderr, code := gongshiIn(interrupted, data, io.Discard, "export", "-o", fresh); code != exitInterrupted || !strings.Contains(stderr, "没有写出") {
		t.Errorf("%d %s", code, stderr)
	}
	if _, err := os.Stat(fresh); err == nil {
		t.Error("an interrupted export left a file")
	}
}

// exportUntil exports as the command does, and is interrupted after some rows.
func exportUntil(ctx context.Context, cancel func(), a *app, format, path string, allowed int) error {
	corpus, err := a.openForReading(ctx)
	if err != nil {
		return err
	}
	defer corpus.Close()
	to, err := a.openTarget(path)
	if err != nil {
		return err
	}
	_, records, err := corpus.Each(ctx, search.Filters{}.Request(""))
	if err != nil {
		return to.end(err)
	}
	n := 0
	counted := func(yield func(*index.Record, error) bool) {
		for r, err := range records {
			if n == allowed {
				cancel()
			}
			n++
			if !yield(r, err) {
				return
			}
		}
	}
	return to.end(a.export(ctx, to, format, corpus, counted, provenance{Count: 60}))
}

// The memory of an export does not grow with its rows.
func TestExportKeepsNothing(t *testing.T) {
	n := &store.Checked{Notice: parse.Parse(&gongshi.Document{Text: corpus.Invent(31, 1, 3000).Text()})[0]}
	for _, format := range []string{"jsonl", "csv"} {
		out, err := export.New(io.Discard, export.Options{Format: format, Lang: "zh"})
		if err != nil {
			t.Fatal(err)
		}
		put := func(rows int) uint64 {
			for i := range rows {
				if err := out.Put(i, n, nil); err != nil {
					t.Fatal(err)
				}
			}
			runtime.GC()
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			return m.HeapAlloc
		}
		few := put(50)
		many := put(1500)
		runtime.KeepAlive(out)
		if many > few+1<<20 {
			t.Errorf("%s: %d bytes after 50 rows, %d after 1,500 more of %d bytes", format, few, many, len(n.Notice.Text))
		}
	}
}
