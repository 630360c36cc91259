package search

import (
	"context"
	"errors"
	"iter"
	"testing"

	"gongshi"
	"gongshi/index"
	"gongshi/search/query"
)

// Whatever goes from record to record stops when its context ends.
func TestStops(t *testing.T) {
	var list records
	for range 3 {
		r := index.NewRecord(&gongshi.Notice{ID: "a", Text: "总磷"}, nil)
		list = append(list, &r)
	}
	read := 0
	var cancel context.CancelFunc
	endless := Scan(func(context.Context) iter.Seq2[*index.Record, error] { // heeds no context
		return func(yield func(*index.Record, error) bool) {
			for yield(list[0], nil) {
				if read++; read == 5 {
					cancel()
				}
			}
		}
	})
	steps := map[string]func(context.Context) error{
		"match":  func(ctx context.Context) error { _, err := endless.Match(ctx, query.Word{Text: "总磷"}); return err },
		"having": func(ctx context.Context) error { _, _, err := endless.Having(ctx, []string{"总磷"}); return err },
		"search": func(ctx context.Context) error {
			_, err := New(endless, Options{}).Search(ctx, Request{Query: "总磷"})
			return err
		},
		"each": func(ctx context.Context) error {
			_, found, err := New(endless, Options{}).Each(ctx, Request{Query: "总磷"})
			for _, failed := range found {
				err = failed
			}
			return err
		},
		"first": func(ctx context.Context) error {
			cancel()
			_, err := list.First(ctx, nil, 0, 1)
			return err
		},
		"counts": func(ctx context.Context) error {
			cancel()
			_, err := list.Counts(ctx, "year")
			return err
		},
		"all": func(ctx context.Context) (err error) {
			for _, failed := range list.All(ctx) {
				cancel()
				err = failed
			}
			return err
		},
	}
	for name, step := range steps {
		read = 0
		var ctx context.Context
		ctx, cancel = context.WithCancel(t.Context())
		if err := step(ctx); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v, want that it stops", name, err)
		}
		cancel()
	}
}
