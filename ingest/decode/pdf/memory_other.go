//go:build !unix

package pdf

import "context"

// linearMemory leaves memory to the garbage collector.
func linearMemory(ctx context.Context) context.Context { return ctx }
