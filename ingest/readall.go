package ingest

import (
	"context"

	"gongshi/ingest/archive"
)

// ReadAll reads files, folders and archives one after the other, storing
// nothing, and gives visit every reading in the order of the files. A path that
// does not exist is an error.
func (r *Reader) ReadAll(ctx context.Context, paths []string, visit func(path string, reading *Reading) error) error {
	for _, path := range paths {
		err := r.Archives.Walk(ctx, path, func(file archive.File) error {
			reading, err := r.readFile(ctx, file)
			if err != nil {
				return err
			}
			return visit(file.Path, reading)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (r *Reader) readFile(ctx context.Context, file archive.File) (*Reading, error) {
	if reason := excluded(file.Path); file.Err == nil && reason != "" {
		return &Reading{Failure: &Failure{Path: file.Path, Stage: StageArchive, Code: reason}}, nil
	}
	data, failure := load(file, defaultMaxFile)
	if failure != nil {
		return &Reading{Failure: failure}, nil
	}
	return r.Read(ctx, file.Path, data)
}
