"""Squares on a grid, their area the people: who in which year, who expels whom."""

from typing import Any

from expulsions import actors, theme
from expulsions.charts.axes import listing, name_axis, names_of, year_ticks
from expulsions.charts.chart import PLOT_BOTTOM, PLOT_TOP, Rows, add_note, chart

HEAT_ROWS, HOSTS = 15, 20


@chart("people")
def heat_map(figure: Any, rows: Rows, narrow: bool) -> str:
    """Actor by year (or decade), as `by_actor(events, each="year")` gives it.

    Columns: actor (code) or name (str); year or decade (Int64); people (Int64). The area of a square is the people.
    The 15 rows with the most people are drawn, the largest first; on a phone only the last 30 years. Raises
    UnknownValue where people is missing.

    >>> import pandas as pd
    >>> years = pd.DataFrame({"actor": ["RUS", "USA"], "year": [2022, 2018], "people": [226, 60]})
    >>> heat_map(years, "").layout.meta["alt_text"]
    '. Squares for 2018 to 2022; the largest: Russia in 2022 226; United States in 2018 60.'
    """
    period = "decade" if "decade" in rows[0] else "year"
    named = [(name, row[period], row["people"] or 0) for name, row in zip(names_of(rows), rows, strict=True)]
    first, last = min(year for _, year, _ in named), max(year for _, year, _ in named)
    begin = max(first, last - 29) if narrow and period == "year" else first
    all_names = _largest([(name, people) for name, _, people in named])
    names = all_names[:HEAT_ROWS]
    named.sort(key=lambda one: (-one[2], one))
    shown = [one for one in named if one[0] in names and one[1] >= begin and one[2]]
    largest = max((people for *_, people in named), default=1) or 1
    name_axis(figure, names, narrow, pitch=26, below=PLOT_BOTTOM)
    figure.update_layout(margin_r=20)
    figure.update_yaxes(showgrid=True)
    biggest = 24 if period == "decade" else 14
    _squares(
        figure,
        [year for _, year, _ in shown],
        [names.index(name) for name, *_ in shown],
        [people for *_, people in shown],
        [f"{name}, {year}" for name, year, _ in shown],
        largest,
        biggest,
    )
    pad = 7 if period == "decade" else (last - begin) * 0.02 + 1
    figure.update_xaxes(
        range=[begin - pad, last + pad],
        tickvals=year_ticks(begin, last, 4 if narrow else 9),
        tickformat="d",
        showgrid=False,
    )
    kept = [f"the {HEAT_ROWS} rows with the most people"] if len(all_names) > HEAT_ROWS else []
    kept += [f"the years from {begin} on"] if begin > first else []
    note = f"Drawn are {' and '.join(kept)}; the table holds them all." if kept else ""
    add_note(figure, f"The largest square: {theme.number(largest)} people. {note}")
    said = [f"{name} in {year} {theme.number(people)}" for name, year, people in named if people]
    return f"Squares for {first} to {last}; the largest: {listing(said or ['none'], 5, figure)} {note}".strip()


@chart("expelling", "expelled", "people")
def flows(figure: Any, rows: Rows, narrow: bool) -> str:
    """Who expels whom, as `by_pair` gives it: a matrix of squares with their figures.

    Columns: expelling, expelled (codes), people (Int64). The 20 who expelled the most stand on the left, the nine (on a
    phone four) whose people were expelled the most on top. Raises UnknownValue where a column is missing.

    >>> import pandas as pd
    >>> pairs = pd.DataFrame({"expelling": ["POL"], "expelled": ["RUS"], "people": [45]})
    >>> flows(pairs, "").layout.meta["alt_text"]
    '. The largest flows: Poland expelled 45 of Russia.'
    """
    rows = sorted(rows, key=lambda row: (-(row["people"] or 0), row["expelling"], row["expelled"]))
    senders = _largest([(row["expelled"], row["people"] or 0) for row in rows])
    across = senders[: 4 if narrow else 9]
    pairs = [row for row in rows if row["expelled"] in across and row["people"]] or rows[:1]
    hosts = _largest([(row["expelling"], row["people"] or 0) for row in pairs])
    down = hosts[:HOSTS]
    shown = [row for row in pairs if row["expelling"] in down]
    name_axis(figure, [actors.name(code) for code in down], narrow, pitch=28)
    heads = [theme.wrap(actors.name(code), 56) for code in across]
    top = 16 * max(len(lines) for lines in heads) + PLOT_TOP
    layout = figure.layout
    width = layout.width - layout.margin.l - 8
    figure.update_layout(height=layout.height + top - PLOT_TOP, margin={"t": top, "r": 8})
    column = min(76.0, width / len(across))
    # The square stands left of the middle of its cell and the figure right of it.
    _squares(
        figure,
        [across.index(row["expelled"]) - 12 / column for row in shown],
        [down.index(row["expelling"]) for row in shown],
        [row["people"] or 0 for row in shown],
        [f"{actors.name(row['expelling'])} expelled people of {actors.name(row['expelled'])}" for row in shown],
        max(row["people"] or 0 for row in rows) or 1,
        24,
    )
    figure.add_scatter(
        x=[across.index(row["expelled"]) + 3 / column for row in shown],
        y=[down.index(row["expelling"]) for row in shown],
        mode="text",
        text=[theme.number(row["people"]) for row in shown],
        textposition="middle right",
        textfont={"color": theme.LIGHT["ink"]},
        cliponaxis=False,
        hoverinfo="skip",
    )
    rule = {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "layer": "below"}
    rule["line"] = {"width": 1, "color": theme.LIGHT["rule"]}
    figure.update_layout(shapes=[{**rule, "y0": line - 0.5, "y1": line - 0.5} for line in range(1, len(down))])
    figure.update_xaxes(
        side="top",
        range=[-0.5, width / column - 0.5],
        tickvals=list(range(len(across))),
        ticktext=["<br>".join(lines) for lines in heads],
        tickfont={"color": theme.LIGHT["ink"]},
        showgrid=False,
    )
    note = ""
    if len(senders) > len(across) or len(hosts) > len(down):
        note = "Only the largest are drawn; the table holds them all."
    said = [
        f"{actors.name(row['expelling'])} expelled {theme.number(row['people'])} of {actors.name(row['expelled'])}"
        for row in rows
    ]
    return f"The largest flows: {listing(said, 5, figure, note)}"


def _largest(parts: list[tuple[str, int]]) -> list[str]:
    """The names by the sum of their figures, the largest first."""
    sums: dict[str, int] = {}
    for name, people in parts:
        sums[name] = sums.get(name, 0) + people
    return sorted(sums, key=lambda name: (-sums[name], name))


def _squares(
    figure: Any, xs: list[Any], ys: list[int], people: list[int], said: list[str], largest: int, biggest: int
) -> None:
    figure.add_scatter(
        x=xs,
        y=ys,
        mode="markers",
        marker={
            "symbol": "square",
            "size": [round(max(3.0, biggest * (one / largest) ** 0.5), 1) for one in people],
            "color": theme.LIGHT["red"],
            "opacity": 1,
            "line": {"width": 0.5, "color": theme.LIGHT["paper"]},
        },
        cliponaxis=False,
        customdata=[[words, theme.number(one)] for words, one in zip(said, people, strict=True)],
        hovertemplate="%{customdata[0]}: %{customdata[1]}<extra></extra>",
    )
