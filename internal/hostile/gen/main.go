// Gen writes the hostile files into a folder, each into one of its own, named by
// its number:
//
//	go run ./internal/hostile/gen [-all] FOLDER
package main

import (
	"flag"
	"fmt"
	"os"

	"gongshi/internal/hostile"
)

func main() {
	all := flag.Bool("all", false, "also those that take long")
	flag.Parse()
	if flag.NArg() != 1 {
		flag.Usage()
		os.Exit(2)
	}
	if err := hostile.WriteAll(flag.Arg(0), hostile.Cases(*all)); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}
