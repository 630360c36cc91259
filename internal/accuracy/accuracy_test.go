package accuracy

import "testing"

func TestOf(t *testing.T) {
	for _, test := range []struct {
		got, want string
		accuracy  float64
	}{
		{"", "", 1}, {"整改", "", 0}, {"", "整改", 0},
		{"整 改\n销号", "整改销号", 1}, {"（１）⽔", "(1)水", 1},
		{"整改销好", "整改销号", 0.75}, {"整改销", "整改销号", 0.75}, {"整改销号—1—啊", "整改销号", 0.5},
		{"乙丙丁甲", "甲乙丙丁", 0.5}, // order counts
	} {
		if got := Of(test.got, test.want); got != test.accuracy {
			t.Errorf("Of(%q, %q) = %v, want %v", test.got, test.want, got, test.accuracy)
		}
	}
}
