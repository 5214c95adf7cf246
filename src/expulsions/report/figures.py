"""Charts as files: pictures for light and dark, wide and narrow, downloads, and the live chart, from one browser."""

import base64
import hashlib
import json
import re
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from expulsions import charts, theme
from expulsions.errors import ExpulsionsError

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]
BATCH = 40
MISSING_BROWSER = "No Chromium here, so charts need a script to be seen; on Debian: apt-get install chromium"

# Plotly writes colours as rgb(…); as variables they follow the reader's setting, also inside an <img>.
_ROLE_OF = {
    "rgb({}, {}, {})".format(*(int(colour[at : at + 2], 16) for at in (1, 3, 5))): role
    for role, colour in theme.LIGHT.items()
}
_STYLE = "<style>svg{{{light}}}@media(prefers-color-scheme:dark){{svg{{{dark}}}}}</style>".format(
    light="".join(f"--{role}:{colour};" for role, colour in theme.LIGHT.items()),
    dark="".join(f"--{role}:{colour};" for role, colour in theme.DARK.items()),
)


@dataclass(frozen=True)
class Picture:
    """A chart as the site needs it: the whole figure to take away and its two drawings without words for the page."""

    name: str
    whole: "Figure"
    wide: "Figure"
    narrow: "Figure"
    drawn: bool

    @property
    def meta(self) -> dict[str, Any]:
        """Title, subtitle, alt text, plotted table and source line, as the chart itself says them."""
        return dict(self.whole.layout.meta)

    def size(self, form: str) -> tuple[int, int]:
        """Width and height in px of the "wide" or the "narrow" drawing."""
        layout = getattr(self, form).layout
        return int(layout.width), int(layout.height)


def picture(name: str, figure: "Figure", drawn: bool) -> Picture:
    """A figure with its two drawings; `drawn` says whether there will be pictures of them."""
    wide, narrow = (charts.without_words(charts.redrawn(figure, narrow=narrow)) for narrow in (False, True))
    return Picture(name, figure, wide, narrow, drawn)


def browser_path() -> str | None:
    """Where a Chromium lies, or None."""
    for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"):
        if found := shutil.which(name):
            return found
    return None


def write_figures(pictures: Iterable[Picture], folder: Path, cache: Path, step: Callable[[int, int], None]) -> None:
    """Write each chart's files into `folder`: live chart, CSV, and its pictures where they are to be drawn.

    `NAME.js` (the live chart), `NAME.csv` (the plotted rows), `NAME-wide.svg` and `NAME-narrow.svg` (drawings for the
    page), `NAME.svg` and `NAME.png` (whole charts to take away). Drawings are kept in `cache` under a key of the
    figure's JSON, so that only what changed is drawn again.
    """
    folder.mkdir(parents=True, exist_ok=True)
    todo: list[tuple[str, str, dict[str, Any]]] = []
    for picture in pictures:
        name = picture.name
        whole, wide, narrow = (figure.to_json() for figure in (picture.whole, picture.wide, picture.narrow))
        parts = {"-wide.svg": wide, "-narrow.svg": narrow, ".svg": whole, ".png": whole}
        (folder / f"{name}.js").write_text(f"expulsionsFigure({json.dumps(name)},{wide},{narrow});\n", encoding="utf-8")
        charts.meta_table(picture.whole).to_csv(folder / f"{name}.csv", index=False, lineterminator="\n")
        if not picture.drawn:
            continue
        for ending, content in parts.items():
            key = hashlib.sha256((ending + _plotly_version() + _STYLE + content).encode()).hexdigest()[:32]
            kept = cache / f"{key}{ending[-4:]}"
            if kept.exists():
                shutil.copyfile(kept, folder / f"{name}{ending}")
            else:
                todo.append((f"{name}{ending}", kept.name, json.loads(content)))
    if todo:
        cache.mkdir(parents=True, exist_ok=True)
        for done, (file, kept_name, content_bytes) in enumerate(_drawn(todo), 1):
            partial = cache / f"{kept_name}.part"
            partial.write_bytes(content_bytes)
            partial.replace(cache / kept_name)
            shutil.copyfile(cache / kept_name, folder / file)
            step(done, len(todo))


def _plotly_version() -> str:
    import plotly

    return str(plotly.__version__)


def plotly_script() -> Path:
    """plotly.js as the installed package ships it."""
    import plotly

    return Path(plotly.__file__).parent / "package_data" / "plotly.min.js"


def _drawn(todo: list[tuple[str, str, dict[str, Any]]]) -> Iterable[tuple[str, str, bytes]]:
    """Each drawing, from one page that loads plotly.js once."""
    from playwright.sync_api import Error, sync_playwright

    path = browser_path()
    if path is None:
        raise ExpulsionsError(MISSING_BROWSER)
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        except Error as error:
            raise ExpulsionsError(f"{path} does not start: {error.message.splitlines()[0]}") from None
        page = browser.new_page()
        page.set_content("<!doctype html><div id=chart></div>")
        page.add_script_tag(path=str(plotly_script()))
        for at in range(0, len(todo), BATCH):
            batch = todo[at : at + BATCH]
            jobs = [[figure, "png" if file.endswith(".png") else "svg"] for file, _, figure in batch]
            answers = page.evaluate(
                """async jobs => { const out = []; for (const [figure, format] of jobs) {
                     const {width, height} = figure.layout;
                     out.push(await Plotly.toImage(figure, {format, width, height, imageDataOnly: true,
                       scale: format === 'png' ? 2 : 1}));
                   } return out; }""",
                jobs,
            )
            for (file, kept, _), answer in zip(batch, answers, strict=True):
                is_png = file.endswith(".png")
                yield file, kept, base64.b64decode(answer) if is_png else stable_svg(answer).encode()
        browser.close()


def stable_svg(svg: str) -> str:
    """The SVG without Plotly's random ids, with colours that follow the reader's setting."""
    for found in dict.fromkeys(re.findall(r'id="(?:topdefs|defs)-([0-9a-f]{6})"', svg)):
        svg = svg.replace(found, "x")
    svg = re.sub(r"rgb\(\d+, \d+, \d+\)", lambda colour: _variable(colour[0]), svg)
    return re.sub(r"(<svg[^>]*>)", rf"\1{_STYLE}", svg, count=1)


def _variable(colour: str) -> str:
    role = _ROLE_OF.get(colour)
    return f"var(--{role})" if role else colour
