# Two commands do all on a machine with Python and make: `make run` and `make test`. `make help` lists the others.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: help run test test-long test-browser lint format bench picture readme messages docs dist clean

run: .venv/run.stamp  ## install what the reader needs, once, and open it
	@$(BIN)/pizhu

help:  ## list the targets
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/make \1\t\2/p' Makefile | awk -F '\t' '{ printf "%-20s%s\n", $$1, $$2 }'

# What was compiled stays, whatever the machine says: each worker would compile every test in every run.
test test-long: export PYTHONDONTWRITEBYTECODE :=

test: .venv/dev.stamp  ## install what the tests need, once, and run them in their short form
	$(BIN)/python -m pytest

# More examples, kills and power cuts, and tests that take too long for every change.
test-long: .venv/dev.stamp  ## run all tests in their long form
	PIZHU_TEST_LONG=1 $(BIN)/python -m pytest

# In headless Chromium, of Debian's package chromium; without it they are skipped.
test-browser: .venv/dev.stamp  ## test `pizhu serve` in headless Chromium
	PIZHU_TEST_BROWSER=1 $(BIN)/python -m pytest -n0 tests/browser

lint: .venv/dev.stamp  ## check the format, the types and the import rules
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

format: .venv/dev.stamp  ## change what ruff can change by itself
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: .venv/dev.stamp  ## measure, beside other programs
	$(BIN)/python -m bench

picture: .venv/dev.stamp  ## draw the pictures of the documentation
	$(BIN)/python docs/picture.py docs/pictures

# Also the manual and the README in traditional characters, of those in simplified ones.
readme: .venv/dev.stamp  ## write the pages that are made from the code: commands, keys, settings, man page, 繁體
	$(BIN)/python -m tui.cli.shell.man_page > docs/pizhu.1
	$(BIN)/python -m tui.cli.manual docs
	$(BIN)/python -m translations.pages

messages: .venv/dev.stamp  ## write every text of the interface into the catalogues, and compile these
	$(BIN)/python -m translations

docs: .venv/dev.stamp  ## build the documentation as a web site, in dist/docs
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet --site-dir dist/docs
	@echo "The documentation is in dist/docs/index.html"

dist: .venv/dev.stamp  ## build the wheel and the source archive, in dist
	$(BIN)/python -m build --no-isolation --outdir dist
	@echo "Install it with: pipx install dist/pizhu-*.whl"

clean:  ## delete .venv and all that was built
	rm -rf .venv dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

.venv/run.stamp: pyproject.toml constraints.txt install.py
	@command -v $(PYTHON) > /dev/null || { echo "There is no $(PYTHON): install Python 3.11 or later and run make again." >&2; exit 1; }
	@$(PYTHON) install.py run
	@touch $@

.venv/dev.stamp: pyproject.toml constraints.txt install.py
	@command -v $(PYTHON) > /dev/null || { echo "There is no $(PYTHON): install Python 3.11 or later and run make again." >&2; exit 1; }
	@$(PYTHON) install.py dev
	@touch $@ .venv/run.stamp
