package segment

// Words is a stand-in.
func Words(text string, f func(start, end int)) {}

// IsWord is a stand-in.
func IsWord(text string) bool { return false }
