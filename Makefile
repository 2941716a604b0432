# Two commands matter: `make run` and `make test`. They need Python 3.11 or later and make, nothing else.

PYTHON ?= python3
VENV ?= .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --disable-pip-version-check --no-input
SUDO := $(if $(filter-out 0,$(shell id -u)),sudo)
# As many test processes as processors, at most four; PYTEST adds options: make test PYTEST="-k relay"
JOBS ?= $(shell n=$$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2); [ $$n -gt 4 ] && n=4; echo $$n)
PYTEST ?=
BROWSER_PACKAGES := chromium fonts-noto-core fonts-noto-cjk libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
# For commands that read settings and need no server.
NO_SERVERS := EMBEDDED=1 DATABASE_URL=postgres:///none
CODE := clearinghouse requests_app offers_app matching tests manage.py

.DEFAULT_GOAL := help
.PHONY: help setup run test check evaluate format browsers lock clean python catalogues setup-dev

help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' Makefile

setup: python  ## the environment alone; then `.venv/bin/python manage.py ...` works
	$(call install,requirements.lock)
	@$(MAKE) --no-print-directory catalogues

run: setup  ## the whole portal at http://localhost:8000/; PORT=... for another
	@exec $(PY) -m clearinghouse.embedded.run

test: setup-dev  ## the test suite
	$(PY) -m pytest -n $(JOBS) --dist loadscope $(PYTEST)

check: setup-dev  ## format, lint, types, import contracts, templates, migrations, generated pages, lock
	$(PY) -m ruff format --check $(CODE)
	$(PY) -m ruff check $(CODE)
	$(PY) -m mypy clearinghouse requests_app offers_app matching
	$(VENV)/bin/lint-imports
	$(PY) -m djlint templates --lint --quiet
	$(PY) manage.py check
	$(PY) manage.py makemigrations --check --dry-run
	$(PY) manage.py draw_workflows --check
	$(PY) manage.py check_translations
	$(PY) -m clearinghouse.deployment.lock_is_fresh

format: setup-dev  ## format the code and mend what the linter can
	$(PY) -m ruff format $(CODE)
	$(PY) -m ruff check --fix $(CODE)

evaluate: setup  ## how well matching works, on the labelled cases: writes docs/matching.md
	@OMP_NUM_THREADS=1 $(NO_SERVERS) $(PY) manage.py evaluate_matching tests/matching/cases/world --report docs/matching.md

browsers:  ## Chromium, the fonts of the six languages and Pango for PDF letters (Debian, Ubuntu)
	@command -v apt-get >/dev/null || { echo "There is no apt-get here: install Chromium and Noto fonts yourself."; exit 1; }
	$(SUDO) apt-get update -q
	$(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $(BROWSER_PACKAGES)

lock:  ## pin every dependency of pyproject.toml with its hashes
	@command -v uv >/dev/null || { echo "Locking needs uv: pip install uv, or https://docs.astral.sh/uv/"; exit 1; }
	uv pip compile pyproject.toml --universal --generate-hashes --no-emit-index-url --no-header -q -o requirements.lock
	uv pip compile pyproject.toml --group dev -c requirements.lock --universal --generate-hashes --no-emit-index-url \
	  --no-header -q -o requirements-dev.lock

clean:  ## remove what setup, tests and tools made; the data in var/ stay
	rm -rf "$(VENV)" staticfiles .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find $(CODE) -name __pycache__ -prune -exec rm -rf {} +
	find locale -name '*.mo' -delete

# --- How setup works ------------------------------------------------------------------------------------------------

setup-dev: python
	$(call install,requirements-dev.lock)
	@touch "$(VENV)/.installed-requirements.lock-$$(cksum < requirements.lock | tr -d ' ')"
	@$(MAKE) --no-print-directory catalogues

python:
	@if ! $(PY) -c '' 2>/dev/null; then \
	  command -v "$(PYTHON)" >/dev/null || { \
	    echo "There is no $(PYTHON) here: install Python 3.11 or later, or name yours with make PYTHON=..."; exit 1; }; \
	  "$(PYTHON)" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' || { \
	    echo "The portal needs Python 3.11, 3.12 or 3.13 and $(PYTHON) is $$("$(PYTHON)" -V 2>&1): name another with make PYTHON=python3.11"; exit 1; }; \
	  echo "Making the virtual environment $(VENV) ..."; \
	  rm -rf "$(VENV)"; \
	  "$(PYTHON)" -m venv "$(VENV)" || { \
	    echo "The virtual environment could not be made. On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }; \
	fi

# $(call install,FILE): once for each content of a lock file. --no-deps because the lock is complete, and much faster.
define install
@stamp="$(VENV)/.installed-$(1)-$$(cksum < $(1) | tr -d ' ')"; \
if [ ! -e "$$stamp" ]; then \
  echo "Installing $$(grep -c '^[a-z0-9].*==' $(1)) packages from $(1); the first time this takes a minute or two ..."; \
  $(PY) -m pip --version >/dev/null 2>&1 || $(PY) -m ensurepip -q; \
  $(PIP) install --require-hashes --no-deps --only-binary :all: -r $(1) || { \
    echo "The packages could not be installed: the reason is above. Run the same command again to go on."; exit 1; }; \
  rm -f "$(VENV)/.installed-$(1)-"*; touch "$$stamp"; \
fi
endef

catalogues: $(VENV)/.catalogues
	@:

$(VENV)/.catalogues: $(wildcard locale/*/LC_MESSAGES/*.po)
	@$(NO_SERVERS) $(PY) manage.py compile_catalogues
	@touch $@
