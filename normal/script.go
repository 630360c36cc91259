package normal

import "sync"

//go:generate go run ./gen

// simplified is traditional as a table.
var simplified = sync.OnceValue(func() map[rune]rune {
	table := make(map[rune]rune, len(traditional)/6)
	var from rune
	for _, r := range traditional {
		if from == 0 {
			from = r
			continue
		}
		table[from], from = r, 0
	}
	return table
})

// Simplified gives the simplified form of a traditional character, and r itself
// if it has none. It goes by the character alone: 乾 in 乾坤 becomes 干, which
// serves for matching, not for showing.
func Simplified(r rune) rune {
	if r < 0x3400 || r > 0x9FFF {
		return r
	}
	if to, ok := simplified()[r]; ok {
		return to
	}
	return r
}
