"""Every chart on the real record and on odd tables: its words, its table, its colours, and that nothing collides."""

import datetime
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import plotly
import plotly.graph_objects as go
import pytest

import expulsions as ex
from expulsions import charts, theme
from expulsions.charts.axes import LONGEST
from expulsions.charts.labels import Box
from expulsions.errors import UnknownValue
from expulsions.totals import counted

MOMENTS = (
    ("2022-02-28", "Washington expels twelve from the UN"),
    ("2022-03-29", "Belgium, the Netherlands, Ireland and Czechia on one day"),
    ("2022-04-05", "Italy, Spain, Denmark and others"),
)
WAVES = {
    "1971-09-24-gbr-sun": "London 105",
    "1983-04-05-fra-sun": "Paris 47",
    "1986-10-21-usa-sun": "Washington 55",
    "2001-03-22-usa-rus": "Washington 50",
    "2018-03-26-usa-rus": "Washington 60",
    "2022-06-28-bgr-rus": "Sofia 70",
}


def tables() -> dict[str, tuple[pd.DataFrame, dict[str, Any]]]:
    """For each chart the answer table of the real record that it is made for, and options."""
    whole = ex.load()
    events = whole.expulsions
    war = ex.between(events, "2022-02-24", "2022-04-30")
    war = war[war["expelled"] == "RUS"]
    moscow = events[events["expelled"].isin(["SUN", "RUS"])]
    known = events[counted(events) & events["count"].notna()]
    bubbles = pd.DataFrame(
        {
            "date": known["date"],
            "name": known["id"],
            "people": known["count"],
            "independent_sources": known["independent_sources"],
            "marked": known["expelled"].isin(["SUN", "RUS"]),
            "label": known["id"].map(WAVES).fillna(""),
        }
    )
    sides = [
        ex.by_year(events[events[side] == "RUS"])[["year", "people"]].rename(columns={"people": column})
        for side, column in (("expelling", "expelled_by_it"), ("expelled", "of_its_people"))
    ]
    pairs = ex.replies_by_pair(events)
    return {
        "ranked_bars": (ex.by_actor(war), {"highlight": ("POL", "BEL", "NLD", "IRL")}),
        "unit_chart": (ex.by_actor(war), {"highlight": ("Poland", "Belgium")}),
        "steps": (ex.cumulative(war), {"moments": MOMENTS}),
        "per_year": (ex.by_year(moscow), {}),
        "bubbles": (bubbles, {}),
        "tile_map": (ex.by_actor(war), {}),
        "tit_for_tat": (pairs.head(30), {}),
        "reply_times": (ex.replies(events), {}),
        "heat_map": (ex.by_actor(events, each="year"), {}),
        "flows": (ex.by_pair(events), {}),
        "disagreement": (ex.disagreements(events, whole.citations), {}),
        "timeline": (sides[0].merge(sides[1], on="year", how="outer", validate="one_to_one"), {}),
    }


@pytest.fixture(scope="module")
def real() -> dict[str, tuple[pd.DataFrame, dict[str, Any]]]:
    return tables()


NAMES = sorted(charts.CHARTS)


def title_of(table: pd.DataFrame) -> str:
    """A finding with a figure of the table."""
    column = next(one for one in ("people", "people_out", "expelled_by_it", "count", "days") if one in table)
    return f"One row of this table says {theme.number(table[column].dropna().iloc[0])}, and the title is long enough"


def drawn(name: str, real: dict[str, Any], narrow: bool = False) -> go.Figure:
    table, options = real[name]
    title = title_of(table) if name != "reply_times" else "Most answers come within a month"
    subtitle = "[red:● People expelled] and [blue:◆ the answer], counted from the record; a ring has one witness."
    return charts.CHARTS[name](table, title, subtitle=subtitle, narrow=narrow, **options)


def test_the_record_has_a_table_for_every_chart(real):
    assert sorted(real) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_chart_brings_all_that_a_newsroom_needs(name, real):
    meta = drawn(name, real).layout.meta
    assert set(meta) == {"chart", "title", "subtitle", "alt_text", "table", "options", "source", "data_date"}
    assert meta["alt_text"].startswith(meta["title"])
    assert meta["source"] == theme.source_line()
    assert meta["data_date"] == theme.data_date()
    assert len(meta["table"]["rows"][0]) == len(meta["table"]["columns"])


@pytest.mark.parametrize("name", NAMES)
def test_each_number_of_alt_text_and_title_is_in_the_plotted_table(name, real):
    meta = drawn(name, real).layout.meta
    rows = meta["table"]["rows"]
    known = {len(rows)} | {
        number for row in rows for cell in row for number in numbers(json.dumps(cell, ensure_ascii=False))
    }
    # How many rows are drawn of a list that is cut is said in the alt text too.
    known |= {LONGEST, 15}
    assert set(numbers(meta["alt_text"])) - known == set()


def numbers(text: str) -> Iterator[float]:
    """The figures of a text; days and months of an ISO date count as the words of a sentence have them."""
    for part in re.findall(r"\d+(?:,\d{3})*(?:\.\d+)?", text):
        yield float(part.replace(",", ""))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("narrow", [False, True])
