.DEFAULT_GOAL := help
.PHONY: help setup run test check fix docs bench clean
BIN := .venv/bin

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-6s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: .venv/.ready ## make .venv from requirements.lock (again only when that or setup.cfg changed)

run: setup ## check the embedded example report, write gouji-out/
	@$(BIN)/gouji check fixtures/faulty/report.pdf fixtures/faulty/report.txt --out gouji-out --fail-on never

test: setup ## run the tests
	@$(BIN)/python -m pytest -q

check: setup ## lint, format, types, tests with branch coverage; changes nothing
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/python -m pytest -q --cov --cov-report=term

fix: setup ## let ruff repair and format the code
	@$(BIN)/ruff check --fix --quiet .
	@$(BIN)/ruff format --quiet .

docs: setup ## write docs/cli.md, docs/rules.md, docs/schema.md anew from the code
	@$(BIN)/python docs/build.py

bench: setup ## time reading and checking generated reports
	@$(BIN)/python benchmarks/run.py

clean: ## remove what make and the tests leave behind
	@rm -rf .venv build dist gouji-out *.egg-info .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache
	@find . -name __pycache__ -prune -exec rm -rf {} +

.venv/.ready: requirements.lock setup.cfg pyproject.toml
	@for python in python3.11 python3 python3.12 python3.13; do \
	  if $$python -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then break; fi; \
	  python=; \
	done; \
	if [ -z "$$python" ]; then \
	  echo 'gouji needs Python 3.11 or later with its venv module (on Debian: apt-get install python3-venv)' >&2; exit 1; \
	fi; \
	echo 'Setting up .venv, once (about a minute)'; \
	$$python -m venv .venv
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes --requirement requirements.lock
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@
