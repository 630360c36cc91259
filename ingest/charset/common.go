package charset

import "sync"

// Common tells whether r is one of the about 1,200 Han characters that make up
// nine tenths of a Chinese text, simplified or traditional.
func Common(r rune) bool { return commonHan()[r] }

var commonHan = sync.OnceValue(func() map[rune]bool {
	common := make(map[rune]bool)
	for _, r := range simplified {
		common[r] = true
	}
	pairs := []rune(traditional)
	for i := 0; i+1 < len(pairs); i += 2 {
		if common[pairs[i]] {
			common[pairs[i+1]] = true
		}
	}
	return common
})
