package ingest

import (
	"context"

	"gongshi/ingest/archive"
)

// ReadAll reads files, folders and archives one after the other, storing
// nothing, and gives visit every reading in the order of the files. It is an error
// if none of the paths exists; that one does not is a failure of its reading.
func (r *Reader) ReadAll(ctx context.Context, paths []string, visit func(path string, reading *Reading) error) error {
	if err := checkPaths(paths); err != nil {
		return err
	}
	for _, path := range paths {
		if failure := missing(path); failure != nil {
			if err := visit(path, &Reading{Failure: failure}); err != nil {
				return err
			}
			continue
		}
		err := r.Archives.Walk(ctx, path, func(file archive.File) error {
			if err := ctx.Err(); err != nil {
				return err
			}
			if r.Begin != nil {
				r.Begin(file.Path)
			}
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
	data, failure, err := load(file, defaultMaxFile)
	if err != nil {
		return nil, err
	}
	if failure != nil {
		return &Reading{Failure: failure}, nil
	}
	return r.Read(ctx, file.Path, data)
}
