"""A run notebook as a story: prose, tables, charts and text in their order, the code of each section at its end."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from expulsions.errors import ExpulsionsError

PLOTLY = "application/vnd.plotly.v1+json"
WIDGET = "application/vnd.jupyter.widget-view+json"


@dataclass(frozen=True)
class Block:
    """One piece of a story: `kind` is prose, code, table, figure, text or widget; `content` is HTML, plain text for
    text, or a figure's dict."""

    kind: str
    content: Any = ""


@dataclass(frozen=True)
class Story:
    """A notebook as a page: its name without number, its title, its first sentence, and its blocks."""

    name: str
    title: str
    lead: str
    blocks: list[Block]

    @property
    def figures(self) -> list[dict[str, Any]]:
        """The charts in their order, as Plotly's dicts."""
        return [block.content for block in self.blocks if block.kind == "figure"]


def story(path: Path, notebook: Any) -> Story:
    """A run notebook as a story; raises ExpulsionsError where a cell ended in an error."""
    name = re.sub(r"^[0-9]+-", "", path.stem)
    blocks: list[Block] = []
    title, lead = "", ""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            source = cell.source
            if not title and (heading := re.match(r"# (.+)", source)):
                title = heading[1].strip()
                source = source[heading.end() :].strip()
            if not lead:
                lead = first_sentence(source)
            if source:
                blocks.append(Block("prose", markdown_html(source)))
        elif cell.cell_type == "code" and cell.source.strip():
            if not lead:
                said = [output.data["text/markdown"] for output in cell.outputs if "text/markdown" in _data(output)]
                lead = first_sentence(said[0]) if said else ""
            blocks += _outputs(cell, path.name)
            blocks.append(Block("code", code_html(cell.source)))
    return Story(name, title or name, lead, code_last(blocks))


def first_sentence(markdown: str) -> str:
    """The first sentence of a text, without Markdown's marks.

    >>> first_sentence("In **one week**, [four](a.html) left. Europe followed.")
    'In one week, four left.'
    """
    text = re.sub(r"^#.*$", "", markdown, flags=re.MULTILINE).strip()
    text = re.sub(r"\]\([^)]*\)", "", re.sub(r"[*_`\[]", "", text))
    return re.split(r"(?<=[.!?])\s", " ".join(text.split()), maxsplit=1)[0]


def code_last(blocks: list[Block]) -> list[Block]:
    """The blocks with the code of each section at its end, so that it stands between no chart and its text."""
    ordered: list[Block] = []
    code: list[Block] = []

    def close() -> None:
        if code:
            ordered.append(Block("code", "".join(block.content for block in code)))
            code.clear()

    for block in blocks:
        if block.kind == "code":
            code.append(block)
            continue
        if block.kind == "prose" and block.content.startswith(("<h2", "<h1")):
            close()
        ordered.append(block)
    close()
    return ordered


def _data(output: Any) -> dict[str, Any]:
    return dict(output.get("data", {}))


def _outputs(cell: Any, file: str) -> Iterator[Block]:
    for output in cell.outputs:
        if output.output_type == "stream":
            yield Block("text", output.text)
            continue
        if output.output_type == "error":
            raise ExpulsionsError(f"{file}: a stored cell ended in {output.ename}: {output.evalue}")
        data = _data(output)
        if PLOTLY in data:
            yield Block("figure", data[PLOTLY])
        elif WIDGET in data:
            yield Block("widget")
        elif "text/markdown" in data:
            yield Block("prose", markdown_html(data["text/markdown"]))
        elif "<table" in data.get("text/html", ""):
            yield Block("table", table_html(data["text/html"]))
        else:
            yield Block("text", data.get("text/plain", ""))


