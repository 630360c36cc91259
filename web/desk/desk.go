// Package desk answers what a browser page and an HTTP request work with: the
// corpus as it is now, changes of it, and files that are taken in. The pages
// (package web) and the HTTP API (package web/api) stand on it, so that both give
// the same answers.
package desk

import (
	"context"
	"log/slog"
	"time"

	"gongshi"
	"gongshi/compliance"
	"gongshi/compliance/workday"
	"gongshi/ingest/store"
	"gongshi/search"
)

// Desk is what a server of a corpus has at hand.
type Desk struct {
	// Search answers also while files are taken in, from the corpus as far as the index
	// has come: see Covered.
	Search search.Searcher
	// Store is for reading. What changes it goes through Write.
	Store *store.Store
	// Write lends the store for a change of short duration, such as a dismissal or
	// a saved query. While another process writes, it is a *lockfile.HeldError;
	// an import of this process does not stand in its way.
	Write func(ctx context.Context, change func(*store.Store) error) error
	// Uploads takes files in; nil where the data folder cannot be written to.
	Uploads Uploads
	// Rules are the rules whose findings the store has, for their titles and bases.
	Rules []compliance.Rule
	// Calendar is the one by which periods were counted.
	Calendar *workday.Calendar
	// Version is the program's, Reader that of its readers and parsers.
	Version string
	Reader  int
	// Covers gives the number of a change of the store that the answers of Search
	// cover, for what is new to a saved query; nil: Search never is behind the store.
	Covers func(ctx context.Context) (uint64, error)
	// Reason says for programs and for people why the ledger has a source as it has;
	// nil: its own code is all that is said.
	Reason func(src *store.Source) (code string, message gongshi.Text)
	// Lang is the language of who states none: "zh" or "en".
	Lang string
	// Log takes what went wrong here; what a caller did wrong goes to the caller.
	Log *slog.Logger
	// Now gives the time; it is a field for tests.
	Now func() time.Time
}

// Covered gives the number of a change of the store that the answers of Search cover:
// what changes later has a higher one, and is new to whoever has seen them.
func (d *Desk) Covered(ctx context.Context) (uint64, error) {
	if d.Covers != nil {
		return d.Covers(ctx)
	}
	return d.Store.Seq(ctx)
}
