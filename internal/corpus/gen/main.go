// Command gen writes test data.
//
//	go run ./internal/corpus/gen -n 2000 -out DIR          invented notices as text files
//	go run ./internal/corpus/gen -n 2000 -out FILE.zip     the same in an archive
//	go run ./internal/corpus/gen -out testdata             what is derived in testdata
//
// The last form reads testdata/notices/*/source.txt and writes the inputs made of
// them, the broken files and the sample archives. The same sources give the
// same bytes.
package main

import (
	"flag"
	"fmt"
	"os"
)

func main() {
	var o options
	flag.IntVar(&o.count, "n", 0, "how many notices to invent; 0 derives testdata")
	flag.StringVar(&o.out, "out", "", "folder, or archive ending in .zip, to write to")
	flag.Uint64Var(&o.seed, "seed", 1, "seed of the invented notices")
	flag.IntVar(&o.size, "size", 0, "size of the invented notices in characters; 0 is the usual one")
	flag.BoolVar(&o.facts, "facts", false, "write facts.jsonl beside the invented notices")
	flag.Parse()
	if err := run(o); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}