def markdown_html(text: str) -> str:
    """Markdown as HTML; HTML within it is shown as text, and links lead to http(s) or within the site only.

    >>> markdown_html("[a](02-two.ipynb) <script>")
    '<p><a href="two.html">a</a> &lt;script&gt;</p>\\n'
    """
    import mistune

    html = str(mistune.create_markdown(escape=True, plugins=["table"])(text))
    # Links between notebooks become links between stories; those to the codebook or the data lead to their pages.
    html = re.sub(r'href="(?:\./)?[0-9]+-([a-z0-9-]+)\.ipynb"', r'href="\1.html"', html)
    html = re.sub(
        r'href="(?:\.\./)+data/(?:README\.md|datapackage\.json)[^"]*"', 'href="../method.html#codebook"', html
    )
    html = re.sub(r'href="(?:\.\./)+data/?[^"]*"', 'href="../data.html"', html)
    html = re.sub(r'<a href="(?!https?:|[a-z0-9-]+\.html|\.\./(?:method|data)\.html|#)[^"]*"', "<a", html)
    return re.sub(r'<a href="(https?:)', r'<a rel="noopener nofollow" href="\1', html)


def table_html(html: str) -> str:
    """A frame's table as the rest of the page's tables look: no style of its own, no row numbers, figures to the right.

    pandas escapes the cells; what is kept here are the tags of a table, without attributes but those of spans.
    """
    html = re.sub(r"<style.*?</style>", "", html, flags=re.DOTALL)
    rows = [
        re.findall(r"<(t[hd])[^>]*?((?:\s(?:col|row)span=\"?\d+\"?)?)>(.*?)</t[hd]>", row, flags=re.DOTALL)
        for row in re.findall(r"<tr[^>]*>(.*?)</tr>", html, flags=re.DOTALL)
    ]
    heads = len(re.findall(r"<tr", html.split("</thead>")[0])) if "</thead>" in html else 0
    first = [row[0][2].strip() for row in rows[heads:] if row]
    whole = all(len(row) == len(rows[-1]) for row in rows)
    if whole and first == [str(number) for number in range(len(first))]:
        rows = [row[1:] for row in rows]
    spans = any(span for row in rows for _, span, _ in row)
    figures = [] if spans else [_is_figures([row[at][2] for row in rows[heads:]]) for at in range(len(rows[0]))]
    lines = []
    for number, row in enumerate(rows):
        cells = []
        for at, (tag, span, content) in enumerate(row):
            kind = ' class="n"' if figures and figures[at] else ""
            text = re.sub(r"<[^>]*>", "", content).strip()
            if number < heads:
                cells.append(
                    f'<th scope="col"{span}{kind}>{text.replace("_", " ")}</th>' if text else f"<td{span}></td>"
                )
            else:
                shown = {"&lt;NA&gt;": "–", "NaN": "–", "NaT": "–", "None": "–"}.get(text, text)
                cells.append(f"<{tag}{span}{kind}{' scope=row' if tag == 'th' else ''}>{_thousands(shown)}</{tag}>")
        lines.append(f"<tr>{''.join(cells)}</tr>")
    body = f"<thead>{''.join(lines[:heads])}</thead><tbody>{''.join(lines[heads:])}</tbody>"
    return f'<div class="scroll" tabindex="0" role="region" aria-label="Table"><table>{body}</table></div>'


_FIGURE = re.compile(r"-?\d[\d,]*(?:\.\d+)?%?(?: \([\d,]+–[\d,]+\))?|–|&lt;NA&gt;|NaN|NaT|None|")


def _is_figures(cells: list[str]) -> bool:
    texts = [cell.strip() for cell in cells]
    return any(re.search(r"\d", text) for text in texts) and all(_FIGURE.fullmatch(text) for text in texts)


def _thousands(text: str) -> str:
    """A whole number of five digits or more with its commas; four may be a year."""
    return f"{int(text):,}" if re.fullmatch(r"\d{5,12}", text) else text


def code_html(source: str) -> str:
    """Python code with its parts marked by class, for the page's style sheet."""
    from pygments import highlight
    from pygments.formatters import HtmlFormatter
    from pygments.lexers import PythonLexer

    return str(highlight(source, PythonLexer(), HtmlFormatter(cssclass="code")))
