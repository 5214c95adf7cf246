"""Sentences and tables for a reader: numbers in words, codes as names, figures with their range.

A notebook's prose says its numbers through `say`, so that each is an output, compared at every run.
"""

import datetime
import html
import re
import string
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from expulsions import actors, english, theme
from expulsions.errors import UnknownValue, did_you_mean

ACTORS = ("actor", "expelling", "expelled", "against")
ENUMS = ("grounds", "measure", "post", "status")
HEADS = {"actor": "who", "people_out": "people expelled", "people_back": "people in answer", "count": "people"}


_FIGURE = re.compile(r"[<>]?[\d,.]+%?(?: \([\d,]+–[\d,]+\))?|–")
# Where a sentence or a point of a list begins: a number written as a word has a capital there.
_SENTENCE = re.compile(r"(^|[.!?] |\n- |\n\n)([a-z])")


class Prose(str):
    """Markdown that a notebook shows as text, and a string like any other."""

    def _repr_markdown_(self) -> str:
        return str(self)


class Table(pd.DataFrame):  # type: ignore[misc]  # pandas ships no types
    """A frame of words that a notebook shows whole: no row and no part of a cell is cut."""

    def _repr_html_(self) -> str:
        rows = [[head, *cells] for head, *cells in self.itertuples()]
        heads = [self.columns.name, *self.columns]
        sides = ["right" if all(map(_FIGURE.fullmatch, column)) else "left" for column in zip(*rows, strict=True)]
        lines = ["".join(map(_html_cell, row, sides)) for row in rows]
        head = "".join(
            _html_cell(name, side, "th") for name, side in zip(heads, sides or ["left"] * len(heads), strict=True)
        )
        body = "\n".join(f"<tr>{line}</tr>" for line in lines)
        return (
            f'<table border="1" class="dataframe">\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>'
        )

    def __repr__(self) -> str:
        with pd.option_context("display.max_colwidth", None, "display.width", 160):
            return str(self.to_string())


def say(template: str, *facts: Any, **more: Any) -> Prose:
    """The template with its facts filled in, as Markdown.

    `facts` are mappings, rows or frames of one row, `more` single values; a fact of a named row is `{row.people}`. A
    whole number up to nine is written as a word, a date in full, a list with its "and"; a figure with a range has one
    more name, as `people_range`; a sentence begins with a capital. After a colon stands how to say it: `one/many` a
    number with its noun, `%` a share, `digits` a number in digits, `none` a number or "none", `year` a year, `day` a
    date, `when` a date with its preposition, `the` or `The` an actor within or at the start of a sentence, `adjective`
    its adjective. Raises UnknownValue for a name that no fact has, or a frame of other than one row.

    >>> say("{who:The} expelled {people:person/people}, {share:%} of all, {day:when}.",
    ...     who="NLD", people=4, share=0.25, day="2022-03-29")
    'The Netherlands expelled four people, 25% of all, on 29 March 2022.'
    """
    known: dict[str, Any] = {}
    for one in facts:
        if isinstance(one, pd.DataFrame):
            if len(one) != 1:
                raise UnknownValue(f"say: a frame of facts has one row, this one has {len(one)}.")
            one = one.iloc[0]
        known |= {str(name): value for name, value in one.items()}
    known |= more
    known |= {f"{name}_range": text for name, text in _ranges(known).items()}
    said = _Said().vformat(template, (), known)
    return Prose(_SENTENCE.sub(lambda start: start[1] + start[2].upper(), said.strip()))


