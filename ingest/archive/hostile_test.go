package archive

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"gongshi/internal/hostile"
)

// Limits of what a hostile archive may cost. The time is that of a slow and
// busy machine.
const (
	mostTime   = 60 * time.Second
	mostMemory = 700 << 20
)

func TestHostile(t *testing.T) {
	cases := hostile.Archives()
	for _, test := range cases {
		t.Run(test.Name, func(t *testing.T) {
			root, temp := filepath.Join(t.TempDir(), "in"), t.TempDir()
			t.Setenv("TMPDIR", temp)
			if err := os.Mkdir(root, 0o755); err != nil {
				t.Fatal(err)
			}
			data := test.Make()
			for name, content := range map[string][]byte{"0.txt": []byte("good"), "5": data, "9.txt": []byte("good")} {
				if err := os.WriteFile(filepath.Join(root, name), content, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			size := len(data)
			data = nil
			w := &Walker{Budget: Budget{Members: 20_000}, Passwords: []string{"secret"}, Command: command(t), silence: 5 * time.Second}
			memory := watch(t)
			begun := time.Now()
			codes, entries := map[string]int{}, 0
			good := 0
			err := w.Walk(t.Context(), root, func(f File) error {
				if strings.HasSuffix(f.Path, ".txt") {
					good++
				}
				text, refused := content(f)
				if strings.Contains(f.Path, "/in/5") {
					entries++
					code, _, _ := strings.Cut(strings.Trim(refused, "<>"), " ")
					codes[code]++
				}
				if len(text) > 64<<20 || len(f.Path) > 16<<10 {
					t.Errorf("%d bytes in a path of %d", len(text), len(f.Path))
				}
				return nil
			})
			took := time.Since(begun)
			peak := memory()
			if err != nil || good < 2 {
				t.Errorf("%d good files, %v", good, err)
			}
			if !anyOf(codes, test.Codes) {
				t.Errorf("codes %v, want one of %q", codes, test.Codes)
			}
			if took > mostTime || peak > mostMemory {
				t.Errorf("took %v and %d MB", took, peak>>20)
			}
			if left, _ := os.ReadDir(temp); len(left) > 0 {
				t.Errorf("left behind: %v", left)
			}
			t.Logf("%d KB, %d entries %v, %v, heap %d MB", size>>10, entries, codes, took.Round(time.Millisecond), peak>>20)
		})
	}
	if len(cases) < 30 {
		t.Error("too few cases")
	}
}

func anyOf(codes map[string]int, want []string) bool {
	for _, code := range want {
		if codes[code] > 0 {
			return true
		}
	}
	return false
}

// watch looks at the heap until the function that it gives is called, which
// tells by how much it grew at most.
func watch(t testing.TB) func() uint64 {
	t.Helper()
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	before, peak, stop, done := stats.HeapAlloc, stats.HeapAlloc, make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		for {
			select {
			case <-stop:
				return
			case <-time.After(20 * time.Millisecond):
				var now runtime.MemStats
				runtime.ReadMemStats(&now)
				peak = max(peak, now.HeapAlloc)
			}
		}
	}()
	return func() uint64 {
		close(stop)
		<-done
		return peak - min(peak, before)
	}
}
