# Two commands do all on a machine with Python and make: `make run` and `make test`.
PYTHON ?= python3
BIN := .venv/bin
# Compiled beforehand, the program starts as quickly as one installed for good.
COMPILE := $(BIN)/python -m compileall -q store tui seeds
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: run test test-long test-browser lint format bench picture readme messages clean

run: .venv/run.stamp
	@$(BIN)/pizhu

# What was compiled stays, whatever the machine says: each worker would compile every test in every run.
test test-long: export PYTHONDONTWRITEBYTECODE :=

test: .venv/dev.stamp
	$(BIN)/python -m pytest

# More examples, kills and power cuts, and tests that take too long for every change.
test-long: .venv/dev.stamp
	PIZHU_TEST_LONG=1 $(BIN)/python -m pytest

# In headless Chromium, of Debian's package chromium; without it they are skipped.
test-browser: .venv/dev.stamp
	PIZHU_TEST_BROWSER=1 $(BIN)/python -m pytest -n0 tests/browser

lint: .venv/dev.stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

format: .venv/dev.stamp
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: .venv/dev.stamp
	$(BIN)/python -m bench

picture: .venv/dev.stamp
	$(BIN)/python docs/picture.py docs

# The table of commands, the man page, and the pages of the manual that are made from the code.
readme: .venv/dev.stamp
	$(BIN)/python -m tui.cli.usage README.md
	$(BIN)/python -m tui.cli.shell.man_page > docs/pizhu.1
	$(BIN)/python -m tui.cli.manual docs

# Every text of the interface into the catalogues, and these compiled: see CONTRIBUTING.md.
messages: .venv/dev.stamp
	$(BIN)/python -m translations

clean:
	rm -rf .venv dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/run.stamp: pyproject.toml constraints.txt | .venv/bin/python
	$(PIP) 'pip>=25.1'
	$(PIP) --editable '.[files]'
	$(COMPILE)
	@touch $@

.venv/dev.stamp: pyproject.toml constraints.txt | .venv/bin/python
	$(PIP) 'pip>=25.1'
	$(PIP) --editable '.[all]' --group dev
	$(COMPILE)
	@touch $@ .venv/run.stamp
