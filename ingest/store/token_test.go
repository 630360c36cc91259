package store

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestTokens(t *testing.T) {
	ctx, dir := t.Context(), t.TempDir()
	s, err := Open(ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	made := time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)
	zhang, li := Token{"张三", "read", made}, Token{"li", "admin", made}
	for secret, token := range map[string]Token{"one-secret": zhang, "another-secret": li} {
		if err := s.AddToken(ctx, token, secret); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.AddToken(ctx, zhang, "third"); !errors.Is(err, ErrTaken) {
		t.Errorf("a second token of the name: %v", err)
	}
	if got, err := s.TokenOf(ctx, "one-secret"); err != nil || got != zhang {
		t.Errorf("TokenOf: %v, %v", got, err)
	}
	for _, wrong := range []string{"", "third", "one-secre", "one-secret ", tokenDigest("one-secret")} {
		if got, err := s.TokenOf(ctx, wrong); !errors.Is(err, ErrNotFound) || got != (Token{}) {
			t.Errorf("TokenOf(%q): %v, %v", wrong, got, err)
		}
	}
	all, err := s.Tokens(ctx)
	if diff := cmp.Diff([]Token{li, zhang}, all); diff != "" || err != nil {
		t.Error(err, diff)
	}
	if err := s.DeleteToken(ctx, "张三"); err != nil {
		t.Fatal(err)
	}
	if err := s.DeleteToken(ctx, "张三"); !errors.Is(err, ErrNotFound) {
		t.Errorf("deleted twice: %v", err)
	}
	if _, err := s.TokenOf(ctx, "one-secret"); !errors.Is(err, ErrNotFound) {
		t.Errorf("a deleted token opens: %v", err)
	}
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, name := range files {
		if data, err := os.ReadFile(name); err != nil || bytes.Contains(data, []byte("another-secret")) {
			t.Errorf("%s holds the secret (%v)", name, err)
		}
	}
}

// A store of the version before gets the table when it is opened for writing.
func TestTokensOfVersion3(t *testing.T) {
	ctx, dir := t.Context(), t.TempDir()
	s, err := Open(ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.write.ExecContext(ctx, "DROP TABLE token; PRAGMA user_version=3"); err != nil {
		t.Fatal(err)
	}
	if all, err := s.Tokens(ctx); err != nil || all != nil {
		t.Errorf("without the table: %v, %v", all, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if s, err = OpenReadOnly(ctx, dir); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if s, err = Open(ctx, dir); err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := s.AddToken(ctx, Token{Name: "a", Role: "read"}, "secret"); err != nil {
		t.Error(err)
	}
}
