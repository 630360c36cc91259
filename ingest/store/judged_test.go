//go:build sqlite_fts5

package store_test

import (
	"context"
	"database/sql"
	"strings"
	"testing"
	"unicode/utf8"

	"gongshi/index"
	"gongshi/search/judged"
	"gongshi/search/query"
)

// BenchmarkJudged compares our order of hits with that of SQLite's FTS5 with
// pieces of three characters. Words that are shorter are looked for with LIKE,
// as FTS5's manual advises; such hits have no rank.
func BenchmarkJudged(b *testing.B) {
	bench := judged.NewBench(b, "../..")
	b.Run("fts5 trigram", func(b *testing.B) { bench.Compare(b, fts5(b, bench.Records)) })
}

// fts5 is an index in memory. Its connection must stay one: each has a memory
// of its own.
func fts5(b *testing.B, records []index.Record) judged.Engine {
	b.Helper()
	db, err := sql.Open("sqlite3", ":memory:")
	if err != nil {
		b.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	b.Cleanup(func() {
		if err := db.Close(); err != nil {
			b.Error(err)
		}
	})
	if _, err := db.ExecContext(b.Context(), `CREATE VIRTUAL TABLE notice USING fts5(name UNINDEXED, title, text, tokenize='trigram')`); err != nil {
		b.Fatal(err)
	}
	for _, r := range records {
		if _, err := db.ExecContext(b.Context(), `INSERT INTO notice VALUES (?, ?, ?)`, r.ID, r.Heading, r.Text); err != nil {
			b.Fatal(err)
		}
	}
	return func(ctx context.Context, q judged.Query) ([]string, error) {
		n, err := query.Parse(q.Text)
		if err != nil {
			return nil, err
		}
		return names(ctx, db, n)
	}
}

// names gives the names of what is found, by rank.
func names(ctx context.Context, db *sql.DB, n query.Node) ([]string, error) {
	condition, args := where(n)
	rows, err := db.QueryContext(ctx, `SELECT name FROM notice
		LEFT JOIN (SELECT rowid AS id, bm25(notice) AS score FROM notice WHERE notice MATCH ?) ON id = notice.rowid
		WHERE `+condition+` ORDER BY score IS NULL, score, notice.rowid`, append([]any{ranking(n)}, args...)...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var found []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		found = append(found, name)
	}
	return found, rows.Err()
}

// trigram is the length of a piece; shorter words have none.
const trigram = 3

// ranking is the expression by which hits are ranked: any of the words that are
// asked for and long enough.
func ranking(n query.Node) string {
	words := []string{`"` + strings.Repeat("\u2400", trigram) + `"`} // nothing has it
	query.Walk(n, func(n query.Node, negated bool) {
		if w, ok := n.(query.Word); ok && !negated && utf8.RuneCountInString(w.Text) >= trigram {
			words = append(words, phrase(w.Text))
		}
	})
	return strings.Join(words, " OR ")
}

func phrase(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }

// where is the condition of a query in SQL.
func where(n query.Node) (condition string, args []any) {
	join := func(nodes []query.Node, word string) (string, []any) {
		var parts []string
		var all []any
		for _, n := range nodes {
			part, args := where(n)
			parts, all = append(parts, "("+part+")"), append(all, args...)
		}
		return strings.Join(parts, word), all
	}
	switch n := n.(type) {
	case query.And:
		return join(n.Nodes, " AND ")
	case query.Or:
		return join(n.Nodes, " OR ")
	case query.Not:
		condition, args := where(n.Node)
		return "NOT (" + condition + ")", args
	case query.Word:
		if utf8.RuneCountInString(n.Text) >= trigram {
			return "notice.rowid IN (SELECT rowid FROM notice WHERE notice MATCH ?)", []any{phrase(n.Text)}
		}
		pattern := "%" + n.Text + "%"
		return "title LIKE ? OR text LIKE ?", []any{pattern, pattern}
	}
	return "TRUE", nil
}
