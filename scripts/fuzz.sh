#!/usr/bin/env bash
# Every fuzz target for SECONDS_EACH seconds (10 by default).
set -euo pipefail
cd "$(dirname "$0")/.."
each=${SECONDS_EACH:-10}
grep -rlE '^func Fuzz' --include='*_test.go' internal | xargs -n1 dirname | sort -u | while read -r dir; do
  grep -hoE '^func Fuzz[A-Za-z0-9_]+' "$dir"/*_test.go | awk '{print $2}' | while read -r target; do
    echo "== $dir $target"
    go test "./$dir" -run '^$' -fuzz "^$target\$" -fuzztime "${each}s"
  done
done
