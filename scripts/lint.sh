#!/usr/bin/env bash
# What a reviewer should not have to say. Every finding is printed; the last line says whether there was one.
set -uo pipefail
cd "$(dirname "$0")/.."
bad=0
fail() { echo "lint: $1"; bad=1; }

files=$(git ls-files '*.go' | grep -v '_templ\.go$')
out=$(gofmt -l $files); [ -z "$out" ] || fail "not gofmt-ed: $out"
go vet ./... || fail "go vet"
go tool -modfile=tools/go.mod staticcheck ./... || fail "staticcheck"

# Generated files are committed and true.
before=$(git status --porcelain -- internal/ui | sort)
go tool -modfile=tools/go.mod templ generate -path internal/ui >/dev/null 2>&1 || fail "templ generate"
after=$(git status --porcelain -- internal/ui | sort)
[ "$before" = "$after" ] || fail "generated templ files differ: run make generate"
go run ./cmd/candor docs --check || fail "generated documents differ: run make generate"
go mod tidy -diff >/dev/null 2>&1 || fail "go.mod is not tidy: run go mod tidy"

# No file of ours grows beyond one idea.
long=$(git ls-files '*.go' | grep -vE '(_templ|_test)\.go$' | xargs wc -l | awk '$2 != "total" && $1 > 400 {print $2 " (" $1 ")"}')
[ -z "$long" ] || fail "over 400 lines: $long"

# Words that do not belong: a machine's own folders and registries' hosts in what people read, and whoever helped to write
# it. Tests may name folders; this file names all of them.
ours() { git grep -nI "$@" -- ':!scripts/lint.sh' ':!go.sum' ':!*/go.sum' ':!*.min.js' ':!*/testdata/*'; }
words=$(ours -E '(^|[^A-Za-z0-9._~/-])/(work|tmp|root|home/[a-z]+)/[A-Za-z0-9._-]' | grep -vE '^[^:]*_test\.go:|^\.gitignore:')
words+=$(ours -iE '(proxy|sum)\.golang\.org|registry\.npmjs\.org|registry\.yarnpkg|files\.pythonhosted|pypi\.org|deb\.debian\.org|static\.crates\.io')
words+=$(ours -iwE 'claude|anthropic|chatgpt|openai|copilot|gemini|codex|subagents?|language models?')
[ -z "$words" ] || fail "words that do not belong: $words"

# Scripts are well-formed.
for s in scripts/*.sh .ci/run; do bash -n "$s" || fail "$s"; done

[ "$bad" -eq 0 ] && echo "lint: clean"
exit "$bad"
