"""One chart into a file: a picture for print at a width in mm or px, a page that works offline, or its figures."""

import base64
import html
import re
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from expulsions import charts, theme
from expulsions.errors import ExpulsionsError, UnknownValue, did_you_mean
from expulsions.export import frame_bytes, written_whole
from expulsions.report import drawings

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

ENDINGS = (".svg", ".png", ".html", ".json", ".csv")
NO_BROWSER = (
    "Drawing {} needs Chromium; on Debian: apt-get install chromium, elsewhere: python -m playwright install chromium."
    " A chart as .html, .json or .csv needs none."
)
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
    scale = (width.pixels if width else 2 * own) / own if form == "png" else 1.0
    drawn = _drawn(str(figure.to_json()), form, scale)
    if form == "png":
        return _with_resolution(base64.b64decode(drawn)) if width and width.unit == "mm" else base64.b64decode(drawn)
    svg = _without_chance(drawn)
    if width:
        height = width.number * float(figure.layout.height) / own
        svg = _sized(svg, f"{width.number:g}{width.unit}", f"{height:.4g}{width.unit}")
    return svg.encode()


def _drawn(figure: str, form: str, scale: float) -> str:
    path = drawings.browser_path()
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError:
        raise ExpulsionsError(NO_LIBRARY.format("playwright")) from None
    with sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path)
        if path is None and not own.exists():
            raise ExpulsionsError(NO_BROWSER.format(form.upper()))
        try:
            browser = playwright.chromium.launch(executable_path=path or own, args=drawings.FLAGS)
            page = browser.new_page()
            page.set_content("<!doctype html><div id=chart></div>")
            page.add_script_tag(path=str(drawings.plotly_script()))
            answer = page.evaluate(
                """async ([text, format, scale]) => {
                  const figure = JSON.parse(text), {width, height} = figure.layout;
                  return Plotly.toImage(figure, {format, width, height, scale, imageDataOnly: true});
                }""",
                [figure, form, scale],
            )
            browser.close()
        except Error as error:
            raise ExpulsionsError(f"The browser could not draw it: {error.message.splitlines()[0]}") from None
    return str(answer)


def _without_chance(svg: str) -> str:
    """The SVG without Plotly's random ids, so that the same chart gives the same bytes."""
    for found in dict.fromkeys(re.findall(r'id="(?:topdefs|defs)-([0-9a-f]{6})"', svg)):
        svg = svg.replace(found, "x")
    return re.sub(r"\btrace[0-9a-f]{6}\b", "trace", svg)


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
