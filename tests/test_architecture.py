"""The house plan, held: who may import whom, what happens at import, how long a module may be."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "expulsions"

# From the bottom up; a module imports only from its own row or from rows below. A package may have a part further down.
ROWS = [
    {"errors"},
    {"schema", "files/tableset"},
    {"files"},
    {"data"},
    {"spellings", "actors", "totals", "fingerprint"},
    {"reconcile", "english", "filters", "links"},
    {"theme", "headlines", "rules", "analysis", "waves", "replies", "standing", "context", "disagreements"},
    {"check", "charts", "formats"},
    {"editing"},
    {"story"},
    {"report"},
    {"desk"},
    {"cli", "__main__"},
]
HEAVY = {
    "plotly",
    "nbconvert",
    "nbformat",
    "nbclient",
    "frictionless",
    "playwright",
    "jinja2",
    "mistune",
    "pyarrow",
    "openpyxl",
    "ipywidgets",
    "itables",
}


def modules() -> dict[str, Path]:
    return {str(path.relative_to(SOURCE)): path for path in sorted(SOURCE.rglob("*.py")) if path.name != "__init__.py"}


def row_of(module: str) -> int:
    """The row of a module given as "package/module"."""
    return next(number for part in (module, module.split("/")[0]) for number, row in enumerate(ROWS) if part in row)


@pytest.mark.parametrize("name", modules())
def test_a_module_imports_only_from_below(name):
    tree = ast.parse(modules()[name].read_text(encoding="utf-8"))
    own = row_of(name.removesuffix(".py"))
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("expulsions"):
            package = "/".join(node.module.split(".")[1:])
            for alias in node.names:
                part = f"{package}/{alias.name}" if package else alias.name
                assert row_of(part) <= own, f"{name} imports {part}, which stands above it"


@pytest.mark.parametrize("name", modules())
def test_a_module_has_one_idea(name):
    assert len(modules()[name].read_text(encoding="utf-8").splitlines()) <= 260


@pytest.mark.parametrize("name", modules())
def test_only_the_command_line_prints(name):
    tree = ast.parse(modules()[name].read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "print"]
    assert name.startswith("cli") or not calls


def imported_by(statement: str) -> set[str]:
    code = f"import sys\n{statement}\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=True)
    return {module.split(".")[0] for module in done.stdout.split()}


def test_import_brings_nothing_heavy():
    assert imported_by("import expulsions") & (HEAVY | {"pandas", "babel"}) == set()


def test_loading_brings_only_pandas():
    found = imported_by("import expulsions; expulsions.load_expulsions()")
    assert found & (HEAVY | {"babel", "rich", "typer"}) <= {"pyarrow"}
    assert "pandas" in found


def test_the_command_lines_help_does_without_pandas():
    assert "pandas" not in imported_by("import expulsions.cli")
