package inline

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

var (
	// The code of an equation: "EQ \o\ac(○,1)"
	equation = regexp.MustCompile(`(?i)^\s*EQ\s`)
	// "\o\ac(○,1)": one over another; "\f(1,2)": a fraction
	drawing = regexp.MustCompile(`(?i)\\([of])(?:\\a[a-z])?\s*\((.*)\)`)
	// "\s\up 9(xiāo)": what stands above something
	above = regexp.MustCompile(`(?i)^\s*\\s\b`)
)

// Equation is what people see of a field that draws characters: a number in a
// circle, a fraction, a word without the reading above it. It is empty for other
// fields, and for drawings that are more than that.
func Equation(code string) string {
	if !equation.MatchString(code) {
		return ""
	}
	m := drawing.FindStringSubmatch(code)
	if m == nil {
		return ""
	}
	parts := slices.DeleteFunc(arguments(m[2]), above.MatchString)
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	switch {
	case len(parts) == 0:
		return ""
	case m[1] == "f" || m[1] == "F":
		return strings.Join(parts, "/")
	}
	last := parts[len(parts)-1]
	if n, err := strconv.Atoi(last); err == nil && n >= 1 && n <= 20 && strings.ContainsAny(parts[0], "○〇◯") {
		return string('①' + rune(n-1))
	}
	return last
}

// arguments parts a list at the commas that are not within parentheses.
func arguments(list string) []string {
	var out []string
	depth, from := 0, 0
	for i, r := range list {
		switch r {
		case '(':
			depth++
		case ')':
			depth--
		case ',', ';', '，':
			if depth == 0 {
				out = append(out, list[from:i])
				from = i + len(string(r))
			}
		}
	}
	return append(out, list[from:])
}
