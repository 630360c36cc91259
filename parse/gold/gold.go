// Package gold answers how well notices are parsed: it reads texts labelled by
// hand and scores what the parser finds in them, field by field.
package gold

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

// Label is what a person found in one text: a line of labels.jsonl. Texts are
// compared without blanks and with punctuation folded.
type Label struct {
	ID       string `json:"id"`
	Complete bool   `json:"complete"`
	Kind     string `json:"kind"`
	Title    string `json:"title"`
	Issuer   string `json:"issuer"`
	// Round is the inspection in words: "省级(第二轮省级)".
	Round   string `json:"round"`
	Problem string `json:"problem_number"`
	// Sections have a canonical kind, two joined by "+" where one label names
	// both, and the first and last characters of their body.
	Sections []struct {
		Kind  string `json:"canonical"`
		First string `json:"first"`
		Last  string `json:"last"`
	} `json:"sections"`
	// Dates are "2023-10-13"; "~" behind one marks what is not precise.
	Dates []struct {
		Written string `json:"as_written"`
		ISO     string `json:"iso"`
	} `json:"dates"`
	Numbers   []string `json:"doc_numbers"`
	Phones    []string `json:"phones"`
	Publicity struct {
		From string `json:"from"`
		To   string `json:"to"`
		Days int    `json:"stated_days"`
	} `json:"publicity_period"`
}

// Text is a labelled text.
type Text struct {
	Label Label
	Text  string
}

// Load reads the labelled texts of a folder: labels.jsonl, and for each of its
// lines a file ID.txt.
func Load(dir string) ([]Text, error) {
	f, err := os.Open(filepath.Join(dir, "labels.jsonl"))
	if err != nil {
		return nil, fmt.Errorf("reading labels: %w", err)
	}
	defer f.Close()
	var texts []Text
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<22)
	for lines.Scan() {
		var t Text
		if err := json.Unmarshal(lines.Bytes(), &t.Label); err != nil {
			return nil, fmt.Errorf("reading labels: %w", err)
		}
		data, err := os.ReadFile(filepath.Join(dir, t.Label.ID+".txt"))
		if err != nil {
			return nil, fmt.Errorf("reading a labelled text: %w", err)
		}
		t.Text = string(data)
		texts = append(texts, t)
	}
	return texts, lines.Err()
}
