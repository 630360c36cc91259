package hostile

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"hash/crc32"
	"strings"

	"gongshi/internal/forge"
)

// png is a whole picture of one bit a pixel, all black.
func png(width, height uint32) []byte {
	var packed bytes.Buffer
	w, err := zlib.NewWriterLevel(&packed, zlib.BestSpeed)
	row := make([]byte, 1+(width+7)/8)
	for range height {
		if err == nil {
			_, err = w.Write(row)
		}
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		panic(err) // nothing but memory is written to
	}
	return pngOf(pngChunk("IHDR", pngSize(width, height, 1)), pngChunk("IDAT", packed.Bytes()), pngChunk("IEND", nil))
}

func pngOf(chunks ...[]byte) []byte {
	return append([]byte("\x89PNG\r\n\x1a\n"), bytes.Join(chunks, nil)...)
}

func pngSize(width, height uint32, bits byte) []byte {
	b := binary.BigEndian.AppendUint32(nil, width)
	return append(binary.BigEndian.AppendUint32(b, height), bits, 0, 0, 0, 0)
}

func pngChunk(kind string, data []byte) []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(data)))
	b = append(append(b, kind...), data...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:]))
}

// images are pictures.
var images = []Case{
	{Name: "png: 40,000 × 40,000", Aim: Memory, Make: func() []byte { return png(40_000, 40_000) }, Codes: []string{"limit"}},
	{Name: "png: a page and a text of 64 MB", Aim: Size, Make: func() []byte {
		return pngOf(pngChunk("IHDR", pngSize(600, 800, 8)), pngChunk("zTXt", append([]byte("x\x00\x00"), forge.Zlib(make([]byte, 64<<20))...)),
			pngChunk("IDAT", forge.Zlib(make([]byte, 64<<20))), pngChunk("IEND", nil))
	}, Codes: []string{"needs-ocr", "empty", "damaged", "limit"}},
	{Name: "gif: 200,000 pictures", Aim: Time, Make: func() []byte {
		frame := "\x2c\x00\x00\x00\x00\x58\x02\x20\x03\x00\x02\x02\x44\x01\x00"
		return []byte("GIF89a\x58\x02\x20\x03\x80\x00\x00\x00\x00\x00\xff\xff\xff" + strings.Repeat(frame, 200_000) + ";")
	}, Codes: []string{"limit", "damaged", "empty", "needs-ocr"}},
	{Name: "jpg: 65,500 × 65,500", Aim: Memory, Make: func() []byte {
		return []byte("\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xc0\x00\x0b\x08\xff\xdc\xff\xdc\x01\x01\x11\x00\xff\xd9")
	}, Codes: []string{"limit", "damaged"}},
	{Name: "tif: folders in a ring", Aim: Loop, Make: func() []byte {
		return []byte("II*\x00\x08\x00\x00\x00\x00\x00\x10\x00\x00\x00\x00\x00\x00\x00\x08\x00\x00\x00")
	}, Codes: []string{"damaged", "empty", "unsupported"}},
	{Name: "tif: a strip of four gigabytes", Aim: Memory, Make: func() []byte {
		return tiff([][3]uint32{{256, 4, 9000}, {257, 4, 9000}, {258, 3, 8}, {259, 3, 5}, {262, 3, 1}, {273, 4, 8}, {277, 3, 1}, {278, 4, 9000}, {279, 4, 1<<32 - 1}})
	}, Codes: []string{"damaged", "limit", "unsupported", "needs-ocr"}},
	{Name: "tif: a billion values", Aim: Memory, Make: func() []byte {
		data := tiff([][3]uint32{{256, 4, 900}, {257, 4, 900}, {258, 3, 8}, {262, 3, 1}, {273, 4, 8}, {279, 4, 8}})
		for i := range 6 {
			binary.LittleEndian.PutUint32(data[10+12*i+4:], 1<<30)
		}
		return data
	}, Codes: []string{"damaged", "limit", "unsupported"}},
	{Name: "bmp: as high as it goes, downwards", Aim: Crash, Make: func() []byte {
		le := binary.LittleEndian
		b := le.AppendUint32([]byte("BM"), 1<<31)
		b = le.AppendUint32(le.AppendUint32(b, 0), 54)
		b = le.AppendUint32(le.AppendUint32(b, 40), 1<<31-1)
		b = le.AppendUint32(b, 1<<31) // the smallest of all numbers
		b = le.AppendUint16(le.AppendUint16(b, 1), 24)
		return append(b, make([]byte, 124)...)
	}, Codes: []string{"damaged", "limit", "unsupported"}},
	{Name: "webp: 16,384 × 16,384", Aim: Memory, Make: func() []byte {
		body := append([]byte("WEBPVP8L\x00\x10\x00\x00\x2f\xff\xff\xff\x0f"), make([]byte, 4096)...)
		return append(binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(len(body))), body...)
	}, Codes: []string{"damaged", "limit", "unsupported"}},
}

// tiff is a picture with a folder of entries: tag, type and value.
func tiff(entries [][3]uint32) []byte {
	le := binary.LittleEndian
	b := append([]byte("II*\x00\x08\x00\x00\x00"), byte(len(entries)), 0)
	for _, e := range entries {
		b = le.AppendUint16(le.AppendUint16(b, uint16(e[0])), uint16(e[1]))
		b = le.AppendUint32(le.AppendUint32(b, 1), e[2])
	}
	return append(b, make([]byte, 64)...)
}
