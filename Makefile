# Two commands on a bare machine: `make run` and `make test`. Each sets up .venv first, from the pinned requirements.
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/pip --disable-pip-version-check --quiet
# Compiled modules are kept, whatever the surroundings say: without them each worker of the tests, and each program
# that a test starts, compiles all of jobscan anew (a third of the time of `make test`).
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help demo run install browser test test-busy test-long test-kills lint format coverage bench bench-check lock clean

help:  ## Show what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

$(BIN)/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "jobscan needs Python 3.11 or newer; $(PYTHON) is `$(PYTHON) --version 2>&1`. Try: make PYTHON=python3.13 …" >&2; exit 2; }
	@$(PYTHON) -m venv $(VENV) || { echo "Could not make $(VENV). On Debian and Ubuntu: apt install python3-venv" >&2; exit 2; }

$(VENV)/.run-ready: requirements.txt pyproject.toml | $(BIN)/pip
	@echo "Setting up $(VENV) …"
	@$(PIP) install --require-hashes -r requirements.txt
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev-ready: requirements-dev.txt $(VENV)/.run-ready
	@echo "Setting up the test tools …"
	@$(PIP) install --require-hashes -r requirements-dev.txt
	@touch $@

install: $(VENV)/.run-ready  ## Set up .venv

demo: install  ## Set up .venv and show it all on a simulated market, for half a minute
	@$(BIN)/python -m jobscan demo || [ $$? -eq 130 ]

run: install  ## Set up .venv and scan the boards of config.yaml once
	@$(BIN)/python -m jobscan scan

# The tests that need Chromium are left out where there is none: it is no package of Python, so only root can add it.
FIND_BROWSER := for name in chromium chromium-browser google-chrome; do command -v $$name && break; done
SELECTED = -m "not long$$({ $(FIND_BROWSER); } >/dev/null || echo ' and not browser')"

browser:  ## Install Chromium for the tests of pages that scripts make, as root on Debian
	@{ $(FIND_BROWSER); } >/dev/null || { [ "`id -u`" = 0 ] && command -v apt-get >/dev/null && \
	  { echo "Installing Chromium …"; timeout 600 sh -c 'apt-get update -qq && apt-get install -qq -y --no-install-recommends chromium' >/dev/null 2>&1; }; } || \
	  echo "There is no Chromium (Debian: apt install chromium): the tests that drive one are left out."

test: $(VENV)/.dev-ready browser  ## Set up .venv and run all tests, Postgres ones included
	@$(BIN)/python -m pytest -n auto --dist loadfile $(SELECTED) --durations=25

test-busy: $(VENV)/.dev-ready browser  ## Run all tests beside six busy loops: none depends on the speed of the machine
	@$(BIN)/python -m tests.busy 6 $(BIN)/python -m pytest -n auto --dist loadfile $(SELECTED)

test-long: $(VENV)/.dev-ready  ## Run the tests that take minutes
	@$(BIN)/python -m pytest -m long --timeout 3600

test-kills: $(VENV)/.dev-ready  ## Kill jobscan 1,000 times on each database and show the figures
	@$(BIN)/python -m pytest -m long -rP tests/engine/test_delivery_kill.py

lint: $(VENV)/.dev-ready  ## Check style, types, import contracts and dependencies
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/deptry jobscan

format: $(VENV)/.dev-ready  ## Put the code in the project's style
	@$(BIN)/ruff check --fix-only .
	@$(BIN)/ruff format .

coverage: $(VENV)/.dev-ready browser  ## Run the tests with branch coverage and check the bounds
	@$(BIN)/coverage erase
	@$(BIN)/coverage run -m pytest $(SELECTED)
	@$(BIN)/coverage combine --quiet
	@$(BIN)/coverage report --include 'jobscan/persistence/*,jobscan/decide/*' --fail-under 100
	@$(BIN)/coverage report --include 'jobscan/exceptions.py,jobscan/utils/*,jobscan/domain/*,jobscan/sources/*,jobscan/fetch/*,jobscan/engine/*,jobscan/services/*' --fail-under 95

bench: $(VENV)/.dev-ready  ## Measure everything (half an hour): tables here, JSON in benchmarks/results
	@$(BIN)/python -m benchmarks

bench-check: $(VENV)/.dev-ready  ## Measure, and fail where a figure is below its floor
	@$(BIN)/python -m benchmarks --check

LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate
lock:  ## Pin the requirements anew, with hashes (needs uv)
	@$(LOCK) pyproject.toml requirements-build.in -o requirements.txt
	@$(LOCK) pyproject.toml requirements-build.in --group dev -c requirements.txt -o requirements-dev.txt

clean:  ## Remove .venv and caches; never data/
	@rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage .coverage.* htmlcov
