package compliance

import (
	"slices"
	"strings"

	"gongshi"
)

// visit is a batch of a round of central inspections: the provinces it went to,
// when it began, and when it had told them what it found.
type visit struct {
	round, batch int
	lookback     bool // 回头看
	// began and told are as precise as was found; told is zero where it was not.
	began, told gongshi.Date
	provinces   []string
	// sure tells that dates and provinces were found in official reports. The
	// others are commonly known, and no finding of severity error rests on them.
	sure bool
}

// visits are the batches of all rounds, from the official report on each. The
// third round goes on: nothing follows from a batch after [known].
var visits = []visit{
	{1, 0, false, ym(2015, 12), gongshi.Date{}, names("河北"), true},
	{1, 1, false, ym(2016, 7), gongshi.Date{}, names("内蒙古 黑龙江 江苏 江西 河南 广西 云南 宁夏"), true},
	{1, 2, false, ym(2016, 11), ym(2017, 4), names("北京 上海 湖北 广东 重庆 陕西 甘肃"), true},
	{1, 3, false, ym(2017, 4), ym(2017, 7), names("天津 山西 辽宁 安徽 福建 湖南 贵州"), true},
	{1, 4, false, ym(2017, 8), gongshi.Date{}, names("吉林 浙江 山东 海南 四川 西藏 青海 新疆"), false},
	{1, 1, true, ym(2018, 5), ym(2018, 10), names("河北 内蒙古 黑龙江 江苏 江西 河南 广东 广西 云南 宁夏"), true},
	{1, 2, true, ym(2018, 10), gongshi.Date{}, names("山西 辽宁 吉林 安徽 山东 湖北 湖南 四川 贵州 陕西"), false},
	{2, 1, false, ym(2019, 7), gongshi.Date{}, names("上海 福建 海南 重庆 甘肃 青海"), true},
	{2, 2, false, ym(2020, 8), gongshi.Date{}, names("北京 天津 浙江"), false},
	{2, 3, false, ym(2021, 4), gongshi.Date{}, names("山西 辽宁 安徽 江西 河南 湖南 广西 云南"), true},
	{2, 4, false, ym(2021, 8), gongshi.Date{}, names("吉林 山东 湖北 广东 四川"), false},
	{2, 5, false, ym(2021, 12), gongshi.Date{}, names("黑龙江 贵州 陕西 宁夏"), false},
	{2, 6, false, ym(2022, 0), gongshi.Date{}, names("河北 江苏 内蒙古 西藏 新疆"), true},
	{3, 1, false, ym(2023, 11), gongshi.Date{}, names("福建 河南 海南 甘肃 青海"), true},
	{3, 2, false, ym(2024, 0), ym(2024, 8), names("上海 浙江 江西 湖北 湖南 重庆 云南"), true},
	{3, 3, false, ym(2024, 0), ym(2025, 1), names("江苏 安徽 四川 贵州"), true},
	{3, 4, false, ym(2025, 5), gongshi.Date{}, names("山西 内蒙古 山东 陕西 宁夏"), true},
}

// known is the month up to which the list of batches is complete.
var known = ym(2025, 6)

func ym(year, month int) gongshi.Date { return gongshi.Date{Year: year, Month: month} }

func names(list string) []string { return strings.Fields(list) }

// visitOf gives the batch in which a round, or its second visit, went to a
// province; nil for none that is listed.
func visitOf(province string, round int, lookback bool) *visit {
	for i := range visits {
		if v := &visits[i]; v.round == round && v.lookback == lookback && v.went(province) {
			return v
		}
	}
	return nil
}

// went tells whether the batch went to the province: 湖南省, 广西壮族自治区.
func (v *visit) went(province string) bool {
	return slices.ContainsFunc(v.provinces, func(name string) bool { return strings.HasPrefix(province, name) })
}

// beginOf gives when a round, or its second visit, began anywhere; zero for one
// that is not listed.
func beginOf(round int, lookback bool) gongshi.Date {
	for _, v := range visits {
		if v.round == round && v.lookback == lookback {
			return v.began
		}
	}
	return gongshi.Date{}
}

// before tells whether a day lies before a month or year, which is all that is
// known of a visit.
func before(d, since gongshi.Date) bool {
	if d.Year == 0 || since.Year == 0 {
		return false
	}
	if since.Month == 0 || d.Month == 0 {
		return d.Year < since.Year
	}
	return d.Year < since.Year || d.Year == since.Year && d.Month < since.Month
}
