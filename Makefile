# The workshop. `make help` lists what it can do.

BIN := .venv/bin
PIP := $(BIN)/python -m pip --quiet --quiet --disable-pip-version-check --no-input
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--custom-compile-command "make lock" $(if $(UPGRADE),--upgrade)
FONT := assets/fonts/noto-sans-sc/NotoSansSC-Regular.ttf
WORKERS ?= 2

# Some shells export a HOST of their own, which is not where to serve; only `make run HOST=…` says that.
ifeq ($(origin HOST),command line)
export LMS_HOST := $(HOST)
endif
ifneq ($(PORT),)
export LMS_PORT := $(PORT)
endif

.PHONY: help run test check check-long format lock revision room course module texts assets wheel bench clean

help: ## Show this list
	@awk 'BEGIN { FS = ":[^#]*## " } /^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

run: .venv/.ready-to-run ## Install what is missing, prepare the house and serve it (PORT=8000 HOST=127.0.0.1)
	@exec $(BIN)/lms serve --prepare

test: .venv/.ready-to-test ## Run every test on both databases and in a real browser (ARGS="-k name" WORKERS=2)
	@$(BIN)/python -m tests.prepare
	@$(BIN)/python -m pytest --quiet -n $(WORKERS) --dist worksteal $(ARGS)

check: .venv/.ready-to-test ## Look for what a machine can see without running the house; takes seconds
	@failures=0; \
	try() { \
		name=$$1 remedy=$$2; shift 2; \
		if output=$$("$$@" 2>&1); then echo "✓ $$name"; \
		else failures=$$((failures + 1)); printf '✗ %s\n%s\n  → %s\n' "$$name" "$$output" "$$remedy"; fi; \
	}; \
	try "format" "make format" $(BIN)/ruff format --check --output-format concise .; \
	try "lint" "make format mends some of it; change the rest where it says" $(BIN)/ruff check --no-fix --output-format concise .; \
	try "types" "give the value the type it is used as" $(BIN)/mypy; \
	try "imports" "ask a floor below, or declare a hook in lms/core/hookspecs.py" $(BIN)/lint-imports --no-logo; \
	try "dead code" "remove it, or use it" $(BIN)/python -m tests.house.dead_code; \
	try "templates" "change the template where it says" $(BIN)/djlint --lint --quiet templates; \
	$(BIN)/python -m tests.house.sizes \
		|| { failures=$$((failures + 1)); echo "✗ sizes"; echo "  → make a folder of the module, or two functions of one"; }; \
	if [ $$failures -gt 0 ]; then echo "Checks that failed: $$failures."; exit 1; fi

check-long: ## Run the tests with thousands of generated examples, the browser's on both databases; takes long
	@LMS_LONG=1 $(MAKE) --no-print-directory test

format: .venv/.ready-to-test ## Write the code as `make check` wants it
	@$(BIN)/ruff check --quiet --fix-only .
	@$(BIN)/ruff format --quiet .

lock: .venv/.ready-to-test ## Choose the libraries' versions again after a change of pyproject.toml (UPGRADE=1: the newest)
	@$(LOCK) --extra build --output-file requirements.lock pyproject.toml
	@$(LOCK) --extra build --extra dev --constraints requirements.lock --output-file requirements-dev.lock pyproject.toml
	@$(LOCK) --group assets --output-file requirements-assets.lock

revision: .venv/.ready-to-test ## Write the step of the schema that the models ask for (MESSAGE="what changes")
	@$(BIN)/python -m tests.house.revision "$(MESSAGE)"

room: .venv/.ready-to-test ## Make a new room of the house: a page, its tests and its contracts (NAME=notices)
	@$(BIN)/python -m tests.house.new_room "$(NAME)"

course: .venv/.ready-to-run ## Begin a course of one module, without a mistake (NAME=edge-computing)
	@$(BIN)/lms new course "$(NAME)"

module: .venv/.ready-to-run ## Begin a module at the end of a course (COURSE=edge-computing NAME=sensing)
	@$(BIN)/lms new module "$(COURSE)" "$(NAME)"

texts: .venv/.ready-to-test ## Gather the texts of the interface into lms/translations
	@$(BIN)/python -m tests.house.texts

assets: $(FONT) ## Fetch what the house uses of others and git does not hold: the font of Chinese statements

wheel: .venv/.ready-to-run assets ## Build dist/lms-….whl, which installs the whole house with its courses
	@$(BIN)/python -m hatchling build --target wheel

bench: .venv/.ready-to-test ## Measure what benchmarks/ measures
	@$(BIN)/python -m benchmarks

clean: ## Remove what the workshop made; never instance/, where your data is
	@rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache build dist assets node_modules
	@find lms tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

# Each is made once, and again when the lists of libraries change.
.venv/.ready-to-run: requirements.lock pyproject.toml | $(BIN)/python
	@echo "→ Installing the libraries, each checked against its hash (once; about half a minute) …"
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.ready-to-test: requirements-dev.lock pyproject.toml | $(BIN)/python
	@echo "→ Installing the libraries and the tools, each checked against its hash (once; about a minute) …"
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

# npm checks what it fetches against the hashes of package-lock.json.
$(FONT): package.json package-lock.json | $(if $(shell command -v npm 2>/dev/null),,$(BIN)/npm)
	@echo "→ Fetching the assets, each checked against its hash (once) …"
	@PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --loglevel=error
	@mkdir -p $(@D)
	@cp node_modules/@expo-google-fonts/noto-sans-sc/LICENSE_FONT $(@D)/OFL.txt
	@cp node_modules/@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf $@.part
	@mv $@.part $@

$(BIN)/npm: requirements-assets.lock | $(BIN)/python
	@echo "→ Installing npm into .venv, because this machine has none (once) …"
	@$(PIP) install --require-hashes -r requirements-assets.lock
	@touch $@

# Debian keeps a part of Python's own `venv` in a package of its own.
$(BIN)/python:
	@found=; \
	for candidate in $(if $(PYTHON),"$(PYTHON)",python3.13 python3.12 python3.11 python3.14 python3 python); do \
		if "$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then \
			found=$$candidate; break; \
		fi; \
	done; \
	if [ -z "$$found" ]; then \
		echo "Python 3.11 or newer is needed and was not found. Install it, or name it: make run PYTHON=/path/to/python3" >&2; \
		exit 1; \
	fi; \
	if ! "$$found" -c 'import ensurepip, venv' >/dev/null 2>&1; then \
		package=$$("$$found" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])'); \
		if [ "$$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null 2>&1; then \
			echo "$$found cannot make virtual environments. On Debian and Ubuntu: sudo apt-get install $$package" >&2; \
			exit 1; \
		fi; \
		echo "→ Installing $$package …"; \
		log=$$(mktemp); \
		{ apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install --yes "$$package"; } >"$$log" 2>&1 \
			|| { cat "$$log" >&2; exit 1; }; \
	fi; \
	echo "→ Making .venv with $$("$$found" --version) …"; \
	"$$found" -m venv .venv || { rm -rf .venv; exit 1; }
