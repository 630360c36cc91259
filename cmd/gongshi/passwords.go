package main

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"gongshi/ingest/charset"
)

func (a *app) passwordFlag(cmd *cobra.Command) {
	cmd.Flags().StringVar(&a.passwordFile, "password-file", "", a.tr("压缩包密码文件，每行一个", "a file of passwords for archives, one a line"))
}

// readPasswords reads a file of passwords; without a name there are none.
func readPasswords(name string) ([]string, error) {
	if name == "" {
		return nil, nil
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("passwords: %w", err)
	}
	return passwordsIn(data), nil
}

// passwordsIn gives the passwords of a file, which may be in any encoding. So few
// characters do not always tell which: then a line is several passwords, and the
// bytes as they are one of them. White space within a line belongs to the
// password.
func passwordsIn(data []byte) (passwords []string) {
	likely, _, _ := charset.Decode(data, "")
	texts := []string{likely, strings.TrimPrefix(string(data), "\ufeff")}
	if chinese, _, bad := charset.Decode(data, "gb18030"); bad == 0 {
		texts = append(texts, chinese)
	}
	for _, text := range texts {
		for line := range strings.Lines(text) {
			if line = strings.TrimRight(line, "\r\n"); line != "" && !slices.Contains(passwords, line) {
				passwords = append(passwords, line)
			}
		}
	}
	return passwords
}
