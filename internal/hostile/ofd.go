package hostile

import (
	"fmt"
	"strings"

	"gongshi/internal/forge"
)

// ofd is an OFD file of one page. What else is given replaces parts of the same
// name, or is added.
func ofd(page string, more ...string) []byte {
	parts := []string{
		"OFD.xml", "<OFD><DocBody><DocRoot>Doc_0/Document.xml</DocRoot></DocBody></OFD>",
		"Doc_0/Document.xml", ofdDocument("", `<Page ID="1" BaseLoc="P.xml"/>`),
		"Doc_0/P.xml", "<Page><Content><Layer>" + page + "</Layer></Content></Page>",
	}
	for i := 0; i < len(more); i += 2 {
		replaced := false
		for k := 0; k < len(parts); k += 2 {
			if parts[k] == more[i] {
				parts[k+1], replaced = more[i+1], true
			}
		}
		if !replaced {
			parts = append(parts, more[i], more[i+1])
		}
	}
	return forge.Parts(parts...)
}

func ofdDocument(common, pages string) string {
	return "<Document><CommonData><PageArea><PhysicalBox>0 0 210 297</PhysicalBox></PageArea>" + common + "</CommonData><Pages>" + pages + "</Pages></Document>"
}

// ofdLine is a line of text at a place.
func ofdLine(y int) string {
	return fmt.Sprintf(`<TextObject Boundary="30 %d 150 5" Size="5"><TextCode X="0" Y="4" DeltaX="g %d 5">%s</TextCode></TextObject>`, y, len([]rune(line))-1, line)
}

// ofdFiles are OFD files. The package that reads them has more, of single objects
// that multiply.
var ofdFiles = []Case{
	{Name: "ofd: entities of entities", Aim: Size, Make: func() []byte {
		return ofd(ofdLine(40), "Doc_0/Document.xml", laughs("Document")+ofdDocument("&l10;", `<Page ID="1" BaseLoc="P.xml"/>`))
	}, Codes: []string{"damaged", "limit", ""}},
	{Name: "ofd: a file of the machine", Aim: Escape, Make: func() []byte {
		return ofd("", "Doc_0/P.xml", stolen("Page")+`<Page><Content><Layer><TextObject Boundary="30 40 150 5" Size="5"><TextCode X="0" Y="4">&x;`+line+`</TextCode></TextObject></Layer></Content></Page>`)
	}, Codes: []string{"damaged"}},
	{Name: "ofd: pages that lie outside", Aim: Escape, Make: func() []byte {
		return ofd("", "Doc_0/Document.xml", ofdDocument("", `<Page ID="1" BaseLoc="../../../../../../../../etc/passwd"/><Page ID="2" BaseLoc="/etc/passwd"/><Page ID="3" BaseLoc="file:///etc/passwd"/>`))
	}, Codes: []string{"damaged", "empty"}},
	{Name: "ofd: layers in layers", Aim: Loop, Make: func() []byte {
		return ofd(strings.Repeat("<Layer><PageBlock><PageBlock>", 100_000) + ofdLine(40))
	}, Codes: []string{"limit", "damaged"}},
	{Name: "ofd: a template on itself", Aim: Loop, Make: func() []byte {
		page := `<Page><Template TemplateID="7"/><Template TemplateID="7"/><Content><Layer>` + ofdLine(40) + `</Layer></Content></Page>`
		return ofd("", "Doc_0/Document.xml", ofdDocument(`<TemplatePage ID="7" BaseLoc="P.xml"/>`, `<Page ID="1" BaseLoc="P.xml"/>`), "Doc_0/P.xml", page)
	}, Codes: []string{"", "damaged", "limit"}},
	{Name: "ofd: one page 200,000 times", Aim: Size, Make: func() []byte {
		return ofd(ofdLine(40), "Doc_0/Document.xml", ofdDocument("", strings.Repeat(`<Page BaseLoc="P.xml"/>`, 200_000)))
	}, Codes: []string{"limit", "", "timeout"}, Slow: true},
	{Name: "ofd: places that are no numbers", Aim: Crash, Make: func() []byte {
		page := ofdLine(40)
		for _, n := range []string{"NaN", "Inf", "-Inf", "1e308", "-1e308", "0x7fffffff", "1e-320"} {
			page += fmt.Sprintf(`<TextObject Boundary="%s %[1]s %[1]s %[1]s" CTM="%[1]s 0 0 %[1]s 0 0" Size="%[1]s"><TextCode X="%[1]s" Y="%[1]s" DeltaX="g %[1]s %[1]s %[1]s" DeltaY="%[1]s">整改</TextCode></TextObject>`, n)
		}
		return ofd(page)
	}, Codes: []string{"", "damaged", "needs-ocr"}},
	{Name: "ofd: a picture of 40,000 × 40,000", Aim: Memory, Make: func() []byte {
		return ofd(`<ImageObject Boundary="0 0 210 297" ResourceID="5"/>`,
			"Doc_0/Document.xml", ofdDocument("<DocumentRes>R.xml</DocumentRes>", `<Page ID="1" BaseLoc="P.xml"/>`),
			"Doc_0/R.xml", `<Res BaseLoc="."><MultiMedias><MultiMedia ID="5" Type="Image"><MediaFile>a.png</MediaFile></MultiMedia></MultiMedias></Res>`,
			"Doc_0/a.png", string(png(40_000, 40_000)))
	}, Codes: []string{"limit", "damaged", "needs-ocr", "empty"}},
}
