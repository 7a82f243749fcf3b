.DEFAULT_GOAL := help
PYTHON ?= $(shell python3.11 -c 'import sys; print(sys.executable)' 2>/dev/null || command -v python3)
BIN := .venv/bin

.PHONY: help install run test lint format mutation bench pictures clean

help: ## list these targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "make %-9s %s\n", $$1, $$2 }'

install: .venv/.installed ## set up .venv, with the yanglao command in .venv/bin

# uv reads neither the index nor the wheel folder that pip was configured with: both are handed on, where there are any.
.venv/.installed .venv/.installed-dev: export UV_DEFAULT_INDEX = $(or $(PIP_INDEX_URL),$(shell $(PYTHON) -m pip config get global.index-url 2>/dev/null))
UV_INSTALL = $(BIN)/uv pip install --quiet --python $(BIN)/python --compile-bytecode \
	-c constraints.txt --build-constraints constraints.txt $(if $(PIP_FIND_LINKS),--find-links "$(PIP_FIND_LINKS)")

.venv/.installed: pyproject.toml constraints.txt
	@echo 'Setting up .venv: under a minute, once'
	@test -x $(BIN)/pip || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install -qq --disable-pip-version-check -c constraints.txt uv
	@$(UV_INSTALL) -e '.[ui,dense,api,screening]'
	@touch $@

# What checks need beyond the product: test tools, and torch for models that are trained, or set by name.
.venv/.installed-dev: .venv/.installed
	@echo 'Adding what the checks need'
	@$(UV_INSTALL) -e '.[ui,dense,api,screening,endpoint,postgres,spark,models,dev]'
	@touch $@

run: install ## serve the desks on http://127.0.0.1:7860 until Ctrl-C
	@echo "Starting the page on http://$${YANGLAO_HOST:-127.0.0.1}:$${YANGLAO_PORT:-7860} (Ctrl-C stops it)"
	@exec $(BIN)/python ui.py

test: lint ## everything a change must pass; pytest's summary comes last
	@$(BIN)/pytest

lint: .venv/.installed-dev ## format, lint and types, without the tests
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy --strict assistant ui.py eval

format: .venv/.installed-dev ## rewrite the code as `make lint` wants it
	$(BIN)/ruff check --fix-only
	$(BIN)/ruff format

mutation: .venv/.installed-dev ## break the rules one by one and see that a test notices
	$(BIN)/python -m eval.mutation

bench: .venv/.installed-dev ## time the parts a person waits for
	$(BIN)/pytest eval/benchmarks --benchmark-only

pictures: .venv/.installed-dev ## photograph the page into docs/pictures
	@$(BIN)/python -m eval.pictures

clean: ## remove .venv and every cache
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .benchmarks *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
