package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTable(t *testing.T) {
	list := table{path: 2}
	list.add("失败", "damaged", "/资料/湖南省/岳阳市/岳阳楼区/第一批/1.pdf", "文件损坏或不完整：请重新下载后再导入（cut short）")
	list.add("已导入", "", "/资料/2.pdf", "")
	for width, want := range map[int]string{
		0: "失败    damaged  /资料/湖南省/岳阳市/岳阳楼区/第一批/1.pdf  文件损坏或不完整：请重新下载后再导入（cut short）\n已导入           /资料/2.pdf\n",
		72: "失败    damaged  …岳阳市/岳阳楼区/第一批/1.pdf  文件损坏或不完整：请重…\n" +
			"已导入           /资料/2.pdf\n",
		30: "失败    damaged  …/岳阳楼区/…\n已导入           /资料/2.pdf\n",
	} {
		var b strings.Builder
		if err := list.write(&b, width); err != nil {
			t.Fatal(err)
		}
		got := b.String()
		for line := range strings.Lines(got) {
			line = strings.TrimSuffix(line, "\n")
			if strings.HasSuffix(line, " ") || width > 0 && columns.StringWidth(line) > width {
				t.Errorf("width %d: %q has %d columns", width, line, columns.StringWidth(line))
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("width %d: %s", width, diff)
		}
	}
}
