package bleve

import (
	"testing"

	"gongshi/index/indextest"
)

func openIndex(t *testing.T, dir string) indextest.Index {
	t.Helper()
	ix, err := OpenWrite(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	return ix
}

func TestIndex(t *testing.T) {
	indextest.TestIndex(t, words(t), openIndex)
}
