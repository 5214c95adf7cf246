# One way to do each chore. `make report` and `make test` set up what they need first.
PYTHON ?= python3
BIN := .venv/bin
SETUP := .venv/.ready

.PHONY: report test lab check notebooks codebook readme release bench matrix lint
.DEFAULT_GOAL := report

report: $(SETUP)        ## build the report into build/report and say where to click
	$(BIN)/expulsions report

test: $(SETUP)          ## every test: package, data, notebooks, report in a real browser
	$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy
	$(BIN)/pytest -n 2 --dist loadscope $(ARGS)
	# The cells of a notebook run in their order, one notebook to a worker.
	$(BIN)/pytest -n 2 --dist loadfile -p no:randomly --nbval notebooks

lab: $(SETUP)           ## open JupyterLab on the stories
	$(BIN)/jupyter lab notebooks

check: $(SETUP)         ## check the tables in data/
	$(BIN)/expulsions check data

notebooks: $(SETUP)     ## run all notebooks and write their outputs back
	$(BIN)/python -m expulsions.report.notebooks

codebook: $(SETUP)      ## write data/README.md anew from data/datapackage.json
	$(BIN)/expulsions codebook > data/README.md

readme: $(SETUP)        ## run what README.md shows and write the answers back
	$(BIN)/python tests/test_readme.py

release: $(SETUP)       ## after a new version is released: fingerprint its tables, so that no cell changes in silence
	$(BIN)/python -c 'from expulsions.fingerprint import fingerprint; print(fingerprint(), end="")' > tests/released.csv

bench: $(SETUP)         ## measure the bars of performance, each against its peer
	$(BIN)/python benchmarks/run.py

matrix: $(SETUP)        ## the tests under the oldest and the newest pandas, Plotly and Python that install here
	$(BIN)/pip install --quiet nox
	$(BIN)/nox

lint: $(SETUP)          ## put the code into its form
	$(BIN)/ruff check --fix . && $(BIN)/ruff format .

$(SETUP): pyproject.toml constraints.txt
	@command -v chromium >/dev/null || (command -v apt-get >/dev/null && apt-get update -qq && apt-get install -y -qq chromium fonts-liberation) \
		|| echo "No chromium here: charts are drawn without pictures. On Debian: apt-get install chromium"
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --constraint constraints.txt --editable '.[test]'
	@touch $(SETUP)
