"""The build: what is stale, in what order, and the new site in the place of the old one, whole or not at all."""

import re
import shutil
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from expulsions import data, schema, theme
from expulsions.errors import ExpulsionsError
from expulsions.formats.browser import plotly_script
from expulsions.report import downloads, figures, metadata, notebooks, own_charts, table, unchanged
from expulsions.report.figures import Asked, Picture
from expulsions.report.pages import Press, pages
from expulsions.report.place import alone, may_replace, replacing, tidy
from expulsions.report.site import Site
from expulsions.report.stories import Story, story

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

    @property
    def summary(self) -> str:
        """The build in one line."""
        return f"{self.pages:,} pages, {self.charts:,} charts, {self.bytes / 1e6:.1f} MB in {self.seconds:.0f} s."


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

    Notebooks run and charts are made `jobs` at a time, only those whose code or data changed since the last build;
    what was made is kept in a folder beside the output, and a report of the same inputs stays as it is. `address` is
    where the site will stand on the web; without it links for other sites (cards, feed, map) are relative. The same
    input gives the same bytes. Raises ExpulsionsError where the data are broken, a notebook does not run, or `output`
    holds something else than a report.
    """
    begun = time.monotonic()
    tables = tables or schema.tables_folder()
    notes: list[str] = []
    if pictures and figures.browser_path() is None:
        pictures = False
        notes.append(f"{figures.MISSING_BROWSER} Without it the charts of this report need a script to be seen.")
    address = web_address(address)
    may_replace(output)
    cache = output.parent / f".{output.name}-cache"
    with alone(cache):
        tidy(output)
        key = _key(notebook_folder, tables, pictures, address)
        if made := unchanged.as_made(output, cache, key):
            notes.append("Nothing has changed since the last build.")
            return Built(output / "index.html", **made, seconds=time.monotonic() - begun, notes=notes)
        record = data.load(tables)
        with ThreadPoolExecutor(1) as pool:
            running = pool.submit(_stories, notebook_folder, cache / "notebooks", tables, jobs, step)
            asked = own_charts.own_charts(record)
            stories = running.result()
        asked |= _story_charts(stories)
        shown = figures.pictures(asked, charts_key(), cache / "charts", jobs, pictures, lambda *at: step("Charts", *at))
        site = Site(record, stories, shown, address, downloads.described())
        with replacing(output) as new:
            count = _write_site(new, site, cache / "charts", tables, step)
            size = sum(path.stat().st_size for path in new.rglob("*") if path.is_file())
        made = {"pages": count, "charts": len(shown), "bytes": size}
        unchanged.remember(output, cache, key, made)
    return Built(output / "index.html", **made, seconds=time.monotonic() - begun, notes=notes)


def web_address(address: str) -> str:
    """The address with one slash at its end, "" for none; raises ExpulsionsError for what is no web address.

    >>> web_address("https://example.org/report"), web_address("")
    ('https://example.org/report/', '')
    """
    if not address:
        return ""
    if not re.fullmatch(r"https?://[^\s\"'<>?#]+", address):
        raise ExpulsionsError(f"--address: {address!r} is not a web address; write https://example.org/report/.")
    return address.rstrip("/") + "/"


def _key(notebook_folder: Path, tables: Path, pictures: bool, address: str) -> str:
    files = [*unchanged.package_files(), *sorted(notebook_folder.glob("*.ipynb")), *unchanged.table_files(tables)]
    return unchanged.key_of(files, pictures, address, unchanged.libraries())


def charts_key() -> str:
    """A key of the code that draws: what it draws of the same table may have changed with it."""
    package = Path(theme.__file__).parent
    files = [package / "theme.py", *sorted((package / "charts").glob("*.py")), Path(figures.__file__)]
    return unchanged.key_of(files, theme.source_line(), theme.data_date())


def _stories(folder: Path, cache: Path, tables: Path, jobs: int, step: Step) -> list[Story]:
    paths = sorted(folder.glob("*.ipynb"))
    if not paths:
        raise ExpulsionsError(f"{folder} holds no notebooks; name the folder with --notebooks.")
    step("Notebooks", 0, len(paths))
    run = notebooks.run_notebooks(paths, cache, tables, jobs)
    step("Notebooks", len(paths), len(paths))
    return [story(path, notebook) for path, notebook in zip(paths, run, strict=True)]


def _story_charts(stories: list[Story]) -> dict[str, Asked]:
    found: dict[str, Asked] = {}
    for one in stories:
        for number, figure in enumerate(one.figures, 1):
            meta: dict[str, Any] = figure.get("layout", {}).get("meta") or {}
            if "chart" not in meta:
                raise ExpulsionsError(f"{one.name}: chart {number} is not one of expulsions.charts.")
            found[f"{one.name}-{number}"] = Asked.of_meta(meta)
    return found


def _write_site(new: Path, site: Site, drawings: Path, tables: Path, step: Step) -> int:
    """Write all files into `new`; pictures are drawn by the browser while the pages are set."""
    with ThreadPoolExecutor(1) as pool:
        drawing = pool.submit(_write_pictures, new / "charts", site.pictures, drawings, step)
        press, paths = Press(site), []
        total = 3 + sum(map(len, (site.rows, site.codes, site.episodes, site.pictures, site.stories))) + 3
        for page in pages(site):
            _check(drawing)
            _write(new / page.path, press.html(page))
            paths.append(page.path)
            step("Pages", len(paths), total)
        figures.write_texts(site.pictures.values(), new / "charts")
        shutil.copytree(ASSETS, new / "assets", ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copyfile(plotly_script(), new / "assets" / "plotly.min.js")
        _write(new / "assets" / "search-index.js", table.search_script(site))
        _write(new / "assets" / "rows.js", table.rows_script(site))
        for path, script in table.source_scripts(site):
            _write(new / path, script)
        _write(new / "sitemap.xml", metadata.sitemap(site, paths))
        _write(new / "feed.xml", metadata.feed(site))
        downloads.write(site.record, new / "downloads", tables)
        drawing.result()
    return len(paths)


def _check(drawing: Future[None]) -> None:
    """Stop at once where the drawings failed, rather than set all pages first."""
    if drawing.done():
        drawing.result()


def _write_pictures(folder: Path, shown: dict[str, Picture], cache: Path, step: Step) -> None:
    files, todo = figures.drawing_jobs([picture for picture in shown.values() if picture.drawn], cache)
    for done, _ in enumerate(figures.draw(todo), 1):
        step("Pictures", done, len(todo))
    folder.mkdir(parents=True, exist_ok=True)
    for name, kept in files.items():
        shutil.copyfile(kept, folder / name)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    # A lone surrogate cannot be written; the replacement character shows that something was there.
    path.write_text(text, encoding="utf-8", errors="replace", newline="\n")
