#!/bin/sh
# Installs what building needs and this machine lacks: a C++ compiler (the
# segmenter and SQLite are C++ and C). Go itself has to be there. Tesseract, which
# recognises scans, strace, which a test records system calls with, and chromium,
# in which the pages are tested, are not needed: without them their tests are skipped.
set -eu
cd "$(dirname "$0")/.."
if ! command -v go >/dev/null 2>&1; then
	echo "Go is not installed: get it from your system's packages, version as in go.mod or later" >&2
	exit 1
fi

can_install() { command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; }
install() { DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"; }

has_compilers() { command -v "${CXX:-g++}" >/dev/null 2>&1 && command -v "${CC:-gcc}" >/dev/null 2>&1; }
if ! has_compilers; then
	if ! can_install; then
		echo "a C and C++ compiler is needed (Debian: apt-get install g++)" >&2
		exit 1
	fi
	apt-get update -qq
	install gcc g++ libc6-dev
fi

# One try is enough: a machine without a network should not wait each time.
tried=.cache/optional-tried
has_tesseract() { command -v tesseract >/dev/null 2>&1 && tesseract --list-langs 2>&1 | grep -qx chi_sim; }
has_strace() { [ "$(uname)" != Linux ] || command -v strace >/dev/null 2>&1; }
if ! { has_tesseract && has_strace; } && can_install && ! [ -e "$tried" ]; then
	echo "installing tesseract, for scans, and strace, for the test of power cuts" >&2
	if ! { apt-get update -qq && install tesseract-ocr tesseract-ocr-chi-sim strace; } >/dev/null 2>&1; then
		mkdir -p .cache && touch "$tried"
		echo "they could not be installed: scans are not recognised, and these tests are skipped (make clean forgets this try)" >&2
	fi
fi

# A browser is large: it is tried by itself, so that the others come without it.
tried=.cache/chromium-tried
has_chromium() {
	for name in chromium chromium-browser google-chrome; do
		command -v "$name" >/dev/null 2>&1 && return
	done
	return 1
}
if ! has_chromium && can_install && ! [ -e "$tried" ]; then
	echo "installing chromium, for the tests of the pages" >&2
	if ! { apt-get update -qq && install chromium fonts-noto-cjk; } >/dev/null 2>&1; then
		mkdir -p .cache && touch "$tried"
		echo "it could not be installed: these tests are skipped (make clean forgets this try)" >&2
	fi
fi
