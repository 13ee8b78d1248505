# The README's commands. Each works in a fresh clone with only Python 3.11 or newer, pip and make.
SHELL   := /bin/sh
PYTHON  ?= $(shell python3.11 --version >/dev/null 2>&1 && echo python3.11 || echo python3)
VENV    := .venv
BIN     := $(VENV)/bin
READY   := $(VENV)/.ready
TOOLS   := $(VENV)/.ready-tools
PACKAGES := app importers model queries stores visualisations
PIP_FLAGS := --quiet --disable-pip-version-check --no-input --no-warn-script-location
EXACT   := --no-deps --require-hashes --only-binary :all:
SET_UP  := $(PYTHON) .ci/set_up.py --python "$(PYTHON)"
ADDRESS ?= 127.0.0.1
PORT    ?= 8000

.DEFAULT_GOAL := help
.PHONY: help demo test soak serve bench evaluate docs lint format lock papers digests neo4j neo4j-stop neo4j-password clean
.DELETE_ON_ERROR:

help: ## this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# Two stamps for one environment: the program, and what tests and checks need beside it. Each is newer than its lock, or it
# is made anew; the second adds to the first. Nothing is resolved here: .ci/set_up.py installs what the lock says.
$(READY): requirements-app.lock pyproject.toml .ci/set_up.py .ci/pip_words.py
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Systemlandskab needs Python 3.11 or newer, and '$(PYTHON)' is not. Name another: make PYTHON=/path/to/python3.11 …" >&2; exit 1; }
	@echo "Setting up the program in $(VENV) (490 MB, a minute or two) …"
	@$(SET_UP) $(VENV) requirements-app.lock
	@touch $@

# A lock may have lost packages since: then the environment is empty again before they are added.
$(TOOLS): requirements.lock $(READY)
	@if [ -e $@ ]; then rm -f $(READY) && $(MAKE) --no-print-directory $(READY); fi
	@echo "Adding the tools for tests and checks to $(VENV) (560 MB more, about a minute) …"
	@$(SET_UP) --add $(VENV) requirements.lock
	@touch $@

demo: $(READY) ## import the sample municipality and ask what breaks if KMD Aktiv is turned off
	@mkdir -p out
	@rm -f out/demo.db out/demo.db-wal out/demo.db-shm
	$(BIN)/landskab --store sqlite:///out/demo.db import samples/eksempelkommune
	$(BIN)/landskab --store sqlite:///out/demo.db impact "KMD Aktiv" --sheet out/kmd-aktiv.xlsx
	$(BIN)/landskab --store sqlite:///out/demo.db graph "KMD Aktiv" --out out/kmd-aktiv.html
	@echo
	@echo "The picture: $(CURDIR)/out/kmd-aktiv.html"
	@echo "The sheet:   $(CURDIR)/out/kmd-aktiv.xlsx"
	@echo "The store:   $(CURDIR)/out/demo.db (browse it: $(BIN)/landskab --store sqlite:///out/demo.db serve)"

test: $(TOOLS) ## all tests, with coverage
	$(BIN)/python -m pytest --cov --numprocesses auto --dist loadfile --no-loadscope-reorder

soak: $(TOOLS) ## the long tests in full: properties, mutated and damaged files, killed writers, many clients
	LANDSKAB_SOAK=1 $(BIN)/python -m pytest -m soak --numprocesses auto --dist load --no-loadscope-reorder

serve: $(READY) ## the API and the pages on http://127.0.0.1:8000
	$(BIN)/landskab serve --host $(ADDRESS) --port $(PORT)

bench: $(TOOLS) ## the national landscape and the normal size, beside graph libraries and in Neo4j
	$(BIN)/python -m benchmarks.national --write docs/benchmarks.md
	$(BIN)/python -m benchmarks.reach --write docs/benchmarks.md
	$(BIN)/python -m benchmarks.in_neo4j --write docs/benchmarks.md
	$(BIN)/python -m benchmarks.questions --write docs/benchmarks.md
	$(BIN)/python -m benchmarks.serving --write docs/benchmarks.md
	$(BIN)/python -m benchmarks.pages --write docs/benchmarks.md
	$(BIN)/python -m benchmarks.start --write docs/benchmarks.md

