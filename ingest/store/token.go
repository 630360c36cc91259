package store

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"time"
)

// ErrTaken says that a name is given already.
var ErrTaken = errors.New("the name is taken")

// Token is what somebody shows to a server to be let in. The store has its digest
// only: nobody can read from it what is to be shown.
type Token struct {
	// Name says whose it is.
	Name string
	// Role is what it allows, as who makes tokens writes it.
	Role string
	Made time.Time
}

// tokenDigest is what is stored of a secret. A secret is random and long, so that
// a digest without salt and repetition is enough.
func tokenDigest(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// AddToken stores a token whose secret is given; [ErrTaken] says that there is one
// of the name.
func (s *Store) AddToken(ctx context.Context, t Token, secret string) error {
	err := s.update(ctx, func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, "INSERT INTO token (name, role, digest, made) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
			t.Name, t.Role, tokenDigest(secret), timeText(t.Made))
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, ErrTaken)
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("add token %q: %w", t.Name, err)
	}
	return nil
}

// DeleteToken forgets a token; [ErrNotFound] says that there is none of the name.
func (s *Store) DeleteToken(ctx context.Context, name string) error {
	return s.update(ctx, func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, "DELETE FROM token WHERE name = ?", name)
		if err != nil {
			return fmt.Errorf("delete token %q: %w", name, err)
		}
		if n, err := result.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, fmt.Errorf("delete token %q: %w", name, ErrNotFound))
		}
		return nil
	})
}

// Tokens gives all tokens, by name.
func (s *Store) Tokens(ctx context.Context) ([]Token, error) {
	var all []Token
	err := s.eachToken(ctx, func(t Token, _ string) { all = append(all, t) })
	return all, err
}

// TokenOf gives the token with the secret; [ErrNotFound] says that there is none.
// How long it takes does not tell how much of a secret is right.
func (s *Store) TokenOf(ctx context.Context, secret string) (found Token, err error) {
	shown, known := []byte(tokenDigest(secret)), false
	err = s.eachToken(ctx, func(t Token, digest string) {
		if subtle.ConstantTimeCompare(shown, []byte(digest)) == 1 {
			found, known = t, true
		}
	})
	if err == nil && !known {
		err = fmt.Errorf("token: %w", ErrNotFound)
	}
	return found, err
}

func (s *Store) eachToken(ctx context.Context, visit func(t Token, digest string)) error {
	if known, err := s.hasTable(ctx, "token"); err != nil || !known {
		return err
	}
	rows, err := s.read.QueryContext(ctx, "SELECT name, role, digest, made FROM token ORDER BY name")
	if err != nil {
		return fmt.Errorf("read tokens: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var t Token
		var digest, made string
		if err := rows.Scan(&t.Name, &t.Role, &digest, &made); err != nil {
			return fmt.Errorf("read tokens: %w", err)
		}
		if t.Made, err = time.Parse(time.RFC3339, made); err != nil {
			return fmt.Errorf("token %q: %w", t.Name, err)
		}
		visit(t, digest)
	}
	return rows.Err()
}

// TokenNamed gives the token of a name; [ErrNotFound] says that there is none.
func (s *Store) TokenNamed(ctx context.Context, name string) (found Token, err error) {
	known := false
	err = s.eachToken(ctx, func(t Token, _ string) {
		if t.Name == name {
			found, known = t, true
		}
	})
	if err == nil && !known {
		err = fmt.Errorf("token %q: %w", name, ErrNotFound)
	}
	return found, err
}
