package powercut

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
)

// node is a file or a folder, whatever its name.
type node struct {
	folder bool
	now    map[string]*node // what is in the folder, as far as the trace was read
}

func (n *node) set(name string, what *node) {
	if n.now == nil {
		n.now = map[string]*node{}
	}
	n.now[name] = what
}

type stepKind int

const (
	stepWrite  stepKind = iota // data at a place of a file, -1: at its end
	stepResize                 // to at bytes
	stepGrow                   // to at bytes, unless it has more
	stepEnter                  // a name into a folder
	stepRemove                 // a name from a folder
	stepRename                 // within a folder
	stepSync                   // the steps before covers are certain
	stepSay
)

// step is what changed a file or folder, or made that certain.
type step struct {
	kind          stepKind
	node          *node
	at            int64
	data          []byte
	name, newName string
	what          *node
	covers        int
}

// disk is what is on it after some steps.
type disk struct {
	steps  []step
	loss   Loss
	random *rand.Rand
	// certain is, for each file and folder, before which step all is certain.
	certain map[*node]int
}

func (d *disk) sync() {
	d.certain = map[*node]int{}
	for _, s := range d.steps {
		if s.kind == stepSync {
			d.certain[s.node] = max(d.certain[s.node], s.covers)
		}
	}
}

// write writes a folder with all that is left in it.
func (d *disk) write(folder *node, path string) error {
	for name, n := range d.names(folder) {
		inside := filepath.Join(path, name)
		var err error
		if n.folder {
			err = errors.Join(os.Mkdir(inside, 0o700), d.write(n, inside))
		} else {
			err = os.WriteFile(inside, d.content(n), 0o600)
		}
		if err != nil {
			return fmt.Errorf("restore: %w", err)
		}
	}
	return nil
}

// names gives what stands in a folder. Its changes that are not certain are lost
// from some moment on.
func (d *disk) names(folder *node) map[string]*node {
	var changes []step
	certain := 0
	for i, s := range d.steps {
		if s.node != folder || s.kind == stepSync {
			continue
		}
		changes = append(changes, s)
		if i < d.certain[folder] {
			certain = len(changes)
		}
	}
	kept := len(changes)
	switch d.loss {
	case Everything:
		kept = certain
	case Some:
		kept = certain + d.random.IntN(len(changes)-certain+1)
	}
	names := map[string]*node{}
	for _, s := range changes[:kept] {
		switch s.kind {
		case stepEnter:
			names[s.name] = s.what
		case stepRemove:
			delete(names, s.name)
		case stepRename:
			delete(names, s.name)
			names[s.newName] = s.what
		}
	}
	return names
}

// content gives what is in a file.
func (d *disk) content(file *node) []byte {
	var content []byte
	for i, s := range d.steps {
		if s.node != file || s.kind == stepSync {
			continue
		}
		torn := false
		if i >= d.certain[file] {
			switch d.loss {
			case Everything:
				continue
			case Some:
				if d.random.IntN(2) == 0 {
					continue
				}
				torn = d.random.IntN(4) == 0
			}
		}
		switch s.kind {
		case stepResize:
			content = resize(content, s.at)
		case stepGrow:
			content = resize(content, max(s.at, int64(len(content))))
		case stepWrite:
			at := s.at
			if at < 0 {
				at = int64(len(content))
			}
			content = resize(content, max(int64(len(content)), at+int64(len(s.data))))
			d.copySectors(content, s.data, at, torn)
		}
	}
	return content
}

// sector is what a disk writes at once.
const sector = 512

// copySectors copies data to a place; when the write was torn, only some of the
// sectors.
func (d *disk) copySectors(content, data []byte, at int64, torn bool) {
	for len(data) > 0 {
		n := min(sector-at%sector, int64(len(data)))
		if !torn || d.random.IntN(2) == 0 {
			copy(content[at:], data[:n])
		}
		data, at = data[n:], at+n
	}
}

func resize(content []byte, size int64) []byte {
	if size <= int64(len(content)) {
		return content[:size]
	}
	return append(content, make([]byte, size-int64(len(content)))...)
}
