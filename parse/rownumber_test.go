package parse

import (
	"fmt"
	"testing"

	"gongshi"
)

func TestCellNumber(t *testing.T) {
	for cell, want := range map[string]string{
		"3": "3", "十九": "19", "第三十二项": "32", "第07号": "7", "问题十一": "11", "第2-14号问题": "2-14", "HD-7": "HD-7", "YB-017": "YB-017", "NM-2022-EE-06": "NM-2022-EE-06",
		"GD12": "GD12", "D3HB202406060068": "D3HB202406060068",
		// must not match
		"": "", "反馈问题": "", "整改时限": "", "3座尾矿库": "", "第十一项未完成": "", "HD": "", "HD-": "", "COD": "", "PM2.5": "", "ABCDE-12": "", "2022年12月": "",
	} {
		if got, _ := cellNumber(cell); got != want {
			t.Errorf("%s: %q, want %q", cell, got, want)
		}
	}
}

// Rows of labels and values in turn are no labels of columns; a row of labels
// over rows of cells is.
func TestPairsInARow(t *testing.T) {
	const first = "整改销号公示表\n问题内容|地下水超标，渣场未防渗。\n整改目标|地下水达标。\n"
	check(t, []row{
		{first + "整改时限|2022年12月31日|责任单位|浈江区人民政府\n整改完成情况|完成渣场防渗。\n公示期|2023年1月9日至2023年1月20日", []string{
			"issue|问题内容|地下水超标，渣场未防渗。", "goal|整改目标|地下水达标。", "deadline|整改时限|2022年12月31日", "responsible|责任单位|浈江区人民政府", "implementation|整改完成情况|完成渣场防渗。"}},
		{first + "责任单位|县水利局|整改时限|立行立改|验收单位|市水利局\n整改完成情况|完成渣场防渗。", []string{
			"issue|问题内容|地下水超标，渣场未防渗。", "goal|整改目标|地下水达标。", "responsible|责任单位|县水利局", "deadline|整改时限|立行立改", "acceptance|验收单位|市水利局",
			"implementation|整改完成情况|完成渣场防渗。"}},
		{"整改情况公示表\n整改问题|所在乡镇|整改目标|目前状态\n黑臭。|甲镇|消除。|已完成\n扬尘。|乙镇|达标。|已完成", []string{"issue|整改问题|黑臭。", "goal|整改目标|消除。", "issue|整改问题|扬尘。", "goal|整改目标|达标。"}},
		{"整改情况公示表\n序号|反馈问题|整改目标|完成情况\n1|黑臭。|消除。|已完成。\n公示时间：2022年7月4日至2022年7月15日|||联系电话：0310-5112369", []string{
			"issue|反馈问题|黑臭。", "goal|整改目标|消除。", "implementation|完成情况|已完成。"}},
	}, sectionsOf)
}

// What numbers a problem in a table is the cell of its number, never a label.
func TestNumbersInTables(t *testing.T) {
	check(t, []row{
		{"整改情况公示清单\n序号|问题编号|反馈问题|整改目标\n1|第三十二项|黑臭。|消除。\n2|HD-7|扬尘。|达标。", []string{"第三十二项=32", "HD-7=HD-7"}},
		{"整改情况公示清单\n序号|反馈问题|整改目标\n3|黑臭。|消除。\n5|扬尘。|达标。", []string{"3=3", "5=5"}},
		{"整改情况公示清单\n序号|问题编号|反馈问题|整改目标\n1|第三十二项|黑臭。|消除。", []string{"第三十二项=32"}},
		{"第十一项问题整改情况公示清单\n序号|问题编号|反馈问题|整改目标\n1|十一|黑臭。|消除。", []string{"第十一项=11"}},
		{"整改情况公示清单\n反馈问题|整改目标|完成情况\n河道黑臭，鱼类死亡。|消除。|已完成。\n扬尘。|达标。|正常。", []string{"河道黑臭=1", "扬尘。=2"}},
		{"整改情况的公示\n反馈问题：河道黑臭，鱼类死亡。\n整改目标：消除。\n反馈问题：工地扬尘。\n整改目标：达标。", []string{"河道黑臭=", "工地扬尘="}},
		// must not match
		{"整改情况公示清单\n序号|反馈问题|整改目标\n1|黑臭。|消除。", nil},
	}, func(n gongshi.Notice) []string {
		var out []string
		for _, p := range n.Problems {
			out = append(out, p.Text+"="+p.Number)
		}
		return out
	})
}

// A head that is a problem's number opens the section that says what the
// problem is, and the next one the next problem.
func TestIssueHeads(t *testing.T) {
	check(t, []row{
		{"整改情况的公示\n问题十九：河水为劣Ⅴ类，粪污直排。\n整改时限：2021年12月底\n整改目标：消除劣Ⅴ类。\n问题二十：雨天溢流。\n整改时限：2022年6月底\n整改目标：改造管网。", []string{
			"问题十九=19", "问题二十=20", "0 issue 河水为劣Ⅴ类，粪污直排。", "0 deadline 2021年12月底", "0 goal 消除劣Ⅴ类。", "1 issue 雨天溢流。", "1 deadline 2022年6月底", "1 goal 改造管网。"}},
		{"整改情况的公示\n(一)第2-14号问题:生活污水直排\n整改目标:消除直排口\n整改措施:新建管网\n(二)第2-15号问题:砂场扬尘\n整改目标:关停\n整改措施:依法关停", []string{
			"第2-14号问题=2-14", "第2-15号问题=2-15", "0 issue 生活污水直排", "0 goal 消除直排口", "0 measures 新建管网", "1 issue 砂场扬尘", "1 goal 关停", "1 measures 依法关停"}},
		{"整改情况的公示\n问题（三）：河水为劣Ⅴ类。\n沿线粪污直排。\n整改目标：消除劣Ⅴ类。\n整改情况：已完成。", []string{
			"问题（三）=3", "0 issue 河水为劣Ⅴ类。\n沿线粪污直排。", "0 goal 消除劣Ⅴ类。", "0 implementation 已完成。"}},
		{"整改情况的公示\n问题一：岸线破坏。\n一、反馈问题\n采砂。\n二、整改目标\n复绿。\n问题二：渗滤液积存。\n一、反馈问题\n积存。\n二、整改目标\n清零。", []string{
			"问题一：岸线破坏。=1", "问题二：渗滤液积存。=2", "0 issue 采砂。", "0 goal 复绿。", "1 issue 积存。", "1 goal 清零。"}},
		// must not match
		{"整改情况的公示\n问题一：扬尘。\n问题二：黑臭。\n整改目标：达标。\n整改措施：喷淋。", []string{"0 goal 达标。", "0 measures 喷淋。"}},
		{"整改情况的公示\n整改目标：达标。\n整改情况：\n问题一：已完成。\n问题二：已完成。", []string{"0 goal 达标。", "0 implementation 问题一：已完成。\n问题二：已完成。"}},
		{"整改情况的公示\n第一条措施：喷淋。\n整改目标：达标。\n整改措施：喷淋。", []string{"0 goal 达标。", "0 measures 喷淋。"}},
	}, func(n gongshi.Notice) []string {
		var out []string
		for _, p := range n.Problems {
			out = append(out, p.Text+"="+p.Number)
		}
		for _, s := range n.Sections {
			out = append(out, fmt.Sprintf("%d %s %s", s.Problem, s.Kind, s.Text))
		}
		return out
	})
}
