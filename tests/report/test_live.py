"""What a reader can do: reach for a chart, walk it by keyboard, search, copy; from disk and from a server."""

import json
import re

import pytest
from kinds import KINDS, serving, until

STORY = "stories/spring-2022.html"
WITH_CHART = [kind for kind in KINDS if not kind.endswith("index.html") or kind == "index.html"]
LIVE = '.drawing[data-live="yes"]'
WATCH_SHIFTS = """() => { window.shifts = []; new PerformanceObserver(list => window.shifts.push(
  ...list.getEntries().map(e => [e.value, e.sources.map(s => s.node && s.node.outerHTML)])))
  .observe({type: 'layout-shift', buffered: true}); }"""


@pytest.fixture(params=["disk", "server"])
def at(request, site):
    """Where the report is read from: by double click, or from a web server under a sub-path."""
    return request.getfixturevalue("served") if request.param == "server" else site.as_uri() + "/"


def reach(page, drawing, how):
    drawing.scroll_into_view_if_needed()
    if how == "pointer":
        drawing.hover()
    elif how == "touch":
        box = drawing.bounding_box()
        page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    else:
        drawing.focus()
    until(page, "drawing => drawing.dataset.live === 'yes'", arg=drawing.element_handle())


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("how", ["pointer", "touch", "keyboard"])
def test_a_chart_comes_alive_when_reached_for_and_nothing_moves(opened, at, how, width):
    page = opened(at + STORY, width=width, has_touch=how == "touch")
    page.wait_for_load_state("networkidle")
    page.evaluate(WATCH_SHIFTS)
    drawing = page.locator(".drawing").first
    before = drawing.bounding_box()
    assert page.locator(LIVE).count() == 0
    reach(page, drawing, how)
    page.wait_for_timeout(150)
    after = drawing.bounding_box()
    assert (after["width"], after["height"]) == (before["width"], before["height"])
    assert page.evaluate("window.shifts") == []
    still, live = (drawing.locator(one).bounding_box() for one in ("img", ".live .main-svg >> nth=0"))
    assert still == pytest.approx(live, abs=1)


@pytest.mark.parametrize("how", ["hover", "focus"])
def test_a_chart_reached_for_before_the_script_came_is_alive_with_it(opened, served, how):
    page = opened("about:blank")
    held = []
    page.route("**/page.js", lambda route: held.append(route))
    page.goto(served + "actors/BEL.html", wait_until="commit")
    drawing = page.locator(".drawing").first
    drawing.locator("img").wait_for()
    getattr(drawing, how)()
    until(page, "() => document.querySelector('.drawing').matches(':hover, :focus')")
    assert page.locator(LIVE).count() == 0
    held[0].continue_()
    until(page, "() => document.querySelector('.drawing').dataset.live === 'yes'")


@pytest.mark.parametrize("dark", [False, True])
def test_the_hover_text_of_a_bar_shows_its_figure(opened, site, dark):
    page = opened((site / "actors/BEL.html").as_uri(), dark=dark)
    drawing = page.locator(".drawing").first
    reach(page, drawing, "pointer")
    bar = drawing.locator(".live .bars .point path").last.bounding_box()
    page.mouse.move(bar["x"] + bar["width"] / 2, bar["y"] + bar["height"] / 2)
    text = drawing.locator(".hovertext")
    text.first.wait_for(timeout=5000)
    assert re.search(r"2022: \d+ ", " ".join(text.all_text_contents()))


def test_the_keyboard_reads_a_chart_figure_by_figure(opened, site):
    page = opened((site / "actors/BEL.html").as_uri())
    page.locator(".drawing").first.focus()
    said = set()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
        until(
            page, "before => ![...before, ''].includes(document.querySelector('p.unseen').textContent)", arg=list(said)
        )
        said.add(page.locator("p.unseen").text_content())
    assert all(re.search(r"\d{4}: \d+", one) for one in said)


def test_a_chart_changes_its_tone_with_the_page(opened, site):
    page = opened((site / "actors/BEL.html").as_uri())
    drawing = page.locator(".drawing").first
    reach(page, drawing, "keyboard")
    fill = "drawing => getComputedStyle(drawing.querySelector('.live .bars .point path')).fill"
    assert drawing.evaluate(fill) == "rgb(163, 31, 58)"
    page.emulate_media(color_scheme="dark")
    until(
        page,
        "drawing => drawing.dataset.live === 'yes' && drawing.querySelector('.live .bars .point path')",
        arg=drawing.element_handle(),
    )
    assert drawing.evaluate(fill) == "rgb(240, 86, 106)"


@pytest.mark.parametrize("kind", WITH_CHART)
def test_charts_of_every_page_kind_come_alive(opened, served, kind):
    page = opened(served + kind)
    for drawing in page.locator(".drawing").all()[:3]:
        reach(page, drawing, "keyboard")


