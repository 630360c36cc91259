package store

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// A store that is closed while a transaction is given up leaves no log beside
// it: the process may end right after.
func TestCloseWhileATransactionEnds(t *testing.T) {
	for i := range 40 {
		dir := t.TempDir()
		s, err := Open(t.Context(), dir)
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		begun, ended := make(chan struct{}), make(chan error)
		go func() {
			ended <- s.update(ctx, func(tx *sql.Tx) error {
				close(begun)
				for ctx.Err() == nil {
					if _, err := tx.ExecContext(ctx, "UPDATE source SET tries = tries + 1"); err != nil {
						return err
					}
				}
				return ctx.Err()
			})
		}()
		<-begun
		time.Sleep(time.Duration(i%5) * 200 * time.Microsecond)
		cancel()
		if err := <-ended; err == nil {
			t.Fatal("the transaction was not given up")
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(filepath.Join(dir, "gongshi.db-wal")); !errors.Is(err, fs.ErrNotExist) {
			t.Fatalf("try %d: the log is still there: %v", i, err)
		}
	}
}
