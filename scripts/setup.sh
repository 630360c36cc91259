#!/bin/sh
# Installs what building needs and this machine lacks: a C++ compiler (the
# segmenter and SQLite are C++ and C). Go itself has to be there.
set -eu
if ! command -v go >/dev/null 2>&1; then
	echo "Go is not installed: get it from your system's packages, version as in go.mod or later" >&2
	exit 1
fi
if command -v "${CXX:-g++}" >/dev/null 2>&1 && command -v "${CC:-gcc}" >/dev/null 2>&1; then
	exit 0
fi
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
	apt-get update -qq
	DEBIAN_FRONTEND=noninteractive apt-get install -y -qq gcc g++ libc6-dev
	exit 0
fi
echo "a C and C++ compiler is needed (Debian: apt-get install g++)" >&2
exit 1
