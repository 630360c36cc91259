package main

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// defaultTimeout is how long a query may take unless it is told otherwise: far
// longer than any takes on an index, and less than anybody waits.
const defaultTimeout = 30 * time.Second

// within answers a query, and gives up when it takes longer than the timeout; 0
// stands for none. An interruption from outside stays one.
func (a *app) within(ctx context.Context, timeout time.Duration, asked string, answer func(context.Context) error) error {
	if timeout == 0 {
		return answer(ctx)
	}
	inner, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	err := answer(inner)
	// The store tells an interruption in words of its own.
	if err != nil && ctx.Err() == nil && errors.Is(inner.Err(), context.DeadlineExceeded) {
		return fmt.Errorf(a.tr("查询超时：“%s”在 %s 内没有查完，没有结果。请减少词语、加上地区或年份等筛选，或用 --timeout 2m 放宽时间（0 为不限）；正在导入时会慢一些",
			"the query timed out: %q was not done within %s, and there is no result. Use fewer words, or filters such as --region and --year, or give it more time with --timeout 2m (0: no limit); during an import it takes longer"),
			printable(asked), timeout)
	}
	return err
}
