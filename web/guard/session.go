package guard

import (
	"crypto/rand"
	"crypto/sha256"
	"sync"
	"time"
)

// How long somebody stays logged in who does nothing, and in any case.
const (
	idleSession    = 12 * time.Hour
	longestSession = 7 * 24 * time.Hour
	mostSessions   = 10_000
)

// sessions are who is logged in. They end with the server. A session is looked up
// by the digest of its secret, so that the time this takes tells nothing of it.
type sessions struct {
	now func() time.Time
	mu  sync.Mutex
	of  map[[sha256.Size]byte]*session
}

// session is a browser that has shown a token. What the token allows is asked for
// each time: it may have been removed.
type session struct {
	token       string // its name
	made        time.Time
	begun, used time.Time
}

func newSessions(now func() time.Time) *sessions {
	return &sessions{now: now, of: map[[sha256.Size]byte]*session{}}
}

// begin makes a session and gives its secret.
func (s *sessions) begin(token string, made time.Time) string {
	secret := rand.Text() + rand.Text() // of 128 bits each
	now := s.now()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tidyUp(now)
	s.of[sha256.Sum256([]byte(secret))] = &session{token, made, now, now}
	return secret
}

// tidyUp forgets sessions that are over and, if there are too many, all.
func (s *sessions) tidyUp(now time.Time) {
	for key, one := range s.of {
		if one.over(now) {
			delete(s.of, key)
		}
	}
	if len(s.of) >= mostSessions {
		clear(s.of)
	}
}

func (s *session) over(now time.Time) bool {
	return now.Sub(s.used) > idleSession || now.Sub(s.begun) > longestSession
}

// find gives the session with the secret.
func (s *sessions) find(secret string) (session, bool) {
	key, now := sha256.Sum256([]byte(secret)), s.now()
	s.mu.Lock()
	defer s.mu.Unlock()
	one, ok := s.of[key]
	if !ok || one.over(now) {
		delete(s.of, key)
		return session{}, false
	}
	one.used = now
	return *one, true
}

func (s *sessions) end(secret string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.of, sha256.Sum256([]byte(secret)))
}

// attempts bound how often wrong tokens are answered as such to one address. Tokens
// are too long to be guessed; this is for those who would try all the same.
type attempts struct {
	now  func() time.Time
	mu   sync.Mutex
	from map[string]*attempt
}

type attempt struct {
	count int
	since time.Time
}

const (
	mostAttempts   = 20
	attemptsWithin = time.Minute
)

func newAttempts(now func() time.Time) *attempts {
	return &attempts{now: now, from: map[string]*attempt{}}
}

// failed notes a wrong token. It tells whether the address may go on.
func (a *attempts) failed(address string) bool {
	now := a.now()
	a.mu.Lock()
	defer a.mu.Unlock()
	for key, one := range a.from {
		if now.Sub(one.since) >= attemptsWithin {
			delete(a.from, key)
		}
	}
	one := a.from[address]
	if one == nil {
		one = &attempt{since: now}
		a.from[address] = one
	}
	one.count++
	return one.count <= mostAttempts
}
