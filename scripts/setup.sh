#!/bin/sh
# Makes .venv from the locks: `sh scripts/setup.sh runtime` or `dev`; for `bench` and `audit` it is
# .venv-bench and .venv-audit, so that what only measures or looks is never installed with the bot. `make` calls it when a lock has changed.
# PYTHON=/path/to/python names another interpreter. What is missing is named together with its remedy.
set -eu
cd "$(dirname "$0")/.."
lock=requirements/$1.txt
venv=.venv
case $1 in bench | audit) venv=.venv-$1 ;; esac

fail() {
	printf '\n%s\n%s\n' "Night Shift: $1" "  $2" >&2
	exit 1
}

new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }
can_make_venv() { "$1" -c 'import venv, ensurepip' 2>/dev/null; }

find_python() {
	without_venv=
	for candidate in ${PYTHON:-python3.13 python3.12 python3.11 python3}; do
		new_enough "$candidate" || continue
		if can_make_venv "$candidate"; then
			echo "$candidate"
			return
		fi
		without_venv=${without_venv:-$candidate}
	done
	[ -z "$without_venv" ] || fail "$without_venv cannot make a virtual environment (no module ensurepip)." \
		"Debian, Ubuntu: apt install python3-venv. Then run the same command again."
	found=$(python3 --version 2>/dev/null || echo "no python3")
	fail "Python 3.11 or newer is needed; found: $found." \
		"Debian 12, Ubuntu 24.04 or newer: apt install python3 python3-venv. Elsewhere: make PYTHON=/path/to/python3.12 ..."
}

if ! { new_enough "$venv"/bin/python && "$venv"/bin/python -m pip --version >/dev/null 2>&1; }; then
	python=$(find_python)
	echo "Making $venv with $("$python" --version)"
	"$python" -m venv --clear "$venv" || fail "$python could not make $venv here." \
		"Debian, Ubuntu: apt install python3-venv. Is this folder writable, and is there room on the disk?"
fi

pip() {
	words=$("$venv"/bin/python -m pip --quiet --disable-pip-version-check "$@" 2>&1) || {
		printf '%s\n' "$words" >&2
		return 1
	}
}

echo "Installing what $lock names (a minute; every file is checked by its hash)"
pip install --retries 3 --require-hashes --requirement "$lock" ||
	fail "the pinned packages could not be installed; pip's own words stand above." \
		"No network? Connect, or give pip your package mirror (pip config), and run the same command again."
[ "$venv" = .venv ] || {
	touch "$venv/$1.stamp"
	exit 0
}
pip install --no-deps --no-index --no-build-isolation --editable . ||
	fail "the command .venv/bin/nightshift could not be made; pip's own words stand above." \
		"Remove .venv and run the same command again."

touch .venv/runtime.stamp
[ "$1" = runtime ] || touch .venv/dev.stamp
