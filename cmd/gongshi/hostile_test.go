package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"gongshi/internal/corpus"
	"gongshi/internal/hostile"
)

// Limits of what an import of hostile files may cost.
const (
	hostileSiblings = 200
	// hostileTime is for each file, and for all of those that are not slow. It is
	// processor time: the machine may be busy with something else.
	hostileTime   = time.Minute
	hostileMemory = 1536 << 20 // of the program and all it has started
	hostileSeed   = 7          // of the good notices
)

// A folder of hostile files with good ones between them is imported in one go:
// the good ones are all there and found, each hostile one has a reason in the
// ledger, and nothing is written outside of the data folder.
func TestHostileImport(t *testing.T) {
	long := os.Getenv("GONGSHI_LONG") != ""
	program := buildProgram(t)
	place := t.TempDir()
	folder, data, temp := filepath.Join(place, "files"), filepath.Join(place, "data"), filepath.Join(place, "tmp")
	if err := os.Mkdir(temp, 0o755); err != nil {
		t.Fatal(err)
	}
	cases := hostile.Cases(long)
	writeHostile(t, folder, long)
	siblings := writeSiblings(t, folder, len(cases))
	before := tree(t, place)

	cmd := command(t, program, data, "import", "--json", folder)
	cmd.Env = append(cmd.Env, "TMPDIR="+temp)
	begun := time.Now()
	peak, code := runWatched(t, cmd)
	took, spent := time.Since(begun), processorTime(cmd)
	if code != exitSomeFailed {
		t.Fatalf("exit code %d, want %d", code, exitSomeFailed)
	}
	t.Logf("%d hostile files: %v, %v of processor time, %d MB at most", len(cases), took.Round(time.Second), spent.Round(time.Second), peak>>20)
	// The slow ones are held to their limits one by one, in TestHostileEach.
	if !long && peak > hostileMemory {
		t.Errorf("it took %d MB, %d are allowed", peak>>20, hostileMemory>>20)
	}
	if !long && spent > hostileTime {
		t.Errorf("it took %v", spent)
	}
	if after := tree(t, place); !slices.Equal(before, after) {
		t.Errorf("files beside the data: %q, before %q", after, before)
	}
	rows := ledgerRows(t, program, data)
	for i, c := range cases {
		checkHostile(t, &c, below(rows, hostile.Folder(folder, i)))
	}
	checkSiblings(t, program, data, rows, siblings)
}

// writeHostile writes the cases by a program of its own: with the race detector,
// which this one may have, packing gigabytes takes minutes.
func writeHostile(t *testing.T, folder string, all bool) {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "go", "run", "gongshi/internal/hostile/gen", fmt.Sprintf("-all=%v", all), folder).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
}

// sibling is a good file and what finds its notice.
type sibling struct{ path, query string }

// writeSiblings spreads good notices over the folders of the cases.
func writeSiblings(t *testing.T, folder string, cases int) (all []sibling) {
	t.Helper()
	for i := range hostileSiblings {
		n := corpus.Invent(hostileSeed, i, corpus.ShortNotice)
		path := filepath.Join(folder, fmt.Sprintf("%03d", i*cases/hostileSiblings), "好"+n.Name)
		text := corpus.Text(n.Text())
		switch i % 10 {
		case 3, 6:
			path, text = path+".docx", corpus.DOCX(n.Paragraphs)
		case 4, 8:
			path, text = path+".html", corpus.HTML(corpus.Page{Layout: "trs", Site: n.Facts.Region.County + "人民政府", Headline: n.Facts.Title, Body: n.Paragraphs})
		case 9:
			path, text = path+".pdf", corpus.PDF(corpus.Layout{Paragraphs: n.Paragraphs})
		default:
			path += ".txt"
		}
		write(t, path, text, 0o644)
		all = append(all, sibling{path, fmt.Sprintf("phone:%s", n.Facts.Phone)})
	}
	return all
}

// tree lists what lies in a folder, without what an import may change.
func tree(t *testing.T, folder string) (names []string) {
	t.Helper()
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && path == filepath.Join(folder, "data") {
			return filepath.SkipDir
		}
		names = append(names, path)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, outside := range []string{"/tmp/gongshi-escaped.txt", "/gongshi-escaped.txt"} {
		if _, err := os.Lstat(outside); err == nil {
			names = append(names, outside)
		}
	}
	return names
}

// ledgerRow is what the ledger says of a source.
type ledgerRow struct{ Path, State, Code, Message string }

func ledgerRows(t *testing.T, program, data string) (rows []ledgerRow) {
	t.Helper()
	out, err := command(t, program, data, "ledger", "--json").Output()
	if err != nil {
		t.Fatal(err)
	}
	for decoder := json.NewDecoder(bytes.NewReader(out)); decoder.More(); {
		var row ledgerRow
		if err := decoder.Decode(&row); err != nil {
			t.Fatal(err)
		}
		rows = append(rows, row)
	}
	return rows
}

