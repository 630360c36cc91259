// Package numbering counts the items of lists as word processors do, and writes
// the numbers that people see but that are not in the text: 一、 （二） 3.
package numbering

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Levels is how many levels a list has at most.
const Levels = 10

// Level is how the items of a level of a list are numbered.
type Level struct {
	// Start is the number of the first item.
	Start int
	// Format is a name as Office Open XML has them: "decimal",
	// "chineseCounting", "bullet", …; see [Numeral].
	Format string
	// Text is what stands before an item; %1, %2, … are the numbers of the
	// levels: "（%2）".
	Text string
	// Legal writes the numbers of all levels in digits.
	Legal bool
	// NoSuffix has the text follow without any space.
	NoSuffix bool
	// NoRestart goes on counting when an item of a higher level comes between.
	NoRestart bool
}

// Count is how far a list has been counted.
type Count struct {
	numbers [Levels]int
	begun   [Levels]bool
}

// Restart has a level begin anew: its next item gets the number.
func (c *Count) Restart(level, first int) {
	if level >= 0 && level < Levels {
		c.numbers[level], c.begun[level] = first-1, true
	}
}

// List is the look of a list, and its count. Lists that look different can
// share a count, and go on where the other has ended.
type List struct {
	Levels [Levels]Level
	Count  *Count
}

// Next counts an item of a level, from 0, and gives the number that stands
// before it, or "". Levels that do not exist are taken for the nearest.
func (l *List) Next(level int) string {
	at := min(max(level, 0), Levels-1)
	c := l.Count
	for i := range at + 1 {
		if !c.begun[i] {
			// A level that was skipped shows the number it would begin with.
			c.numbers[i], c.begun[i] = l.Levels[i].Start, true
			if i == at {
				c.numbers[i]--
			}
		}
	}
	c.numbers[at]++
	for i := at + 1; i < Levels; i++ {
		if !l.Levels[i].NoRestart {
			c.begun[i] = false
		}
	}
	return l.label(at)
}

// label writes the number of the current item of a level.
func (l *List) label(at int) string {
	own := l.Levels[at]
	if own.Format == "bullet" {
		return ""
	}
	label := own.Text
	for i := Levels - 1; i >= 0; i-- { // %10 before %1
		mark := "%" + strconv.Itoa(i+1)
		if strings.Contains(label, mark) {
			format := l.Levels[i].Format
			if own.Legal {
				format = "decimal"
			}
			label = strings.ReplaceAll(label, mark, Numeral(format, l.Count.numbers[i]))
		}
	}
	// A number that ends in a digit would run into the text.
	if last, _ := utf8.DecodeLastRuneInString(label); !own.NoSuffix && last < utf8.RuneSelf && (unicode.IsDigit(last) || unicode.IsLetter(last)) {
		label += " "
	}
	return label
}
