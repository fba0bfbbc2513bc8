# Set up, serve, test and check Mission KB. Needs Python 3.11 or newer, and nothing else.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV := .venv
BIN := $(VENV)/bin

# Set by hand, as in `make serve PORT=9000`, or in the environment. Taken by value, so that a `$` in
# a password stays one, and handed on by the environment, so that no password is ever printed.
ifndef HOST
HOST := $(or $(value MISSION_KB_HOST),127.0.0.1)
endif
ifndef PORT
PORT := $(or $(value MISSION_KB_PORT),8000)
endif
ifndef DATABASE_URL
DATABASE_URL := $(or $(value MISSION_KB_DATABASE_URL),sqlite:///data/mission-kb.sqlite3)
endif
export PYTHON

.PHONY: help
help: ## Say what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-17s %s\n", $$1, $$2}' Makefile
	@echo
	@echo 'serve takes HOST, PORT and DATABASE_URL; test, check and conformance take TEST_DATABASE_URL.'

# What is installed is as new as the locks: a second `make serve` installs nothing.
SERVES := $(VENV)/.serves
CHECKS := $(VENV)/.checks

$(SERVES): pyproject.toml requirements/install.sh requirements/bootstrap.lock \
		requirements/build.lock requirements/runtime.lock
	@echo 'Installing what the server needs ...'
	@requirements/install.sh $(VENV) runtime build
	@touch $@

$(CHECKS): $(SERVES) requirements/dev.lock
	@echo 'Installing what tests and checks need ...'
	@requirements/install.sh $(VENV) dev
	@touch $@

.PHONY: setup
setup: $(CHECKS) ## Install everything into .venv

.PHONY: mcp
mcp: $(SERVES) ## Install what mission-kb mcp and MISSION_KB_MCP need, too
	@requirements/install.sh $(VENV) mcp build

.PHONY: serve migrate seed verify
serve migrate seed verify: export MISSION_KB_HOST := $(value HOST)
serve migrate seed verify: export MISSION_KB_PORT := $(value PORT)
serve migrate seed verify: export MISSION_KB_DATABASE_URL := $(value DATABASE_URL)

serve: $(SERVES) ## Migrate, seed and serve, on http://127.0.0.1:8000
	@exec $(BIN)/mission-kb serve

migrate: $(SERVES) ## Bring the database's tables up to date
	@exec $(BIN)/mission-kb migrate

seed: $(SERVES) ## Load seed_data/ into the database
	@exec $(BIN)/mission-kb seed

verify: $(SERVES) ## Hold the citations against the documents
	@exec $(BIN)/mission-kb verify

# What asks no database, a file of SQLite whatever is set, or no question of its own, is run once.
ONCE := tests/conformance tests/setup tests/values \
	$(addprefix tests/abuse/,test_headers.py test_heads.py test_hosts.py test_proxies.py test_rates.py test_slow.py) \
	$(addprefix tests/faults/,test_clock.py test_failing_io.py test_full_disks.py test_stopping.py)

.PHONY: test test-sqlite test-postgresql
test: test-sqlite test-postgresql ## Run the tests on SQLite and, given TEST_DATABASE_URL, on PostgreSQL

test-sqlite: $(CHECKS)
	@echo '== Tests on SQLite'
	@env -u TEST_DATABASE_URL $(BIN)/python -m pytest $(PYTEST_ARGS)

test-postgresql: export TEST_DATABASE_URL := $(value TEST_DATABASE_URL)
test-postgresql: $(CHECKS)
	@if [ -z "$$TEST_DATABASE_URL" ]; then \
		echo 'Left out: the tests on PostgreSQL. To have them: make test TEST_DATABASE_URL=postgresql://USER:PASSWORD@HOST/EMPTY_DATABASE'; \
	else \
		echo '== Tests on PostgreSQL'; \
		$(BIN)/python -m pytest $(addprefix --ignore=,$(ONCE)) $(PYTEST_ARGS); \
	fi

.PHONY: coverage mutation
coverage: export TEST_DATABASE_URL := $(value TEST_DATABASE_URL)
coverage: $(CHECKS) ## Run all tests and say which lines and branches none of them runs; docs/tests.md has the figures
	@rm -rf .cache/coverage && mkdir -p .cache/coverage
	@env -u TEST_DATABASE_URL $(BIN)/python -m coverage run -m pytest $(PYTEST_ARGS)
	@if [ -n "$$TEST_DATABASE_URL" ]; then $(BIN)/python -m coverage run -m pytest $(PYTEST_ARGS); fi
	@$(BIN)/python -m coverage combine --quiet
	@$(BIN)/python -m coverage report

mutation: $(CHECKS) ## Change the code in small ways and say which ones no test notices; MODULES names some, as values queries/when
	@$(BIN)/python -m conformance.mutation $(MODULES)

.PHONY: flakes
flakes: export TEST_DATABASE_URL := $(value TEST_DATABASE_URL)
flakes: $(CHECKS) ## Run the tests TIMES=20 times and say which did not always pass, and how often; PYTEST_ARGS names some
	@for time in $$(seq $(or $(TIMES),20)); do $(BIN)/python -m pytest -q -p no:cacheprovider $(PYTEST_ARGS); done | \
		sed -nE 's/^((FAILED|ERROR) [^ ]*).*/\1/p' | sort | uniq -c

.PHONY: check
check: format-check lint types imports migrations-check test ## Run every check and the tests

.PHONY: format format-check lint types imports migrations-check
format: $(CHECKS) ## Put the code into its form, mending what can be mended
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format .

format-check: $(CHECKS) ## Check the form of the code
	@echo '== Form'
	@$(BIN)/ruff format --check --output-format concise .

lint: $(CHECKS) ## Look for mistakes
	@echo '== Mistakes'
	@$(BIN)/ruff check .

types: $(CHECKS) ## Check the types
	@echo '== Types'
	@$(BIN)/mypy

imports: $(CHECKS) ## Check that imports point inward
	@echo '== Imports'
	@$(BIN)/lint-imports --no-logo

migrations-check: $(CHECKS) ## Check that the migrations make the tables that the code describes
	@echo '== Migrations'
	@folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && \
		export MISSION_KB_DATABASE_URL="sqlite:///$$folder/fresh.sqlite3" && \
		$(BIN)/mission-kb migrate && \
		$(BIN)/alembic check

.PHONY: conformance
conformance: export TEST_DATABASE_URL := $(value TEST_DATABASE_URL)
conformance: $(CHECKS) ## Hold the server against tools that nobody here wrote; CHECK names some of them
	@$(BIN)/python -m conformance $(CHECK)

.PHONY: screenshots
screenshots: $(CHECKS) ## Take the pictures of docs/images anew, by Chromium
	@$(BIN)/python -m conformance pages.screenshots

.PHONY: bench
bench: $(CHECKS) ## Measure starts, seeding, lists, repeats, workers, assessments, the timeline, searches, streams and memory; docs/benchmarks.md has the figures
	@for name in start seed listing cached workers assessments timeline search streaming memory; do $(BIN)/python -m benchmarks.$$name && echo || exit; done

.PHONY: load soak
load: $(CHECKS) ## Measure a thousand clients at once beside a bare callable; OPTIONS as --connections 1000 --seconds 60
	@$(BIN)/python -m benchmarks.load $(OPTIONS)

soak: $(CHECKS) ## Measure whether memory grows over half an hour of questions; OPTIONS as --minutes 30 --postgresql
	@$(BIN)/python -m benchmarks.soak $(OPTIONS)

.PHONY: contenders scaling
contenders: $(CHECKS) ## Measure beside Datasette, pygeoapi, a bare callable and raw sqlite3, over made-up data; FACTS says how much
	@$(BIN)/python -m benchmarks.contenders $(FACTS)

scaling: $(CHECKS) ## Measure every filter over many facts beside few; FACTS says how many
	@$(BIN)/python -m benchmarks.scaling 10000 $(FACTS)

.PHONY: lock upgrade
lock: $(CHECKS) ## Refresh requirements/*.lock after a change in pyproject.toml
	@requirements/lock.sh

upgrade: $(CHECKS) ## Refresh requirements/*.lock with the newest versions allowed
	@requirements/lock.sh --upgrade

.PHONY: clean
clean: ## Remove what was installed and built; data/ stays
	rm -rf $(VENV) .cache build dist .coverage .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find app benchmarks conformance migrations tests -name __pycache__ -type d -prune -exec rm -rf {} +
