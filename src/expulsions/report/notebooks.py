"""Notebooks as stories: run where their code or data changed, then taken apart into prose, tables, charts and code."""

import hashlib
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from subprocess import DEVNULL
from typing import Any

import nbformat

from expulsions import schema
from expulsions.errors import ExpulsionsError

PLOTLY = "application/vnd.plotly.v1+json"
TIMEOUT = 120


@dataclass(frozen=True)
class Block:
    """One piece of a story: `kind` is prose, code, table, figure or text; `content` is HTML, or a figure's dict."""

    kind: str
    content: Any
    widget: bool = False


@dataclass(frozen=True)
class Story:
    """A notebook as a page: its name without number, its title, the first sentence, and its blocks."""

    name: str
    title: str
    lead: str
    blocks: list[Block]


def run_notebooks(paths: list[Path], cache: Path, data_key: str, jobs: int) -> list[Any]:
    """The notebooks with outputs, each run in a fresh kernel unless its code and the data are those of an earlier run."""
    cache.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(max_workers=jobs) as pool:
        return list(pool.map(lambda path: _run(path, cache, data_key), paths))


def _run(path: Path, cache: Path, data_key: str) -> Any:
    try:
        notebook = nbformat.read(path, as_version=4)
    except (nbformat.reader.NotJSONError, nbformat.ValidationError, AttributeError) as error:
        raise ExpulsionsError(f"{path.name} is not a notebook: {str(error).splitlines()[0]}") from None
    source = "\0".join(f"{cell.cell_type}:{cell.source}" for cell in notebook.cells)
    key = hashlib.sha256(f"{data_key}\0{source}".encode()).hexdigest()[:32]
    kept = cache / f"{key}.ipynb"
    if kept.exists():
        return nbformat.read(kept, as_version=4)
    execute(notebook, path)
    partial = cache / f"{key}.part"
    nbformat.write(notebook, partial)
    partial.replace(kept)
    return notebook


def execute(notebook: Any, path: Path) -> None:
    """Run a notebook in place, in a fresh kernel, from the folder it lies in."""
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, DeadKernelError

    place = {"metadata": {"path": str(path.parent)}}
    try:
        # The kernel's own messages about its transport are no news to the reader of a build.
        NotebookClient(notebook, timeout=TIMEOUT, kernel_name="python3", resources=place).execute(stderr=DEVNULL)
    except (CellExecutionError, DeadKernelError) as error:
        last = [line for line in re.sub(r"\x1b\[[0-9;]*m", "", str(error)).splitlines() if line.strip()][-1]
        raise ExpulsionsError(f"{path.name} does not run: {last} Open it with `make lab` and run all cells.") from None


def story(path: Path, notebook: Any) -> Story:
    """A run notebook as a story."""
    name = re.sub(r"^[0-9]+-", "", path.stem)
    blocks: list[Block] = []
    title, lead = name, ""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            source = cell.source
            if title == name and (heading := re.match(r"# (.+)", source)):
                title = heading[1].strip()
                source = source[heading.end() :].strip()
                lead = re.split(r"(?<=[.!?])\s", re.sub(r"[*_`]|\]\([^)]*\)|\[", "", source), maxsplit=1)[0]
            if source:
                blocks.append(Block("prose", markdown_html(source)))
        elif cell.cell_type == "code" and cell.source.strip():
            blocks += _outputs(cell)
            blocks.append(Block("code", code_html(cell.source)))
    return Story(name, title, lead, blocks)


def _outputs(cell: Any) -> Iterator[Block]:
    for output in cell.outputs:
        if output.output_type == "stream":
            yield Block("text", output.text)
            continue
        if output.output_type == "error":
            raise ExpulsionsError(f"A stored cell ended in {output.ename}: {output.evalue}")
        data = output.data
        if PLOTLY in data:
            yield Block("figure", data[PLOTLY])
        elif "application/vnd.jupyter.widget-view+json" in data:
            yield Block("text", "", widget=True)
        elif "text/markdown" in data:
            yield Block("prose", markdown_html(data["text/markdown"]))
        elif "text/html" in data:
            yield Block("table", table_html(data["text/html"]))
        else:
            yield Block("text", data.get("text/plain", ""))


def markdown_html(text: str) -> str:
    """Markdown as HTML; HTML within it is shown as text, and links lead to http(s) or within the site only."""
    import mistune

    html = str(mistune.create_markdown(escape=True, plugins=["table"])(text))
    # Links between notebooks become links between stories.
    html = re.sub(r'href="(?:\./)?[0-9]+-([a-z0-9-]+)\.ipynb"', r'href="\1.html"', html)
    return re.sub(r'<a href="(https?:)', r'<a rel="noopener nofollow" href="\1', html)


def table_html(html: str) -> str:
    """A frame's table without the style sheet that pandas puts beside it, which a strict page would refuse."""
    html = re.sub(r"<style.*?</style>", "", html, flags=re.DOTALL)
    html = re.sub(r"<(?:div|/div)[^>]*>", "", html)
    html = re.sub(r'<table border="1" class="dataframe">', '<table class="data">', html)
    html = re.sub(r' style="[^"]*"', "", html)
    return f'<div class="scroll" tabindex="0" role="region" aria-label="Table">{html}</div>'


def code_html(source: str) -> str:
    """Python code with its parts marked by class, for the page's style sheet."""
    from pygments import highlight
    from pygments.formatters import HtmlFormatter
    from pygments.lexers import PythonLexer

    return str(highlight(source, PythonLexer(), HtmlFormatter(cssclass="code")))


def key_of(folders: list[Path]) -> str:
    """A key of all that a notebook's outputs depend on besides its own code: the tables and the package."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix in (".py", ".csv", ".json") and "__pycache__" not in path.parts:
                digest.update(str(path.relative_to(folder)).encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()


def data_key(tables: Path | None) -> str:
    """The key of the shipped package and of the tables."""
    return key_of([Path(__file__).parents[1], tables or schema.data_folder()])
