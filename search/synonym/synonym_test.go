package synonym

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"gongshi/normal"
)

// The table has groups of two names and more, no name twice, and none that the
// form in which texts are compared would empty, tear or leave with blanks.
func TestTable(t *testing.T) {
	all := parse(groups)
	if len(all) < 60 {
		t.Errorf("there are %d groups, want 60 at least", len(all))
	}
	seen := map[string]bool{}
	for _, group := range all {
		if len(group) < 2 {
			t.Errorf("%v: a group has two names at least", group)
		}
		if !slices.ContainsFunc(group, func(m member) bool { return !m.askedOnly }) {
			t.Errorf("%v: nothing in it is looked for", group)
		}
		for _, m := range group {
			if seen[m.text] {
				t.Errorf("%q is there twice", m.text)
			}
			seen[m.text] = true
			checkName(t, m)
		}
	}
}

func checkName(t *testing.T, m member) {
	t.Helper()
	switch {
	case utf8.RuneCountInString(m.text) < 2:
		t.Errorf("%q is too short to be a name", m.text)
	case m.text != normal.Search(m.text):
		t.Errorf("%q is not in normal form", m.text)
	case strings.ContainsAny(m.text, "=?#") || strings.ContainsFunc(m.text, unicode.IsSpace):
		t.Errorf("%q has signs of the table, or blanks", m.text)
	case !m.askedOnly && len(m.text) <= 2:
		t.Errorf("%q stands inside of other words: it can only be asked for", m.text)
	}
}

// Every member of the file is written once as it is found, and no line hides
// blanks that would become part of a name.
func TestFile(t *testing.T) {
	for line := range strings.Lines(groups) {
		line = strings.TrimSuffix(line, "\n")
		if line != strings.TrimSpace(line) || strings.Contains(line, "  ") {
			t.Errorf("%q has blanks at an end, or two in a row", line)
		}
		if line != "" && !strings.HasPrefix(line, "#") && strings.Count(line, "=") != strings.Count(line, " = ") {
			t.Errorf("%q: names are parted by \" = \"", line)
		}
	}
}

func TestOf(t *testing.T) {
	tests := []struct{ text, want string }{
		{"环保督察", "生态环境保护督察 环境保护督察 生态环保督察"},
		{"住房和城乡建设局", "住建局 住房城乡建设局 住房与城乡建设局"},
		{"回头看", "督察“回头看” 督察回头看"},
		{"vocs", "挥发性有机物 挥发性有机化合物"},
		{"VOCs", ""}, // not in the form in which texts are compared
		{"tp", "总磷"}, {"总磷", ""},
		{"cod", "化学需氧量"}, {"化学需氧量", "cod"},
		{"第二轮环保督察", ""}, {"环保", ""}, {"", ""},
	}
	for _, test := range tests {
		if got := strings.Join(Of(test.text), " "); got != test.want {
			t.Errorf("%q: %q, want %q", test.text, got, test.want)
		}
	}
}
