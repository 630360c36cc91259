package hostile

import (
	"gongshi/internal/forge"
)

// rars are rar archives, with headers by hand: no free program writes them.
var rars = []Case{
	{Name: "rar 5: a dictionary of 64 GB", Aim: Memory, Make: func() []byte {
		return forge.NewRAR5().Member("x", "xxxx", 1<<40, 1|3<<7|19<<10, 0).File()
	}, Codes: []string{"limit"}},
	{Name: "rar 5: a member of less than no bytes", Aim: Crash, Make: func() []byte {
		r := forge.NewRAR5().Add("x", "x")
		r.Header(forge.Vint(2), forge.Vint(2), forge.Vint(1<<64-20), forge.Vint(0), forge.Vint(10), forge.Vint(0), forge.Vint(0), forge.Vint(1), forge.Vint(1), []byte("y"))
		return r.File()
	}, Codes: []string{"damaged", "crashed"}},
	{Name: "rar 5: a key of 2^24 rounds", Aim: Time, Make: SlowRAR, Codes: []string{"timeout", "damaged", "encrypted"}},
	{Name: "rar 5: a terabyte that is not there", Aim: Memory, Make: func() []byte {
		return forge.NewRAR5().Member("x", "x", 1<<40, 0, 0).File()
	}, Codes: []string{"limit", "damaged"}},
	{Name: "rar 5: a size that is negative", Aim: Crash, Make: func() []byte {
		return forge.NewRAR5().Member("x", "x", 1<<63, 0, 0).File()
	}, Codes: []string{"damaged"}},
	{Name: "rar 5: rubbish that is packed", Aim: Crash, Make: func() []byte {
		return forge.NewRAR5().Member("x", string(forge.Noise(1<<20)), 1<<24, 3<<7|4<<10, 0).File()
	}, Codes: []string{"damaged", "crashed"}},
	{Name: "rar 5: 30,000 members", Aim: Memory, Crowd: true, Make: func() []byte {
		r := forge.NewRAR5()
		for range 30_000 {
			r.Add("x", "")
		}
		return r.File()
	}, Codes: []string{"limit"}},
	{Name: "rar 4: rubbish for the machine", Aim: Crash, Make: func() []byte {
		return forge.NewRAR4().Member("x", string(forge.Noise(1<<20)), 1<<24, 0x33, 0).Add("y", "y").File()
	}, Codes: []string{"damaged", "crashed", "timeout", "limit"}},
}

// SlowRAR has headers whose key takes long to make.
func SlowRAR() []byte {
	r := new(forge.RAR5)
	r.WriteString("Rar!\x1a\x07\x01\x00")
	r.Header(forge.Vint(4), forge.Vint(0), forge.Vint(0), forge.Vint(0), []byte{24}, make([]byte, 16))
	r.Write(make([]byte, 200))
	return r.Bytes()
}
