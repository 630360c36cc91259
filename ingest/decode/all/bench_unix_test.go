//go:build unix

package all_test

import (
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"gongshi/compliance"
	"gongshi/compliance/workday"
	"gongshi/ingest"
	"gongshi/ingest/decode"
	"gongshi/ingest/decode/worker"
	"gongshi/ingest/store"
	"gongshi/internal/corpus"
)

// benchFiles is how many notices are imported at a time.
const benchFiles = 200

// BenchmarkImport imports notices of about 8 KB of text, by format, into a store
// without an index: reading, decoding in workers, parsing, checking, storing. It
// reports what of that is due to isolation: the processor time that decoding
// takes through a worker beyond that in this process, as a share of the whole.
// The start of the workers, once in a thousand files, is reported on its own.
func BenchmarkImport(b *testing.B) {
	for _, form := range forms {
		b.Run(form.suffix, func(b *testing.B) { benchImport(b, form.suffix, form.write) })
	}
}

func benchImport(b *testing.B, suffix string, write func(corpus.Notice) []byte) {
	folder := b.TempDir()
	var inputs []decode.Input
	size := 0
	for i := range benchFiles {
		n := corpus.Invent(11, i, corpus.LongNotice)
		in := decode.Input{Name: filepath.Join(folder, n.Name+"."+suffix), Data: write(n)}
		if err := os.WriteFile(in.Name, in.Data, 0o600); err != nil {
			b.Fatal(err)
		}
		inputs, size = append(inputs, in), size+len(in.Data)
	}
	var whole, wall, inside, through, start time.Duration
	here(b, inputs[0]) // what the format does once is not its time
	for b.Loop() {
		begun := time.Now()
		used := spent(b, func() { importFolder(b, folder) })
		wall += time.Since(begun)
		inside += spent(b, func() {
			for _, in := range inputs {
				here(b, in)
			}
		})
		one := spent(b, func() { readAll(b, inputs[:1]) })
		all := spent(b, func() { readAll(b, append(inputs[:1:1], inputs...)) })
		start += one
		through += all - one
		whole += used - importWorkers*one // of a large import, nothing
	}
	files := float64(b.N * benchFiles)
	b.ReportMetric(float64(size)/benchFiles/1000, "KB/file")
	b.ReportMetric(files/wall.Seconds(), "files/s")
	b.ReportMetric(1000*whole.Seconds()/files, "cpu-ms/file")
	b.ReportMetric(1000*inside.Seconds()/files, "decode-cpu-ms")
	b.ReportMetric(1000*through.Seconds()/files, "isolated-cpu-ms")
	b.ReportMetric(100*(through-inside).Seconds()/whole.Seconds(), "%isolation")
	b.ReportMetric(1000*start.Seconds()/float64(b.N), "start-cpu-ms")
	b.ReportMetric(0, "ns/op") // the sum of all that is no time of anything
}

const importWorkers = 2

func importFolder(b *testing.B, folder string) {
	st, err := store.Open(b.Context(), b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	p := newPool(b, importWorkers)
	im := ingest.Importer{Store: st, Version: "test", Workers: importWorkers, Reader: &ingest.Reader{
		Isolated: p.Read, Calendar: workday.Official(), Rules: compliance.Rules()}}
	summary, err := im.Import(b.Context(), []string{folder})
	if err != nil || summary.Imported != benchFiles {
		b.Fatalf("%+v, %v", summary, err)
	}
	if err := p.Close(); err != nil {
		b.Fatal(err)
	}
	if err := st.Close(); err != nil {
		b.Fatal(err)
	}
}

// readAll reads files through a worker, and has it end: only then is it known
// what it has spent.
func readAll(b *testing.B, inputs []decode.Input) {
	p, err := worker.New(worker.Options{Size: 1})
	if err != nil {
		b.Fatal(err)
	}
	for _, in := range inputs {
		if _, _, err := p.Read(b.Context(), in); err != nil {
			b.Fatal(fmt.Errorf("%s: %w", in.Name, err))
		}
	}
	if err := p.Close(); err != nil {
		b.Fatal(err)
	}
}

// spent is the processor time that f takes, with that of the processes that end
// in it.
func spent(b *testing.B, f func()) time.Duration {
	total := func() time.Duration {
		var sum time.Duration
		for _, who := range []int{syscall.RUSAGE_SELF, syscall.RUSAGE_CHILDREN} {
			var used syscall.Rusage
			if err := syscall.Getrusage(who, &used); err != nil {
				b.Fatal(err)
			}
			sum += time.Duration(used.Utime.Nano() + used.Stime.Nano())
		}
		return sum
	}
	before := total()
	f()
	return total() - before
}
