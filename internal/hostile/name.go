package hostile

import (
	"archive/tar"
	"archive/zip"
	"fmt"
	"strings"

	"gongshi/internal/corpus"
	"gongshi/internal/forge"
)

// wayward are names that lead out of a folder, to a device, or deceive who
// reads them; they are meant for members of archives.
var wayward = []string{
	"../../../../../../../../tmp/gongshi-escaped.txt", "/tmp/gongshi-escaped.txt", `..\..\..\gongshi-escaped.txt`, `C:\Windows\gongshi-escaped.txt`, `\\server\share\x.txt`,
	"a/./b/../../../x.txt", "/dev/null", "/dev/sda", "/proc/self/mem", "CON", "NUL.txt", "AUX", "COM1.txt", "a.txt:stream",
	strings.Repeat("名", 1400) + ".txt", strings.Repeat("a/", 2040) + "x.txt", strings.Repeat("長", 4000),
	"公示\u202efdp.txt", "\u2066公示\u2069.txt", "公示\x1b]0;x\x07\x1b[2J.txt", "公示\n2.txt", "公示\r.txt", "-rf", "a!/b.txt", "...", " .txt ", "\ufeff.txt",
}

// goodText is a notice that stands beside what is hostile in an archive.
func goodText(i int) string {
	return string(corpus.Text(corpus.Invent(4242, i, corpus.ShortNotice).Text()))
}

// goodMembers is how many notices an archive of wayward names holds.
var goodMembers = len(wayward) + 1

// namedMembers gives the wayward names, each with a notice of its own, and a
// harmless one at the end.
func namedMembers(first int, add func(name, content string)) {
	for i, name := range append(append([]string{}, wayward...), "岳阳/公示.txt") {
		add(name, goodText(first+i))
	}
}

// named are archives whose members have wayward names. The notices in them are
// imported all the same.
var named = []Case{
	{Name: "zip: names that lead elsewhere", Aim: Escape, Make: func() []byte {
		z := forge.NewZip()
		namedMembers(0, func(name, content string) { z.Add(name, content) })
		return z.File()
	}, Codes: []string{""}, Good: goodMembers},
	{Name: "tar: names that lead elsewhere", Aim: Escape, Make: func() []byte {
		var pairs []string
		namedMembers(100, func(name, content string) { pairs = append(pairs, name, content) })
		return forge.Tar(tar.FormatGNU, pairs...)
	}, Codes: []string{""}, Good: goodMembers},
	{Name: "rar 5: names that lead elsewhere", Aim: Escape, Make: func() []byte {
		r := forge.NewRAR5()
		namedMembers(200, func(name, content string) { r.Add(name, content) })
		return r.File()
	}, Codes: []string{""}, Good: goodMembers},
	{Name: "7z: names that lead elsewhere", Aim: Escape, Make: func() []byte {
		var all []byte
		var order []string
		files := map[string]string{}
		namedMembers(300, func(name, content string) {
			all, order = append(all, content...), append(order, name)
			files[name] = content
		})
		return forge.SevenZip(forge.Packed7z(forge.Copy7z, all, files, order...))
	}, Codes: []string{""}, Good: goodMembers},
	{Name: "tar: a link, and a file behind it", Aim: Escape, Make: func() []byte {
		link := forge.TarHeader("x", 0, '2')
		copy(link[157:], "/tmp")
		forge.TarSum(link)
		return append(link, forge.Tar(tar.FormatUSTAR, "x/gongshi-escaped.txt", goodText(400), "y", goodText(401))...)
	}, Codes: []string{""}, Good: 2},
	{Name: "zip: a link to a file of the machine", Aim: Escape, Make: func() []byte {
		h := &zip.FileHeader{Name: "公示.txt"}
		h.SetMode(0o777 | 1<<27) // a symbolic link
		return forge.NewZip().AddHeader(h, "/etc/passwd").Add("y.txt", goodText(402)).File()
	}, Codes: []string{"", "skipped"}, Good: 1},
	{Name: "zip: a bomb among good notices", Aim: Size, Make: func() []byte {
		return forge.NewZip().Add("1.txt", goodText(410)).Add("2.txt", forge.Blanks(64<<20)).Add("3.txt", goodText(411)).File()
	}, Codes: []string{"limit"}, Good: 2},
	{Name: "tar: a broken header among good notices", Aim: Crash, Make: func() []byte {
		data := forge.Tar(tar.FormatUSTAR, "1.txt", goodText(420), "2.txt", strings.Repeat("x", 512), "3.txt", goodText(421))
		second := strings.Index(string(data), "2.txt")
		copy(data[second+124:], "77777777777")
		return data
	}, Codes: []string{"damaged", "limit"}, Good: 2},
	{Name: "zip: hostile documents among good notices", Aim: Crash, Make: func() []byte {
		z := forge.NewZip()
		for i, c := range documents() {
			if strings.Contains(c.Name, "ring") || strings.Contains(c.Name, "itself") || strings.Contains(c.Name, "of the machine") {
				z.Add(fmt.Sprintf("%d %s", i, c.File()), string(c.Make())).Add(fmt.Sprintf("好/%d.txt", i), goodText(500+i))
			}
		}
		return z.File()
	}, Codes: []string{"damaged"}, Good: 8},
}

// onDisk are files whose own names, or places, are the trouble. Each holds a
// notice.
func onDisk() []Case {
	cases := []Case{
		{Name: "name: as long as a name may be", Aim: Crash, Path: strings.Repeat("公", 83) + ".txt"},
		{Name: "name: nearly 4 KiB of folders", Aim: Crash, Path: strings.Repeat(strings.Repeat("深", 60)+"/", 19) + "公示.txt"},
		{Name: "name: not in any encoding", Aim: Crash, Path: "公示\xff\xfe\x80.txt"},
		{Name: "name: written from right to left", Aim: Escape, Path: "公示\u202efdp.txt"},
		{Name: "name: a new line", Aim: Crash, Path: "公示\n2.txt"},
		{Name: "name: orders for the terminal", Aim: Crash, Path: "公示\x1b]0;x\x07\x1b[2J.txt"},
		{Name: "name: an option", Aim: Crash, Path: "--data=x.txt"},
		{Name: "name: the mark of an archive", Aim: Escape, Path: "a.zip!/b/公示.txt"},
		{Name: "name: blanks and points", Aim: Crash, Path: " ... /.. . .txt"},
	}
	for i := range cases {
		cases[i].Codes, cases[i].Good = []string{""}, 1
		cases[i].Make = func() []byte { return []byte(goodText(600 + i)) }
	}
	return cases
}
