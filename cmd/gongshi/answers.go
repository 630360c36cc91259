package main

import (
	"fmt"
	"strings"

	"gongshi"
	"gongshi/compliance/answer"
)

// printAnswers prints the matrix: measure by measure the items that answer it.
func (a *app) printAnswers(n *gongshi.Notice) {
	for _, one := range answer.Accounts(n) {
		a.print("\n%s", a.tr("措施与落实情况对照：", "Measures against what was done:"))
		if len(one.Unanswered) > 0 {
			a.print("  %s%s", a.tr("反馈问题中没有回应的：", "of the problem, unanswered: "), printable(a.list(one.Unanswered)))
		}
		for i, m := range one.Measures {
			a.print(a.tr("  措施%d  %s", "  measure %d  %s"), i+1, printable(shorten(m.Span.Of(n.Text), 30)))
			for _, x := range m.Answers {
				a.print("      %s", printable(a.answerLine(x)))
			}
			if len(m.Answers) == 0 {
				a.print("      %s%s", a.tr("× 没有对应的落实情况：", "× nothing answers: "), printable(a.list(m.Unanswered)))
			}
		}
	}
}

func (a *app) answerLine(x answer.Match) string {
	line := fmt.Sprintf(a.tr("落实%d  %s", "item %d  %s"), x.Item+1, a.list(x.Shared))
	if x.Copied >= answer.LeastCopied {
		line += fmt.Sprintf(a.tr("  逐字相同%d%%", "  %d%% word for word"), int(x.Copied*100))
	}
	return line
}

func (a *app) list(words []string) string { return strings.Join(words, a.tr("、", ", ")) }
