#!/bin/sh
# Looks for known vulnerabilities in what the program really calls.
set -u
report=$(mktemp)
trap 'rm -f "$report"' EXIT
if go tool govulncheck ./... >"$report" 2>&1; then
	tail -n 1 "$report"
	exit 0
fi
if grep -qE 'fetching vulnerabilities|no such host|connection refused|403 Forbidden|dial tcp|proxyconnect' "$report"; then
	echo "govulncheck: its database cannot be reached from here, not checked"
	exit 0
fi
cat "$report"
exit 1
