// Package synonym answers what else notices call the same thing: 住建局 is
// 住房和城乡建设局, VOCs are 挥发性有机物. It knows whole names only, by a table of
// ours.
package synonym

import (
	_ "embed"
	"strings"
	"sync"

	"gongshi/normal"
)

//go:embed groups.txt
var groups string

// member is a name in a group.
type member struct {
	text string // in the form in which texts are compared
	// askedOnly: whoever asks for it gets the others, and nobody else gets it.
	askedOnly bool
}

// Of gives the other names of what a text names, in the form in which texts are
// compared, as the text has to be. There are none if the text is not, as a whole,
// a name in the table.
func Of(text string) []string {
	var others []string
	for _, m := range table()[text] {
		if m.text != text && !m.askedOnly {
			others = append(others, m.text)
		}
	}
	return others
}

// table finds the group of a name.
var table = sync.OnceValue(func() map[string][]member {
	all := map[string][]member{}
	for _, group := range parse(groups) {
		for _, m := range group {
			all[m.text] = group
		}
	}
	return all
})

// parse reads the table.
func parse(text string) [][]member {
	var all [][]member
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		var group []member
		for name := range strings.SplitSeq(line, " = ") {
			name, askedOnly := strings.CutPrefix(name, "?")
			group = append(group, member{normal.Search(name), askedOnly})
		}
		all = append(all, group)
	}
	return all
}
