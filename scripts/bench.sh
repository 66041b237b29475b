#!/usr/bin/env bash
# Measures the product and writes docs/benchmarks.md. SCALE, ENGINES, LARGE and ONLY are explained in internal/apptest/bench.
set -euo pipefail
cd "$(dirname "$0")/.."
make --no-print-directory build
exec "${GO:-go}" run ./internal/apptest/bench "$@"