class _Said(string.Formatter):
    def get_value(self, key: int | str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        if key not in kwargs:
            raise UnknownValue(f"say: no fact is called {key!r}.{did_you_mean(str(key), list(kwargs))}")
        return kwargs[str(key)]

    def format_field(self, value: Any, format_spec: str) -> str:
        match format_spec:
            case "":
                return _words(value)
            case "the":
                return _listed([english.the(code) for code in _each(value)])
            case "The":
                return english.begin(_listed([english.the(code) for code in _each(value)]))
            case "adjective":
                return actors.adjective(str(value))
            case "day":
                return english.day(_edtf(value))
            case "when":
                return english.when(_edtf(value))
            case "none":
                return _words(value) if value else "none"
            case "year":
                return str(value)
            case "digits":
                return theme.number(value)
            case "%":
                return _percent(value)
        one, _, many = format_spec.partition("/")
        return english.counted(int(value), one, many)


def readable(table: pd.DataFrame, *columns: str) -> Table:
    """The table in words, the first of its columns as the head of each row.

    `columns` says which and in what order, all without it; codes become names, dates are written out, figures carry
    their range where they have one ("35 (30–35)"), shares are per cent, a missing value is a dash.

    >>> readable(pd.DataFrame({"actor": ["BEL"], "people": [35], "people_low": [30], "people_high": [35]}))
    who          people
    Belgium  35 (30–35)
    """
    shown = list(columns) or [str(name) for name in table if not str(name).endswith(("_low", "_high"))]
    missing = [name for name in shown if name not in table]
    if missing:
        known = [str(name) for name in table]
        raise UnknownValue(f"readable: the table has no column {missing[0]!r}.{did_you_mean(missing[0], known)}")
    words = {HEADS.get(name, name).replace("_", " "): _column(table, name) for name in shown}
    first, *rest = words
    frame = Table({name: words[name] for name in rest}, index=pd.Index(words[first]), dtype=object)
    frame.columns.name = first
    return frame


def _html_cell(text: str, side: str, tag: str = "td") -> str:
    return f'<{tag} style="text-align: {side}">{html.escape(str(text), quote=False)}</{tag}>'


def _column(table: pd.DataFrame, name: str) -> list[str]:
    values = table[name].tolist()
    if name in ACTORS:
        return [actors.name(code) for code in values]
    if f"{name}_low" in table:
        ends = (table[f"{name}_low"].tolist(), values, table[f"{name}_high"].tolist())
        return [theme.figure_range(*(_figure(end) for end in row)) for row in zip(*ends, strict=True)]
    if name in ENUMS:
        return [_cell(value).replace("_", " ") for value in values]
    if name in ("year", "decade"):
        return [f"{value}s" if name == "decade" else str(value) for value in values]
    if name in ("announced", "as_of"):
        return [english.day(edtf) for edtf in values]
    if name.startswith("share"):
        return ["–" if _is_missing(value) else _percent(value) for value in values]
    return [_cell(value) for value in values]


def _percent(share: float) -> str:
    """All and none are said of all and none only."""
    if 0 < share < 0.005:
        return "<1%"
    return ">99%" if 0.995 <= share < 1 else f"{100 * share:.0f}%"


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float) and not _is_missing(value):
        return theme.number(round(value, 2) if isinstance(value, float) else value)
    return "–" if _is_missing(value) or value == "" else _words(value)


def _words(value: Any) -> str:
    if _is_missing(value):
        return "an unknown number of"
    if isinstance(value, str):
        return value
    if isinstance(value, Sequence | pd.Series):
        return _listed([str(one) for one in value])
    if isinstance(value, datetime.date):
        return english.day(_edtf(value))
    return english.number(int(value)) if float(value).is_integer() else theme.number(value)


def _ranges(known: Mapping[str, Any]) -> dict[str, str]:
    whole = [name for name in known if f"{name}_low" in known and f"{name}_high" in known]
    return {
        name: theme.figure_range(*(_figure(known[end]) for end in (f"{name}_low", name, f"{name}_high")))
        for name in whole
    }


def _figure(value: Any) -> int | None:
    return None if _is_missing(value) else round(value)


def _edtf(value: Any) -> str:
    return value if isinstance(value, str) else value.isoformat()[:10]


def _each(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def _listed(parts: list[str]) -> str:
    return english.listed(parts) if parts else "none"


def _is_missing(value: Any) -> bool:
    return value is None or (not isinstance(value, str | Sequence | pd.Series) and bool(pd.isna(value)))