evaluate: $(TOOLS) ## how often the program is right about what a system is for
	$(BIN)/python -m benchmarks.capabilities.evaluate

docs: $(READY) ## the pages of docs/ that are made from the code
	$(BIN)/python -m app.made_pages.command_page > docs/commands.md
	$(BIN)/python -m app.made_pages.model_page docs
	$(BIN)/python -m app.made_pages.cypher_page docs/cypher.md

lint: $(TOOLS) ## ruff, mypy --strict and the import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict $(foreach package,$(PACKAGES),--package $(package))
	$(BIN)/lint-imports

format: $(TOOLS) ## put the code in order
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Resolves anew for every Python from 3.11 on; keep what still fits, or UPGRADE=--upgrade for the newest.
# A lock of --universal is complete: it names what any Python and machine needs, with markers, so nothing is left to pip.
UV      := out/lock-venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --fork-strategy fewest \
  --only-binary :all: --no-emit-index-url --custom-compile-command "make lock"
lock: ## resolve the exact versions anew
	@$(PYTHON) -m venv out/lock-venv && out/lock-venv/bin/python -m pip install $(PIP_FLAGS) $(EXACT) -r .ci/uv.lock
	@$(UV) .ci/uv.in --output-file .ci/uv.lock
	@$(UV) .ci/papers.in $(UPGRADE) --output-file .ci/papers.lock
	@$(UV) pyproject.toml $(UPGRADE) --all-extras --output-file requirements.lock
	@$(UV) pyproject.toml --extra neo4j --extra build --constraint requirements.lock --output-file requirements-app.lock
	@rm -rf out/lock-venv

# Java and Maven make it, not Docker. PORT is the port of `make serve` unless it is said here: then any free one.
neo4j: $(READY) ## a Neo4j server for trying out, on a free port of 127.0.0.1, until Ctrl-C
	@$(BIN)/python -m tests.neo4j_server run --port $(if $(filter file,$(origin PORT)),0,$(PORT))

neo4j-stop: $(READY) ## stop the Neo4j server of `make neo4j`
	@$(BIN)/python -m tests.neo4j_server stop

clean: ## remove the environment and everything made
	rm -rf $(VENV) out build ./*.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage

digests: ## write the digests of the base images into Dockerfile and docker-compose.yml
	@$(PYTHON) .ci/image_digests.py

neo4j-password: ## a password for docker-compose.yml, in secrets/neo4j-auth, where there is none yet
	@mkdir -p -m 700 secrets
	@test -s secrets/neo4j-auth || $(PYTHON) -c 'import secrets; print("neo4j/" + secrets.token_urlsafe(24))' > secrets/neo4j-auth
	@chmod 644 secrets/neo4j-auth
	@echo "The login of Neo4j is in secrets/neo4j-auth."

papers: ## THIRD-PARTY-NOTICES.txt and sbom.cdx.json: what is installed with the program, and its licences
	@rm -rf out/papers && $(PYTHON) -m venv out/papers/app && $(PYTHON) -m venv out/papers/tools
	@out/papers/app/bin/python -m pip install $(PIP_FLAGS) $(EXACT) -r requirements-app.lock
	@out/papers/tools/bin/python -m pip install $(PIP_FLAGS) $(EXACT) -r .ci/papers.lock
	@out/papers/app/bin/python -m pip uninstall --yes --quiet pip
	@out/papers/tools/bin/cyclonedx-py environment --output-reproducible --mc-type application --pyproject pyproject.toml \
	  --output-format JSON --output-file sbom.cdx.json out/papers/app/bin/python
	@out/papers/tools/bin/python .ci/notices.py out/papers/app/bin/python > THIRD-PARTY-NOTICES.txt
	@rm -rf out/papers
	@echo "THIRD-PARTY-NOTICES.txt and sbom.cdx.json say what requirements-app.lock installs here."
