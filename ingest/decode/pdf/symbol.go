package pdf

// symbols are what the signs of Wingdings and Symbol look like that documents
// use before the items of lists, and to tick boxes. Their fonts code them in the
// private use area.
var symbols = map[rune]rune{
	0xF06C: '●', 0xF06D: '○', 0xF06E: '■', 0xF06F: '□', 0xF070: '□', 0xF071: '□', 0xF072: '□', 0xF075: '◆', 0xF076: '❖',
	0xF09E: '·', 0xF09F: '•', 0xF0A7: '▪', 0xF0A8: '□', 0xF0A3: '□', 0xF0B7: '•', 0xF0D8: '➢', 0xF0E0: '→', 0xF0E8: '➔',
	0xF0FB: '×', 0xF0FC: '√', 0xF0FD: '☒', 0xF0FE: '☑', 0xF052: '☑', 0xF053: '☒', 0xF0B0: '°', 0xF0B4: '×',
}

// symbol gives the sign that a character stands for if it is one of a symbol
// font.
func symbol(r rune) rune {
	if sign, ok := symbols[r]; ok {
		return sign
	}
	return r
}
