# Night Shift. Every target first makes .venv from the hashed locks, and only when a lock has changed.
SHELL := /bin/sh
.DEFAULT_GOAL := help
PY_BENCH := .venv-bench/bin/python
.PHONY: help demo setup bench bench-quick test test-slow test-postgresql torture check tidy
.PHONY: licences who-may sbom audit lock pictures

PY := .venv/bin/python
PYTEST := $(PY) -m pytest
TYPED := bench bot checks migrations tests conftest.py $(wildcard scripts/*.py)
COMPILE := $(PY) -m piptools compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-header \
	--no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options

help: ## what can be asked for (this list)
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 20

demo: .venv/runtime.stamp ## play with the bot in a browser: phones, a clock to wind, no token, no internet
	@$(PY) -m bot demo

setup: .venv/dev.stamp ## make .venv with everything for developing

test: .venv/dev.stamp ## the fast tests, on all cores
	@$(PYTEST) -n auto

test-slow: .venv/dev.stamp ## the slow tests: real processes, kill -9, the demo page in Chromium
	@$(PYTEST) -n auto --dist worksteal -m "slow and not alone and not nightly"
	@$(PYTEST) -m "alone or browser"

KILLS := tests/faults

test-postgresql: .venv/dev.stamp ## all that uses a database, on a PostgreSQL server that it starts itself; kill tests too
	@$(PYTEST) -n auto --dist worksteal --database=postgresql -m "not slow and not browser and not both_databases"
	@NIGHT_EVERY=$${NIGHT_EVERY:-8} $(PYTEST) --database=postgresql \
		-m "slow and not nightly and not both_databases" $(KILLS)

torture: .venv/dev.stamp ## every fault of the catalogue all night long: ONLY=F11,F13 SEED=7 SCALE=0.1
	@ONLY="$(ONLY)" SEED="$(SEED)" SCALE="$(SCALE)" $(PY) -m tests.faults.torture

check: .venv/dev.stamp ## format, lint, strict types, import floors, house rules
	@failed=; \
	for what in "$(PY) -m ruff format --check --quiet ." "$(PY) -m ruff check --quiet ." "$(PY) -m mypy $(TYPED)" \
		".venv/bin/lint-imports --no-logo" "$(PY) -m checks"; do \
		echo "== $$what"; $$what || failed="$$failed\n  $$what"; \
	done; \
	[ -z "$$failed" ] || { printf "\nmake check: these found something (format: make tidy):$$failed\n"; exit 1; }

bench: .venv-bench/bench.stamp ## how fast it is, beside what one would take instead; ten minutes, writes docs/bench.json
	@$(PY_BENCH) -m bench

bench-quick: .venv-bench/bench.stamp ## the most important of it in a minute
	@$(PY_BENCH) -m bench --quick

tidy: .venv/dev.stamp ## format, and fix what the linter can fix by itself
	@$(PY) -m ruff format .
	@$(PY) -m ruff check --fix .

licences: .venv/dev.stamp ## write docs/LICENCES.md anew from the lock
	@$(PY) -m scripts.make_licences

who-may: .venv/dev.stamp ## write the tables of docs/SECURITY.md anew: who may press what, what was tried
	@$(PY) -m scripts.make_who_may

sbom: .venv/dev.stamp ## write the software bill of materials, build/nightshift.cdx.json (CycloneDX)
	@$(PY) -m scripts.make_sbom

audit: .venv-audit/audit.stamp ## ask whether what we pin has known weaknesses (needs a network)
	@.venv-audit/bin/pip-audit --require-hashes --disable-pip --requirement requirements/runtime.txt

lock: .venv/dev.stamp ## write requirements/*.txt anew from requirements/*.in (on Python 3.11, the oldest we serve)
	@$(PY) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11) and "Night Shift: locks are written on Python 3.11. Remove .venv, then: make lock PYTHON=python3.11")'
	@cd requirements && ../$(COMPILE) --output-file runtime.txt runtime.in setup.in
	@cd requirements && ../$(COMPILE) --output-file dev.txt dev.in
	@cd requirements && ../$(COMPILE) --output-file bench.txt bench.in
	@cd requirements && ../$(COMPILE) --output-file audit.txt audit.in

pictures: .venv/dev.stamp ## take the documentation's pictures anew from the running demo
	@$(PY) scripts/make_pictures.py
	@$(PY) -m scripts.make_board_pictures
	@$(PY) -m scripts.make_rota_picture

.venv/runtime.stamp: requirements/runtime.txt pyproject.toml
	@PYTHON="$(PYTHON)" sh scripts/setup.sh runtime

.venv/dev.stamp: requirements/dev.txt pyproject.toml
	@PYTHON="$(PYTHON)" sh scripts/setup.sh dev

.venv-bench/bench.stamp: requirements/bench.txt
	@PYTHON="$(PYTHON)" sh scripts/setup.sh bench

.venv-audit/audit.stamp: requirements/audit.txt
	@PYTHON="$(PYTHON)" sh scripts/setup.sh audit
