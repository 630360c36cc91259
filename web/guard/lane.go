package guard

import (
	"net/http"
	"time"
)

// kind is what answering a request takes. What takes long, or much memory, is apart,
// so that a few slow clients do not keep out all others.
type kind int

const (
	ordinary  kind = iota // pages, searches: costly, and over within a time
	static                // files of the pages cost nothing
	health                // small, and asked for when all else is busy
	events                // a stream that waits more than it works
	exports               // made while they are sent
	originals             // can be large, and in memory as a whole
	uploading             // answered when all is there
)

// long tells whether the answer takes as long as it takes.
func (k kind) long() bool { return k >= events }

// kinds are the requests that are not ordinary, by the pattern of [http.ServeMux]. The
// end of a path tells nothing: pages have names and ids at the end that others choose.
var kinds = map[string]kind{
	"GET /static/":                      static,
	"GET /api/v1/health":                health,
	"GET /api/v1/imports/{id}/events":   events,
	"GET /api/v1/export":                exports,
	"GET /compliance/report":            exports,
	"GET /api/v1/notices/{id}/original": originals,
	"GET /notice/{id}/original":         originals,
	"POST /api/v1/imports":              uploading,
	"POST /import":                      uploading,
}

// table finds the pattern of a request. Its handlers are never called.
var table = newTable()

func newTable() *http.ServeMux {
	mux := http.NewServeMux()
	for pattern := range kinds {
		mux.Handle(pattern, http.NotFoundHandler())
	}
	return mux
}

// kindOf tells of which kind a request is.
func kindOf(r *http.Request) kind {
	_, pattern := table.Handler(r)
	return kinds[pattern]
}

// waitForLane is how long a request waits for room.
const waitForLane = 15 * time.Second

// lanes bound how many requests of a kind are worked on at once. Those without a lane
// are not bounded.
type lanes map[kind]chan struct{}

func newLanes(costly int) lanes {
	l := lanes{}
	for kind, room := range map[kind]int{ordinary: costly, health: 2, events: 256, exports: max(costly/2, 2), originals: 2, uploading: 16} {
		l[kind] = make(chan struct{}, room)
	}
	return l
}

// enter waits for room, and gives what leaves it again.
func (l lanes) enter(r *http.Request) (leave func(), ok bool) {
	lane := l[kindOf(r)]
	if lane == nil {
		return func() {}, true
	}
	leave = func() { <-lane }
	select {
	case lane <- struct{}{}:
		return leave, true
	default:
	}
	wait := time.NewTimer(waitForLane)
	defer wait.Stop()
	select {
	case lane <- struct{}{}:
		return leave, true
	case <-wait.C:
	case <-r.Context().Done():
	}
	return nil, false
}
