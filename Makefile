# Tocsin: the commands of a day. `make help` lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
.DEFAULT_GOAL := help

.PHONY: help
help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort | sed -E 's/:.*## /\t/' | expand -t 18

$(VENV)/.installed: requirements/runtime.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --only-binary :all: --require-hashes -r requirements/runtime.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	$(BIN)/python -c "from processors.classify.geo.gazetteer import Gazetteer; Gazetteer.ready()"
	touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements/dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --only-binary :all: --require-hashes -r requirements/dev.txt
	touch $@

.PHONY: install
install: $(VENV)/.installed ## install into .venv, nothing else

.PHONY: install-dev
install-dev: $(VENV)/.installed-dev ## install what tests and checks need, too

FEEDS ?=
DATA ?= data
GOLD ?= ../shared/data

.PHONY: run
run: install ## start the embedded mode: the sample newsroom, or FEEDS=my.opml (Ctrl-C ends it)
	$(BIN)/tocsin run --data $(DATA) $(if $(FEEDS),--feeds $(FEEDS))

.PHONY: score
score: install ## the scorecard over the gold sets in GOLD=
	$(BIN)/tocsin score --gold $(GOLD)

.PHONY: score-cv
score-cv: $(VENV)/.installed-dev ## trained parts on articles they have not seen, by retraining in folds (minutes)
	$(BIN)/python -m evaluation.crossval --gold $(GOLD)

.PHONY: floors
floors: install ## set the figures that the tests hold: a tenth of the gold sets in GOLD=
	$(BIN)/python -m evaluation.floors $(GOLD)

.PHONY: bench-producers
bench-producers: install ## 10,000 feeds on 200 local hosts, four minutes, two cores
	$(BIN)/python -m evaluation.bench.producers

.PHONY: bench-kafka
bench-kafka: install ## classify, deduplicate, end to end and latency over a real broker; medians of three
	$(BIN)/python -m evaluation.bench.kafka

.PHONY: bench
bench: bench-producers bench-classify bench-deduplicate bench-kafka bench-sinks ## every benchmark, one after the other (not for make -j)

.PHONY: soak
soak: install ## twenty minutes at a steady pace over a real broker: memory and lag must stay flat
	$(BIN)/python -m evaluation.bench.kafka.soak

.PHONY: bench-stages
bench-stages: install ## what one article costs in each stage, half a minute
	$(BIN)/python -m evaluation.bench.stages

.PHONY: bench-deduplicate
bench-deduplicate: install ## deduplicate at 1,000 to 100,000 open incidents, beside a matcher that compares with all
	$(BIN)/python -m evaluation.bench.deduplicate

.PHONY: bench-sinks
bench-sinks: $(VENV)/.installed-dev ## each sink beside the plain client's best; a few minutes, PostgreSQL from its package
	$(BIN)/python -m evaluation.bench.sinks

.PHONY: bench-classify
bench-classify: install ## articles a second that classify reads on two cores, a minute
	$(BIN)/python -m evaluation.bench.classify

.PHONY: check
check: $(VENV)/.installed-dev ## format, lint, strict types, unit tests; under a minute
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest tests/unit -q

.PHONY: test
test: $(VENV)/.installed-dev ## every test this machine can run, each fault scenario with 500 articles among them
	$(BIN)/pytest

.PHONY: format
format: $(VENV)/.installed-dev ## rewrite the code in its one format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

.PHONY: docs
docs: install ## make the pages and schemas that are made from code
	$(BIN)/python -m tocsin.cli._page > docs/commands.md
	$(BIN)/python -m tocsin.settings_page > docs/settings.md
	$(BIN)/python -m tocsin.metrics_page > docs/metrics.md
	$(BIN)/tocsin schemas export --out docs/schemas >/dev/null

.PHONY: dashboards
dashboards: $(VENV)/.installed-dev ## write Grafana's dashboards from their code
	$(BIN)/python deploy/grafana/build.py

.PHONY: lock
lock: ## renew the hash-locked requirements (needs uv)
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-annotate --no-header \
	  --python-version 3.11 --extra build pyproject.toml -o requirements/runtime.txt
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-annotate --no-header \
	  --python-version 3.11 --extra build --extra dev --extra parquet -c requirements/runtime.txt pyproject.toml -o requirements/dev.txt

.PHONY: system-packages
system-packages: ## what Debian must provide for every test (needs root)
	deploy/system-packages

.PHONY: clean
clean: ## remove what was built and measured, not your data
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis

.PHONY: kafka
kafka: ## start a local Kafka broker from its jars (Java 17, Maven; port 9092)
	deploy/kafka/broker start

.PHONY: kafka-stop
kafka-stop: ## stop it; its data stays in .kafka
	deploy/kafka/broker stop

.PHONY: postgres
postgres: ## start a local PostgreSQL server (Debian's package; port 5432)
	deploy/postgres/server start

.PHONY: postgres-stop
postgres-stop: ## stop it; its data stays in .postgres
	deploy/postgres/server stop

.PHONY: up
up: install ## start the production form on this machine: Kafka, PostgreSQL, all services (FEEDS=my.opml)
	deploy/local/up $(FEEDS)

.PHONY: down
down: ## stop what `make up` started; data stay
	deploy/local/down

FAULTS_N ?= 10000
FAULTS_OUTAGE_S ?= 300

.PHONY: faults
faults: $(VENV)/.installed-dev ## the fault scenarios on Kafka at full length (N = 10,000 articles; hours)
	FAULTS_N=$(FAULTS_N) FAULTS_OUTAGE_S=$(FAULTS_OUTAGE_S) FAULTS_PATIENCE_S=1800 FAULTS_LIMIT_S=7200 \
	  $(BIN)/pytest tests/faults/kafka -s

.PHONY: rehearse
rehearse: $(VENV)/.installed-dev ## operations at full length: every part stopped in turn, a rolling upgrade, the store lost
	REHEARSE_EACH=yes REHEARSE_N=2000 REHEARSE_PATIENCE_S=300 FAULTS_PATIENCE_S=600 \
	  $(BIN)/pytest tests/integration/deploy -s --timeout 3600

.PHONY: page
page: ## build the live page from page/ (needs Node 20; the built page is committed)
	cd page && npm ci --silent && npm run --silent check && npm run --silent build

.PHONY: page-map
page-map: install ## make the page's map anew (SHAPE=.../ne_10m_admin_1_states_provinces_lines.shp, see page/make_map.py)
	$(BIN)/python page/make_map.py $(SHAPE)

.PHONY: test-browser
test-browser: $(VENV)/.installed-dev ## the live page in Chromium: the show from first flash to last correction
	$(BIN)/pytest tests/browser

.PHONY: bench-page
bench-page: $(VENV)/.installed-dev ## how quick the live page is (needs Chromium)
	$(BIN)/python -m evaluation.bench.page

.PHONY: soak-serve
soak-serve: install ## 200 clients of the stream for five minutes: nothing lost, memory flat
	$(BIN)/python -m evaluation.bench.serve --clients 200 --seconds 300
