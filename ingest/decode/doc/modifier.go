package doc

// The modifiers (SPRMs) that are read. A modifier is a number and an operand;
// lists of them say how a paragraph or character differs from its style.
const (
	modParaStyle  = 0x4600
	modListLevel  = 0x260A
	modList       = 0x460B
	modOutline    = 0x2640
	modInTable    = 0x2416
	modEndsRow    = 0x2417
	modNesting    = 0x6649
	modInnerCell  = 0x244B
	modInnerRow   = 0x244C
	modHuge       = 0x6646 // more of them are in the stream of data
	modHugeOld    = 0x6645
	modRow        = 0xD608 // the edges of the cells of a row
	modMergeDown  = 0xD62B
	modMergeRight = 0x5624

	modDeleted   = 0x0800
	modHidden    = 0x083C
	modSpecial   = 0x0855
	modSymbol    = 0x6A09
	modCharStyle = 0x4A30
	modFont      = 0x4A4F
)

// eachModifier calls do for each modifier of a list.
func eachModifier(b block, do func(mod int, operand block)) {
	const most = 1000 // real lists are far shorter
	for at, n := 0, 0; at+2 <= len(b) && n < most; n++ {
		mod := b.U16(at)
		at += 2
		size := operandSize(b, mod, at)
		if size < 0 || at+size > len(b) {
			return
		}
		do(mod, b[at:at+size])
		at += size
	}
}

// operandSize is the size of the operand at a place. The upper bits of a modifier
// say it; of some, the operand itself.
func operandSize(b block, mod, at int) int {
	const tabs = 0xC615
	switch mod >> 13 {
	case 0, 1:
		return 1
	case 2, 4, 5:
		return 2
	case 3:
		return 4
	case 7:
		return 3
	}
	switch {
	case mod == modRow:
		return 1 + b.U16(at)
	case mod == tabs && b.U8(at) == 255:
		deleted := b.U8(at + 1)
		return 3 + 4*deleted + 3*b.U8(at+2+4*deleted)
	}
	return 1 + b.U8(at)
}

// short are the modifiers with an operand of a byte that a piece of text can
// have in place of a list, by their number there.
var short = map[int]int{
	0x0C: modListLevel, 0x18: modInTable, 0x19: modEndsRow, 0x41: modDeleted, 0x5C: modHidden, 0x75: modSpecial, 0x78: modOutline,
}

// modifiers gives the list of a piece: one of those in front of the pieces, or a
// single one.
func modifiers(prm int, lists []block) block {
	if prm&1 != 0 {
		if i := prm >> 1; i < len(lists) {
			return lists[i]
		}
		return nil
	}
	if mod := short[prm>>1&0x7F]; mod != 0 {
		return block{byte(mod), byte(mod >> 8), byte(prm >> 8)}
	}
	return nil
}
