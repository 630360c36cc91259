#!/bin/sh
# Writes THIRD_PARTY.md: the modules that the program is linked with, and under
# which licence each is.
set -eu
cd "$(dirname "$0")/.."

# kind names a licence by words of its text.
kind() {
	if grep -qi 'apache license' "$1"; then echo Apache-2.0
	elif grep -qi 'mozilla public license' "$1"; then echo MPL-2.0
	elif grep -qi 'permission is hereby granted, free of charge' "$1"; then echo MIT
	elif grep -qi 'permission to use, copy, modify, and' "$1"; then echo ISC
	elif grep -qi 'redistribution and use in source and binary forms' "$1"; then
		if grep -qi 'neither the name' "$1"; then echo BSD-3-Clause; else echo BSD-2-Clause; fi
	else echo "see its file"
	fi
}

{
	printf '# What gongshi is made with\n\nWritten by `scripts/third-party.sh`. The full texts are in the modules. Data taken out of other projects has its licence\nbeside it.\n\n'
	printf '| module | version | licence |\n|---|---|---|\n'
	go list -deps -f '{{with .Module}}{{if not (or .Main .Replace)}}{{.Path}} {{.Version}} {{.Dir}}{{end}}{{end}}' ./cmd/gongshi | sort -u | while read -r module version dir; do
		licence=
		for file in "$dir"/LICENSE* "$dir"/LICENCE* "$dir"/License* "$dir"/license* "$dir"/COPYING*; do
			[ -f "$file" ] && licence=$(kind "$file") && break
		done
		printf '| %s | %s | %s |\n' "$module" "$version" "${licence:-none found}"
	done
	printf '\nPDFium, which go-pdfium ships as WebAssembly, is under the BSD-3-Clause and Apache-2.0 licences; SQLite, in go-sqlite3, is in the\npublic domain; cppjieba, in gojieba, is under the MIT licence.\n'
} >THIRD_PARTY.md