def test_no_label_is_small_on_a_phone(opened, site):
    """Every chart of the report, measured as displayed at 390 px, from the drawing itself."""
    page = opened("about:blank", width=390)
    small = []
    for path in sorted((site / "charts").glob("*-narrow.svg")):
        page.set_content(path.read_text(encoding="utf-8"))
        sizes = page.evaluate(
            """() => { const svg = document.querySelector('svg'), scale = Math.min(1, 350 / svg.width.baseVal.value);
              return [...svg.querySelectorAll('text')].filter(t => t.textContent.trim())
                .map(t => [parseFloat(getComputedStyle(t).fontSize) * scale, t.textContent]); }"""
        )
        small += [(path.name, *one) for one in sizes if one[0] < 11]
    assert small == []


def test_search_finds_by_keyboard(opened, at):
    page = opened(at + "method.html")
    page.get_by_role("combobox").fill("belgi")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")
    chosen = page.locator('[role=option][aria-selected="true"]')
    assert chosen.inner_text() == "Belgium · state"
    assert page.get_by_role("combobox").get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/actors/BEL\.html$"))
    assert page.locator("h1").inner_text() == "Belgium"


@pytest.mark.parametrize(
    ("words", "lead_to"),
    [
        ("skripal", "episodes/skripal-2018.html"),
        ("belgium 21 russian", "expulsions/2022-03-29-bel-rus.html"),
        ("cote d'iv", None),
        ("zzzz", None),
    ],
)
def test_search_looks_through_actors_affairs_and_decisions(opened, site, words, lead_to):
    page = opened((site / "actors/BEL.html").as_uri())
    page.get_by_role("combobox").fill(words)
    page.get_by_role("option").first.wait_for()
    found = page.evaluate("[...document.querySelectorAll('#found li')].map(li => li.dataset.href || null)")
    assert lead_to in found
    page.keyboard.press("Escape")
    assert not page.locator("#found").is_visible()


def test_the_keyboard_reaches_the_content_and_the_ways(opened, site):
    page = opened((site / "index.html").as_uri())
    names = []
    for _ in range(8):
        page.keyboard.press("Tab")
        names.append(page.evaluate("document.activeElement.textContent.trim() || document.activeElement.id"))
    assert names == ["Skip to the content", "expulsions", "search", "Stories", "States", "Affairs", "Data", "Method"]


def test_sentences_are_copied(opened, served):
    page = opened(served + "expulsions/2022-03-29-bel-rus.html", permissions=["clipboard-read", "clipboard-write"])
    button = page.get_by_role("button", name="Copy this sentence").first
    button.click()
    until(page, "button => button.textContent === 'Copied'", arg=button.element_handle())
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.locator("blockquote p").first.inner_text()


def test_the_embed_code_is_copied_with_the_address_and_works_elsewhere(opened, served, tmp_path):
    page = opened(served + "actors/BEL.html", permissions=["clipboard-read", "clipboard-write"])
    page.locator("figcaption summary", has_text="Embed").click()
    page.locator("figcaption button.copy").click()
    until(page, "document.querySelector('figcaption button.copy').textContent === 'Copied'")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert f'src="{served}embed/actor-BEL.html"' in copied
    (tmp_path / "paper.html").write_text(
        f'<link rel="icon" href="data:,"><p>A newspaper.</p>{copied}', encoding="utf-8"
    )
    with serving(tmp_path) as newspaper:
        drawing = opened(f"{newspaper}paper.html").frame_locator("iframe").locator(".drawing")
        drawing.locator("img").wait_for()
        drawing.hover()
        drawing.locator(".live .bars").first.wait_for()


def test_downloads_are_what_is_drawn(site):
    rows = (site / "charts/actor-BEL.csv").read_text(encoding="utf-8").splitlines()
    assert rows[0] == "year,expelled_by_it,of_its_people"
    script = (site / "charts/actor-BEL.js").read_text(encoding="utf-8")
    drawn = json.loads("[" + script.removeprefix("expulsionsFigure(").removesuffix(");\n") + "]")
    assert drawn[0] == "actor-BEL"
    assert {int(year) for trace in drawn[1]["data"] for year in trace["x"]} <= {
        int(row.split(",")[0]) for row in rows[1:]
    }
    assert (site / "charts/actor-BEL.svg").read_text(encoding="utf-8").startswith("<svg")


@pytest.mark.parametrize("name", ["xlsx", "json", "parquet", "sqlite", "zip", "csv"])
def test_the_tables_are_there_to_take_away(site, name):
    assert (site / f"downloads/expulsions.{name}").stat().st_size > 10_000
