#!/bin/sh
# What a newcomer wants to see, with our own sample archive.
set -eu
gongshi=$1
data=$(mktemp -d)
trap 'rm -rf "$data"' EXIT
export GONGSHI_DATA="$data"
bold='' plain=''
if [ -t 1 ]; then
	bold=$(printf '\033[1m') plain=$(printf '\033[0m')
fi
show() {
	printf '\n%s$ gongshi %s%s\n' "$bold" "$*" "$plain"
	code=0
	"$gongshi" "$@" || code=$?
	case $code in
	0 | 1 | 3) ;;
	*) exit "$code" ;;
	esac
}
show import --no-progress testdata/archives/demo.zip
show ledger --failed
show search 雨污分流 --facet round --facet region --limit 3
show search '雨污分流 section:issue' --limit 2
id=$("$gongshi" search 雨污分流 --limit 1 --json | sed -n 's/.*"hits":\[{"id":"\([0-9a-f]*\)".*/\1/p')
show show "$id"
show check --rule PUB01
printf '\n%s\n%s\n' "以上资料在临时目录中，演示结束即删除。导入自己的资料：bin/gongshi import 文件夹" \
	"That was in a temporary folder. To import your own files: bin/gongshi import FOLDER"
