package parse

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"gongshi"
)

// traditional leads from the traditional characters that occur in the words of
// our patterns to the simplified ones; others need no folding to be matched.
// Pairs stand one after the other: 問 → 问.
const traditional = "問问題题項项務务環环護护態态驗验實实現现標标責责單单體体況况進进結结論论時时間间" +
	"異议議议電电話话監监舉举報报聯联絡络係系傳传真真郵邮編编號号階阶對对將将據据關关於于開开與与為为" +
	"區区縣县鎮镇鄉乡廳厅會会辦办員员導导組组長长個个見见轉转發发佈布來来瀏览覽览閱阅讀读數数點点擊击" +
	"級级輪轮後后總总滿满請请書书處处際际國国產产業业經经濟济務务黨党委委規规條条據据劃划設设運运動动" +
	"廣广東东寧宁蘇苏陝陕遼辽龍龙雲云貴贵湖湖漢汉陽阳陰阴衛卫檢检測测總总復复錄录類类給给歸归統统訊讯" +
	"掃扫當当頁页鏈链網网站站權权備备審审補补償偿範范圍围達达成成績绩債债億亿萬万噸吨稱称負负審审計计" +
	"無无決决執执車车馬马門门員员團团圖图報报籌筹備备隊队領领濱滨瀋沈錦锦營营東东濟济南南煙烟維维臨临" +
	"慶庆濰潍萊莱島岛滄沧張张貿贸紀纪鐵铁銅铜鋼钢礦矿廢废氣气灣湾養养殖殖農农藥药減减協协調调讓让認认"

// simplified is traditional as a table.
var simplified = func() map[rune]rune {
	runes := []rune(traditional)
	table := make(map[rune]rune, len(runes)/2)
	for i := 0; i+1 < len(runes); i += 2 {
		if runes[i] != runes[i+1] {
			table[runes[i]] = runes[i+1]
		}
	}
	return table
}()

// isTraditional tells whether s has enough traditional characters to be read
// as a traditional text: a single one may be a name.
func isTraditional(s string) bool {
	seen, han := 0, 0
	for i, r := range s {
		if i > 1<<14 {
			break
		}
		if isHan(r) {
			han++
			if _, ok := simplified[r]; ok {
				seen++
			}
		}
	}
	return seen >= 5 && seen*50 > han
}

// foldScript undoes, for matching only, what a page went through on mirror
// sites: simplified characters made traditional, pinyin put in after them
// (態(tài) for 态), a comma put in front of punctuation (",,", ",、"). changed is
// false when there was nothing to undo.
func foldScript(s string) (folded string, back gongshi.OffsetMap, changed bool) {
	if !isTraditional(s) {
		return s, back, false
	}
	w := gongshi.NewRewriter(s)
	var last rune
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if end := pinyinEnd(s, i); r == '(' && isHan(last) && end > i {
			i = end
			continue
		}
		if r == ',' && i+n < len(s) && isClause(s[i+n:]) {
			i += n
			continue
		}
		if simple, ok := simplified[r]; ok {
			w.Put(string(simple), gongshi.Span{Start: i, End: i + n})
		} else {
			w.Copy(i, i+n)
		}
		last, i = r, i+n
	}
	folded, back = w.Result()
	return folded, back, true
}

// isClause tells whether s begins with punctuation that no comma precedes.
func isClause(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return strings.ContainsRune(",、。;", r)
}

// pinyinEnd gives the end of "(tài)" at i, or i when there is none. A marked
// vowel or a short syllable in lower case is asked for.
func pinyinEnd(s string, i int) int {
	if s[i] != '(' {
		return i
	}
	letters := 0
	for j, r := range s[i+1:] {
		switch {
		case r == ')' && letters > 0:
			return i + 1 + j + 1
		case letters >= 6 || !unicode.IsLower(r) || r > 0x24F:
			return i
		}
		letters++
	}
	return i
}
