package main

import (
	"strings"
	"testing"
	"time"

	"gongshi/ingest"
)

// Failures are seen on a narrow terminal too: what is cut is the path.
func TestProgressLine(t *testing.T) {
	zh, en := &app{lang: "zh"}, &app{lang: "en"}
	path := "/资料/2023年/湖南省/岳阳市/岳阳楼区/关于第二轮中央生态环境保护督察反馈问题整改销号情况的公示.pdf"
	importing := ingest.Progress{Summary: ingest.Summary{Seen: 123456, Failed: 78, Notices: 120034, Bytes: 9_876_543_210}, Current: path}
	for _, room := range []int{40, 59, 79, 200} {
		for _, a := range []*app{zh, en} {
			line := a.progressLine(a.ofImport(importing, time.Hour), time.Hour, room)
			if columns.StringWidth(line) > room {
				t.Errorf("%d columns in %d: %s", columns.StringWidth(line), room, line)
			}
			if !strings.Contains(line, a.tr("失败 78", "78 failed")) {
				t.Errorf("no failures in %d columns: %s", room, line)
			}
			if room == 200 && !strings.HasSuffix(line, path) || room == 79 && strings.Contains(line, "资料") {
				t.Errorf("%d columns: %s", room, line)
			}
		}
	}
	got := zh.progressLine(standing{done: 1, unit: "个文件", current: path}, time.Second, 59)
	if !strings.HasPrefix(got, "已处理 1 个文件，已用 1 秒  …") || !strings.HasSuffix(got, "情况的公示.pdf") {
		t.Errorf("%s", got)
	}
	for _, test := range []struct {
		s    standing
		took time.Duration
		want string
	}{
		{standing{done: 50, total: 200, unit: "份公示"}, 10 * time.Second, "已处理 50 / 200 份公示，剩余约 30 秒"},
		{standing{done: 500, total: 20000, unit: "份公示"}, 10 * time.Second, "已处理 500 / 20000 份公示，剩余约 6 分 30 秒"},
		{standing{done: 3, total: 20000, unit: "份公示"}, time.Second, "已处理 3 / 20000 份公示，已用 1 秒"},
		{standing{total: 20, unit: "份公示"}, time.Second, "已处理 0 / 20 份公示，已用 1 秒"},
		{standing{done: 1000, total: 9000, unit: "份公示"}, time.Hour, "已处理 1000 / 9000 份公示，剩余约 8 小时 0 分"},
	} {
		if got := zh.progressLine(test.s, test.took, 79); got != test.want {
			t.Errorf("%q, want %q", got, test.want)
		}
	}
}
