package compliance_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongshi"
	"gongshi/compliance"
	"gongshi/parse"
)

// "| 018 通城县 | SEC11 | …", "| 岳阳楼区 2023 (sample) | PUB01 | …"
var verdictRow = regexp.MustCompile(`(?m)^\| (?:(\d{3}) |.*\((sample)\)).*?\| ([A-Z]{3}\d\d) \|`)

// docs/precision.md and docs/precision-substance.md give a verdict on each error and warning on the notices that
// are not part of the repository: those that are found, and no others.
func TestPrecisionIsCurrent(t *testing.T) {
	folder := os.Getenv("GONGSHI_SHARED")
	if folder == "" {
		t.Skip("GONGSHI_SHARED is not set")
	}
	var want []string
	for _, name := range []string{"../docs/precision.md", "../docs/precision-substance.md"} {
		doc, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range verdictRow.FindAllStringSubmatch(string(doc), -1) {
			want = append(want, m[1]+m[2]+" "+m[3])
		}
	}
	files, err := filepath.Glob(filepath.Join(folder, "notices", "*.txt"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no notices in %s: %v", folder, err)
	}
	var got []string
	for _, path := range files {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range parse.Parse(&gongshi.Document{Text: string(text)}) {
			for _, f := range compliance.Check(&n, nil, compliance.Rules()) {
				if f.Severity.AtLeast(gongshi.SeverityWarning) {
					got = append(got, strings.TrimSuffix(filepath.Base(path), ".txt")+" "+f.Rule)
				}
			}
		}
	}
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-verdicts +findings\n%s", diff)
	}
}
