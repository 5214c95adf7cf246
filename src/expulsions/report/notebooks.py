"""Notebooks run: for the report where their code or data changed, and all of them to write their outputs back.

`python -m expulsions.report.notebooks [FOLDER]` runs them all and writes their outputs back.
"""

import hashlib
import json
import os
import re
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from subprocess import DEVNULL
from typing import Any

import nbformat

from expulsions import schema
from expulsions.errors import ExpulsionsError
from expulsions.report import figures, warm
from expulsions.report.stories import PLOTLY, WIDGET
from expulsions.report.unchanged import key_of, package_files, table_files

PNG = "image/png"
TIMEOUT = 120
# What a stored notebook says of its kernel: nothing that differs from one machine to the next.
KERNEL = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def run_notebooks(paths: list[Path], cache: Path, tables: Path, jobs: int) -> list[Any]:
    """The notebooks with outputs, each run in a fresh kernel on these tables unless it ran so before."""
    cache.mkdir(parents=True, exist_ok=True)
    key = data_key(tables)
    with ThreadPoolExecutor(max_workers=jobs) as pool:
        return list(pool.map(lambda path: _run(path, cache, tables, key), paths))


def rewrite(paths: list[Path], jobs: int) -> list[Path]:
    """Run the notebooks, each in a fresh kernel, `jobs` at a time, and write their outputs back: all of them or none.

    Beside each live chart stands its picture (`image/png`), for viewers without Plotly; a chart that is as it was keeps
    the picture it has. Returns the notebooks that are not as they were.
    """
    before = [_read(path) for path in paths]
    after = [_read(path) for path in paths]
    with ThreadPoolExecutor(max_workers=jobs) as pool:
        list(pool.map(lambda notebook, path: execute(notebook, path, schema.tables_folder()), after, paths))
    for notebook in after:
        _as_stored(notebook)
    _add_pictures(before, after)
    changed = [(path, new) for path, old, new in zip(paths, before, after, strict=True) if new != old]
    for path, new in changed:
        nbformat.write(new, path.with_suffix(".part"))
    for path, _ in changed:
        path.with_suffix(".part").replace(path)
    return [path for path, _ in changed]


def _as_stored(notebook: Any) -> None:
    """Without what differs from run to run: times, versions, the ids of controls, whose state dies with the kernel."""
    notebook.metadata = nbformat.from_dict(KERNEL)
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        for output in cell.get("outputs", []):
            if WIDGET in output.get("data", {}):
                output.data = nbformat.from_dict({"text/plain": "Controls: run this cell to use them."})


def _add_pictures(before: list[Any], after: list[Any]) -> None:
    kept = {_figure_key(one): one.data[PNG] for one in _charts(before) if PNG in one.data}
    charts = list(_charts(after))
    new = [one for one in charts if _figure_key(one) not in kept]
    if new and figures.browser_path() is None:
        raise ExpulsionsError(figures.MISSING_BROWSER)
    drawn = dict(zip(map(_figure_key, new), figures.pngs([one.data[PLOTLY] for one in new]), strict=True))
    for one in charts:
        layout = one.data[PLOTLY]["layout"]
        one.data[PNG] = kept.get(_figure_key(one)) or drawn[_figure_key(one)]
        one.metadata[PNG] = {"width": layout["width"], "height": layout["height"]}


def _charts(notebooks: list[Any]) -> Iterator[Any]:
    for notebook in notebooks:
        for cell in notebook.cells:
            yield from (output for output in cell.get("outputs", []) if PLOTLY in output.get("data", {}))


def _figure_key(output: Any) -> str:
    return json.dumps(output.data[PLOTLY], sort_keys=True)


def _read(path: Path) -> Any:
    try:
        return nbformat.read(path, as_version=4)
    except (nbformat.reader.NotJSONError, nbformat.ValidationError, AttributeError) as error:
        raise ExpulsionsError(f"{path.name} is not a notebook: {str(error).splitlines()[0]}") from None


def _run(path: Path, cache: Path, tables: Path, data_key: str) -> Any:
    notebook = _read(path)
    if not any(cell.cell_type == "code" and cell.source.strip() for cell in notebook.cells):
        return notebook
    source = "\0".join(f"{cell.cell_type}:{cell.source}" for cell in notebook.cells)
    key = hashlib.sha256(f"{data_key}\0{source}".encode()).hexdigest()[:32]
    kept = cache / f"{key}.ipynb"
    if kept.exists():
        return nbformat.read(kept, as_version=4)
    execute(notebook, path, tables)
    partial = cache / f"{key}.part"
    nbformat.write(notebook, partial)
    partial.replace(kept)
    return notebook


def execute(notebook: Any, path: Path, tables: Path) -> None:
    """Run a notebook in place, in a fresh kernel, from the folder it lies in; what it loads are these tables."""
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, DeadKernelError

    place = {"metadata": {"path": str(path.parent)}}
    try:
        # The kernel's own messages about its transport are no news to who builds a report.
        NotebookClient(
            notebook, kernel_manager_class=warm.KernelManager, kernel_name="python3", timeout=TIMEOUT, resources=place
        ).execute(env={**os.environ, schema.TABLES_VARIABLE: str(tables.resolve())}, stderr=DEVNULL)
    except (CellExecutionError, DeadKernelError) as error:
        last = [line for line in re.sub(r"\x1b\[[0-9;]*m", "", str(error)).splitlines() if line.strip()][-1]
        raise ExpulsionsError(f"{path.name} does not run: {last} Open it with `make lab` and run all cells.") from None


def data_key(tables: Path) -> str:
    """A key of all that a notebook's outputs depend on besides its own code: the tables and the package.

    How the site is made from a notebook's outputs does not change them.
    """
    return key_of([*package_files("report", "cli"), *table_files(tables)])


def main(arguments: list[str]) -> None:
    """Run all notebooks of a folder (`notebooks` without one) and write their outputs back."""
    folder = Path(*arguments[:1] or ["notebooks"])
    paths = sorted(folder.glob("*.ipynb"))
    if not paths:
        raise SystemExit(f"{folder} holds no notebooks.")
    try:
        rewrite(paths, os.cpu_count() or 1)
    except ExpulsionsError as error:
        raise SystemExit(str(error)) from None


if __name__ == "__main__":
    main(sys.argv[1:])
