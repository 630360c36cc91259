package minhash

import (
	"math"
	"math/rand/v2"
	"testing"
)

// texts makes two texts that share some of their characters.
func texts(random *rand.Rand, length int, changed float64) (a, b string) {
	runes := make([]rune, length)
	for i := range runes {
		runes[i] = rune(0x4E00 + random.IntN(3000))
	}
	other := append([]rune(nil), runes...)
	for i := range other {
		if random.Float64() < changed {
			other[i] = rune(0x4E00 + random.IntN(3000))
		}
	}
	return string(runes), string(other)
}

func jaccard(a, b string, n int) float64 {
	in := map[uint64]int{}
	for h := range Shingles(a, n) {
		in[h] |= 1
	}
	for h := range Shingles(b, n) {
		in[h] |= 2
	}
	both := 0
	for _, where := range in {
		if where == 3 {
			both++
		}
	}
	return float64(both) / float64(len(in))
}

// An estimate of 128 bins is seldom further from the truth than 0.15, and on
// average it is the truth.
func TestLikenessIsTheJaccardIndex(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	sum, far, all := 0.0, 0, 0
	for _, length := range []int{40, 200, 2000} {
		for range 300 {
			a, b := texts(random, length, random.Float64()*0.4)
			k, l := Of(a, 3), Of(b, 3)
			off := k.Likeness(&l) - jaccard(a, b, 3)
			sum += off
			all++
			if math.Abs(off) > 0.15 {
				far++
			}
		}
	}
	if mean := sum / float64(all); math.Abs(mean) > 0.01 || far > all/50 {
		t.Errorf("off by %.3f on average, by more than 0.15 in %d of %d", mean, far, all)
	}
}

func TestSmallTexts(t *testing.T) {
	for text, want := range map[string]int{"": 0, "水": 0, "污水": 0, "污水厂": 1, "污水厂水": 2} {
		n := 0
		for range Shingles(text, 3) {
			n++
		}
		if n != want {
			t.Errorf("%q has %d sequences, want %d", text, n, want)
		}
	}
	empty, some := Of("污水", 3), Of("污水厂", 3)
	if got := empty.Likeness(&empty); got != 0 {
		t.Errorf("nothing is like nothing by %v", got)
	}
	if got := some.Likeness(&some); got != 1 {
		t.Errorf("a text is like itself by %v", got)
	}
	for range Shingles("污水厂水", 3) {
		break // may be left
	}
}

func TestStoredForm(t *testing.T) {
	var k, got Sketch
	for _, text := range []string{"污水处理厂溢流", ""} {
		k = Of(text, 3)
		data, err := k.MarshalBinary()
		if err != nil {
			t.Fatal(err)
		}
		if err := got.UnmarshalBinary(data); err != nil || got != k {
			t.Errorf("%q came back as %v, %v", text, got, err)
		}
	}
	if err := got.UnmarshalBinary([]byte("short")); err != nil || got != (Sketch{}) {
		t.Errorf("nonsense is %v, %v", got, err)
	}
}
