package archive

import (
	"fmt"
	"os"
	"testing"
)

func TestMain(m *testing.M) {
	if Child() {
		if err := Serve(os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(2)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// command is this test program, which unpacks if it is asked to.
func command(t testing.TB) []string {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return []string{program}
}
