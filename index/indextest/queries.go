package indextest

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"gongshi/index"
)

// queries are asked of every back end, beside invented ones.
var queries = []string{
	"", "污", "雨污分流", "雨污分流 水产养殖", "雨污分流 OR 黑臭水体", "雨污分流 -长江", "-雨污分流", "-污", "-(雨 OR 污)",
	"(雨污分流 OR 总磷) -洞庭湖", "没有这样的词", `"水产养殖污染、农药"`, `"不到位，"`, `"。"`, "，", "工程", "处理", "海南", "南站",
	"pm2.5", "PM2.5", "ＰＭ２.５", "100%", "长江干流", "㈠期", "Ⅲ类", "2021年12月", "“一岗双责”", "一岗双责", `"“一岗双责”"`,
	"雨污分流 section:issue", "issue:雨污分流", "issue:污", "goal:(雨污分流 OR 总磷)", "title:公示", "title:雨污分流", "-title:雨污分流",
	"雨污分流 -issue:雨污分流", "section:deadline", "has:deadline", "lacks:goal", "has:number lacks:phone", "-has:rule", "lacks:responsible lacks:issue",
	"region:岳阳", "region:湖南 -region:岳阳", "region:430600", "region:43", "region:22", "region:上海市", "region:火星",
	"round:2", "round:第一轮", "round:回头看", "round:1-lookback", "-round:2", "authority:中央", "authority:other",
	"issuer:领导小组", "issuer:岳阳楼区", "-issuer:平江", "source:第1批", "source:000004", "rule:PUB01", "rule:PUB", "rule:PUB01 rule:SEC05", "-rule:PUB",
	"number:岳办发〔2022〕4号", "number:岳办发[2022]4号", "number:岳办发", "number:2022", "number:4号", "-number:岳办发",
	"phone:0730-8245473", "phone:8245473", "phone:0731-8245480", "phone:8245", "-phone:8245475",
	"problem:3", "problem:第三项", "problem:11", "problem:3-2", "problem:D3HB2024", "problem:d3hb20240600000004", "-problem:3",
	"date:2023-10-01..2023-10-31", "date:2022", "date:2022-02", "date:..2021-03", "date:2024..", "date:2022-02-03", "-date:2022", "year:2023", "year:..2021", "year:2022..2023",
	"雨污分流 round:2 region:湖南 date:2021..2022 -长江", `(region:岳阳 OR region:长沙) ("水产养殖" OR 总磷) has:goal`,
}

// invent makes a query out of pieces of the texts of records.
func invent(r *rand.Rand, records []index.Record, depth int) string {
	switch n := r.IntN(10); {
	case depth > 0 && n < 2:
		return invent(r, records, depth-1) + " " + invent(r, records, depth-1)
	case depth > 0 && n < 4:
		return "(" + invent(r, records, depth-1) + " OR " + invent(r, records, depth-1) + ")"
	case depth > 0 && n < 6:
		return "-(" + invent(r, records, depth-1) + ")"
	case n == 6:
		return queries[1+r.IntN(len(queries)-1)]
	}
	piece := invented(r, records[r.IntN(len(records))].Text)
	if r.IntN(4) > 0 {
		return piece
	}
	return []string{"issue:", "goal:", "measures:", "title:"}[r.IntN(4)] + piece
}

// invented gives some characters in a row, in quotes; sometimes with a mistake.
func invented(r *rand.Rand, text string) string {
	runes := []rune(text)
	at := r.IntN(len(runes))
	piece := runes[at:min(len(runes), at+1+r.IntN(12))]
	if r.IntN(5) == 0 {
		piece[r.IntN(len(piece))] = runes[r.IntN(len(runes))]
	}
	s := strings.TrimSpace(string(piece))
	if s == "" {
		s = "污"
	}
	return fmt.Sprintf(`"%s"`, strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s))
}
