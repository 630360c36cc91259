package normal

import "sync"

//go:generate go run ./gen

// The ideographs that have a simplified form lie between these.
const (
	firstIdeograph = 0x3400
	lastIdeograph  = 0x9FFF
)

// simplified is traditional as a table by the character, 0 for those that are
// not in it.
var simplified = sync.OnceValue(func() *[lastIdeograph - firstIdeograph + 1]rune {
	table := new([lastIdeograph - firstIdeograph + 1]rune)
	var from rune
	for _, r := range traditional {
		if from == 0 {
			from = r
			continue
		}
		if from >= firstIdeograph && from <= lastIdeograph {
			table[from-firstIdeograph] = r
		}
		from = 0
	}
	return table
})

// Simplified gives the simplified form of a traditional character, and r itself
// if it has none. It goes by the character alone: 乾 in 乾坤 becomes 干, which
// serves for matching, not for showing.
func Simplified(r rune) rune {
	if r < firstIdeograph || r > lastIdeograph {
		return r
	}
	if to := simplified()[r-firstIdeograph]; to != 0 {
		return to
	}
	return r
}
