# The README's commands. Each works in a fresh clone with only Python 3.11 or newer, pip and make.
SHELL   := /bin/sh
PYTHON  ?= $(shell python3.11 --version >/dev/null 2>&1 && echo python3.11 || echo python3)
VENV    := .venv
BIN     := $(VENV)/bin
READY   := $(VENV)/.ready
PACKAGES := app importers model queries stores visualisations
PIP_FLAGS := --quiet --disable-pip-version-check --no-input --no-warn-script-location
UV_VERSION := 0.13.9
ADDRESS ?= 127.0.0.1
PORT    ?= 8000

.DEFAULT_GOAL := help
.PHONY: help demo test soak serve bench evaluate docs lint format lock papers digests neo4j neo4j-stop neo4j-password clean
.DELETE_ON_ERROR:

help: ## this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# The stamp is newer than the lock and the project file, or the environment is made anew.
$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Systemlandskab needs Python 3.11 or newer, and '$(PYTHON)' is not. Name another: make PYTHON=/path/to/python3.11 …" >&2; exit 1; }
	@echo "Setting up $(VENV) from requirements.lock (a minute or two the first time) …"
	@rm -rf $(VENV)
	@$(PYTHON) -m venv $(VENV) >/dev/null 2>&1 || { rm -rf $(VENV) && $(PYTHON) -m venv --without-pip $(VENV); }
	@if [ -x $(BIN)/pip ]; then pip="$(BIN)/python -m pip"; else pip="$(PYTHON) -m pip --python $(BIN)/python"; fi; \
	  $$pip install $(PIP_FLAGS) --require-hashes --only-binary :all: -r requirements.lock && \
	  $$pip install $(PIP_FLAGS) --no-deps --no-build-isolation --editable .
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

test: $(READY) ## all tests, with coverage
	$(BIN)/python -m pytest --cov --numprocesses auto --dist loadfile --no-loadscope-reorder

soak: $(READY) ## the long tests in full: properties, mutated and damaged files, killed writers, many clients
	LANDSKAB_SOAK=1 $(BIN)/python -m pytest -m soak --numprocesses auto --dist load --no-loadscope-reorder

serve: $(READY) ## the API and the pages on http://127.0.0.1:8000
	$(BIN)/landskab serve --host $(ADDRESS) --port $(PORT)

bench: $(READY) ## the national landscape, beside networkx and in Neo4j
	$(BIN)/python -m benchmarks.national --write docs/benchmarks.md
	$(BIN)/python -m benchmarks.in_neo4j --write docs/benchmarks.md
	$(BIN)/python -m benchmarks.questions --write docs/benchmarks.md
	$(BIN)/python -m benchmarks.pages --write docs/benchmarks.md

evaluate: $(READY) ## how often the program is right about what a system is for
	$(BIN)/python -m benchmarks.capabilities.evaluate

docs: $(READY) ## the pages of docs/ that are made from the code
	$(BIN)/python -m app.command_page > docs/commands.md
	$(BIN)/python -m visualisations.model_page docs
	$(BIN)/python -m visualisations.cypher_page docs/cypher.md

lint: $(READY) ## ruff, mypy --strict and the import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict $(foreach package,$(PACKAGES),--package $(package))
	$(BIN)/lint-imports

format: $(READY) ## put the code in order
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Resolves anew for every Python from 3.11 on; keep what still fits, or UPGRADE=--upgrade for the newest.
lock: ## resolve the exact versions anew
	@$(PYTHON) -m venv out/lock-venv && out/lock-venv/bin/pip install $(PIP_FLAGS) uv==$(UV_VERSION)
	@out/lock-venv/bin/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes --fork-strategy fewest $(UPGRADE) \
	  --all-extras --only-binary :all: --no-emit-index-url --custom-compile-command "make lock" --output-file requirements.lock
	@out/lock-venv/bin/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes --fork-strategy fewest \
	  --extra neo4j --extra build --only-binary :all: --no-emit-index-url --custom-compile-command "make lock" \
	  --constraint requirements.lock --output-file requirements-app.lock
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
	@out/papers/app/bin/python -m pip install $(PIP_FLAGS) --no-deps --require-hashes --only-binary :all: -r requirements-app.lock
	@out/papers/tools/bin/python -m pip install $(PIP_FLAGS) --no-deps --require-hashes --only-binary :all: -r .ci/papers.lock
	@out/papers/app/bin/python -m pip uninstall --yes --quiet pip
	@out/papers/tools/bin/cyclonedx-py environment --output-reproducible --mc-type application --pyproject pyproject.toml \
	  --output-format JSON --output-file sbom.cdx.json out/papers/app/bin/python
	@out/papers/tools/bin/python .ci/notices.py out/papers/app/bin/python > THIRD-PARTY-NOTICES.txt
	@rm -rf out/papers
	@echo "THIRD-PARTY-NOTICES.txt and sbom.cdx.json say what requirements-app.lock installs here."
