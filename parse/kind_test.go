package parse

import (
	"strings"
	"testing"

	"gongshi"
)

func TestKindByTitle(t *testing.T) {
	const other, result = gongshi.KindOtherOfficial, gongshi.KindCloseOut
	for _, test := range []struct {
		title  string
		kind   gongshi.NoticeKind
		reason string
	}{
		{"关于第11项问题整改销号情况的公示", result, "title-close-out"},
		{"关于2021年第二轮中央生态环境保护督察报告反馈问题（问题编号一）整改销号情况的公示", result, "title-close-out"},
		{"突出生态环境问题整改验收销号公示（第二批）", result, "title-close-out"},
		{"督察整改任务（序号126）整改完成情况公示表", result, "title-close-out"},
		{"某县人民政府关于第07号整改任务的验收销号意见", result, "title-close-out"},
		{"某县督察反馈问题整改完成情况一览表", result, "title-close-out"},
		{"信访件办结情况公告", result, "title-close-out"},
		{"关于《整改任务清单》第1项整改情况的公示", result, "title-close-out"},
		{"某区生态环境保护督察反馈问题整改销号公示清单", result, "title-close-out"},
		{"督察反馈拟销号问题清单公示（第二批）", result, "title-close-out"},
		{"督察整改完成情况清单", result, "title-close-out"},
		// what shares their words
		{"督察反馈未销号问题清单", other, "title-plan"},
		{"督察整改销号工作任务清单", other, "title-plan"},
		{"督察整改销号工作方案公示", other, "title-plan"},
		{"消防安全隐患整改销号公示清单", other, "title-other-rectification"},
		{"关于督察整改方案的公示", other, "title-plan"},
		{"督察整改任务清单公示（第一批）", other, "title-plan"},
		{"关于印发《某县督察整改方案》的通知", other, "title-plan"},
		{"中央生态环境保护督察群众信访举报转办和边督边改公开情况一览表（第二十九批）", other, "title-petitions"},
		{"建设项目环境影响评价文件审批意见的公示", other, "title-other-business"},
		{"关于开展省级生态环境保护督察的公告", other, "title-other-business"},
		{"2022年度审计查出问题整改情况的公告", other, "title-other-rectification"},
		{"中共某县委关于巡察整改情况的公示", other, "title-other-rectification"},
		{"某县审计局关于印送审计整改函的函", other, "title-other-rectification"},
		{"关于督察反馈意见整改情况的报告", other, "title-office"},
		{"关于印发整改销号办法的通知", other, "title-office"},
		{"某县人民政府工作报告", other, "title-office"},
	} {
		n := parseOne(t, test.title+"\n根据有关规定，开展了有关工作。")
		if n.Kind != test.kind || n.KindReason != test.reason {
			t.Errorf("%s: %s, %s; want %s, %s", test.title, n.Kind, n.KindReason, test.kind, test.reason)
		}
	}
}

func TestKindByText(t *testing.T) {
	const other, result, none = gongshi.KindOtherOfficial, gongshi.KindCloseOut, gongshi.KindNotANotice
	far := strings.Repeat("网站首页 ", openingRunes)
	for _, test := range []struct {
		text   string
		kind   gongshi.NoticeKind
		reason string
	}{
		{"根据有关规定，现将第11项问题整改完成情况公示如下：", result, "opening-close-out"},
		{"现对已完成整改的问题情况进行公示。", result, "opening-close-out"},
		{"整改销号工作已完成，特此公示。", result, "opening-close-out"},
		{far + "现将整改情况公示如下：\n一、反馈问题\n污水。\n二、整改目标\n达标。", result, "opening-close-out"},
		{"一、反馈问题\n污水直排。\n二、整改目标\n达标。\n公示时间：2023年10月16日至2023年10月20日。", result, "sections-and-period"},
		{"一、反馈问题\n污水直排。\n二、整改情况\n已建成管网。", result, "sections-result"},
		// a title of which only the first line is left
		{"关于第二轮督察反馈意见\n现将第31项整改任务完成情况公示如下。\n一、整改目标\n达标。", result, "opening-close-out"},
		// a plan has no result, and a project is no problem
		{"一、督察意见：污水直排。\n责任单位：省住建厅。\n整改时限：立行立改。\n整改目标：达标。\n整改措施：建设管网。", other, "sections-plan"},
		{"现将《某县整治方案》予以公示，征求意见。", other, "opening-plan"},
		{"经审查，现将该项目环评文件予以公示。", other, "opening-plan"},
		{"各乡镇人民政府，县直各单位：\n现将整改工作有关事项通知如下。", other, "addressee"},
		{"按照《通知》（岳办发〔2022〕4号）开展了工作。", other, "document-number"},
		// a paper writes about notices, and quotes them
		{"某县推动整改销号清零\n2024-04-11 来源：某县融媒体中心\n“以前一下雨河边又黑又臭。”李大爷对记者说。今年以来，某县完成整改销号11项。", none, "news"},
		{"我市一批督察问题完成整改销号\n本报讯 近日，记者获悉，我市多个问题完成整改销号。", none, "news"},
		{"网站首页 上一页 下一页", none, "no-mark-of-an-office"},
		{"", none, "no-mark-of-an-office"},
	} {
		n := parseOne(t, test.text)
		if n.Kind != test.kind || n.KindReason != test.reason {
			t.Errorf("%.60s: %s, %s; want %s, %s", test.text, n.Kind, n.KindReason, test.kind, test.reason)
		}
	}
}

// A notice that has a paper's name in the page around it stays a notice.
func TestKindOfSignedNotice(t *testing.T) {
	n := parseOne(t, "来源：岳阳日报 记者：张三\n现将第8项问题整改完成情况公示如下：\n一、整改目标\n达标。\n岳阳市生态环境局\n2023年10月13日")
	if n.Kind != gongshi.KindCloseOut {
		t.Errorf("%s, %s", n.Kind, n.KindReason)
	}
}
