# `make demo` and `make test` set themselves up; everything they need lands in .venv.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
# Each of the many processes of the tests would compile the whole program anew.
unexport PYTHONDONTWRITEBYTECODE

# The first Python that is new enough; macOS brings an older one as python3.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
SETUP := pyproject.toml constraints.txt hatch_build.py Makefile
TWO := -n 2 --dist worksteal

CODE := $(wildcard bot handlers store jobs)
CHECKED := $(CODE) $(wildcard tests bench hatch_build.py)
PO := $(wildcard bot/locales/*/LC_MESSAGES/comptoir.po)
MO := $(PO:.po=.mo)
POT := bot/locales/comptoir.pot

.PHONY: help
help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' Makefile

.PHONY: demo
demo: $(VENV)/.demo $(MO) ## run the bot on sample data, with a console in the browser
	$(BIN)/comptoir demo $(DEMO)

.PHONY: test
test: check ## run every check and every test
	$(BIN)/python -m pytest $(TWO) $(TESTS)

.PHONY: coverage
coverage: $(VENV)/.test $(MO) ## run every test, and list what none of them runs
	$(BIN)/python -m pytest $(TWO) --cov --cov-report=term $(TESTS)

.PHONY: check
check: $(VENV)/.test $(MO) ## check format, lint, types, import rules and catalogues
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy $(CHECKED)
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -q --no-header -p no:cacheprovider tests/test_rules.py tests/test_catalogues.py

.PHONY: format
format: $(VENV)/.test ## put the code into its format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

.PHONY: locales
locales: $(VENV)/.test ## bring the catalogues up to date with the source texts, and compile them
	$(BIN)/pybabel -q extract -F babel.cfg --no-default-keywords -k _ -k n_:1,2 --no-location --sort-output \
		-o $(POT) $(CODE)
	for po in $(PO); do $(BIN)/pybabel -q update --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date \
		-w 120 -i $(POT) -o $$po -l $$(echo $$po | cut -d/ -f3) || exit 1; done
	$(MAKE) -s $(MO)

%.mo: %.po
	$(BIN)/pybabel -q compile -i $< -o $@

.PHONY: bench
bench: $(VENV)/.test $(MO) ## measure; docs/performance.md explains the figures
	$(BIN)/python -m bench

.PHONY: machine
machine: $(VENV)/.test $(MO) ## try thousands of sequences of wishes, approvals and days, for some ten minutes
	$(BIN)/python -m pytest tests/machine tests/handlers/approvals/test_any_sequence.py --hypothesis-profile=long --timeout=0

.PHONY: screenshots
screenshots: $(VENV)/.test $(MO) ## take the pictures of docs/ anew
	$(BIN)/python -m tests.screenshots

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Comptoir needs Python 3.11 or newer; none was found (python3 is $$(python3 -V 2>&1))." \
		"Install one, or name it: make PYTHON=/path/to/python3.12" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.demo: $(SETUP) | $(BIN)/python
	@echo "Installing Comptoir into $(VENV) …"
	$(PIP) install -c constraints.txt -e .
	touch $@

$(VENV)/.test: $(SETUP) | $(BIN)/python
	@echo "Installing Comptoir and its tests into $(VENV) …"
	$(PIP) install -c constraints.txt -e '.[dev,test]'
	touch $(VENV)/.demo $@
