package ofd

import (
	"bytes"
	"fmt"
	pixels "image"
	"image/color"
	"image/png"
	"runtime"
	"testing"

	"gongshi/ingest/decode"
	"gongshi/ingest/decode/internal/pack"
	"gongshi/ingest/decode/ocr"
)

// corners is a picture of four squares: one black, the upper left, one grey, the upper
// right, and two white.
func corners(t testing.TB) []byte {
	t.Helper()
	img := pixels.NewGray(pixels.Rect(0, 0, 200, 200))
	for y := range 200 {
		for x := range 200 {
			shade := color.Gray{255}
			if y < 100 {
				shade.Y = uint8(x / 100 * 128)
			}
			img.SetGray(x, y, shade)
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// painted gives the picture of a page of 100 mm with these objects, of which image 5 is
// that of the corners, 6 is broken and 7 is missing.
func painted(t *testing.T, objects string) (paper pixels.Image, r *reader, err error) {
	t.Helper()
	const resources = `<Res><MultiMedia ID="5"><MediaFile>a.png</MediaFile></MultiMedia><MultiMedia ID="6"><MediaFile>b.png</MediaFile></MultiMedia></Res>`
	image := corners(t)
	data := file(t, []string{objects},
		[2]string{"Doc_0/Document.xml", `<Document><PhysicalBox>0 0 100 100</PhysicalBox><DocumentRes>Res.xml</DocumentRes><Page BaseLoc="Pages/Page_0/Content.xml"/></Document>`},
		[2]string{"Doc_0/Res.xml", resources}, [2]string{"Doc_0/a.png", string(image)}, [2]string{"Doc_0/b.png", string(image[:len(image)/2])})
	p, err := pack.Open(t.Context(), data)
	if err != nil {
		t.Fatal(err)
	}
	r = &reader{pack: p, room: maxText, left: maxPages}
	if err := r.document("Doc_0/Document.xml"); err != nil {
		t.Fatal(err)
	}
	found, shown, err := r.page(r.pages[0])
	if err != nil || found.Trouble != nil {
		t.Fatal(err, found.Trouble)
	}
	err = shown.paint(r, func(img pixels.Image, _ ocr.Place) error {
		paper = img
		return nil
	})
	return paper, r, err
}

// shades are those of the four quarters of the paper, row by row.
func shades(img pixels.Image) (out [4]uint8) {
	w, h := img.Bounds().Dx(), img.Bounds().Dy()
	for i := range out {
		out[i] = color.GrayModel.Convert(img.At(w/4+i%2*w/2, h/4+i/2*h/2)).(color.Gray).Y
	}
	return out
}

// Images are drawn as they are turned and mirrored.
func TestTurnedImages(t *testing.T) {
	for _, test := range []struct {
		about, object string
		want          [4]uint8
	}{
		{"as large as its box", `Boundary="0 0 100 100"`, [4]uint8{0, 128, 255, 255}},
		{"upright", `Boundary="0 0 100 100" CTM="100 0 0 100 0 0"`, [4]uint8{0, 128, 255, 255}},
		{"clockwise", `Boundary="0 0 100 100" CTM="0 100 -100 0 100 0"`, [4]uint8{255, 0, 255, 128}},
		{"on its head", `Boundary="0 0 100 100" CTM="-100 0 0 -100 100 100"`, [4]uint8{255, 255, 128, 0}},
		{"mirrored", `Boundary="0 0 100 100" CTM="-100 0 0 100 100 0"`, [4]uint8{128, 0, 255, 255}},
		{"in a corner", `Boundary="50 50 50 50" CTM="50 0 0 50 0 0"`, [4]uint8{255, 255, 255, 0}},
		{"much larger than the paper", `Boundary="-100000 -100000 900000 900000"`, [4]uint8{0, 0, 0, 0}},
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		paper, _, err := painted(t, `<ImageObject ResourceID="5" `+test.object+`/>`)
		runtime.ReadMemStats(&after)
		if err != nil {
			t.Errorf("%s: %v", test.about, err)
			continue
		}
		got := shades(paper)
		if test.about == "in a corner" {
			got[3] = color.GrayModel.Convert(paper.At(paper.Bounds().Dx()*5/8, paper.Bounds().Dy()*5/8)).(color.Gray).Y
		}
		if got != test.want {
			t.Errorf("%s: %v, want %v", test.about, got, test.want)
		}
		if used := after.TotalAlloc - before.TotalAlloc; used > 128<<20 {
			t.Errorf("%s took %d MB", test.about, used>>20)
		}
	}
}

// A seal that is missing does not take the scan with it.
func TestMissingImages(t *testing.T) {
	const scan = `<ImageObject ResourceID="5" Boundary="0 0 100 100"/>`
	for _, id := range []string{"6", "7"} {
		seal := fmt.Sprintf(`<ImageObject ResourceID="%s" Boundary="60 60 30 30"/>`, id)
		paper, r, err := painted(t, scan+seal)
		if err != nil || shades(paper) != [4]uint8{0, 128, 255, 255} {
			t.Errorf("a seal %s: %v", id, err)
		}
		if told := r.remarks(); len(told) != 1 || told[0].Code != "pictures-left-out" {
			t.Errorf("a seal %s: %+v", id, told)
		}
		if _, _, err := painted(t, seal); decode.CodeOf(err) != decode.CodeDamaged {
			t.Errorf("nothing but a seal %s: %v", id, err)
		}
		whole := fmt.Sprintf(`<ImageObject ResourceID="%s" Boundary="0 0 100 100"/>`, id)
		if _, _, err := painted(t, scan+whole); decode.CodeOf(err) != decode.CodeDamaged {
			t.Errorf("a scan %s: %v", id, err)
		}
	}
}
