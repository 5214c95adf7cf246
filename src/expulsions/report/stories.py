"""A run notebook as a story: prose, tables, charts and text in their order, the code of each section at its end."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from expulsions.errors import ExpulsionsError

PLOTLY = "application/vnd.plotly.v1+json"
WIDGET = "application/vnd.jupyter.widget-view+json"
# Words of the language, strings and comments, as Pygments calls them; `.code` in style.css says how they look.
MARKED_CODE = ("k", "kn", "kc", "ow", "s1", "s2", "c1")
_FIGURE = re.compile(r"-?\d[\d,]*(?:\.\d+)?%?(?: \([\d,]+–[\d,]+\))?|–|")
_DATE = re.compile(r"(?:\d{1,2} )?(?:[A-Z][a-z]+ )?\d{4}|\d{4}-\d{2}-\d{2}")


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

    pandas escapes the cells; what is kept are the tags of a table, without attributes but those of spans.
    """
    rows = [
        re.findall(r"<(t[hd])[^>]*?((?:\s(?:col|row)span=\"?\d+\"?)?)>(.*?)</t[hd]>", row, flags=re.DOTALL)
        for row in re.findall(r"<tr[^>]*>(.*?)</tr>", html, flags=re.DOTALL)
    ]
    heads = html.split("</thead>")[0].count("<tr") if "</thead>" in html else 0
    head, body = rows[:heads], [[_shown(content) for _, _, content in row] for row in rows[heads:]]
    if not body:
        return '<p class="quiet">No row fits.</p>'
    plain = not any(span for row in rows for _, span, _ in row) and len({len(row) for row in rows}) == 1
    if plain and [row[0] for row in body] == [str(number) for number in range(len(body))]:
        head, body = [row[1:] for row in head], [row[1:] for row in body]
    kinds = [_kind([row[at] for row in body]) for at in range(len(body[0]))] if plain else [""] * max(map(len, body))
    lines = [
        "".join(
            f'<th scope="col"{span}{kind}>{_text(name)}</th>'
            for (_, span, name), kind in zip(row, [*kinds, ""], strict=False)
        )
        for row in head
    ]
    cells = ["".join(f"<td{kind}>{text}</td>" for text, kind in zip(row, kinds, strict=False)) for row in body]
    made = f"<thead>{_rows(lines)}</thead><tbody>{_rows(cells)}</tbody>"
    return f'<div class="scroll" tabindex="0" role="group" aria-label="Table"><table>{made}</table></div>'


def _rows(lines: list[str]) -> str:
    return "".join(f"<tr>{line}</tr>" for line in lines)


def _text(cell: str) -> str:
    return re.sub(r"<[^>]*>", "", cell).strip().replace("_", " ")


def _shown(cell: str) -> str:
    """A cell's text: a dash for what is missing; commas in five digits or more, since four may be a year."""
    text = re.sub(r"<[^>]*>", "", cell).strip()
    text = {"&lt;NA&gt;": "–", "NaN": "–", "NaT": "–", "None": "–"}.get(text, text)
    return f"{int(text):,}" if re.fullmatch(r"\d{5,12}", text) else text


def _kind(cells: list[str]) -> str:
    """The class of a column: figures stand to the right, dates on one line, long texts get room."""
    if any(re.search(r"\d", text) for text in cells) and all(_FIGURE.fullmatch(text) for text in cells):
        return ' class="n"'
    if any(map(_DATE.fullmatch, cells)) and all(text == "–" or _DATE.fullmatch(text) for text in cells):
        return ' class="short"'
    return ' class="long"' if max(map(len, cells)) > 40 else ""


def code_html(source: str) -> str:
    """Python code with the parts that the page's style sheet marks in elements of their own."""
    from pygments import format
    from pygments.formatters import HtmlFormatter
    from pygments.lexers import PythonLexer
    from pygments.token import STANDARD_TYPES, Text

    # An element for each name, sign and blank would be most of the page's elements, and all look alike.
    tokens = PythonLexer().get_tokens(source)
    marked = ((kind if STANDARD_TYPES.get(kind) in MARKED_CODE else Text, text) for kind, text in tokens)
    return str(format(marked, HtmlFormatter(cssclass="code")))
