"""Charts drawn by Plotly itself, in one page of a browser that loads plotly.js once: SVG and PNG."""

import base64
import hashlib
import os
import re
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from expulsions import theme
from expulsions.errors import ExpulsionsError

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]
BATCH, PAGES = 12, 2
MISSING_BROWSER = (
    "A picture of a chart needs Chromium; on Debian: apt-get install chromium, elsewhere: python -m playwright install "
    "chromium."
)
BEGIN = """jobs => {
  const draw = async () => {
    const drawn = [];
    for (const [text, form] of jobs) {
      const figure = JSON.parse(text), {width, height} = figure.layout, [format, fine] = form.split('@');
      const options = {format, width, height, imageDataOnly: true, scale: fine ?? (format === 'png' ? 2 : 1)};
      drawn.push(await Plotly.toImage(figure, options));
    }
    return drawn;
  };
  window.drawn = draw();
}"""

# Plotly writes colours as rgb(…); as variables they follow the reader's setting, also inside an <img>.
_ROLE_OF = {
    "rgb({}, {}, {})".format(*(int(colour[at : at + 2], 16) for at in (1, 3, 5))): role
    for role, colour in theme.LIGHT.items()
}
STYLE = "<style>svg{{{light}}}@media(prefers-color-scheme:dark){{svg{{{dark}}}}}</style>".format(
    light="".join(f"--{role}:{colour};" for role, colour in theme.LIGHT.items()),
    dark="".join(f"--{role}:{colour};" for role, colour in theme.DARK.items()),
)


def browser_path() -> str | None:
    """Where a Chromium lies, or None."""
    for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"):
        if found := shutil.which(name):
            return found
    return None


def plotly_script() -> Path:
    """plotly.js as the installed package ships it."""
    import plotly

    return Path(plotly.__file__).parent / "package_data" / "plotly.min.js"


@cache
def map_style() -> str:
    """The id under which plotly.js would write the style of its maps into the page, unless something has it already.

    A strict page refuses such a style, and none of our charts is such a map, so the page gives the id away.
    """
    found = re.search(r'getElementById\("([0-9a-f]{64})"\)', plotly_script().read_text(encoding="utf-8"))
    return found[1] if found else ""


def made_by() -> str:
    """A key of what makes a drawing of a figure: plotly.js, and the code of this module."""
    import plotly

    return hashlib.sha256(plotly.__version__.encode() + Path(__file__).read_bytes()).hexdigest()[:8]


def drawn(jobs: list[tuple[str, str]]) -> Iterator[bytes]:
    """Each drawing in its turn; a job is a figure's JSON with width and height in its layout, and "svg" or "png".

    An SVG follows the reader's light or dark setting and is the same for the same figure; a PNG is light and twice as
    fine as its size, or as fine as it ("png@1"). Raises ExpulsionsError where there is no browser or it does not start.
    """
    for (_, form), answer in zip(jobs, answers(jobs), strict=True):
        yield base64.b64decode(answer) if form.startswith("png") else _following(stable_svg(answer)).encode()


def answers(jobs: list[tuple[str, str]]) -> Iterator[str]:
    """What Plotly gives for each job of `drawn`: the text of an SVG, or a PNG in base64."""
    from playwright.sync_api import Error, sync_playwright

    with sync_playwright() as playwright:
        path = browser_path() or playwright.chromium.executable_path
        if not Path(path).exists():
            raise ExpulsionsError(MISSING_BROWSER)
        try:
            browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
            batches = [[list(job) for job in jobs[at : at + BATCH]] for at in range(0, len(jobs), BATCH)]
            # A page of another context is a process of its own, so two draw at once; each is always one batch ahead.
            pages = [_empty_page(browser) for _ in range(min(os.cpu_count() or 1, len(batches), PAGES))]
            for page, batch in zip(pages, batches, strict=False):
                page.evaluate(BEGIN, batch)
            for at in range(len(batches)):
                page = pages[at % len(pages)]
                drawn = page.evaluate("() => window.drawn")
                if at + len(pages) < len(batches):
                    page.evaluate(BEGIN, batches[at + len(pages)])
                yield from drawn
            browser.close()
        except Error as error:
            raise ExpulsionsError(f"{path} could not draw: {error.message.splitlines()[0]}") from None


def _empty_page(browser: "Browser") -> "Page":
    page = browser.new_context().new_page()
    page.set_content("<!doctype html><div id=chart></div>")
    page.add_script_tag(path=str(plotly_script()))
    return page


def stable_svg(svg: str) -> str:
    """The SVG without Plotly's random ids, so that the same chart gives the same bytes."""
    for found in dict.fromkeys(re.findall(r'id="(?:topdefs|defs)-([0-9a-f]{6})"', svg)):
        svg = svg.replace(found, "x")
    svg = re.sub(r" trace[0-9a-f]{6}(?=[ \"])", "", svg)
    return re.sub(r"<svg([^>]*)>", lambda root: f"<svg {_in_order(root[1])}>", svg, count=1)


def _following(svg: str) -> str:
    """The SVG with colours that follow the reader's light or dark setting."""
    svg = re.sub(r"rgb\(\d+, \d+, \d+\)", lambda colour: _variable(colour[0]), svg)
    return re.sub(r"<svg[^>]*>", lambda root: root[0] + STYLE, svg, count=1)


def _in_order(attributes: str) -> str:
    """Attributes by name and without the empty ones: the browser puts them as its work happens to end.

    >>> _in_order(' width="350" style="" class="main-svg"')
    'class="main-svg" width="350"'
    """
    return " ".join(sorted(re.findall(r'[\w:-]+="[^"]+"', attributes)))


def _variable(colour: str) -> str:
    role = _ROLE_OF.get(colour)
    return f"var(--{role})" if role else colour