def test_the_same_table_gives_the_same_figure_whatever_the_order_of_its_columns(name, narrow, real):
    table, options = real[name]
    first, second, turned = (
        charts.CHARTS[name](one, "Title", narrow=narrow, **options).to_json()
        for one in (table, table.copy(), table[table.columns[::-1]])
    )
    assert first == second == turned


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("narrow", [False, True])
def test_a_figure_that_went_through_json_is_redrawn_to_the_same_bytes(name, narrow, real):
    figure = drawn(name, real)
    stored = go.Figure(json.loads(figure.to_json()))
    assert charts.redrawn(stored, narrow=narrow).to_json() == drawn(name, real, narrow).to_json()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("narrow", [False, True])
def test_colours_are_those_of_the_theme_arrays_are_lists_and_words_are_no_smaller_than_11_px(name, narrow, real):
    text = drawn(name, real, narrow).to_json()
    assert set(re.findall(r"#[0-9A-Fa-f]{6}\b|rgba?\(", text)) <= set(theme.LIGHT.values())
    assert "bdata" not in text
    assert '"scattergl"' not in text
    assert '"heatmap"' not in text
    assert '"geo"' not in text
    sizes = re.findall(r'"(?:font|tickfont|textfont)":\{[^{}]*"size":(\d+)', text)
    assert min(map(int, sizes)) >= 11


@pytest.mark.parametrize("name", NAMES)
def test_markers_are_not_translucent(name, real):
    for trace in drawn(name, real).data:
        if getattr(trace, "mode", None) and "markers" in trace.mode and isinstance(trace.marker.size, tuple | list):
            assert trace.marker.opacity == 1


@pytest.mark.parametrize("name", NAMES)
def test_a_chart_leaves_its_input_alone(name, real):
    table, options = real[name]
    before = table.copy(deep=True)
    charts.CHARTS[name](table, "", **options)
    pd.testing.assert_frame_equal(table, before)


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("name", NAMES)
def test_an_empty_table_says_so(name, narrow, real):
    figure = charts.CHARTS[name](real[name][0].head(0), "Nothing here", narrow=narrow)
    assert figure.layout.meta["alt_text"] == "Nothing here. The record holds no decision that fits."
    assert charts.meta_table(charts.redrawn(figure, narrow=True)).empty


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("name", NAMES)
def test_one_row_makes_a_chart(name, narrow, real):
    table = real[name][0]
    row = table.dropna(subset=[column for column in ("people", "days") if column in table]).tail(1)
    figure = charts.CHARTS[name](row, "One", narrow=narrow)
    assert figure.data
    assert figure.layout.height < 600


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("name", NAMES)
def test_five_thousand_rows_make_a_chart_that_can_still_be_held_in_the_hand(name, narrow, real):
    table = real[name][0]
    many = table.iloc[[place % len(table) for place in range(5_000)]].reset_index(drop=True)
    if "year" in many and "actor" not in many:
        many["year"] = range(1, 5_001)
    if name == "steps":
        first = datetime.date(1947, 1, 1)
        many["date"] = [(first + datetime.timedelta(days=day)).isoformat() for day in range(5_000)]
        many["people"] = range(1, 5_001)
    figure = charts.CHARTS[name](many, "Many", narrow=narrow)
    assert figure.layout.height < 3_500
    if name in ("ranked_bars", "unit_chart", "tit_for_tat", "disagreement"):
        assert "the first 40 of 5,000 rows" in figure.layout.meta["alt_text"]


def test_a_row_without_a_figure_has_a_dash_and_no_bar():
    figure = charts.ranked_bars(pd.DataFrame({"name": ["Norway"], "people": pd.array([None], "Int64")}), "")
    assert figure.layout.meta["alt_text"] == ". Bars, in this order: Norway –."


def test_a_whisker_is_drawn_only_where_there_is_a_range():
    states = pd.DataFrame(
        {"actor": ["FRA", "POL"], "people": [41, 45], "people_low": [36, 45], "people_high": [41, 45]}
    )
    lines = [trace for trace in charts.ranked_bars(states, "").data if trace.type == "scatter"]
    assert [(list(line.x), list(line.y)) for line in lines] == [([36, 41, None], [0, 0, None])]


def test_a_decision_with_one_witness_is_a_ring():
    decisions = pd.DataFrame({"date": ["2001-03-05", "2001-03-06"], "people": [3, 5], "independent_sources": [1, 2]})
    marker = charts.bubbles(decisions, "").data[0].marker
    assert list(marker.color) == [theme.LIGHT["red"], theme.LIGHT["paper"]]
    assert list(marker.line.color) == [theme.LIGHT["paper"], theme.LIGHT["red"]]


def test_a_ceiling_on_posts_is_a_hollow_square():
    years = pd.DataFrame({"year": [1985, 1986], "people": [44, 86], "ceilings": [0, 251]})
    square = charts.per_year(years, "").data[-1]
    assert (square.marker.symbol, list(square.x), list(square.y)) == ("square-open", [1986], [251])


