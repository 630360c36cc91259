// Command gen writes official.txt, the working-day calendar that the program
// carries, out of three sources that know nothing of each other:
//
//   - the Go module github.com/6tail/lunar-go,
//   - the npm package chinese-days, as testdata/chinese-days.txt,
//   - the repository NateScarlet/holiday-cn, as testdata/holiday-cn.txt.
//
// It covers the years that all three cover. Where they differ on a day it takes
// what two of the three say, and writes the difference into the head of the file.
//
// With -chinese-days or -holiday-cn it first renews the copy in testdata:
//
//	npm pack chinese-days && tar xzf chinese-days-*.tgz
//	go run ./gen -chinese-days package -holiday-cn ~/holiday-cn -o official.txt
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
	out := flag.String("o", "official.txt", "file to write")
	testdata := flag.String("testdata", "testdata", "folder of the copied sources")
	days := flag.String("chinese-days", "", "unpacked npm package to renew chinese-days.txt from")
	cn := flag.String("holiday-cn", "", "checkout to renew holiday-cn.txt from")
	flag.Parse()
	if *days != "" {
		if err := renew(filepath.Join(*testdata, chineseDaysFile), *days, readChineseDays); err != nil {
			return err
		}
	}
	if *cn != "" {
		if err := renew(filepath.Join(*testdata, holidayCNFile), *cn, readHolidayCN); err != nil {
			return err
		}
	}
	sources, err := readSources(*testdata)
	if err != nil {
		return err
	}
	m, err := merge(sources)
	if err != nil {
		return err
	}
	text, err := m.text()
	if err != nil {
		return err
	}
	fmt.Fprintln(os.Stderr, m.summary())
	return os.WriteFile(*out, text, 0o644)
}

// renew writes the compact copy of a source.
func renew(path, from string, read func(string) ([]byte, error)) error {
	text, err := read(from)
	if err != nil {
		return fmt.Errorf("renew %s: %w", path, err)
	}
	return os.WriteFile(path, text, 0o644)
}
