package judged

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Folder holds the queries, below the root of the repository; Golden is the one
// file there that holds none.
const (
	Folder = "testdata/queries"
	Golden = "golden.txt"
)

// Query is a query with the notices that match it.
type Query struct {
	File string // without its suffix
	Who  string // asks, and what for
	Text string // as typed
	// Grades are the notices that match, by their names: 3 is what the asker
	// wants, 1 touches it.
	Grades map[string]int
}

// Ordered tells whether the order of hits can be wrong: where all notices have
// the same grade, it cannot.
func (q Query) Ordered() bool {
	seen := 0
	for _, grade := range q.Grades {
		if seen != 0 && seen != grade {
			return true
		}
		seen = grade
	}
	return false
}

// Queries reads all queries below the root of the repository.
func Queries(root string) ([]Query, error) {
	paths, err := filepath.Glob(filepath.Join(root, Folder, "*.txt"))
	if err != nil {
		return nil, fmt.Errorf("listing judged queries: %w", err)
	}
	slices.Sort(paths)
	var queries []Query
	for _, path := range paths {
		if filepath.Base(path) == Golden {
			continue
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return nil, fmt.Errorf("reading judged queries: %w", err)
		}
		for block := range strings.SplitSeq(string(data), "\n\n") {
			q, err := parseQuery(strings.TrimSpace(block))
			if err != nil {
				return nil, fmt.Errorf("%s: %q: %w", path, block, err)
			}
			q.File = strings.TrimSuffix(filepath.Base(path), ".txt")
			queries = append(queries, q)
		}
	}
	return queries, nil
}

var (
	errLine   = errors.New("neither a comment, a query nor a grade")
	errTwice  = errors.New("a notice has two grades")
	errNoText = errors.New("no query, or no notice")
)

// parseQuery reads a query with its grades.
func parseQuery(block string) (Query, error) {
	q := Query{Grades: map[string]int{}}
	for line := range strings.Lines(block) {
		head, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch {
		case head == "#":
			q.Who = rest
		case head == "?" && q.Text == "":
			q.Text = rest
		case len(head) == 1 && "1" <= head && head <= "3":
			name, why, _ := strings.Cut(rest, " ")
			if strings.TrimSpace(why) == "" {
				return q, fmt.Errorf("%w: %q has no reason", errLine, line)
			}
			if q.Grades[name] != 0 {
				return q, fmt.Errorf("%w: %q", errTwice, name)
			}
			q.Grades[name] = int(head[0] - '0')
		default:
			return q, fmt.Errorf("%w: %q", errLine, line)
		}
	}
	if q.Text == "" || len(q.Grades) == 0 {
		return q, errNoText
	}
	return q, nil
}
