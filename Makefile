# Firstline. `make` lists what there is.
PY := .venv/bin/python
BOT := .venv-bot/bin/python
ENV := RASA_TELEMETRY_ENABLED=false HF_HUB_OFFLINE=1 OMP_NUM_THREADS=1 PYTHONPATH=$(CURDIR)
SYSTEM_PYTHON := $(shell command -v python3.11 || command -v python3)
NPM := npm --prefix webchat/frontend

.DEFAULT_GOAL := help
.PHONY: help setup run test test-fast test-bot test-web test-e2e chaos check fix train eval bench types clean

help: ## This list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## Make what is missing or out of date: environments, front end, model, index
	@$(SYSTEM_PYTHON) -m ops setup

run: ## Set up what is missing and serve everything at http://127.0.0.1:8080 (PORT changes it)
	@DEMO=$${DEMO-1} exec $(SYSTEM_PYTHON) -m ops run

test: setup test-fast test-bot test-web test-e2e ## Set up and run all tests

test-fast: setup ## Tests without Rasa and browser
	$(ENV) $(PY) -m pytest -q -n 2 --dist loadfile --hypothesis-profile ci -m "not e2e and not bot and not slow" tests --ignore tests/bot

test-bot: setup ## Tests of the bot in its own environment
	$(ENV) $(BOT) -m pytest -q tests/bot

test-web: setup ## Tests of the front ends
	$(NPM) run test
	$(NPM) run size

test-e2e: setup ## The whole story in Chromium with every process running
	$(ENV) $(PY) -m pytest -q -m "e2e and not slow" tests

chaos: setup ## Kill and stop processes while real clients chat, 200 rounds (ROUNDS changes it); bugs that must be found; long fuzzing; a day of the desk
	$(ENV) $(PY) -m tests.chaos --rounds $${ROUNDS:-200}
	$(ENV) $(PY) -m pytest -q -m slow tests/chaos tests/webchat
	$(ENV) $(PY) -m pytest -q -m slow tests/e2e
	$(ENV) $(PY) -m pytest -q -n 2 --dist loadfile --hypothesis-profile default -m "not e2e and not bot and not slow" tests --ignore tests/bot

check: setup ## Lint, types, layers, sizes
	.venv/bin/ruff check . && .venv/bin/ruff format --check .
	.venv/bin/mypy && .venv-bot/bin/mypy --config-file bot/mypy.ini -p bot
	.venv/bin/lint-imports
	$(NPM) run check
	$(NPM) run size

fix: setup ## Format and mend what can be mended
	.venv/bin/ruff check --fix . ; .venv/bin/ruff format .
	$(NPM) run fix

train: setup ## Train the Rasa model anew
	rm -f models/firstline.stamp && $(SYSTEM_PYTHON) -m ops setup

eval: setup ## Quality: tables and reports/*.json
	$(ENV) $(PY) -m bench.quality

bench: setup ## Speed: tables and reports/bench.json
	$(ENV) $(PY) -m bench

types: setup ## Wire types for the front ends from the pydantic models
	$(ENV) $(PY) -m webchat.realtime.typescript

clean: ## Remove what set-up and runs have made (environments too)
	rm -rf .venv .venv-bot var models .rasa webchat/frontend/node_modules webchat/frontend/dist
