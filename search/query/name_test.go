package query

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// The documentation has every name that a field, a section or a kind has.
func TestNamesAreDocumented(t *testing.T) {
	page, err := os.ReadFile("../../docs/query.md")
	if err != nil {
		t.Fatal(err)
	}
	names := []string{}
	for name := range fieldNames {
		names = append(names, name)
	}
	for name := range sectionNames {
		names = append(names, name)
	}
	for name := range kindNames {
		names = append(names, name)
	}
	for _, name := range names {
		if !strings.Contains(string(page), name) {
			t.Errorf("docs/query.md does not name %q", name)
		}
	}
}

// No name stands for two fields.
func TestNamesAreDistinct(t *testing.T) {
	seen := map[string]string{}
	for _, f := range fields {
		for _, name := range append([]string{f.english}, f.chinese...) {
			if other, ok := seen[name]; ok {
				t.Errorf("%q is a name of %s and of %s", name, other, f.english)
			}
			seen[name] = f.english
		}
	}
}

func TestUnknownFields(t *testing.T) {
	for in, want := range map[string]string{
		"工期:90天": "工期", "工期：90天 责任人：某": "工期 责任人", "问题:a": "", `"工期:90天"`: "", "10:30": "", "工期": "", ":a": "",
		"关于整改销号情况的公示：": "", "Ⅲ类:a": "", "(工期:a OR -工期:b)": "工期", `工期:"`: "",
	} {
		if got := strings.Join(UnknownFields(in), " "); got != want {
			t.Errorf("UnknownFields(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestOtherSigns(t *testing.T) {
	tests := []struct {
		query string
		want  []string
	}{
		{"渗滤液 and 氨氮", []string{"and"}},
		{"总磷 or 氨氮 Not 湖", []string{"or", "Not"}},
		{"总磷|氨氮", []string{"总磷|氨氮"}},
		{"雨* 渗滤液+氨氮", []string{"雨*", "渗滤液+氨氮"}},
		{"渗滤液 AND 氨氮 OR 总磷 NOT 湖", nil},
		{`"总磷|氨氮" "or"`, nil},
		{"a+b PM2.5 order", nil},
	}
	for _, test := range tests {
		if got := OtherSigns(test.query); !slices.Equal(got, test.want) {
			t.Errorf("%s: %q, want %q", test.query, got, test.want)
		}
	}
}
