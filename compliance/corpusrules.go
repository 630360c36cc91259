package compliance

import "gongshi"

// CorpusRules lists the rules that need the notices of a whole corpus beside each
// other, by id. They have no Check: package corpus runs them.
func CorpusRules() []Rule { return []Rule{idn08, num04, sub10, sub13} }

var idn08 = Rule{
	ID:    "IDN08",
	Title: gongshi.Text{Zh: "同一问题编号不一，或同一编号问题不一", En: "One problem under two numbers, or one number for two problems"},
	Checks: gongshi.Text{
		Zh: "同一县区、同一次督察的公示之间比较：反馈问题文字相同（至少20个汉字）而编号没有一个相同；或者编号相同而反馈问题几乎没有共同的文字。一份公示有几个编号的，有一个相同即可；信访件、未写编号的不比较。",
		En: "Compares the notices of one county on one inspection: the same text of the problem (20 Han characters at least) and no number in common; or the same number and hardly a word of the problems in common. One number in common is enough where a notice has several; petitions and notices without a number are not compared.",
	},
	Basis:    gongshi.Text{Zh: "常理；一个问题一个编号", En: "Common sense: one problem, one number"},
	Severity: gongshi.SeverityWarning,
	Breaks: Example{
		Text: "平江县公示甲：问题编号三，某镇污水直排……；公示乙：问题编号八，某镇污水直排……",
		Why:  gongshi.Text{Zh: "同一问题，两个编号。", En: "The same problem has two numbers."},
	},
	Holds: Example{
		Text: "平江县公示甲：问题编号三（省序号八），某镇污水直排……；公示乙：省序号八，某镇污水直排……",
		Why:  gongshi.Text{Zh: "有一个编号相同。", En: "They have one number in common."},
	},
}

var num04 = Rule{
	ID:    "NUM04",
	Title: gongshi.Text{Zh: "同一文号标题不一，或同一标题文号不一", En: "One document number with two titles, or one title with two numbers"},
	Checks: gongshi.Text{
		Zh: "全库公示之间比较书名号标题与其文号：同一文号的标题互不包含、也少有共同文字的，报少数一方；标题相同（至少12个汉字）、机关代字和年份相同而序号不同的，报少数一方。",
		En: "Compares titles in 《》 and their numbers across the corpus: titles with one number that do not contain each other and have few characters in common, and numbers that differ only in the serial for one title of 12 Han characters or more. The minority is reported.",
	},
	Basis:    gongshi.Text{Zh: "常理；《党政机关公文格式》（GB/T 9704-2012）：一份公文一个发文字号", En: "Common sense; GB/T 9704-2012: a document has one number"},
	Severity: gongshi.SeverityWarning,
	Breaks: Example{
		Text: "公示甲：《岳阳市责任追究办法》（岳办发〔2022〕4号）；公示乙：《洞庭湖总磷控制方案》（岳办发〔2022〕4号）",
		Why:  gongshi.Text{Zh: "同一文号，两份文件。", En: "Two documents under one number."},
	},
	Holds: Example{
		Text: "公示甲：《岳阳市责任追究办法》（岳办发〔2022〕4号）；公示乙：《关于印发〈岳阳市责任追究办法〉的通知》（岳办发〔2022〕4号）",
		Why:  gongshi.Text{Zh: "通知印发该办法。", En: "The circular that issues it."},
	},
}

var sub10 = Rule{
	ID:    "SUB10",
	Title: gongshi.Text{Zh: "落实情况与其他县区雷同", En: "What was done reads as in another county"},
	Checks: gongshi.Text{
		Zh: "地名、河湖和企业名称、数字、日期和套语遮去之后，整改落实情况有一半以上的文字（至少5个分句、100个汉字）与另一县区较早的公示逐句相同。许多公示共有的分句视为套话，不计；上下级之间、同一县区之内不比较；反馈问题、目标、措施来自同一方案，也不比较。",
		En: "With the names of places, waters and enterprises, numbers, dates and set phrases masked, more than half of what was done (at least 5 clauses and 100 Han characters) is, clause by clause, that of an earlier notice of another county. Clauses that very many notices have are formulas and do not count; nor are counties compared with their own city or province, or with themselves; problem, goal and measures come from one plan and are not compared.",
	},
	Basis:    basisSurface,
	Severity: gongshi.SeverityWarning,
	Breaks: Example{
		Text: "甲县：“我县投入资金300万元，在青山镇新建……”；乙县：“我县投入资金500万元，在白水镇新建……”，以下各句相同",
		Why:  gongshi.Text{Zh: "只换了地名和数字。", En: "Only names and numbers differ."},
	},
	Holds: Example{
		Text: "两县都写“截至目前，各项整改措施均已完成，符合销号要求”，其余不同",
		Why:  gongshi.Text{Zh: "共有的只是套话。", En: "Formulas are all they share."},
	},
}

var sub13 = Rule{
	ID:    "SUB13",
	Title: gongshi.Text{Zh: "已销号的问题在后来的督察中再次出现", En: "A problem that was closed out is found again later"},
	Checks: gongshi.Text{
		Zh: "同一县区较早一轮督察（或“回头看”之前）的公示，与较晚一轮的反馈问题提到同一条河湖、同一企业或同一地点，并有至少3类相同的具体事项（如畜禽养殖、污水、氨氮）。是提示复查的线索，不等于整改未到位。",
		En: "The problem of a later inspection (a later round, or the 回头看 of it) names the same water, enterprise or place as a notice of the same county on an earlier one, and at least 3 of the same concrete concepts (such as livestock, sewage, ammonia). It is a lead to look again, not proof.",
	},
	Basis:    gongshi.Text{Zh: "《中央生态环境保护督察整改工作办法》（2022年）：对整改情况“回头看”，防止反弹", En: "Measures for the rectification work of central inspections (2022): look again, prevent relapse"},
	Severity: gongshi.SeverityWarning,
	Breaks: Example{
		Text: "第一轮：倭肯河沿岸养殖场粪污直排，氨氮超标（已销号）；第三轮：倭肯河沿岸养殖场粪污污染，氨氮超标",
		Why:  gongshi.Text{Zh: "同一条河，同样的问题。", En: "The same river, the same problem."},
	},
	Holds: Example{
		Text: "第一轮：倭肯河沿岸养殖场粪污直排（已销号）；第三轮：倭肯河段违法采砂",
		Why:  gongshi.Text{Zh: "同一条河，不同的问题。", En: "The same river, another problem."},
	},
}
