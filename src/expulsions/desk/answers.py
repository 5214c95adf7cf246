"""Which answer table each chart asks for, with a title that says what it shows; one place for all charts."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from expulsions import actors, theme
from expulsions.analysis import by_actor, by_pair, by_year, cumulative, summary
from expulsions.data import Record
from expulsions.disagreements import disagreements
from expulsions.english import begin, counted, day, the
from expulsions.errors import UnknownValue, did_you_mean
from expulsions.headlines import headline
from expulsions.replies import replies, replies_by_pair
from expulsions.totals import counted as is_counted

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

MOST = 25


@dataclass(frozen=True)
class Answer:
    """A table for a chart, the title that its figures give, and what is counted: people, unless it says otherwise."""

    table: pd.DataFrame
    title: str
    subtitle: str = ""
    of_people: bool = True


Question = Callable[[pd.DataFrame, Record], Answer]
PEOPLE = "People who had to leave, best figures."


def answer(chart: str, record: Record, events: pd.DataFrame | None = None, chosen: str = "", about: str = "") -> Answer:
    """The table that a chart asks for, of the whole record or of the decisions in `events`.

    `chart` is a name of `expulsions.charts.CHARTS`; `chosen` says in words which decisions these are and ends the
    subtitle; `about` is the code of the actor that a timeline shows, where the decisions share more than one. Raises
    UnknownValue for another name, or where the decisions do not give what the chart shows.

    >>> from expulsions import data
    >>> record = data.load()
    >>> day = record.expulsions.query("announced == '2022-03-29' and expelled == 'RUS'")
    >>> answer("ranked_bars", record, day).title
    'Belgium expelled the most people: 21'
    """
    if chart not in QUESTIONS:
        raise UnknownValue(f"chart: {chart!r} is not one of: {', '.join(QUESTIONS)}.{did_you_mean(chart, QUESTIONS)}")
    asked = record.expulsions if events is None else events
    found = _timeline(asked, about) if chart == "timeline" else QUESTIONS[chart](asked, record)
    without = int(summary(asked)["without_count"].iloc[0]) if found.of_people else 0
    left_out = f" {begin(counted(without, 'decision', 'decisions'))} without a figure not counted." if without else ""
    said = f" {chosen}." if chosen else ""
    return replace(found, subtitle=f"{found.subtitle}{said}{left_out}".strip())


def draw(
    chart: str,
    record: Record,
    events: pd.DataFrame | None = None,
    *,
    title: str = "",
    chosen: str = "",
    about: str = "",
    narrow: bool = False,
) -> "Figure":
    """The chart of this name for these decisions; `title` in the place of its own. Errors as in `answer`."""
    from expulsions.charts import CHARTS

    found = answer(chart, record, events, chosen, about)
    return CHARTS[chart](found.table, title or found.title, subtitle=found.subtitle, narrow=narrow)


def _most(table: pd.DataFrame, column: str = "people") -> Any:
    """The row with the largest figure, or None where no figure is known."""
    known = table[table[column].notna() & (table[column].fillna(0) > 0)]
    return None if known.empty else known.loc[known[column].astype("float").idxmax()]


def _per_year(events: pd.DataFrame, record: Record) -> Answer:
    table = by_year(events)
    top = _most(table)
    title = "People expelled per year"
    if top is not None and len(table) > 1:
        title = f"{top['year']} had the most: {theme.number(top['people'])} people expelled"
    return Answer(table, title, f"{PEOPLE} Hollow squares: ceilings on posts.")


def _by_expelling(events: pd.DataFrame, record: Record) -> Answer:
    table = by_actor(events)
    top = _most(table)
    title = "People expelled, by who expelled them"
    if top is not None:
        title = f"{begin(the(top['actor']))} expelled the most people: {theme.number(top['people'])}"
    return Answer(table, title, PEOPLE)


def _largest(events: pd.DataFrame, record: Record) -> Answer:
    found = _by_expelling(events, record)
    table = found.table[found.table["people"].fillna(0) > 0].head(MOST).reset_index(drop=True)
    return replace(found, table=table)


def _by_year_and_actor(events: pd.DataFrame, record: Record) -> Answer:
    return replace(_by_expelling(events, record), table=by_actor(events, each="year"))


def _flows(events: pd.DataFrame, record: Record) -> Answer:
    table = by_pair(events)
    top = _most(table)
    title = "Who expelled whom"
    if top is not None:
        adjective = actors.adjective(top["expelled"])
        title = (
            f"The largest flow: {the(top['expelling'])} expelled {theme.number(top['people'])} {adjective} officials"
        )
    return Answer(table, title, PEOPLE)


def _steps(events: pd.DataFrame, record: Record) -> Answer:
    table = cumulative(events)
    known = table[table["people"].notna()]
    title = "People expelled, added up"
    if len(known):
        last = known.iloc[-1]
        first_day, last_day = (f"{one:%Y-%m-%d}" for one in (known["date"].iloc[0], last["date"]))
        title = f"{theme.number(last['people'])} people expelled from {day(first_day)} to {day(last_day)}"
    return Answer(table, title, "[red:People who had to leave], added up day by day, best figures.")


def _tit_for_tat(events: pd.DataFrame, record: Record) -> Answer:
    table = replies_by_pair(_with_answers(events, record))
    table = table[table["people_out"].notna()].head(MOST).reset_index(drop=True)
    decisions, answered = int(table["decisions"].sum()), int(table["answered"].sum())
    title = f"{begin(counted(answered, 'decision', 'decisions'))} of {theme.number(decisions)} answered in this record"
    return Answer(table, title, "[red:● People expelled] and [blue:◆ people expelled in answer].")


def _reply_times(events: pd.DataFrame, record: Record) -> Answer:
    table = replies(_with_answers(events, record))
    days = table["days"].dropna()
    title = "How soon decisions were answered"
    if len(days):
        title = f"Half of the answers came within {counted(int(days.median()), 'day', 'days')}"
    subtitle = f"{begin(counted(len(days), 'answer', 'answers'))} whose days are known."
    return Answer(table, title, subtitle, of_people=False)


def _with_answers(events: pd.DataFrame, record: Record) -> pd.DataFrame:
    """The decisions with those of the record that answer them, which another choice may have left out."""
    ids = set(events["id"])
    answers = record.expulsions["responds_to"].map(lambda named: not ids.isdisjoint(named)).astype(bool)
    return record.expulsions[record.expulsions["id"].isin(ids) | answers].reset_index(drop=True)


def _timeline(events: pd.DataFrame, about: str) -> Answer:
    sides = ("expelling", "expelled")
    both = [set(pair) for pair in events[list(sides)].drop_duplicates().itertuples(index=False)]
    shared = {about} if about else set.intersection(*both) if both else set()
    if len(shared) != 1:
        raise UnknownValue("timeline: shows one state or organisation; choose it with `--about`.")
    (code,) = shared
    took, met = (by_year(events[events[side] == code]).reindex(columns=["year", "people"]) for side in sides)
    table = took.rename(columns={"people": "expelled_by_it"}).merge(
        met.rename(columns={"people": "of_its_people"}), on="year", how="outer", validate="one_to_one"
    )
    table = table.sort_values("year", ignore_index=True)
    took_sum, met_sum = (theme.number(table[column].sum()) for column in ("expelled_by_it", "of_its_people"))
    title = f"{begin(the(code))} expelled {took_sum} and had {met_sum} of its own sent home"
    return Answer(table, title, "[red:Expelled by it] above the line, [grey:its own people expelled] below.")


def _bubbles(events: pd.DataFrame, record: Record) -> Answer:
    rows = events[is_counted(events) & events["count"].notna()]
    largest = rows.sort_values(["count", "date"], ascending=[False, True]).head(6)
    table = pd.DataFrame(
        {
            "date": rows["date"],
            "name": [headline(row) for row in rows.astype(object).to_dict("records")],
            "people": rows["count"],
            "independent_sources": rows["independent_sources"],
            "marked": rows["id"].isin(largest["id"]),
            "label": "",
        }
    )
    said = zip(largest["expelling"], largest["count"], strict=True)
    table.loc[largest.index, "label"] = [f"{actors.name(code)} {theme.number(many)}" for code, many in said]
    title = (
        headline(largest.astype(object).iloc[0].to_dict()) + ": the largest decision" if len(largest) else "Decisions"
    )
    note = "People expelled per decision, logarithmic scale. A ring: fewer than two independent witnesses."
    return Answer(table.reset_index(drop=True), title, note)


def _disagreement(events: pd.DataFrame, record: Record) -> Answer:
    table = disagreements(events, record.citations).head(MOST)
    title = "Sources agree on every figure"
    if len(table):
        top = table.iloc[0]
        title = f"Sources differ most on {the(top['expelling'])}, {top['date']:%Y}: {top['lowest']} to {top['highest']}"
    return Answer(table, title, "[red:● Figure of the record], [grey:○ others that a source gives].", of_people=False)


QUESTIONS: dict[str, Question] = {
    "bubbles": _bubbles,
    "disagreement": _disagreement,
    "flows": _flows,
    "heat_map": _by_year_and_actor,
    "per_year": _per_year,
    "ranked_bars": _largest,
    "reply_times": _reply_times,
    "steps": _steps,
    "tile_map": _by_expelling,
    "timeline": lambda events, record: _timeline(events, ""),
    "tit_for_tat": _tit_for_tat,
    "unit_chart": _largest,
}

# What each chart shows, for those who choose one by its name.
SHOWS = {
    "bubbles": "Each decision as a bubble over time, its size the people.",
    "disagreement": "The figures that sources give where they differ.",
    "flows": "Who expelled how many of whom, as a matrix.",
    "heat_map": "Who expelled how many in which year, as a matrix.",
    "per_year": "People per year as bars, ceilings on posts apart.",
    "ranked_bars": "Who expelled the most people, as bars.",
    "reply_times": "How many answers came within how many days.",
    "steps": "How the people add up day by day.",
    "tile_map": "People by expelling state on a map of tiles of Europe.",
    "timeline": "What one state or organisation did and met, year by year (with --about).",
    "tit_for_tat": "People out and people back for each pair.",
    "unit_chart": "One square per person, by who expelled them.",
}
