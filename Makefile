# Two commands do everything on a fresh machine: make demo, make test.

GO ?= go
BIN := bin/gongshi
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)

.PHONY: help build demo test test-long lint vuln bench fuzz generate clean setup

help:
	@echo "make demo      build, import the sample archive, search and check it"
	@echo "make test      everything that can be tested, static checks included"
	@echo "make test-long the same with larger numbers of files, kills and mutants"
	@echo "make build     bin/gongshi"
	@echo "make bench     benchmarks, as ratios"
	@echo "make fuzz      every fuzz target for FUZZTIME (default 30s)"
	@echo "make generate  data and documents that are made by programs"

setup:
	@scripts/setup.sh

build: setup
	$(GO) build -trimpath -ldflags "-s -w -X main.release=$(VERSION)" -o $(BIN) ./cmd/gongshi

demo: build
	@scripts/demo.sh $(BIN)

# Tests whose bounds on time are those of the program as it is shipped, and such as
# compare much in one goroutine; with the race detector some of them take smaller
# files, or none. So do those that look at pages in a browser.
BOUNDED := ^Test(LongText|Refused|Hostile.*|Huge|Circles|Exact|SameOn.*|UpToDate|Browser.*|NothingForeign.*|AnswersAre.*|ExportKeeps.*|TextsComeBack|FillFrom.*)$$

test: setup lint vuln
	$(GO) test -race -timeout 20m ./...
	$(GO) test -count 1 -timeout 10m -run '$(BOUNDED)' ./parse/gold ./ingest/decode/... ./index/... ./ingest/store ./web ./web/api

test-long: export GONGSHI_LONG = 1
test-long: setup
	$(GO) test -timeout 60m ./...

lint: setup
	@unformatted=$$(gofmt -l $$(git ls-files '*.go')); if [ -n "$$unformatted" ]; then echo "not gofmt-ed:"; echo "$$unformatted"; exit 1; fi
	$(GO) vet ./...
	$(GO) tool staticcheck ./...

# The database of known vulnerabilities is a service: where it cannot be
# reached, that is said and is no failure.
vuln: setup
	@scripts/vuln.sh

bench: setup
	@echo "how well the labelled notices are parsed (F1):"
	@$(GO) test -count 1 -v -run '^TestOwn$$' ./parse/gold | grep -E 'F1|mean|ascii|full-width'
	@echo "how well hits are ordered (nDCG@10):"
	@$(GO) test -count 1 -v -run '^TestJudged$$' ./search/judged | grep -E 'mean'
	$(GO) test -run '^$$' -bench . -benchtime 3x ./...
	$(GO) test -tags sqlite_fts5 -run '^$$' -bench '^BenchmarkJudged$$' -benchtime 3x ./ingest/store

FUZZTIME ?= 30s
fuzz: setup
	@scripts/fuzz.sh $(FUZZTIME)

generate: setup
	$(GO) generate ./...

clean:
	rm -rf bin .cache
