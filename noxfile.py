"""The package under the oldest versions that pyproject.toml allows and the newest that install here; `make matrix`.

The notebooks and the report are left to `make test`: their outputs are those of the versions in constraints.txt.
"""

import re
import tomllib
from pathlib import Path

import nox

ROOT = Path(__file__).parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = ("check", "charts", "export")
TESTERS = ("colour-science", "hypothesis", "playwright", "pytest", "pytest-randomly")
# What needs nothing but the package and these extras.
TESTS = (
    *("actors", "analysis", "charts", "check", "claims", "context", "data", "diff", "disagreements", "edit", "export"),
    *("filters", "onepass", "properties", "reconcile", "released", "replies", "theme", "waves"),
)

nox.options.default_venv_backend = "uv|virtualenv"
nox.options.error_on_missing_interpreters = False
nox.options.stop_on_first_error = False


def oldest() -> list[str]:
    """The least versions that pyproject.toml allows, pinned."""
    optional = PROJECT["optional-dependencies"]
    wanted = [*PROJECT["dependencies"], *(one for extra in EXTRAS for one in optional[extra])]
    return [re.sub(r">=", "==", one) for one in wanted if not one.startswith("expulsions")]


def run_tests(session: nox.Session) -> None:
    session.run(
        "python", "-c", "import pandas, plotly, sys; print(sys.version, pandas.__version__, plotly.__version__)"
    )
    tests = [f"tests/test_{name}.py" for name in TESTS if (ROOT / f"tests/test_{name}.py").exists()]
    session.run("pytest", "-q", "-p", "no:cacheprovider", *tests, *session.posargs)


@nox.session(python="3.11")
def oldest_versions(session: nox.Session) -> None:
    session.install("-e", ".", *oldest(), *TESTERS)
    run_tests(session)


@nox.session(python=["3.11", "3.12", "3.13", "3.14"])
def newest_versions(session: nox.Session) -> None:
    session.install("-e", f".[{','.join(EXTRAS)}]", *TESTERS)
    run_tests(session)


@nox.session(python="3.11")
def bare(session: nox.Session) -> None:
    """pandas without pyarrow, Plotly and frictionless: what a plain `pip install expulsions` brings."""
    session.install("-e", ".", *TESTERS)
    tests = [f"tests/test_{name}.py" for name in ("actors", "analysis", "context", "data", "replies", "waves")]
    session.run("pytest", "-q", "-p", "no:cacheprovider", *tests, *session.posargs)
