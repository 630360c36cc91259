package main

import (
	"fmt"
	"os"
	"path/filepath"

	"gongshi/internal/corpus"
)

// Seeds of what is derived. Another seed is another archive, and golden tests
// know some of its numbers.
const (
	demoSeed      = 2024
	renditionSeed = 7
)

// derive writes the files of testdata that are made by program.
func derive(testdata string) error {
	files, err := derived(testdata)
	if err != nil {
		return err
	}
	for name, data := range files {
		if err := writeFile(filepath.Join(testdata, filepath.FromSlash(name)), data); err != nil {
			return err
		}
	}
	return nil
}

// derived makes these files; their names are relative to testdata.
func derived(testdata string) (map[string][]byte, error) {
	files := make(map[string][]byte)
	for _, f := range corpus.Broken() {
		files["broken/"+f.Name] = f.Data
	}
	files["archives/demo.zip"] = demo()
	renditions := renditions(corpus.Invent(renditionSeed, 0, corpus.LongNotice))
	for _, f := range renditions {
		files["renditions/"+f.Name] = f.Data
	}
	files["archives/renditions.zip"] = corpus.Zip(renditions)
	return files, inputs(testdata, files)
}

// inputs adds the files that the hand-written notices were published as.
func inputs(testdata string, files map[string][]byte) error {
	paths, err := filepath.Glob(filepath.Join(testdata, "notices", "*", "source.txt"))
	if err != nil {
		return err
	}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		source, err := corpus.ReadSource(string(text))
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		folder := filepath.Base(filepath.Dir(path))
		files["notices/"+folder+"/input."+source.Rendition.Kind] = source.Write(source.Rendition)
	}
	return nil
}

// renditions are one notice as an office would publish it in several forms.
func renditions(n corpus.Notice) []corpus.Member {
	return []corpus.Member{
		{Name: "公示.txt", Data: corpus.Text(n.Text())},
		{Name: "公示（国标编码）.txt", Data: corpus.GB18030(n.Text())},
		{Name: "公示.html", Data: page(n)},
		{Name: "公示.pdf", Data: corpus.PDF(corpus.Layout{Paragraphs: n.Paragraphs})},
		{Name: "公示.docx", Data: corpus.DOCX(n.Paragraphs)},
	}
}

func page(n corpus.Notice) []byte {
	return corpus.HTML(corpus.Page{
		Layout: "trs", Site: n.Facts.Region.County + "人民政府", Column: "信息公开 > 环境保护",
		Headline: n.Facts.Title, Published: n.Facts.Issued.String() + " 09:30", Origin: n.Facts.Issuer,
		Footer: "主办：" + n.Facts.Region.County + "人民政府办公室", Body: n.Paragraphs,
		Charset: []string{"gb2312", "utf-8"}[n.Facts.Issued.Day%2],
	})
}

// demo is the sample archive: notices of many places and in all forms, in
// folders with Chinese names in GBK, one archive inside the other, two files
// that stand twice, and two that are broken.
func demo() []byte {
	var members, old []corpus.Member
	for i := range 40 {
		size := corpus.LongNotice
		if i%3 == 0 {
			size /= 4
		}
		n := corpus.Invent(demoSeed, i, size)
		f := renditions(n)[i%5]
		region := n.Facts.Region
		f.Name = fmt.Sprintf("%s/%s/%s整改销号%03d%s", region.Province, region.City, region.County, i, filepath.Ext(f.Name))
		if i%8 == 7 {
			old = append(old, f)
		} else {
			members = append(members, f)
		}
		if i == 4 || i == 9 {
			f.Name = "汇总/" + filepath.Base(f.Name)
			members = append(members, f)
		}
	}
	for _, f := range corpus.Broken() {
		if f.Name == "empty.txt" || f.Name == "truncated.pdf" {
			members = append(members, corpus.Member{Name: "损坏/" + f.Name, Data: f.Data})
		}
	}
	return corpus.Zip(append(members, corpus.Member{Name: "往年材料.zip", Data: corpus.Zip(old)}))
}