@pytest.mark.parametrize("narrow", [False, True])
def test_every_wave_is_labelled(narrow, real):
    texts = [note.text for note in drawn("bubbles", real, narrow).layout.annotations if note.name is None]
    assert sorted(re.findall(r"\d{4}", text)[0] for text in texts) == sorted(one[:4] for one in WAVES)


def test_a_missing_column_is_named():
    message = "per_year: the table lacks the column 'people'; it has: year."
    with pytest.raises(UnknownValue, match=re.escape(message)):
        charts.per_year(pd.DataFrame({"year": [2022]}), "")


# What stands over what, measured where the reader sees it.

MEASURE = """async jobs => {
  const found = [];
  for (const figure of jobs) {
    const box = document.getElementById('box');
    await Plotly.newPlot(box, figure.data, figure.layout, {staticPlot: true});
    const home = box.getBoundingClientRect();
    const rectangle = (node, inset) => {
      const r = node.getBoundingClientRect();
      return [r.left - home.left + inset, r.top - home.top + inset, r.right - home.left - inset,
              r.bottom - home.top - inset, node.textContent];
    };
    const texts = [...box.querySelectorAll('svg.main-svg text')].filter(node => node.textContent.trim());
    const words = texts.flatMap(node => {
      const lines = [...node.querySelectorAll('tspan.line')];
      return lines.length ? lines : [node];
    });
    const marks = [...box.querySelectorAll('.points path, .point path')].map(node => rectangle(node, 0));
    // A line is where it runs, not the rectangle around it.
    for (const line of box.querySelectorAll('path.js-line')) {
      const matrix = line.getScreenCTM(), length = line.getTotalLength();
      for (let at = 0; at <= length; at += 3) {
        const p = line.getPointAtLength(at).matrixTransform(matrix);
        marks.push([p.x - home.left - 1, p.y - home.top - 1, p.x - home.left + 1, p.y - home.top + 1, '']);
      }
    }
    found.push({words: words.map(node => rectangle(node, 0)), marks,
                width: home.width, height: home.height});
    Plotly.purge(box);
  }
  return found; }"""


@pytest.fixture(scope="module")
def measured(real, browser) -> dict[tuple[str, bool, bool], dict[str, Any]]:
    """Boxes of all texts and marks of each chart, by name, narrow, and whether its words stand with it."""
    keys, figures = [], []
    for name in NAMES:
        for narrow in (False, True):
            whole = drawn(name, real, narrow)
            for figure, words in ((whole, True), (charts.without_words(whole), False)):
                keys.append((name, narrow, words))
                figures.append(json.loads(figure.to_json()))
    script = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
    page = browser.new_page(viewport={"width": 800, "height": 800})
    page.set_content("<!doctype html><body style='margin:0'><div id=box style='display:inline-block'></div>")
    page.add_script_tag(path=str(script))
    found = page.evaluate(MEASURE, figures)
    page.close()
    return dict(zip(keys, found, strict=True))


def boxes(parts: list[list[Any]], inset: float) -> list[tuple[Box, str]]:
    return [
        (Box(left + inset, top + inset, right - inset, bottom - inset), text)
        for left, top, right, bottom, text in parts
        if right - left > 2 * inset and bottom - top > 2 * inset
    ]


forms = pytest.mark.parametrize(("narrow", "words"), [(False, True), (False, False), (True, True), (True, False)])


@forms
@pytest.mark.parametrize("name", NAMES)
def test_no_text_stands_over_another(name, narrow, words, measured):
    # The box of a line is higher than its letters: by 2 px at each side they may touch and still be apart.
    texts = boxes(measured[name, narrow, words]["words"], 2)
    hits = [
        (one, other)
        for place, (box, one) in enumerate(texts)
        for beside, other in texts[place + 1 :]
        if box.touches(beside)
    ]
    assert hits == []


@forms
@pytest.mark.parametrize("name", [name for name in NAMES if name != "bubbles"])
def test_no_text_stands_over_a_mark(name, narrow, words, measured):
    marks = boxes(measured[name, narrow, words]["marks"], 0.5)
    texts = boxes(measured[name, narrow, words]["words"], 2)
    assert marks or name == "tile_map"
    assert [text for box, text in texts if box.hits(mark for mark, _ in marks)] == []


@forms
def test_no_label_stands_over_a_big_bubble(narrow, words, measured):
    # Half as wide as the widest is about a quarter of its people.
    marks = boxes(measured["bubbles", narrow, words]["marks"], 1)
    widest = max(mark.right - mark.left for mark, _ in marks)
    big = [mark for mark, _ in marks if mark.right - mark.left > widest * 0.4]
    texts = boxes(measured["bubbles", narrow, words]["words"], 2)
    assert [text for box, text in texts if box.hits(big)] == []


@forms
@pytest.mark.parametrize("name", NAMES)
def test_all_text_is_within_the_picture(name, narrow, words, measured):
    found = measured[name, narrow, words]
    outside = [
        text
        for box, text in boxes(found["words"], 0)
        if box.left < 0 or box.top < 0 or box.right > found["width"] or box.bottom > found["height"]
    ]
    assert outside == []
    assert found["width"] == (theme.NARROW if narrow else theme.WIDE)
