// Package index says what is searched: the [Record] of a notice, and what an
// index of records must be able to do. Queries are answered exactly, by
// comparing them with records, or as comparing would; a back end finds those that match.
//
// An index is derived from the store and follows it: it knows the sequence
// number up to which it holds everything, and can be built anew at any time.
package index

import (
	"context"
	"errors"
)

// Version names the form of records. It is part of the version of every index,
// and changes with what [NewRecord] puts in a record, its encoding, or the form
// in which texts are compared.
const Version = "6"

// Errors that opening an index gives.
var (
	// ErrStale: the index was built by another version of the program, or with
	// another dictionary, and has to be built anew.
	ErrStale = errors.New("the index was made by another version")
	// ErrDamaged: the files of the index are not whole, and it has to be built
	// anew.
	ErrDamaged = errors.New("the index is damaged")
)

// Batch is a step in which an index follows the store: it is applied as a whole
// or not at all.
type Batch struct {
	// Delete are the ids of records that go. They go before Put comes.
	Delete []string
	// Put are records that come, or replace those of the same id.
	Put []Record
	// Seq is the sequence number of the store that the index has reached with
	// this batch. It never goes down.
	Seq uint64
	// Store names the store that Seq counts the changes of.
	Store string
}

// BatchRecords and BatchBytes are about how many records and bytes of text a
// batch should have: smaller ones are slow, larger ones take memory.
const (
	BatchRecords = 500
	BatchBytes   = 7 << 20
)

// Writer is an index that can be changed. One goroutine writes at a time.
type Writer interface {
	// Apply makes the batch part of the index. When it returns nil, the batch
	// outlives a crash.
	Apply(ctx context.Context, b Batch) error
	// Seq is the sequence number of the last batch, 0 when there was none.
	Seq(ctx context.Context) (uint64, error)
	// Store names the store of the last batch, "" when there was none.
	Store(ctx context.Context) (string, error)
}
