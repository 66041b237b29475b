# Everything a day here needs. `make` alone lists the targets.
.DEFAULT_GOAL := help
SHELL := /bin/bash
GO    ?= go
T     ?= .
TOOL  := $(GO) tool -modfile=tools/go.mod
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
COMMIT  ?= $(shell git rev-parse --short HEAD 2>/dev/null)
LDFLAGS := -s -w -X main.version=$(VERSION) -X main.commit=$(COMMIT)

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

run: ## serve on embedded SQLite under ./data (http://127.0.0.1:8080)
	$(GO) run ./cmd/candor serve

demo: ## fill a throw-away database with Northwind Labs and serve it
	$(GO) run ./cmd/candor demo

dev: ## demo with assets read from disk; restart after Go or templ changes
	$(TOOL) templ generate -path internal/ui
	$(GO) run ./cmd/candor demo --assets internal/ui

build: ## the release binary, ./bin/candor
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags '$(LDFLAGS)' -o bin/candor ./cmd/candor

needs: ## install what tests need (PostgreSQL server, Chromium), when root or sudo allows
	@scripts/needs.sh

test: needs ## every test on both engines and in the browser; make test T=TestName for one
	CANDOR_TEST_REQUIRE=1 $(GO) test -timeout 20m -run '$(T)' ./...

lint: ## gofmt, vet, staticcheck, drift of generated files, words that do not belong
	@scripts/lint.sh

check: lint test ## exactly what CI runs

race: needs ## the concurrent rooms under the race detector (wants a C compiler)
	CANDOR_TEST_REQUIRE=1 CGO_ENABLED=1 $(GO) test -race -timeout 20m ./internal/db/... ./internal/queue/... ./internal/activity/... ./internal/web/...

generate: ## templ components and generated documents
	$(TOOL) templ generate -path internal/ui
	$(GO) run ./cmd/candor docs

golden: ## rewrite the golden tables, then show what changed
	$(GO) test ./internal/web -run TestRoutes -update
	$(GO) test ./internal/apptest/guards -run TestMatrix -update
	git diff --stat

bench: needs ## the measures of docs/benchmarks.md (SCALE=100000 by default)
	scripts/bench.sh

SHOTS := start-ada-light board-rui-light application-rui-light application-offer-tom-light roles-ada-dark board-rui-narrow

shots: needs ## pictures of every page into bin/looks, those of the documents into docs/shots
	CANDOR_LOOKS=$(CURDIR)/bin/looks $(GO) test ./internal/apptest/guards -run TestLooks -count=1 -timeout 20m
	mkdir -p docs/shots && cp $(SHOTS:%=bin/looks/%.png) docs/shots/

fuzz: ## every fuzz target for a short while
	@scripts/fuzz.sh

.PHONY: help run demo dev build needs test lint check race generate golden bench shots fuzz
