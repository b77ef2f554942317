# Đối Thoại: everything a person does with this folder. `make` alone lists it.

VENV := .venv
BIN := $(VENV)/bin
PYTHONS := $(or $(PYTHON),python3.13 python3.12 python3.11 python3)
PIP := $(BIN)/python -m pip --disable-pip-version-check
BABEL := $(BIN)/pybabel --quiet
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-annotate --custom-compile-command "make lock" $(if $(UPGRADE),--upgrade)

LANGUAGES := vi en
DOMAINS := $(sort $(basename $(notdir $(wildcard locales/*.cfg))))
CATALOGUES := $(wildcard locales/*/LC_MESSAGES/*.po)
TEMPLATES := var/messages
UPDATE = $(BABEL) update --no-fuzzy-matching --ignore-pot-creation-date --no-wrap --output-dir locales

.DELETE_ON_ERROR:
.PHONY: help install run test bench messages check-messages extract lock clean distclean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: $(VENV)/.installed $(CATALOGUES:.po=.mo) ## set up .venv from the pinned requirements

run: install ## start the bot with the demo office; needs no token, server or account
	$(BIN)/doithoai run --demo

test: $(VENV)/.dev-installed install ## check format, lint, types and messages, then run every test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	@$(MAKE) --no-print-directory check-messages
	$(BIN)/python -m pytest -n auto --dist loadfile

bench: $(VENV)/.dev-installed install ## measure intake, papers, what is alike, understanding, search and tables on this machine
	$(BIN)/python -m benchmarks
	$(BIN)/python -m benchmarks.search
	$(BIN)/python -m benchmarks.sheets
	$(BIN)/python -m benchmarks.session_papers

messages: extract ## bring the catalogues up to date with the code and compile them
	@for domain in $(DOMAINS); do for language in $(LANGUAGES); do \
		$(UPDATE) --init-missing --input-file $(TEMPLATES)/$$domain.pot --domain $$domain --locale $$language || exit; \
	done; done
	@$(MAKE) --no-print-directory install

check-messages: extract
	@for domain in $(DOMAINS); do for language in $(LANGUAGES); do \
		$(UPDATE) --check --input-file $(TEMPLATES)/$$domain.pot --domain $$domain --locale $$language \
			|| { echo "The $$language messages in $$domain.po are behind the code: run make messages." >&2; exit 1; }; \
	done; done

extract: $(VENV)/.installed
	@mkdir -p $(TEMPLATES)
	@for domain in $(DOMAINS); do \
		$(BABEL) extract --mapping locales/$$domain.cfg --no-default-keywords --keyword 't tn:1,1 N_' \
			--add-comments 'i18n:' --add-location file --sort-output --no-wrap \
			--project doithoai --output $(TEMPLATES)/$$domain.pot . || exit; \
	done

lock: $(VENV)/.dev-installed ## pin the dependencies of pyproject.toml; UPGRADE=1 takes newer versions
	$(LOCK) --group build --output-file requirements.txt pyproject.toml
	$(LOCK) --group build --extra dev --constraint requirements.txt --output-file requirements-dev.txt pyproject.toml

clean: ## remove var/: the database, the residents' files, the logs
	rm -rf var

distclean: clean ## remove everything that make can make again
	rm -rf $(VENV) build *.egg-info .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	rm -f locales/*/LC_MESSAGES/*.mo

# pip is the last thing that lands in a new environment: a half-made one is made again.
$(BIN)/pip:
	@for python in $(PYTHONS); do \
		if $$python -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then \
			echo "Setting up $(VENV) with $$python"; \
			exec $$python -m venv --clear $(VENV); \
		fi; \
	done; \
	echo "Đối Thoại needs Python 3.11 or newer with its venv module, and found none among: $(PYTHONS)." >&2; \
	echo "Install it (Debian, Ubuntu: apt install python3 python3-venv; macOS: brew install python3)," >&2; \
	echo "or name one: make PYTHON=/path/to/python3" >&2; \
	exit 1

$(VENV)/.installed: requirements.txt pyproject.toml | $(BIN)/pip
	$(PIP) install --quiet --require-hashes --requirement requirements.txt
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev-installed: requirements-dev.txt $(VENV)/.installed
	$(PIP) install --quiet --require-hashes --requirement requirements-dev.txt
	@touch $@

%.mo: %.po | $(VENV)/.installed
	$(BABEL) compile --input-file $< --output-file $@
