"""Axes with few, round ticks: years, days, amounts, and names down the side. Nothing is left to the browser."""

import datetime
from collections.abc import Sequence
from typing import Any

from expulsions import actors, theme
from expulsions.charts.chart import EDGE, PLOT_TOP, Rows, add_note

# A longer list is cut where it stops being read; the table holds all of it.
LONGEST = 40


def round_ticks(top: float, most: int = 4) -> list[int]:
    """Zero and the multiples of a round whole number up to `top`, at most `most` above zero.

    >>> round_ticks(571), round_ticks(3), round_ticks(0)
    ([0, 200, 400], [0, 1, 2, 3], [0])
    """
    power = 1
    while True:
        for step in (power, 2 * power, 5 * power):
            if top / step < most + 1:
                return list(range(0, int(top) + 1, step))
        power *= 10


def year_ticks(first: int, last: int, most: int) -> list[int]:
    """Round years from the first to the last, at most `most`.

    >>> year_ticks(1947, 2026, 5), year_ticks(2018, 2022, 9)
    ([1960, 1980, 2000, 2020], [2018, 2019, 2020, 2021, 2022])
    """
    power = 1
    while True:
        for step in (power, 2 * power, 5 * power):
            ticks = list(range(-(-first // step) * step, last + 1, step))
            if len(ticks) <= most:
                return ticks
        power *= 10


def day_ticks(first: str, last: str, most: int) -> tuple[list[str], list[str]]:
    """Days to mark from one ISO date to another and how to write them; the year stands where it begins.

    >>> day_ticks("2022-03-23", "2022-04-20", 4)
    (['2022-03-23', '2022-04-02', '2022-04-12'], ['23 Mar<br>2022', '2 Apr', '12 Apr'])
    >>> day_ticks("1971-09-24", "1972-06-01", 5)
    (['1971-11-01', '1972-01-01', '1972-03-01', '1972-05-01'], ['Nov<br>1971', 'Jan<br>1972', 'Mar', 'May'])
    """
    begin, end = (datetime.date.fromisoformat(day) for day in (first, last))
    span = (end - begin).days
    if span > 3 * 366:
        years = year_ticks(begin.year + (begin > datetime.date(begin.year, 1, 1)), end.year, most)
        return [f"{year}-01-01" for year in years], [str(year) for year in years]
    if span > 100:
        months = [divmod(month, 12) for month in range(begin.year * 12 + begin.month, end.year * 12 + end.month)]
        step = next(step for step in (1, 2, 3, 4, 6, 12) if len(months) / step <= most or step == 12)
        days = [datetime.date(year, month + 1, 1) for year, month in months if month % step == 0]
    else:
        step = next(step for step in (1, 2, 5, 10, 20, 50) if span // step + 1 <= most or step == 50)
        days = [begin + datetime.timedelta(later) for later in range(0, span + 1, step)]
    words = []
    for place, day in enumerate(days):
        text = day.strftime("%b") if span > 100 else f"{day.day} {day.strftime('%b')}"
        new_year = place == 0 or day.year != days[place - 1].year
        words.append(f"{text}<br>{day.year}" if new_year else text)
    return [day.isoformat() for day in days], words


def names_of(rows: Rows) -> list[str]:
    """What each row is called: its `name`, else its actor, else its pair, with the date where one pair comes twice.

    >>> names_of([{"actor": "POL"}, {"actor": "BEL"}])
    ['Poland', 'Belgium']
    >>> names_of([{"expelling": "POL", "expelled": "RUS"}, {"expelling": "RUS", "expelled": "POL"}])
    ['Poland → Russia', 'Russia → Poland']
    """
    if "name" in rows[0]:
        return [str(row["name"]) for row in rows]
    if "actor" in rows[0]:
        return [actors.name(row["actor"]) for row in rows]
    alike = [side for side in ("expelled", "expelling") if len({row[side] for row in rows}) == 1]
    shown = ["expelling" if alike[0] == "expelled" else "expelled"] if alike and len(rows) > 1 else None
    names = [" → ".join(actors.name(row[side]) for side in shown or ("expelling", "expelled")) for row in rows]
    if "date" in rows[0] and len(set(names)) < len(names):
        return [f"{name}, {theme.date_text(row['date'], short=True)}" for name, row in zip(names, rows, strict=True)]
    return names


def told(rows: Rows, names: Sequence[str], highlight: Sequence[str]) -> list[bool]:
    """Which rows the story is about: those that `highlight` has by name or by code; all of them where it is empty."""
    wanted = set(highlight)
    return [
        not wanted or bool(wanted & {name, row.get("actor"), row.get("expelling")})
        for row, name in zip(rows, names, strict=True)
    ]


def name_axis(
    figure: Any, names: Sequence[str], narrow: bool, bold: Sequence[bool] = (), pitch: int = 24, below: int = 12
) -> None:
    """Names down the left side, the first on top; makes the room that they need. `below` is the room under them."""
    strong = bold or [False] * len(names)
    wrapped = [label_lines(name, narrow, one) for name, one in zip(names, strong, strict=True)]
    longest = max(
        theme.text_width(line, bold=one) for lines, one in zip(wrapped, strong, strict=True) for line in lines
    )
    pitch = max(pitch, 16 * max(len(lines) for lines in wrapped) + 4)
    texts = ["<br>".join(lines) for lines in wrapped]
    figure.update_layout(
        height=pitch * len(names) + PLOT_TOP + below, margin={"l": int(longest) + EDGE + 10, "b": below}
    )
    figure.update_yaxes(
        range=[len(names) - 0.5, -0.5],
        tickvals=list(range(len(names))),
        ticktext=[f"<b>{text}</b>" if one else text for text, one in zip(texts, strong, strict=True)],
        tickfont={"color": theme.LIGHT["ink"]},
        ticklabelstandoff=8,
        showgrid=False,
    )


def label_lines(name: str, narrow: bool, bold: bool = False) -> list[str]:
    """A name in lines as the axis has it; that of a pair breaks after the arrow.

    >>> label_lines("Soviet Union → United Kingdom", narrow=True)
    ['Soviet Union →', 'United Kingdom']
    """
    room = 124 if narrow else 230
    first, arrow, second = name.partition(" →")
    if not arrow or theme.text_width(name, bold=bold) <= room:
        return theme.wrap(name, room, bold=bold)
    return [*theme.wrap(first + arrow, room, bold=bold), *theme.wrap(second.strip(), room, bold=bold)]


def amount_axis(figure: Any, top: float, most: int) -> None:
    """Amounts along the foot, from zero to a little over `top`."""
    ticks = round_ticks(top, most)
    figure.update_xaxes(
        range=[-top * 0.025, top * 1.025], tickvals=ticks, ticktext=[theme.number(tick) for tick in ticks]
    )


def cut(rows: Rows, most: int = LONGEST) -> tuple[Rows, str]:
    """The rows that are drawn, and the words that say so where they are not all."""
    if len(rows) <= most:
        return rows, ""
    return rows[:most], f"Drawn are the first {most} of {len(rows):,} rows; the table holds them all."


def listing(parts: Sequence[str], most: int, figure: Any, note: str = "") -> str:
    """The first parts of an alt text, the word for the rest, and the note on a list that is cut, drawn as well."""
    if note:
        add_note(figure, note)
    rest = "; the others are in the table" if len(parts) > most else ""
    return f"{'; '.join(parts[:most])}{rest}.{' ' + note if note else ''}"
