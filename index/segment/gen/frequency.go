package main

// #cgo LDFLAGS: -lm
// #include <math.h>
import "C"

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// mainDictionary is gojieba's main dictionary.
type mainDictionary struct {
	frequency map[string]int
	sum       float64
	// min and median are those of all words. A character that is no word
	// counts as min, a word of the user dictionary without a frequency as
	// median.
	min, median int
}

func readMain(text []byte) (*mainDictionary, error) {
	d := &mainDictionary{frequency: map[string]int{}}
	var all []int
	for line := range strings.Lines(string(text)) {
		fields := strings.Split(strings.TrimSuffix(line, "\n"), " ")
		if len(fields) != 3 {
			return nil, fmt.Errorf("main dictionary: %q has not three fields", line)
		}
		n, err := strconv.Atoi(fields[1])
		if err != nil || n < 1 {
			return nil, fmt.Errorf("main dictionary: frequency of %q", line)
		}
		d.frequency[fields[0]] = n
		d.sum += float64(n)
		all = append(all, n)
	}
	slices.Sort(all)
	d.min, d.median = all[0], all[len(all)/2]
	return d, nil
}

// weight is the logarithm of a frequency's share. It is the C library's, as in
// gojieba: a last bit that differs would decide ties differently.
func (d *mainDictionary) weight(frequency int) float64 {
	return float64(C.log(C.double(float64(frequency) / d.sum)))
}
