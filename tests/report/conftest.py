"""The report built once for all workers, a browser for each, and a small server under a sub-path."""

import fcntl
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from kinds import NOTEBOOKS, serving

from expulsions import schema


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The report of the real record; the first worker builds it, the others wait for it."""
    from expulsions.report.build import build

    shared = tmp_path_factory.getbasetemp()
    if worker_id != "master":
        shared = shared.parent
    output = shared / "site" / "report"
    with (shared / "site.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not output.exists():
            build(output, NOTEBOOKS, jobs=2)
    return output


@pytest.fixture(scope="session")
def served(site: Path) -> Iterator[str]:
    """The address of the report on a web server, under a sub-path."""
    with serving(site.parent) as address:
        yield f"{address}{site.name}/"


@pytest.fixture
def opened(browser: Any) -> Iterator[Callable[..., Any]]:
    """Opens an address in a page of its own; at the end nothing may have been said in the console or failed, and no
    other host asked."""
    contexts, said = [], []

    def open_page(address: str, width: int = 1280, dark: bool = False, **options: Any) -> Any:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light", **options
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("requestfailed", lambda request: said.append(f"failed: {request.url}"))
        page.on("request", lambda request: said.extend(_elsewhere(request.url)))
        page.on("dialog", lambda dialog: (said.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert said == []


def _elsewhere(url: str) -> list[str]:
    own = url.startswith(("file:", "data:", "blob:", "http://127.0.0.1:"))
    return [] if own else [f"asked elsewhere: {url}"]


@pytest.fixture
def plain_story(tmp_path: Path) -> Path:
    """A folder with one notebook that has words only, so that no kernel is needed."""
    folder = tmp_path / "notebooks"
    folder.mkdir()
    cells = [nbformat.v4.new_markdown_cell("# A story of words\n\nIt says little. And no more.", id="words")]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), folder / "01-words.ipynb")
    return folder


@pytest.fixture
def six(folder: Path) -> Path:
    """The folder of the six invented rows with the tables that are not invented."""
    for table in ("actors", "tallies", "changes"):
        source = (schema.data_folder() / f"{table}.csv").read_text(encoding="utf-8")
        text = source if table == "actors" else source.splitlines()[0] + "\n"
        (folder / f"{table}.csv").write_text(text, encoding="utf-8")
    return folder
