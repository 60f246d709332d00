# `make run` and `make test` start from nothing but Python 3.11 and make; `make` alone lists everything.

VENV := .venv
PYTHON := $(VENV)/bin/python
MANAGE := $(PYTHON) manage.py
SYSTEM_PYTHON ?= $(shell command -v python3.11 || command -v python3 || echo python3.11)
RUNTIME := $(VENV)/.runtime-installed
DEVELOPMENT := $(VENV)/.development-installed
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/django.po))
STATIC_FILES := $(shell find static -type f)
# Checks must not depend on anybody's .env; the address and the length of the key are those of a real deployment.
CHECK_ENV := ENV_FILE=/dev/null DATABASE_URL=sqlite://:memory: SITE_URL=https://sao-que.example \
	ALLOWED_HOSTS=sao-que.example SECRET_KEY=only-for-checks-0123456789-abcdefghijklmnopqrstuvwxyz-0123456789

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test check lint types models words pages schema lock messages transcript bench clean

help: ## list the commands
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | awk -F '\t' '{printf "  make %-10s %s\n", $$1, $$2}'

run: $(RUNTIME) $(CATALOGUES) .env staticfiles/.collected ## the shop with demo data at http://127.0.0.1:8000 (HOST, PORT)
	@$(MANAGE) migrate
	@$(MANAGE) load_units
	@$(MANAGE) load_demo
	@exec $(MANAGE) serve

test: $(DEVELOPMENT) $(CATALOGUES) ## every test on every database this machine can start; T=tests/shop for a part
	@$(PYTHON) tests/run.py $(T)

check: $(DEVELOPMENT) ## style, types, imports, migrations, deployment, translations, templates
	@$(MAKE) --no-print-directory -j2 --output-sync=target types lint models words pages
	@echo "make check: all well."

lint:
	@echo "— style, imports, locked addresses"
	@$(VENV)/bin/ruff format --check --quiet . || { echo "Run: .venv/bin/ruff format ."; exit 1; }
	@$(VENV)/bin/ruff check --quiet .
	@said=$$($(VENV)/bin/lint-imports --no-logo 2>&1) || { echo "$$said"; exit 1; }
	@! grep -nE 'https?://|file:|index-url|find-links' requirements*.txt

types:
	@echo "— types"
	@$(CHECK_ENV) $(VENV)/bin/mypy --no-error-summary .

models:
	@echo "— migrations, system and deployment checks, the GraphQL schema"
	@$(CHECK_ENV) $(MANAGE) makemigrations --check --dry-run
	@$(CHECK_ENV) $(MANAGE) check --deploy --fail-level WARNING
	@$(CHECK_ENV) $(MANAGE) write_schema --check

words:
	@echo "— translations"
	@if command -v xgettext >/dev/null; then $(CHECK_ENV) $(MANAGE) extract_messages --check; \
	else echo "LEFT OUT: whether translations are fresh. Install gettext (apt-get install gettext)."; fi

pages:
	@echo "— templates"
	@$(VENV)/bin/djlint --lint --quiet templates

transcript: $(DEVELOPMENT) $(CATALOGUES) ## run the API's example clients and write down what they said
	@WRITE_TRANSCRIPT=1 $(PYTHON) -m pytest -q tests/config/test_api_examples.py

schema: $(DEVELOPMENT) ## write the GraphQL schema to schema.graphql
	@$(CHECK_ENV) $(MANAGE) write_schema

messages: $(DEVELOPMENT) ## write new texts of code and templates into locale/vi (needs gettext)
	@$(CHECK_ENV) $(MANAGE) extract_messages

bench: $(DEVELOPMENT) $(CATALOGUES) ## how fast every page is beside its floor, into bench/results.md; QUICK=1 takes two minutes
	@$(PYTHON) -m bench.run $(if $(QUICK),--quick)

lock: ## remake requirements*.txt from pyproject.toml (needs uv)
	uv lock --quiet
	uv export --quiet --frozen --no-dev --no-header --no-annotate --output-file requirements.txt >/dev/null
	uv export --quiet --frozen --no-header --no-annotate --output-file requirements-dev.txt >/dev/null

clean: ## remove what commands made, but not .venv, .env, media or the database
	rm -rf staticfiles .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis test-results $(CATALOGUES)

$(PYTHON):
	@$(SYSTEM_PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' \
		|| { echo "Sao Quê needs Python 3.11 (found: $(SYSTEM_PYTHON)). Name it: make SYSTEM_PYTHON=/path/to/python3.11"; exit 1; }
	@$(SYSTEM_PYTHON) -m venv $(VENV) \
		|| { rm -rf $(VENV); echo "Python's venv is missing (Debian: apt-get install python3-venv)."; exit 1; }

$(RUNTIME): requirements.txt | $(PYTHON)
	@echo "Installing the locked packages; once, less than a minute …"
	@$(PYTHON) -m pip install --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(DEVELOPMENT): requirements-dev.txt | $(PYTHON)
	@echo "Installing the locked packages for development; once, about a minute …"
	@$(PYTHON) -m pip install --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

# The key is this machine's own; the demo's data and its notice on every page come with DEMO.
.env: | $(PYTHON)
	@printf 'SECRET_KEY=%s\nDEMO=1\n' "$$($(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(48))')" > $@

%.mo: %.po config/management/commands/compile_translations.py
	@$(CHECK_ENV) $(MANAGE) compile_translations

staticfiles/.collected: $(RUNTIME) $(STATIC_FILES) | .env
	@echo "Collecting and compressing styles, scripts and pictures; once, some seconds …"
	@$(MANAGE) collectstatic --noinput --verbosity 0
	@touch $@
