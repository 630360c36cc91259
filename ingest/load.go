package ingest

import (
	"errors"
	"fmt"
	"io"

	"gongshi/ingest/archive"
)

// load reads the bytes of a file, up to limit.
func load(file archive.File, limit int64) ([]byte, *Failure) {
	err := file.Err
	if err == nil {
		err = tooLarge(file.Size, limit)
	}
	var data []byte
	if err == nil {
		data, err = readAll(file, limit)
	}
	if err != nil {
		return nil, newArchiveFailure(file.Path, err)
	}
	return data, nil
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
	}
	return f
}
