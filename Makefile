# make run: install, solve the case of the European security talks of January 2022, and write a report on it.
# make test: lint, types and all tests. Both make .venv and need only Python 3.11+ and make.

PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test test-lowest lint types check evaluate fuzz bench mutants mutate kills refresh house docs clean

run: .venv/run.stamp
	@echo "Solving the case of the European security talks (countermove solve european-security-2022) ..."
	@$(BIN)/countermove solve european-security-2022
	@mkdir -p build
	@echo
	@echo "Writing a report on it; this takes some seconds ..."
	@$(BIN)/countermove report european-security-2022 -o build/european-security-2022.html

test: lint types check

lint: .venv/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/dev.stamp
	$(BIN)/mypy

check: .venv/dev.stamp
	$(BIN)/pytest -q -n 2
	@$(BIN)/python tests/browser.py

# With the lowest versions that pyproject.toml allows: the tests that reach every dependency, old warnings aside. Not among
# them: games of pygambit, which has no builds; the schema as the newest pydantic writes it; how far a work limit gets.
LOWEST := tests/test_conformance.py tests/game tests/model tests/io tests/plots tests/requests tests/report \
	tests/cli/test_cli.py tests/cli/test_paths.py --ignore=tests/io/nfg --ignore=tests/model/test_schema.py \
	--deselect=tests/game/test_allowance.py::test_a_search_that_is_cut_by_its_work_gives_the_same_each_time

test-lowest: .venv-lowest/stamp
	.venv-lowest/bin/python -m pytest -q -n 2 -o filterwarnings=default $(LOWEST)

evaluate: .venv/dev.stamp
	$(BIN)/python tests/reader/evaluate.py

fuzz: .venv/dev.stamp
	$(BIN)/python tests/fuzz.py $(N)
	$(BIN)/python tests/fuzz_commands.py $(LINES)

bench: .venv/dev.stamp
	$(BIN)/python -m benchmarks.run $(NAMES)

mutants: .venv/dev.stamp
	$(BIN)/python tests/mutants.py

mutate: .venv/dev.stamp
	$(BIN)/python tests/mutate.py $(or $(BASE),HEAD~1)

kills: .venv/dev.stamp
	$(BIN)/python tests/kills.py $(N)

refresh: .venv/dev.stamp
	$(BIN)/python docs/refresh.py

house: .venv/bin/python
	@$(BIN)/python docs/house.py $(PLACE)

docs: .venv/dev.stamp
	$(BIN)/python -m sphinx -q -W --keep-going -b html docs site
	@echo "The documentation is in site/index.html"

clean:
	rm -rf .venv .venv-lowest build dist site .mypy_cache .ruff_cache .hypothesis

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
		{ echo "countermove needs Python 3.11 or newer; name one with: make PYTHON=python3.12 ..." >&2; exit 1; }
	@echo "Making .venv ..."
	@$(PYTHON) -m venv .venv
	@# The pip that comes with older Pythons needs minutes to see what fits together.
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip

.venv/run.stamp: .venv/bin/python pyproject.toml
	@echo "Installing countermove and what it shows into .venv; the first time this takes a minute or two ..."
	@# Without --quiet pip names each package, so that nobody waits in the dark.
	@$(BIN)/python -m pip install --disable-pip-version-check --editable ".[cli,excel,fast,report,reader,solver]" && touch $@

.venv/dev.stamp: .venv/bin/python pyproject.toml
	@echo "Installing countermove and all that its tests need into .venv; the first time this takes some minutes ..."
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[dev]"
	@touch .venv/run.stamp $@

.venv-lowest/stamp: pyproject.toml tests/lowest.py
	@$(PYTHON) -m venv --clear .venv-lowest
	@.venv-lowest/bin/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	@echo "Installing the lowest versions that are allowed into .venv-lowest; this takes some minutes ..."
	@.venv-lowest/bin/python tests/lowest.py > .venv-lowest/constraints.txt
	@# mcp needs a newer pydantic than the core, and is left out.
	@.venv-lowest/bin/python -m pip install --quiet --disable-pip-version-check --only-binary=:all: \
		--constraint .venv-lowest/constraints.txt hypothesis jsonschema pytest pytest-xdist scipy
	@.venv-lowest/bin/python -m pip install --quiet --disable-pip-version-check --prefer-binary \
		--constraint .venv-lowest/constraints.txt \
		--editable ".[cli,distributed,excel,fast,frames,graphs,plots,reader,report,solver]"
	@touch $@
