package ingest

import (
	"errors"
	"fmt"
	"io"
	"syscall"

	"gongshi/ingest/archive"
)

// load reads the bytes of a file, up to limit. An error is given where it is not
// the file that cannot be read, but nothing can.
func load(file archive.File, limit int64) ([]byte, *Failure, error) {
	err := file.Err
	if err == nil {
		err = tooLarge(file.Size, limit)
	}
	var data []byte
	if err == nil {
		data, err = readAll(file, limit)
	}
	if shortage(err) {
		return nil, nil, fmt.Errorf("read %q: %w", file.Path, err)
	}
	if err != nil {
		return nil, newArchiveFailure(file.Path, err), nil
	}
	return data, nil, nil
}

func readAll(file archive.File, limit int64) ([]byte, error) {
	r, err := file.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	data, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err == nil {
		err = tooLarge(int64(len(data)), limit)
	}
	return data, err
}

func tooLarge(size, limit int64) error {
	if size <= limit {
		return nil
	}
	return &archive.Error{Code: "limit", Detail: fmt.Sprintf("more than %d MB", limit>>20)}
}

// newArchiveFailure makes the ledger's entry of a file that cannot be opened or
// read. What is not said otherwise is the operating system's refusal.
func newArchiveFailure(path string, err error) *Failure {
	f := &Failure{Path: path, Stage: StageArchive, Code: CodeUnreadable, Detail: err.Error()}
	if e, ok := errors.AsType[*archive.Error](err); ok {
		f.Code, f.Detail = string(e.Code), e.Detail
		if cause, ok := errors.AsType[syscall.Errno](e.Err); ok && e.Code == archive.CodeUnreadable {
			f.Detail += ": " + cause.Error()
		}
	}
	return f
}
