#!/usr/bin/env bash
# Lints the API description with the default rules of Redocly and Spectral. A warning fails, too.
#
#   scripts/lint-openapi.sh          lints what `candor openapi` prints
#   scripts/lint-openapi.sh FILE     lints FILE
#
# Needs Node. Without it (or without the two linters) it says so and ends with 0, unless CI or
# CANDOR_TEST_REQUIRE is set: then a missing linter is a failure.
set -euo pipefail
cd "$(dirname "$0")/.."

redocly=@redocly/cli@2.77.0
spectral=@stoplight/spectral-cli@6.16.3

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if [ $# -gt 0 ]; then
	cp "$1" "$work/openapi.json"
else
	go run ./cmd/candor openapi >"$work/openapi.json"
fi
echo 'extends: ["spectral:oas"]' >"$work/.spectral.yaml"

missing() {
	echo "NOT LINTED: $1" >&2
	[ -z "${CI:-}${CANDOR_TEST_REQUIRE:-}" ] || exit 1
	exit 0
}
command -v npm >/dev/null || missing "npm is not installed"
export REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true
(cd "$work" && npm install --silent --no-audit --no-fund --no-save --ignore-scripts "$redocly" "$spectral" >"$work/npm.log" 2>&1) ||
	missing "the linters could not be installed: $(tail -3 "$work/npm.log")"

cd "$work"
npx --no-install redocly lint openapi.json --format=json >redocly.json 2>redocly.log || true
node -e '
	const r = JSON.parse(require("fs").readFileSync("redocly.json", "utf8"));
	for (const p of r.problems) console.error(`redocly ${p.severity} ${p.ruleId}: ${p.message} (${(p.location[0] || {}).pointer})`);
	process.exit(r.totals.errors + r.totals.warnings > 0 ? 1 : 0);
' || { tail -5 redocly.log >&2; exit 1; }
npx --no-install spectral lint openapi.json --fail-severity=hint
echo "The API description is clean (Redocly, Spectral)."
