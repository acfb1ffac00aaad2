# Two commands do everything: `make demo` shows auditctl on an example, `make test` runs the whole suite.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN := PYTHONDONTWRITEBYTECODE= $(BIN)
DAY := --as-of 2026-11-20

.PHONY: demo test lint types bench goldens clean

$(VENV)/installed: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "auditctl needs Python 3.11 or newer; name one with `make PYTHON=python3.12 ...`")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	touch $@

$(VENV)/developing: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group dev
	touch $@

demo: $(VENV)/installed
	@PATH="$(CURDIR)/$(BIN):$$PATH" sh examples/demo.sh "$(CURDIR)/demo"

lint: $(VENV)/developing
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/developing
	$(BIN)/mypy

test: lint types
	$(RUN)/python -m pytest -n auto --cov --cov-report=
	$(BIN)/coverage report --include='src/auditctl/source/*,src/auditctl/analysis/*,src/auditctl/rules/*' --fail-under=98

bench: $(VENV)/developing
	$(RUN)/python benchmarks/measure.py

# After a change of the output: writes the goldens anew; read the diff before you commit it.
goldens: $(VENV)/developing
	$(RUN)/python -m pytest tests/test_examples.py -q --write-goldens

clean:
	rm -rf $(VENV) demo dist build .coverage .pytest_cache .mypy_cache .ruff_cache .hypothesis