// below gives the rows of a case: all in its folder but the good siblings.
func below(rows []ledgerRow, folder string) (found []ledgerRow) {
	for _, row := range rows {
		if name, ok := strings.CutPrefix(row.Path, folder+"/"); ok && !strings.HasPrefix(name, goodName) {
			found = append(found, row)
		}
	}
	return found
}

// goodName is how the names of the good siblings begin.
const goodName = "好"

// checkHostile tells whether the ledger has an acceptable word on a case.
func checkHostile(t *testing.T, c *hostile.Case, rows []ledgerRow) {
	t.Helper()
	codes, imported, acceptable := map[string]int{}, 0, false
	for _, row := range rows {
		codes[row.Code]++
		switch row.State {
		case "imported", "duplicate":
			imported++
			acceptable = acceptable || slices.Contains(c.Codes, "")
		case "failed", "skipped":
			// A harmless member of a few letters is no notice.
			harmless := row.Code == "suspect" || row.Code == "empty" && strings.Contains(row.Path, "!/")
			acceptable = acceptable || slices.Contains(c.Codes, row.Code) || harmless && slices.Contains(c.Codes, "") || c.Crowd
			if row.Code == "" || row.Code == "internal" {
				t.Errorf("%s: %+v", c.Name, row)
			}
		default:
			t.Errorf("%s: %+v", c.Name, row)
		}
	}
	if !acceptable {
		t.Errorf("%s: codes %v, want one of %q", c.Name, codes, c.Codes)
	}
	if imported < c.Good {
		t.Errorf("%s: %d of %d good members are imported", c.Name, imported, c.Good)
	}
}

// checkSiblings tells whether all good files were imported, and their notices
// are found.
func checkSiblings(t *testing.T, program, data string, rows []ledgerRow, siblings []sibling) {
	t.Helper()
	state := map[string]string{}
	for _, row := range rows {
		state[row.Path] = row.State
	}
	for _, s := range siblings {
		if state[s.path] != "imported" {
			t.Errorf("%s: %q", s.path, state[s.path])
		}
	}
	for group := range slices.Chunk(siblings, 25) {
		var words []string
		for _, s := range group {
			words = append(words, s.query)
		}
		out, err := command(t, program, data, "search", "--json", strings.Join(words, " OR ")).Output()
		var result struct{ Total int }
		if err := errors.Join(err, json.Unmarshal(out, &result)); err != nil {
			t.Fatal(err)
		}
		if result.Total != len(group) {
			t.Errorf("%d notices of %d are found: %v", result.Total, len(group), words)
		}
	}
}

// runWatched runs a command to its end and gives the most memory that it and all
// it has started were seen to hold.
func runWatched(t *testing.T, cmd *exec.Cmd) (peak int64, code int) {
	t.Helper()
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	watched := watchMemory(cmd.Process.Pid)
	err := cmd.Wait()
	peak = watched()
	if strings.Contains(stderr.String(), "panic") || strings.Contains(stderr.String(), "goroutine ") {
		t.Errorf("%s", stderr.String())
	}
	failed, ok := errors.AsType[*exec.ExitError](err)
	if err != nil && !ok {
		t.Fatal(err)
	}
	if ok {
		return peak, failed.ExitCode()
	}
	return peak, 0
}

// processorTime is what a command that has ended took, with all it had started
// and waited for.
func processorTime(cmd *exec.Cmd) time.Duration {
	return cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
}

// TestHostileEach imports every hostile file alone and says what it costs.
func TestHostileEach(t *testing.T) {
	if os.Getenv("GONGSHI_LONG") == "" {
		t.Skip("GONGSHI_LONG is not set")
	}
	program := buildProgram(t)
	for _, c := range hostile.Cases(true) {
		t.Run(c.Name, func(t *testing.T) {
			folder, data := filepath.Join(t.TempDir(), "files"), filepath.Join(t.TempDir(), "data")
			if _, err := c.WriteTo(folder); err != nil {
				t.Fatal(err)
			}
			cmd := command(t, program, data, "import", folder)
			peak, code := runWatched(t, cmd)
			took := processorTime(cmd)
			if code != exitDone && code != exitSomeFailed {
				t.Errorf("exit code %d", code)
			}
			rows := ledgerRows(t, program, data)
			checkHostile(t, &c, below(rows, folder))
			if took > hostileTime || peak > hostileMemory {
				t.Errorf("%v, %d MB", took, peak>>20)
			}
			codes := map[string]int{}
			for _, row := range rows {
				codes[row.State+" "+row.Code]++
			}
			t.Logf("%v, %d MB, %v", took.Round(10*time.Millisecond), peak>>20, codes)
		})
	}
}
