# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
# Names for what tools/ does. `make` alone lists them.

PYTHON ?= python3
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help setup setup-tests run check test bench lock messages docs

help: ## List what can be made
	@sed -n 's/^\([a-z-]*\):[^#]*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 14

setup: ## Install what running needs (second time: nothing to do)
	@$(PYTHON) -m tools.setup run

setup-tests: ## Install what checking and testing need besides
	@$(PYTHON) -m tools.setup tests

run: setup ## Start the demo: the example line, open at every hour
	@HOTLINE_DEMO=$${HOTLINE_DEMO:-yes} HOTLINE_FORCED_OPEN=$${HOTLINE_FORCED_OPEN:-yes} $(BIN)/hotline run

check: setup-tests ## Format, lint, types, room order, sizes, licences, diagrams, migrations, translations
	@$(BIN)/python -m tools.check

test: setup-tests ## Every test, and the rooms with tables once more on PostgreSQL
	@$(BIN)/python -m tools.run_tests

bench: setup-tests ## Measure the running system and print a table
	@$(BIN)/python -m bench

lock: setup-tests ## Lock the newest versions that requirements/*.in and package.json allow
	@$(BIN)/python -m tools.lock

messages: setup-tests ## Collect what people read for translation
	@$(BIN)/python -m tools.messages

docs: setup-tests ## Draw the state diagrams anew from the tables
	@$(BIN)/python -m tools.draw_states
	@$(BIN)/python -m tools.draw_sip_states
