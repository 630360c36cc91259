package main

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"
)

// A query that runs out of time says so; one that fails by itself, or is
// interrupted from outside, keeps its own error.
func TestWithin(t *testing.T) {
	wait := func(ctx context.Context) error {
		<-ctx.Done()
		return errors.New("interrupted (9)") // as a library says it
	}
	broken := errors.New("broken")
	stopped, stop := context.WithCancel(t.Context())
	stop()
	tests := []struct {
		name    string
		ctx     context.Context
		timeout time.Duration
		answer  func(context.Context) error
		want    string
	}{
		{"too long", t.Context(), time.Nanosecond, wait, "查询超时：“总磷”在 1ns 内没有查完"},
		{"no limit", stopped, 0, wait, "interrupted (9)"},
		{"interrupted", stopped, time.Hour, wait, "interrupted (9)"},
		{"fails", t.Context(), time.Hour, func(context.Context) error { return broken }, "broken"},
		{"works", t.Context(), time.Hour, func(context.Context) error { return nil }, ""},
	}
	a := &app{lang: "zh"}
	for _, test := range tests {
		err := a.within(test.ctx, test.timeout, "总磷", test.answer)
		if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.HasPrefix(err.Error(), test.want)) {
			t.Errorf("%s: %v, want %q", test.name, err, test.want)
		}
	}
}
