// Command stubfont writes the font that PDFium gets to see: a TrueType font
// that has a box for every Chinese character.
//
// PDFium drops text whose font is neither embedded nor found on the system
// when it cannot measure the glyphs. It never draws for us, so that the shape
// of the glyphs does not matter: one box of full width, one of half width.
package main

import (
	"fmt"
	"os"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: stubfont FILE")
		os.Exit(2)
	}
	if err := os.WriteFile(os.Args[1], font(), 0o644); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
