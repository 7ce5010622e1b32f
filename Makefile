# Needs only Python 3.11 to 3.13 and make. Everything is installed into .venv from the pinned lock files.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo run charts test check bench gold picture languages lock clean

demo: $(VENV)/.runtime
	@$(BIN)/troopwire demo $(ARGS)

run: $(VENV)/.runtime
	@$(BIN)/troopwire run

charts: $(VENV)/.charts
	@echo "Charts are on: start the bot again, and /who and /timeline show them."

test: $(VENV)/.dev
	$(BIN)/pytest -n 2 --cov --cov-report=term

check: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/pytest -n 2 -q

bench: $(VENV)/.bench
	$(BIN)/python -m tests.bench $(ARGS)

gold: $(VENV)/.dev
	$(BIN)/python -m tests.gold $(ARGS)

picture: $(VENV)/.dev
	$(BIN)/python -m tests.picture

# Brings the catalogues of the interface's languages up to what the code says; `make check` finds what is missing.
languages: $(VENV)/.dev
	$(BIN)/python -m tests.catalogues

# Renews the lock files: hashes, all supported platforms, and no address of a registry.
LOCK = uv pip compile --no-config --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --upgrade
lock:
	$(LOCK) --group setup pyproject.toml -o requirements.lock
	$(LOCK) --extra charts -c requirements.lock pyproject.toml -o requirements-charts.lock
	$(LOCK) --group setup --group dev -c requirements-charts.lock pyproject.toml -o requirements-dev.lock
	$(LOCK) --group setup --group dev --group bench -c requirements-dev.lock pyproject.toml -o requirements-bench.lock

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage

$(VENV)/.python:
	@$(PYTHON) -c 'import sys; (3, 11) <= sys.version_info < (3, 14) or sys.exit("Troopwire needs Python 3.11, 3.12 or 3.13, and $(PYTHON) is " + sys.version.split()[0] + ". Try: make PYTHON=python3.12 $(MAKECMDGOALS)")'
	@echo "Setting up Troopwire in $(VENV) (once, about a minute) ..."
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.runtime: requirements.lock pyproject.toml | $(VENV)/.python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.charts: requirements-charts.lock $(VENV)/.runtime
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-charts.lock
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.runtime
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

$(VENV)/.bench: requirements-bench.lock $(VENV)/.dev
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.lock
	@touch $@
