package desk

import (
	"context"
	"errors"
	"io"
	"time"

	"gongshi"
)

// The errors of uploads that a caller can do something about.
var (
	ErrTooLarge = errors.New("the upload is larger than the server takes")
	ErrFull     = errors.New("too many uploads are waiting")
	ErrNoUpload = errors.New("there is no such upload")
)

// Uploads takes files and archives in. What was accepted is on the disk, and is
// imported even if the server ends in between, by the next that starts.
type Uploads interface {
	// Accept stores an upload and queues its import. The name is the file's own
	// and never becomes a path. ErrTooLarge, ErrFull.
	Accept(ctx context.Context, name string, body io.Reader) (Upload, error)
	// List gives the uploads, newest first.
	List(ctx context.Context) ([]Upload, error)
	// Watch gives the state of an upload now, and a channel that is sent each
	// later one until it is over or ctx ends; it is closed then. States that come
	// faster than they are read are left out, the last never. ErrNoUpload.
	Watch(ctx context.Context, id string) (Upload, <-chan Upload, error)
	// Retry imports an upload again that failed, or had files that failed.
	// ErrNoUpload; ErrFull.
	Retry(ctx context.Context, id string) (Upload, error)
}

// UploadState is how far an upload has come.
type UploadState string

// The states of an upload.
const (
	UploadWaiting UploadState = "waiting" // its turn will come
	UploadRunning UploadState = "running"
	UploadDone    UploadState = "done"   // its files may have failed one by one
	UploadFailed  UploadState = "failed" // Error says why
)

// Over tells whether nothing more will happen by itself.
func (s UploadState) Over() bool { return s == UploadDone || s == UploadFailed }

// Upload is a file or an archive that was taken in, and what became of it.
type Upload struct {
	ID       string      `json:"id"`
	Name     string      `json:"name"`
	Bytes    int64       `json:"bytes"`
	Accepted time.Time   `json:"accepted"`
	Ended    time.Time   `json:"ended,omitzero"`
	State    UploadState `json:"state"`
	// Current is the file that is being read.
	Current string `json:"current,omitempty"`
	// The counts are those of an import: files seen, and what became of them;
	// Notices is how many notices were in what was imported.
	Seen      int `json:"seen"`
	Imported  int `json:"imported"`
	Unchanged int `json:"unchanged"`
	Duplicate int `json:"duplicate"`
	Skipped   int `json:"skipped"`
	Failed    int `json:"failed"`
	Notices   int `json:"notices"`
	// Failures are the files that could not be read, with the reason.
	Failures []Failure `json:"failures,omitempty"`
	// Error says why the upload as a whole failed.
	Error *gongshi.Text `json:"error,omitempty"`
}

// Failure is a file of an upload that could not be read.
type Failure struct {
	Path    string       `json:"path"`
	Stage   string       `json:"stage"`
	Code    string       `json:"code"`
	Message gongshi.Text `json:"message"`
}
