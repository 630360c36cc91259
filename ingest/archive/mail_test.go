package archive

import (
	"iter"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongshi/internal/forge"
)

// postman is a make of mails for tests: "MAIL", and then names and contents, all
// separated by bars.
var postman = &Mail{
	Match: func(head []byte) bool { return strings.HasPrefix(string(head), "MAIL|") },
	Attached: func(data []byte) iter.Seq2[string, []byte] {
		return func(yield func(string, []byte) bool) {
			parts := strings.Split(string(data), "|")[1:]
			for i := 0; i+1 < len(parts); i += 2 {
				if !yield(parts[i], []byte(parts[i+1])) {
					return
				}
			}
		}
	},
}

// A mail is a document, and what is attached to it are its members.
func TestMail(t *testing.T) {
	inner := string(forge.NewZip().Add("1.txt", "one").File())
	mail := "MAIL|公示.txt|two|a.zip|" + inner + "|公示.txt|three|../../etc/x|four|///|five|again.eml|MAIL"
	list := func(w *Walker, name, content string) (got []string) {
		root := write(t, name, []byte(content))
		if err := w.Walk(t.Context(), root, func(f File) error {
			if f.Container != "" && f.Container != root {
				t.Errorf("%s is in %q", f.Path, f.Container)
			}
			text := describe(f)
			if strings.HasPrefix(text, "MAIL") || strings.HasSuffix(text, " bytes") {
				text = "whole"
			}
			got = append(got, strings.TrimPrefix(f.Path, filepath.Dir(root)+"/")+": "+text)
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		return got
	}
	w := &Walker{Mail: postman}
	want := []string{"m.eml: whole", "m.eml!/公示.txt: two", "m.eml!/a.zip!/1.txt: one", "m.eml!/公示.txt#2: three", "m.eml!/%2E%2E/%2E%2E/etc/x: four",
		"m.eml!/%: five", "m.eml!/again.eml: whole"}
	if diff := cmp.Diff(want, list(w, "m.eml", mail)); diff != "" {
		t.Error(diff)
	}
	outer := string(forge.NewZip().Add("m.eml", mail).File())
	if got := list(w, "o.zip", outer); len(got) != len(want) || got[0] != "o.zip!/m.eml: whole" || got[2] != "o.zip!/m.eml!/a.zip!/1.txt: one" {
		t.Errorf("in an archive: %q", got)
	}
	if got := list(&Walker{}, "m.eml", mail); len(got) != 1 {
		t.Errorf("without a reader of mails: %q", got)
	}
	if got := list(w, "m.eml", "MAIL|"); len(got) != 1 {
		t.Errorf("without a file attached: %q", got)
	}
	few := &Walker{Mail: postman, Budget: Budget{Members: 2}}
	if got := list(few, "m.eml", mail); got[len(got)-1] != "m.eml: <limit>" {
		t.Errorf("more members than may be: %q", got)
	}
	if !w.Carries([]byte(mail)) || w.Carries([]byte("MAIL|")) || w.Carries([]byte(outer)) || new(Walker).Carries([]byte(mail)) {
		t.Error("what carries files is not told")
	}
}
