//go:build linux

package main

import (
	"cmp"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"sync"
	"syscall"
	"testing"
	"time"

	"gongshi/internal/corpus"
)

// loadQueries are asked by the clients of [TestLoad].
var loadQueries = []string{"雨污分流", "总磷 -洞庭湖", "整改", "水", "雨污分流 section:issue", "round:2 lacks:goal", "(化工 OR 造纸) region:岳阳", "水产养殖污染",
	"\"整改情况的公示\"", "date:2023-01-01..2023-12-31", "rule:PUB01", "管网 污水 处理厂", "region:湖南 年份:2023", "has:deadline"}

// TestLoad has many clients ask a server while it imports, and reports how long they
// wait and what memory it takes; any answer but 200 is a failure. GONGSHI_LOAD_DATA
// names a data folder with a corpus, which uploads are added to; without it, one of
// 2,000 notices is made. GONGSHI_LOAD_SECONDS is for how long (default 60).
func TestLoad(t *testing.T) {
	if os.Getenv("GONGSHI_LONG") == "" {
		t.Skip("set GONGSHI_LONG to load a server")
	}
	const clients = 50
	program := buildProgram(t)
	data := os.Getenv("GONGSHI_LOAD_DATA")
	if data == "" {
		data = inventedCorpus(t, program, 2000)
	}
	lasts, err := time.ParseDuration(cmp.Or(os.Getenv("GONGSHI_LOAD_SECONDS"), "60") + "s")
	if err != nil {
		t.Fatal(err)
	}
	s := startedServer(t, program, data)
	end := time.Now().Add(lasts)
	waits := make([][]time.Duration, clients)
	var working sync.WaitGroup
	for client := range clients {
		working.Go(func() { waits[client] = askUntil(t, s.url, uint64(client), end) })
	}
	uploads := 0
	working.Go(func() { uploads = uploadUntil(t, s.url, end) })
	peak := 0
	working.Go(func() {
		for ; time.Now().Before(end); time.Sleep(time.Second) {
			peak = max(peak, residentKB(t, s.cmd.Process.Pid))
		}
	})
	working.Wait()
	if code, err := s.end(syscall.SIGTERM); code != exitDone || err != nil {
		t.Errorf("exit code %d, %v", code, err)
	}
	all := slices.Sorted(slices.Values(slices.Concat(waits...)))
	if len(all) == 0 || uploads == 0 {
		t.Fatalf("%d answers, %d uploads: nothing was tested", len(all), uploads)
	}
	at := func(share float64) time.Duration {
		return all[min(int(share*float64(len(all))), len(all)-1)].Round(time.Millisecond)
	}
	t.Logf("%d answers to %d clients in %v (%.0f/s), %d uploads of 100 notices; p50 %v, p95 %v, p99 %v, max %v; RSS at most %d MB",
		len(all), clients, lasts, float64(len(all))/lasts.Seconds(), uploads, at(.50), at(.95), at(.99), all[len(all)-1].Round(time.Millisecond), peak/1024)
}

// askUntil asks one query after the other, and gives how long each answer took.
func askUntil(t *testing.T, server string, seed uint64, end time.Time) (waits []time.Duration) {
	random := rand.New(rand.NewPCG(seed, 1))
	client := &http.Client{Transport: &http.Transport{}}
	defer client.CloseIdleConnections()
	for time.Now().Before(end) {
		values := url.Values{"q": {loadQueries[random.IntN(len(loadQueries))]}}
		if random.IntN(2) == 0 {
			values["facet"] = []string{"round", "region", "year"}
		}
		if random.IntN(3) == 0 {
			values.Set("sort", "date")
		}
		begun := time.Now()
		answer, err := client.Get(server + "/api/v1/search?" + values.Encode())
		if err != nil {
			t.Errorf("%s: %v", values, err)
			return waits
		}
		body, err := io.ReadAll(answer.Body)
		answer.Body.Close()
		if err != nil || answer.StatusCode != http.StatusOK {
			t.Errorf("%s: %d, %v: %s", values, answer.StatusCode, err, body)
		}
		waits = append(waits, time.Since(begun))
	}
	return waits
}

// uploadUntil hands in archives of new notices, so that there is always an import.
func uploadUntil(t *testing.T, server string, end time.Time) (uploads int) {
	seed := uint64(time.Now().UnixNano()) // others than those that a corpus has already
	for ; time.Now().Before(end); uploads++ {
		var members []corpus.Member
		for i := range 100 {
			n := corpus.Invent(seed+uint64(uploads), i, corpus.ShortNotice)
			members = append(members, corpus.Member{Name: n.Name + ".txt", Data: corpus.Text(n.Text())})
		}
		status, err := hand(server, fmt.Sprintf("%d.zip", uploads), corpus.Zip(members))
		if err != nil || status/100 != 2 {
			t.Errorf("upload: %d, %v", status, err)
			return uploads
		}
		waitForUploads(t, server)
	}
	return uploads
}

// inventedCorpus makes a corpus of so many notices.
func inventedCorpus(t *testing.T, program string, notices int) (data string) {
	folder, data := t.TempDir(), filepath.Join(t.TempDir(), "data")
	for i := range notices {
		n := corpus.Invent(3, i, corpus.LongNotice)
		write(t, filepath.Join(folder, fmt.Sprintf("%d.txt", i)), corpus.Text(n.Text()), 0o600)
	}
	if out, err := command(t, program, data, "import", folder).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return data
}

var residentForm = regexp.MustCompile(`VmRSS:\s+(\d+) kB`) // VmRSS:	  123456 kB

// residentKB is the memory that a process takes.
func residentKB(t *testing.T, pid int) (kb int) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	found := residentForm.FindSubmatch(status)
	if err != nil || found == nil {
		t.Errorf("memory of %d: %v", pid, err)
		return 0
	}
	fmt.Sscan(string(found[1]), &kb)
	return kb
}
