package upload

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"gongshi/internal/wholefile"
	"gongshi/web/desk"
)

// record is what stands in ID.json.
type record struct {
	desk.Upload
	Stored string `json:"stored"`
	Again  bool   `json:"again,omitempty"`
	Keep   bool   `json:"keep,omitempty"`
}

// idForm is what the spool calls uploads: by the time, so that they sort, and by
// chance, so that nobody guesses one and no two are equal.
var idForm = regexp.MustCompile(`^\d{8}T\d{9}-[0-9a-f]{16}$`) // 20261124T170405123-0123456789abcdef

func newID(now time.Time) string {
	var chance [8]byte
	rand.Read(chance[:])
	return strings.Replace(now.UTC().Format("20060102T150405.000"), ".", "", 1) + "-" + hex.EncodeToString(chance[:])
}

func (s *Spool) folder(id string) string   { return filepath.Join(s.dir, id) }
func (s *Spool) reportOf(id string) string { return filepath.Join(s.dir, id+".json") }
func (s *Spool) file(u *upload) string     { return filepath.Join(s.folder(u.ID), u.stored) }
func (s *Spool) kept(u *upload) bool       { _, err := os.Stat(s.file(u)); return err == nil }
func (s *Spool) known(id, p string) string {
	return strings.TrimPrefix(p, s.folder(id)+string(filepath.Separator))
}
func (s *Spool) removeFile(id string)   { s.complain(os.RemoveAll(s.folder(id))) }
func (s *Spool) removeReport(id string) { s.complain(os.Remove(s.reportOf(id))) }

// complain notes what could not be tidied up; nobody is the worse for it.
func (s *Spool) complain(err error) {
	if err != nil {
		s.Log.Warn("tidy up uploads", "error", err)
	}
}

// Accept implements [desk.Uploads].
func (s *Spool) Accept(ctx context.Context, name string, body io.Reader) (_ desk.Upload, err error) {
	if err := s.enter(); err != nil {
		return desk.Upload{}, err
	}
	defer func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.coming--
	}()
	now := s.Now().UTC()
	u := &upload{stored: storedName(name), watchers: map[chan desk.Upload]bool{},
		Upload: desk.Upload{ID: newID(now), Name: shownName(name), Accepted: now.Truncate(time.Millisecond), State: desk.UploadWaiting}}
	if u.Bytes, err = s.receive(ctx, u, body); err == nil {
		err = s.write(record{Upload: u.Upload, Stored: u.stored})
	}
	if err != nil {
		s.complain(os.RemoveAll(s.folder(u.ID)))
		return desk.Upload{}, fmt.Errorf("accept upload %q: %w", u.Name, err)
	}
	accepted := u.Upload
	s.mu.Lock()
	s.uploads[u.ID] = u
	s.mu.Unlock()
	s.nudge()
	return accepted, nil
}

// enter makes room for an upload, before any of it is read.
func (s *Spool) enter() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.waiting() >= s.MaxWaiting {
		return desk.ErrFull
	}
	s.coming++
	return nil
}

// receive puts the body on the disk, all of it or nothing.
func (s *Spool) receive(ctx context.Context, u *upload, body io.Reader) (int64, error) {
	if err := os.Mkdir(s.folder(u.ID), 0o700); err != nil {
		return 0, err
	}
	file, err := wholefile.Create(s.file(u))
	if err != nil {
		return 0, err
	}
	n, err := io.Copy(file, io.LimitReader(&interruptible{ctx, body}, s.MaxBytes+1))
	if err == nil && n > s.MaxBytes {
		err = desk.ErrTooLarge
	}
	if err != nil {
		return 0, errors.Join(err, file.Abort())
	}
	return n, file.Commit()
}

// interruptible is a reader that ends with a context.
type interruptible struct {
	ctx context.Context
	io.Reader
}

func (r *interruptible) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.Reader.Read(p)
}

// write writes down what is known of an upload.
func (s *Spool) write(r record) error {
	file, err := wholefile.Create(s.reportOf(r.ID))
	if err != nil {
		return err
	}
	if err := json.NewEncoder(file).Encode(r); err != nil {
		return errors.Join(err, file.Abort())
	}
	return file.Commit()
}

// load reads the spool, and clears away what a server left that was ended while it
// received or tidied up.
func (s *Spool) load() error {
	if err := os.MkdirAll(s.dir, 0o700); err != nil {
		return fmt.Errorf("open uploads: %w", err)
	}
	entries, err := os.ReadDir(s.dir)
	if err != nil {
		return fmt.Errorf("open uploads: %w", err)
	}
	bad := make(map[string]bool) // their reports cannot be read
	for _, e := range entries {
		if id, ok := strings.CutSuffix(e.Name(), ".json"); ok && idForm.MatchString(id) {
			if err := s.loadOne(id); err != nil { // the others are none the worse for it
				s.complain(fmt.Errorf("an upload is left alone: %w", err))
				bad[id] = true
			}
		}
	}
	for _, e := range entries {
		name := filepath.Join(s.dir, e.Name())
		switch {
		case strings.HasPrefix(e.Name(), ".gongshi-") && strings.HasSuffix(e.Name(), ".part"):
			s.complain(os.Remove(name))
		case e.IsDir() && idForm.MatchString(e.Name()) && s.uploads[e.Name()] == nil && !bad[e.Name()]:
			s.complain(os.RemoveAll(name)) // it was never accepted
		}
	}
	s.forget()
	s.nudge()
	return nil
}

// loadOne reads what is known of an upload. One whose file is gone has failed.
func (s *Spool) loadOne(id string) error {
	data, err := os.ReadFile(s.reportOf(id))
	if err != nil {
		return err
	}
	var r record
	if err := json.Unmarshal(data, &r); err != nil {
		return fmt.Errorf("%s: %w", s.reportOf(id), err)
	}
	if r.ID != id || !filepath.IsLocal(r.Stored) || strings.ContainsAny(r.Stored, `/\`) || r.Stored == "." {
		return fmt.Errorf("%s: it is not of this upload", s.reportOf(id))
	}
	u := &upload{Upload: r.Upload, stored: r.Stored, again: r.Again, keep: r.Keep, watchers: map[chan desk.Upload]bool{}}
	s.uploads[id] = u
	if u.State.Over() {
		if !u.keep && s.kept(u) {
			s.removeFile(id)
		}
		return nil
	}
	u.State = desk.UploadWaiting
	if _, err := os.Stat(s.file(u)); errors.Is(err, fs.ErrNotExist) {
		u.keep = false
		u.State, u.Ended = desk.UploadFailed, s.Now().UTC().Truncate(time.Millisecond)
		text := s.explain(fmt.Errorf("uploaded file: %w", err))
		u.Error = &text
		return s.write(record{Upload: u.Upload, Stored: u.stored})
	}
	return nil
}
