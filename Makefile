# Two commands do everything: `make demo` shows auditctl on an example, `make test` runs the whole suite.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN := PYTHONDONTWRITEBYTECODE= $(BIN)
DAY := --as-of 2026-11-20
PEERS := $(VENV)/peers
COUNTED := src/auditctl/source/*,src/auditctl/analysis/*,src/auditctl/rules/*

.PHONY: demo test lint types peers bench goldens messages pictures screens clean

$(VENV)/installed: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "auditctl needs Python 3.11 or newer; name one with `make PYTHON=python3.12 ...`")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	touch $@

$(VENV)/developing: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group dev
	touch $@

$(PEERS)/installed: $(VENV)/developing tests/peers/install.sh tests/peers/package-lock.json
	@sh tests/peers/install.sh $(BIN)/python $(PEERS)

demo: $(VENV)/installed
	@PATH="$(CURDIR)/$(BIN):$$PATH" sh examples/demo.sh "$(CURDIR)/demo"

lint: $(VENV)/developing
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/developing
	$(BIN)/mypy

# What tests use beside Python: a browser, LibreOffice, Java and checkers of pages.
peers: $(PEERS)/installed

test: lint types peers
	$(RUN)/python -m pytest -n auto --cov --cov-report=
	$(BIN)/coverage report --include='$(COUNTED)' --fail-under=98

bench: $(VENV)/developing
	$(RUN)/python benchmarks/measure.py
	$(RUN)/python benchmarks/formats.py

# After a change of the output: writes the goldens anew; read the diff before you commit it.
goldens: $(VENV)/developing
	$(RUN)/python -m pytest tests/test_examples.py -q --write-goldens

# After a change of what a report says: takes the phrases anew and compiles the catalogues; translate what is empty.
messages: $(VENV)/developing
	$(RUN)/python tests/messages.py

# After a change of what they show: draws the pictures of the README anew.
pictures: $(VENV)/developing
	$(BIN)/python docs/plan_picture.py
	$(BIN)/python docs/report_picture.py
	$(BIN)/python docs/merge_request_picture.py

# Before goldens of pages are accepted: the first page of every report, to be looked at, in the folder `screens`.
screens: $(VENV)/developing
	$(RUN)/python docs/report_screens.py screens

clean:
	rm -rf $(VENV) demo screens dist build .coverage .pytest_cache .mypy_cache .ruff_cache .hypothesis
