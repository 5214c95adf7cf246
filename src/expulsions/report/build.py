"""The build: what is stale, in what order, and the new site in the place of the old one, whole or not at all."""

import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from expulsions import data
from expulsions.errors import ExpulsionsError
from expulsions.report import figures, notebooks, own_charts, pages
from expulsions.report.site import Site

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

ASSETS = Path(__file__).parent / "assets"
Step = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Built:
    """What a build made."""

    index: Path
    pages: int
    charts: int
    bytes: int
    seconds: float
    notes: list[str]


def build(
    output: Path,
    notebook_folder: Path,
    tables: Path | None = None,
    *,
    jobs: int = 2,
    pictures: bool = True,
    address: str = "",
    step: Step = lambda stage, done, total: None,
) -> Built:
    """Build the site into `output`, which is replaced as a whole once the new one is complete.

    Notebooks run `jobs` at a time, only those whose code or data changed since the last build; drawings likewise. Both
    are kept in a folder beside the output. Raises ExpulsionsError where the data are broken or a notebook does not run.
    """
    begun = time.monotonic()
    notes: list[str] = []
    if pictures and figures.browser_path() is None:
        pictures = False
        notes.append(figures.MISSING_BROWSER)
    _may_replace(output)
    cache = output.parent / f".{output.name}-cache"
    record = data.load(tables)
    paths = sorted(notebook_folder.glob("*.ipynb"))
    if not paths:
        raise ExpulsionsError(f"{notebook_folder} holds no notebooks; name the folder with --notebooks.")
    step("Notebooks", 0, len(paths))
    run = notebooks.run_notebooks(paths, cache / "notebooks", notebooks.data_key(tables), jobs)
    step("Notebooks", len(paths), len(paths))
    stories = [notebooks.story(path, notebook) for path, notebook in zip(paths, run, strict=True)]
    drawn = {**own_charts.own_charts(record), **_story_figures(stories)}
    shown = {name: figures.picture(name, figure, pictures) for name, figure in drawn.items()}
    site = Site(record, stories, shown, address)
    output.parent.mkdir(parents=True, exist_ok=True)
    new = Path(tempfile.mkdtemp(prefix=f".{output.name}-new-", dir=output.parent))
    try:
        new.chmod(0o755)
        count = 0
        for path, html in pages.pages(site):
            _write(new / path, html)
            count += 1
            step("Pages", count, count)
        figures.write_figures(
            shown.values(), new / "charts", cache / "drawings", lambda done, total: step("Pictures", done, total)
        )
        _write_assets(new, site)
        size = sum(path.stat().st_size for path in new.rglob("*") if path.is_file())
        _swap(new, output)
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        raise
    return Built(output / "index.html", count, len(drawn), size, time.monotonic() - begun, notes)


def _may_replace(output: Path) -> None:
    """Refuse to replace a folder that no build of ours has made."""
    if output.exists() and not (output / "assets" / "plotly.min.js").exists() and any(output.iterdir()):
        raise ExpulsionsError(f"{output} exists and is not a report; name another folder with --output.")


def _story_figures(stories: list[notebooks.Story]) -> "dict[str, Figure]":
    import plotly.graph_objects as go

    found: dict[str, Figure] = {}
    for story in stories:
        number = 0
        for block in story.blocks:
            if block.kind == "figure":
                number += 1
                shown = {key: block.content[key] for key in ("data", "layout")}
                figure = go.Figure(shown)
                if "chart" not in (figure.layout.meta or {}):
                    raise ExpulsionsError(f"{story.name}: chart {number} is not one of expulsions.charts.")
                found[f"{story.name}-{number}"] = figure
    return found


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _write_assets(new: Path, site: Site) -> None:
    shutil.copytree(ASSETS, new / "assets")
    shutil.copyfile(figures.plotly_script(), new / "assets" / "plotly.min.js")
    index = json.dumps(pages.search_index(site), ensure_ascii=False, separators=(",", ":"))
    _write(new / "assets" / "search-index.js", f"expulsionsSearch({index});\n")
    downloads = new / "downloads"
    downloads.mkdir()
    for table in ("expulsions", "citations", "episodes", "actors", "tallies", "changes"):
        shutil.copyfile(data.table_path(table), downloads / f"{table}.csv")


def _swap(new: Path, output: Path) -> None:
    """Put the new folder in the place of the old one; on Linux in one step, so that no moment lacks a whole report."""
    if not output.exists():
        os.rename(new, output)
        return
    old = new.with_name(new.name + "-old")
    if not _exchanged(new, output):
        os.rename(output, old)
        os.rename(new, output)
        new = old
    shutil.rmtree(new, ignore_errors=True)


def _exchanged(one: Path, other: Path) -> bool:
    """Swap two folders atomically by Linux's renameat2 with RENAME_EXCHANGE; False where the system has none."""
    import ctypes

    at_cwd, exchange = -100, 2
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    return bool(rename(at_cwd, os.fsencode(one), at_cwd, os.fsencode(other), exchange) == 0)
