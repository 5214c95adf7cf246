"""One chart into a file: a picture for print at a width in mm or px, a page that works offline, or its figures."""

import base64
import html
import re
import struct
import zlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from expulsions import charts, theme
from expulsions.errors import ExpulsionsError, UnknownValue, did_you_mean
from expulsions.formats import browser
from expulsions.formats.export import frame_bytes, written_whole

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

ENDINGS = (".svg", ".png", ".html", ".json", ".csv")
NO_LIBRARY = "Charts need {}; run: pip install 'expulsions[report]'"
MM_PER_INCH = 25.4
PRINT_DPI = 300
# Below this width a column is narrow, and the chart is the drawing that is made for one.
NARROW_BELOW_MM, NARROW_BELOW_PX = 90, 500


@dataclass(frozen=True)
class Width:
    """A width as asked for: a number of "mm" or "px"."""

    number: float
    unit: str

    @property
    def narrow(self) -> bool:
        return self.number < (NARROW_BELOW_MM if self.unit == "mm" else NARROW_BELOW_PX)

    @property
    def pixels(self) -> float:
        """The pixels of a picture this wide, at 300 to the inch where it is measured in mm."""
        return self.number / MM_PER_INCH * PRINT_DPI if self.unit == "mm" else self.number


def width_of(text: str) -> Width:
    """A width as written: "120mm", "12cm", "680px" or "680". Raises UnknownValue for anything else.

    >>> width_of("120mm"), width_of("680").unit
    (Width(number=120.0, unit='mm'), 'px')
    """
    found = re.fullmatch(r"([0-9]{1,5}(?:\.[0-9]+)?) ?(mm|cm|px|)", text.strip())
    if found is None:
        raise UnknownValue(f"width: {text!r} is not a width; write 120mm or 680px.")
    number = float(found[1]) * (10 if found[2] == "cm" else 1)
    unit = "mm" if found[2] in ("mm", "cm") else "px"
    low, high = (20, 2000) if unit == "mm" else (50, 10_000)
    if not low <= number <= high:
        raise UnknownValue(f"width: {text} is not between {low} and {high:,} {unit}.")
    return Width(number, unit)


def check_target(path: str | Path, width: Width | None = None) -> str:
    """The ending of a chart's file. Raises UnknownValue where it is none of ours, or has no width."""
    ending = Path(path).suffix.lower()
    if ending not in ENDINGS:
        raise UnknownValue(
            f"{Path(path).name}: the ending must be one of {', '.join(ENDINGS)}.{did_you_mean(ending, ENDINGS)}"
        )
    if width is not None and ending not in (".svg", ".png"):
        raise UnknownValue(f"width: goes with .svg and .png; {ending} has none.")
    return ending


def write_chart(figure: "Figure", path: str | Path, width: Width | None = None) -> Path:
    """Write a chart of `expulsions.charts` into a file of the form that its ending names, whole or not at all.

    `.svg` and `.png` are drawn by a browser, in print colours, at `width`; `.html` works alone and offline; `.json` is
    Plotly's; `.csv` holds the plotted rows. Raises ExpulsionsError where there is no browser, with what to install.

    >>> import tempfile
    >>> import expulsions as ex
    >>> figure = ex.charts.per_year(ex.by_year(ex.load_expulsions()), "People expelled per year")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_chart(figure, f"{folder}/years.svg").name
    'years.svg'
    """
    path = Path(path)
    ending = check_target(path, width)
    if ending in (".svg", ".png"):
        content = picture(figure, ending[1:], width)
    elif ending == ".html":
        content = page(figure).encode()
    elif ending == ".json":
        content = str(figure.to_json()).encode() + b"\n"
    else:
        content = frame_bytes(charts.meta_table(figure))
    with written_whole(path) as partial:
        partial.write_bytes(content)
    return path


def picture(figure: "Figure", form: str, width: Width | None = None) -> bytes:
    """The chart drawn as "svg" or "png" at a width, its own without one."""
    own = float(figure.layout.width)
    if form == "svg":
        svg = browser.stable_svg(_drawn(figure, form))
        if width:
            height = width.number * float(figure.layout.height) / own
            svg = _sized(svg, f"{width.number:g}{width.unit}", f"{height:.4g}{width.unit}")
        return svg.encode()
    png = base64.b64decode(_drawn(figure, f"png@{(width.pixels if width else 2 * own) / own}"))
    return _with_resolution(png) if width and width.unit == "mm" else png


def _drawn(figure: "Figure", form: str) -> str:
    """Drawn in a thread of its own: a notebook's kernel has an event loop, beside which playwright does not start."""
    if find_spec("playwright") is None:
        raise ExpulsionsError(NO_LIBRARY.format("playwright"))
    with ThreadPoolExecutor(1) as pool:
        drawing = pool.submit(lambda: list(browser.answers([(str(figure.to_json()), form)])))
        return drawing.result()[0]


def _sized(svg: str, width: str, height: str) -> str:
    head, rest = svg.split(">", 1)
    head = re.sub(r' width="[^"]*"', f' width="{width}"', head, count=1)
    head = re.sub(r' height="[^"]*"', f' height="{height}"', head, count=1)
    return f"{head}>{rest}"


def _with_resolution(png: bytes) -> bytes:
    """The PNG with its dots per metre (chunk pHYs of the PNG specification), by which a layout program sizes it."""
    per_metre = round(PRINT_DPI / MM_PER_INCH * 1000)
    body = b"pHYs" + struct.pack(">IIB", per_metre, per_metre, 1)
    chunk = struct.pack(">I", 9) + body + struct.pack(">I", zlib.crc32(body))
    after_header = 8 + 25
    return png[:after_header] + chunk + png[after_header:]


def page(figure: "Figure") -> str:
    """The live chart as a page of its own, with Plotly's script inside, so that it works from disk."""
    meta = figure.layout.meta
    chart = figure.to_html(full_html=False, include_plotlyjs=True, div_id="chart", config={"displaylogo": False})
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width">\n<title>{html.escape(meta["title"])}</title>\n'
        f'</head>\n<body style="margin:0;background:{theme.LIGHT["paper"]}">\n'
        f'<figure style="margin:0" role="group" aria-label="{html.escape(meta["alt_text"])}">\n{chart}\n</figure>\n'
        "</body>\n</html>\n"
    )
