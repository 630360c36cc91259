package powercut

import (
	"bufio"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// calls are the system calls that change files, or make changes certain.
const calls = "openat,creat,write,pwrite64,writev,pwritev,pwritev2,lseek,ftruncate,truncate,fallocate,copy_file_range,sendfile,splice," +
	"rename,renameat,renameat2,link,linkat,symlink,symlinkat,unlink,unlinkat,rmdir,mkdir,mkdirat,fsync,fdatasync,sync_file_range,syncfs,sync,msync"

// maxWrite is the most that one call may write: strace cuts more off.
const maxWrite = 8 << 20

// maxLine is the longest line of a trace: four signs for a byte.
const maxLine = 5 * maxWrite

// recorder makes steps of the lines of a trace.
type recorder struct {
	folder, said string
	root         *node
	steps        []step
	offset       map[int]int64 // where the next write to a descriptor goes
	appends      map[int]bool
	begun        map[string]call // of the threads whose call is not done
}

// call is a system call in a trace.
type call struct {
	text  string
	begun int // how many steps had been done when it began
}

func (r *recorder) readTrace(path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	lines.Buffer(make([]byte, 1<<20), maxLine)
	for lines.Scan() {
		if err := r.readLine(lines.Text()); err != nil {
			return fmt.Errorf("%w: %.300s", err, lines.Text())
		}
	}
	return lines.Err()
}

// readLine understands a line: a call, the beginning of one that another thread
// interrupts, or its end.
func (r *recorder) readLine(line string) error {
	thread, text, _ := strings.Cut(line, " ")
	text = strings.TrimSpace(text)
	c := call{text, len(r.steps)}
	if head, ok := strings.CutSuffix(text, " <unfinished ...>"); ok {
		r.begun[thread] = call{head, c.begun}
		return nil
	}
	if strings.HasPrefix(text, "<... ") {
		_, rest, _ := strings.Cut(text, " resumed>")
		c = r.begun[thread]
		c.text += rest
		delete(r.begun, thread)
	}
	name, rest, ok := strings.Cut(c.text, "(")
	end := strings.LastIndex(rest, ") ")
	if !ok || end < 0 {
		return nil // a thread has ended
	}
	_, result, ok := strings.Cut(rest[end:], "= ")
	if !ok || strings.HasPrefix(result, "-1") || strings.HasPrefix(result, "?") {
		return nil // it changed nothing
	}
	return r.do(name, strings.Split(rest[:end], ", "), result, c.begun)
}

// do makes a step of a call that succeeded. Strings and paths are in hexadecimal,
// so that a comma parts arguments.
func (r *recorder) do(name string, args []string, result string, begun int) error {
	switch name {
	case "write", "pwrite64":
		return r.write(args, result, name == "pwrite64")
	case "openat":
		return r.open(args, result)
	case "lseek":
		n, _ := descriptor(args[0])
		r.offset[n] = number(result)
	case "ftruncate":
		if f := r.file(args[0]); f != nil {
			r.add(step{kind: stepResize, node: f, at: number(args[1])})
		}
	case "truncate":
		if f := r.lookup(text(args[0])); f != nil {
			r.add(step{kind: stepResize, node: f, at: number(args[1])})
		}
	case "fallocate":
		if f := r.file(args[0]); f != nil {
			r.add(step{kind: stepGrow, node: f, at: number(args[2]) + number(args[3])})
		}
	case "fsync", "fdatasync":
		if f := r.file(args[0]); f != nil {
			r.add(step{kind: stepSync, node: f, covers: begun})
		}
	case "mkdirat":
		r.enter(r.path(args[0], args[1]), &node{folder: true})
	case "mkdir":
		r.enter(text(args[0]), &node{folder: true})
	case "unlinkat":
		r.remove(r.path(args[0], args[1]))
	case "unlink", "rmdir":
		r.remove(text(args[0]))
	case "renameat", "renameat2":
		return r.rename(r.path(args[0], args[1]), r.path(args[2], args[3]))
	case "rename":
		return r.rename(text(args[0]), text(args[1]))
	}
	return nil // what is not understood shows when the recording is verified
}

func (r *recorder) add(s step) { r.steps = append(r.steps, s) }

func (r *recorder) write(args []string, result string, at bool) error {
	n, path := descriptor(args[0])
	if path == r.said {
		r.add(step{kind: stepSay, data: []byte(text(args[1]))})
		return nil
	}
	f := r.file(args[0])
	if f == nil {
		return nil
	}
	if strings.HasSuffix(args[1], "...") {
		return fmt.Errorf("a write of more than %d bytes", maxWrite)
	}
	s := step{kind: stepWrite, node: f, data: []byte(text(args[1]))[:number(result)]}
	switch {
	case at:
		s.at = number(args[3])
	case r.appends[n]:
		s.at = -1
	default:
		s.at = r.offset[n]
		r.offset[n] += int64(len(s.data))
	}
	r.add(s)
	return nil
}

func (r *recorder) open(args []string, result string) error {
	n, path := descriptor(result)
	r.offset[n], r.appends[n] = 0, strings.Contains(args[2], "O_APPEND")
	if _, _, ok := r.find(path); !ok {
		return nil // not ours
	}
	f := r.lookup(path)
	if f == nil {
		if !strings.Contains(args[2], "O_CREAT") {
			return fmt.Errorf("a file that nobody made")
		}
		f = &node{}
		r.enter(path, f)
	}
	if strings.Contains(args[2], "O_TRUNC") {
		r.add(step{kind: stepResize, node: f})
	}
	return nil
}

// find gives the folder in which a path is, and the name there; false for paths
// outside of what is recorded.
func (r *recorder) find(path string) (folder *node, name string, ok bool) {
	rest, ok := strings.CutPrefix(path, r.folder+"/")
	if !ok || strings.HasSuffix(path, "(deleted)") {
		return nil, "", false
	}
	folder = r.root
	parts := strings.Split(rest, "/")
	for _, part := range parts[:len(parts)-1] {
		if folder = folder.now[part]; folder == nil {
			return nil, "", false
		}
	}
	return folder, parts[len(parts)-1], true
}

func (r *recorder) lookup(path string) *node {
	if path == r.folder {
		return r.root
	}
	folder, name, ok := r.find(path)
	if !ok {
		return nil
	}
	return folder.now[name]
}

// file gives the file or folder of a descriptor, nil if it is not ours.
func (r *recorder) file(arg string) *node {
	_, path := descriptor(arg)
	return r.lookup(path)
}

func (r *recorder) enter(path string, n *node) {
	if folder, name, ok := r.find(path); ok {
		folder.set(name, n)
		r.add(step{kind: stepEnter, node: folder, name: name, what: n})
	}
}

func (r *recorder) remove(path string) {
	if folder, name, ok := r.find(path); ok {
		delete(folder.now, name)
		r.add(step{kind: stepRemove, node: folder, name: name})
	}
}

func (r *recorder) rename(from, to string) error {
	folder, name, ok := r.find(from)
	if !ok {
		return nil
	}
	target, newName, ok := r.find(to)
	if !ok || target != folder {
		return fmt.Errorf("a rename from folder to folder is not understood")
	}
	n := folder.now[name]
	delete(folder.now, name)
	folder.set(newName, n)
	r.add(step{kind: stepRename, node: folder, name: name, newName: newName, what: n})
	return nil
}

// path joins the folder that an argument stands for and a name.
func (r *recorder) path(folder, name string) string {
	file := text(name)
	if filepath.IsAbs(file) {
		return file
	}
	_, dir := descriptor(folder)
	return filepath.Join(dir, file)
}

// descriptor reads "5<\x2f\x74>", a descriptor with its path. That of a file
// which has been removed has a mark behind it.
func descriptor(arg string) (n int, path string) {
	before, rest, _ := strings.Cut(arg, "<")
	n, _ = strconv.Atoi(before)
	name, mark, _ := strings.Cut(rest, ">")
	return n, unescape(name) + mark
}

// text reads a string in quotes.
func text(arg string) string {
	arg = strings.TrimPrefix(arg, `"`)
	inside, _, _ := strings.Cut(arg, `"`)
	return unescape(inside)
}

func unescape(s string) string {
	b, err := hex.DecodeString(strings.ReplaceAll(s, `\x`, ""))
	if err != nil {
		return s
	}
	return string(b)
}

func number(s string) int64 {
	s, _, _ = strings.Cut(strings.TrimSpace(s), " ")
	n, _ := strconv.ParseInt(s, 10, 64)
	return n
}
