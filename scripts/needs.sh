#!/usr/bin/env bash
# Tests need PostgreSQL's server binaries and Chromium. On Debian and Ubuntu they are installed here, when
# root or sudo allows; elsewhere one sentence says what is missing.
set -euo pipefail

missing=()
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null 2>&1 || missing+=(postgresql)
found=
for c in chromium chromium-browser google-chrome; do command -v "$c" >/dev/null 2>&1 && found=$c && break; done
[ -n "$found" ] || missing+=(chromium)
[ ${#missing[@]} -eq 0 ] && exit 0

sudo=
if [ "$(id -u)" -ne 0 ]; then
  if command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then sudo="sudo -n"; else sudo=refused; fi
fi
if ! command -v apt-get >/dev/null 2>&1 || [ "$sudo" = refused ]; then
  echo "The tests need ${missing[*]}, which cannot be installed from here. Please install them with your system's package manager and run this again." >&2
  exit 1
fi
echo "Installing ${missing[*]} …"
export DEBIAN_FRONTEND=noninteractive
# A cluster that Debian would create and start by itself is not wanted: tests start their own.
if [ ! -e /etc/postgresql-common/createcluster.conf ]; then
  $sudo mkdir -p /etc/postgresql-common
  echo 'create_main_cluster = false' | $sudo tee /etc/postgresql-common/createcluster.conf >/dev/null
fi
$sudo apt-get update -qq
$sudo apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
