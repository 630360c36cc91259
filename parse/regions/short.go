package regions

import (
	"strings"
	"unicode/utf8"
)

// kindEnds are the words for what a division is, at the end of its name.
var kindEnds = []string{ // 隆回县, 锡林郭勒盟, 鄂托克旗
	"特别行政区", "自治区", "自治州", "自治县", "自治旗", "地区", "林区", "省", "市", "县", "区", "盟", "旗",
}

// peoples are the names of peoples in the names of autonomous divisions, the
// longer first.
var peoples = []string{ // 昌江黎族自治县, 恩施土家族苗族自治州
	"维吾尔族", "柯尔克孜族", "哈萨克族", "塔吉克族", "鄂温克族", "达斡尔族", "俄罗斯族", "土家族", "傈僳族", "景颇族", "布依族", "蒙古族", "朝鲜族", "哈尼族",
	"拉祜族", "布朗族", "仡佬族", "仫佬族", "毛南族", "纳西族", "普米族", "撒拉族", "东乡族", "保安族", "裕固族", "锡伯族", "鄂伦春", "维吾尔", "哈萨克", "柯尔克孜", "塔吉克", "达斡尔",
	"各族", "回族", "藏族", "苗族", "彝族", "壮族", "侗族", "瑶族", "白族", "傣族", "黎族", "佤族", "畲族", "水族", "羌族", "土族", "满族", "怒族", "独龙族", "蒙古", "鄂温克",
}

// shortNames gives what else people call a division: 隆回 for 隆回县, 昌江 and
// 昌江县 for 昌江黎族自治县, 恩施州. A name of one character has no short form.
func shortNames(d *Division) []string {
	bare, kind := "", ""
	for _, end := range kindEnds {
		if cut, ok := strings.CutSuffix(d.Name, end); ok {
			bare, kind = cut, end
			break
		}
	}
	autonomous := strings.HasPrefix(kind, "自治")
	if autonomous {
		bare = withoutPeoples(bare)
	}
	if utf8.RuneCountInString(bare) < 2 {
		return nil
	}
	names := []string{bare}
	if autonomous && kind != "自治区" {
		names = append(names, bare+strings.TrimPrefix(kind, "自治"))
	}
	return names
}

// withoutPeoples takes the names of peoples off the end, unless nothing of two
// characters is left: 东乡族自治县 is 东乡.
func withoutPeoples(s string) string {
	for again := true; again; {
		again = false
		for _, p := range peoples {
			if cut, ok := strings.CutSuffix(s, p); ok && utf8.RuneCountInString(cut) >= 2 {
				s, again = cut, true
				break
			}
		}
	}
	return strings.TrimSuffix(s, "族")
}
