"""Charts as the site holds them: what each shows, its drawings for wide and narrow pages, and its files."""

import base64
import csv
import hashlib
import io
import json
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from expulsions.formats import browser
from expulsions.formats.browser import MISSING_BROWSER, browser_path
from expulsions.report import warm

__all__ = ["MISSING_BROWSER", "Asked", "Picture", "browser_path", "drawing_jobs", "pictures", "pngs", "write_texts"]

# Below this a second process costs more than it saves.
WORTH_A_PROCESS = 12
ENDINGS = {"-wide.svg": "wide", "-narrow.svg": "narrow", ".svg": "whole", ".png": "whole"}


@dataclass(frozen=True)
class Asked:
    """A chart as it is asked for: which of expulsions.charts, of which table, in which words."""

    chart: str
    columns: list[str]
    rows: list[list[Any]]
    title: str
    subtitle: str = ""
    options: dict[str, Any] | None = None

    @classmethod
    def of_meta(cls, meta: dict[str, Any]) -> "Asked":
        """What a chart's own `layout.meta` says of it."""
        table = meta["table"]
        return cls(meta["chart"], table["columns"], table["rows"], meta["title"], meta["subtitle"], meta["options"])

    def key(self, code: str) -> str:
        """A name for what will be drawn: changes with the chart's table, words, options, or with the code."""
        parts = [self.chart, self.columns, self.rows, self.title, self.subtitle, self.options, code]
        return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()[:32]


@dataclass(frozen=True)
class Picture:
    """A chart with its words and with the JSON of three figures: the whole chart to take away, and the wide and the
    narrow drawing without words for the page. `drawn` says whether there are pictures of it."""

    name: str
    key: str
    meta: dict[str, Any]
    figures: dict[str, str]
    sizes: dict[str, tuple[int, int]]
    drawn: bool

    def size(self, form: str) -> tuple[int, int]:
        """Width and height in px of the "wide", the "narrow" or the "whole" drawing."""
        width, height = self.sizes[form]
        return width, height


def pictures(
    asked: dict[str, Asked], code: str, cache: Path, jobs: int, drawn: bool, step: Callable[[int, int], None]
) -> dict[str, Picture]:
    """The charts by name, made anew in `jobs` processes where the cache has none of them."""
    cache.mkdir(parents=True, exist_ok=True)
    keys = {name: one.key(code) for name, one in asked.items()}
    todo = {keys[name]: one for name, one in asked.items() if not (cache / f"{keys[name]}.json").exists()}
    for done, (key, forms) in enumerate(zip(todo, _made(list(todo.values()), jobs), strict=True), 1):
        partial = cache / f"{key}.part"
        partial.write_text(json.dumps(forms, ensure_ascii=False), encoding="utf-8")
        partial.replace(cache / f"{key}.json")
        step(done, len(todo))
    found = {}
    for name, key in keys.items():
        forms = json.loads((cache / f"{key}.json").read_text(encoding="utf-8"))
        found[name] = Picture(name, key, forms["meta"], forms["figures"], forms["sizes"], drawn)
    return found


def _made(asked: list[Asked], jobs: int) -> Iterator[dict[str, Any]]:
    if jobs < 2 or len(asked) < WORTH_A_PROCESS:
        yield from map(forms_of, asked)
        return
    with ProcessPoolExecutor(min(jobs, os.cpu_count() or 1), mp_context=warm.context()) as pool:
        yield from pool.map(forms_of, asked, chunksize=8)


def forms_of(asked: Asked) -> dict[str, Any]:
    """The words, the figures and the sizes of a chart: whole, wide and narrow."""
    from expulsions import charts

    table = pd.DataFrame(asked.rows, columns=asked.columns)
    whole, narrow = (
        charts.CHARTS[asked.chart](table, asked.title, subtitle=asked.subtitle, narrow=slim, **(asked.options or {}))
        for slim in (False, True)
    )
    figures = {"whole": whole, "wide": charts.without_words(whole), "narrow": charts.without_words(narrow)}
    meta = dict(whole.layout.meta)
    for name in ("wide", "narrow"):
        figures[name].layout.meta = None
    sizes = {name: (int(one.layout.width), int(one.layout.height)) for name, one in figures.items()}
    return {"meta": meta, "figures": {name: one.to_json() for name, one in figures.items()}, "sizes": sizes}


def write_texts(shown: Iterable[Picture], folder: Path) -> None:
    """Write `NAME.js` (the live chart) and `NAME.csv` (the plotted rows) of each chart into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for picture in shown:
        wide, narrow = picture.figures["wide"], picture.figures["narrow"]
        script = f"expulsionsFigure({json.dumps(picture.name)},{wide},{narrow});\n"
        (folder / f"{picture.name}.js").write_text(script, encoding="utf-8")
        (folder / f"{picture.name}.csv").write_text(plotted_csv(picture.meta["table"]), encoding="utf-8")


def plotted_csv(table: dict[str, Any]) -> str:
    """The plotted rows as CSV; a text that a spreadsheet would run as a formula gets an apostrophe before it.

    >>> plotted_csv({"columns": ["name", "people"], "rows": [["=1+1", 3], ["Poland", None]]})
    "name,people\\n'=1+1,3\\nPoland,\\n"
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table["columns"])
    for row in table["rows"]:
        writer.writerow(
            [f"'{one}" if isinstance(one, str) and one.startswith(("=", "+", "-", "@")) else one for one in row]
        )
    return text.getvalue()


def drawing_jobs(shown: Iterable[Picture], cache: Path) -> tuple[dict[str, Path], list[tuple[Path, str, str]]]:
    """Where each picture file lies in the cache, by its name in the site, and what is still to be drawn there.

    A job is the path in the cache, the figure's JSON and "svg" or "png".
    """
    files: dict[str, Path] = {}
    todo: dict[Path, tuple[Path, str, str]] = {}
    made_by = browser.made_by()
    for picture in shown:
        for ending, form in ENDINGS.items():
            kept = cache / f"{picture.key}-{made_by}{ending}"
            files[f"{picture.name}{ending}"] = kept
            if not kept.exists():
                todo[kept] = (kept, picture.figures[form], ending[-3:])
    return files, list(todo.values())


def draw(jobs: list[tuple[Path, str, str]]) -> Iterator[Path]:
    """Draw each job into its place in the cache; yields the places as they are filled."""
    contents = browser.drawn([(figure, form) for _, figure, form in jobs]) if jobs else iter(())
    for (kept, _, _), content in zip(jobs, contents, strict=True):
        partial = kept.with_suffix(".part")
        partial.write_bytes(content)
        partial.replace(kept)
        yield kept


def pngs(figures: list[dict[str, Any]]) -> list[str]:
    """Each figure, given as its JSON, drawn as it stands: PNG in base64.

    It has as many pixels as the figure is wide and high, since JupyterLab shows it so while it loads Plotly.
    """
    contents = browser.drawn([(json.dumps(figure), "png@1") for figure in figures]) if figures else ()
    return [base64.b64encode(content).decode() for content in contents]
