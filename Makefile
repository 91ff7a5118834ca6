# make run   set up, build the tables from seeds/ and say where they are
# make test  set up and run the tests
# make bench measure speed against spaCy as shipped
# make scale measure larger and larger collections (SIZES="1000 10000")
# make kills kill builds at random moments and compare what they end with
# make faults fill disks, take them away, turn clocks, starve workers; as root, on Linux (FAULTS="clock stops")
# make fuzz  fuzz readers and extraction (SECONDS=60 for each target; TARGETS="csv pdf")
# make hostile build from articles and files made to break a run, one by one
# make check what .ci/run runs: lint, format, types, tests
PYTHON ?= python3
BIN := .venv/bin
UV := $(BIN)/uv
ROOT := $(if $(filter-out 0,$(shell id -u)),sudo)
export UV_PYTHON_DOWNLOADS := never

.PHONY: run test chromium faketime check lint docs screenshots audit sbom bench scale kills faults fuzz hostile golden model lock clean

run: .venv/ready
	@$(BIN)/dateline build

test: .venv/ready chromium
	$(BIN)/pytest --numprocesses 2 --dist loadfile

# What no Python package brings: a browser opens the report in tests, and faketime turns clocks.
chromium faketime:
	@command -v $@ > /dev/null || { $(ROOT) apt-get update --quiet && \
		$(ROOT) apt-get install --quiet --yes --no-install-recommends $@; }

check: lint test

lint: .venv/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

docs: .venv/ready
	$(BIN)/python -m transforms.tables.describe > docs/data-dictionary.md
	$(BIN)/python -m transforms.tables.catalogs > docs/sources.yml
	$(BIN)/python -m tests.readme_excerpt

screenshots: .venv/ready chromium
	$(BIN)/python -m tests.report.screenshots

model: .venv/ready
	$(BIN)/python -m transforms.training.statements
	$(BIN)/python -m transforms.training.events

bench: .venv/ready
	$(BIN)/python -m tests.bench $(if $(SOURCE),--source $(SOURCE))

scale: .venv/ready
	$(BIN)/python -m tests.bench.scale $(SIZES) $(if $(SOURCE),--source $(SOURCE))

kills: .venv/ready
	$(BIN)/python -m tests.faults.kills

faults: .venv/ready faketime
	$(ROOT) $(BIN)/python -m tests.faults.machine $(FAULTS)

# Known vulnerabilities of what is locked; needs a service that tells them: SERVICE=pypi, osv or esms
audit: .venv/ready
	$(BIN)/python -m tests.supply_chain audit $(SERVICE)

sbom: .venv/ready
	$(BIN)/python -m tests.supply_chain sbom sbom.cdx.json

fuzz: .venv/ready
	$(BIN)/python -m tests.fuzz $(TARGETS) $(if $(SECONDS),--seconds $(SECONDS))

hostile: .venv/ready
	$(BIN)/python -m tests.faults.hostile

golden: .venv/ready
	$(BIN)/python -m tests.golden_cases

lock:
	$(UV) pip compile pyproject.toml --group dev --group fuzz --all-extras --universal --generate-hashes --no-header --no-annotate \
		--no-emit-index-url --no-emit-find-links --quiet -o requirements.lock > /dev/null

clean:
	rm -rf .venv .prefect .mypy_cache .ruff_cache .hypothesis

# The stamp is newer than all that the environment is made from, or it is made anew.  Packages are compiled once, here:
# where Python may not write bytecode, every process that a build starts would else compile Prefect and spaCy again.
.venv/ready: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(0 if (3, 11) <= sys.version_info[:2] <= (3, 13) else "Dateline needs Python 3.11 to 3.13; name one: make PYTHON=python3.11")'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	sed -n '/^uv==/,/[^\\]$$/p' requirements.lock > .venv/uv.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement .venv/uv.lock
	VIRTUAL_ENV=.venv $(UV) pip sync --quiet --require-hashes --compile-bytecode requirements.lock
	VIRTUAL_ENV=.venv $(UV) pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@
