"""A decision as a fact box: figures, range, grounds, deadline, who says so, the answer, sentences, how to cite."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from html import escape
from typing import Any

import pandas as pd

from expulsions import schema, theme
from expulsions.context import context
from expulsions.data import Record
from expulsions.english import begin, counted, listed, when
from expulsions.errors import UnknownValue, did_you_mean
from expulsions.headlines import headline

FORMS = ("text", "markdown", "html", "json")


@dataclass(frozen=True)
class Witness:
    """A page that reports the decision, and the figure it gives."""

    publisher: str
    agency: str
    title: str
    url: str
    published: str
    count_reported: int | None
    supports: tuple[str, ...]


@dataclass(frozen=True)
class Neighbour:
    """Another decision that this one answers, is answered by, or is part of."""

    relation: str
    id: str
    announced: str
    headline: str


@dataclass(frozen=True)
class FactBox:
    """All that is known of a decision, in words; `facts` are pairs of a label and what stands beside it."""

    id: str
    headline: str
    announced: str
    count: int | None
    count_low: int | None
    count_high: int | None
    facts: tuple[tuple[str, str], ...]
    sentences: tuple[str, ...]
    witnesses: tuple[Witness, ...]
    neighbours: tuple[Neighbour, ...]
    cite: str

    def as_dict(self) -> dict[str, Any]:
        """The box as plain values, for JSON."""
        return {**asdict(self), "facts": dict(self.facts)}


def factbox(record: Record, id: str) -> FactBox:
    """The fact box of a decision. Raises UnknownValue for an id that the record lacks, with the nearest one.

    >>> from expulsions import data
    >>> box = factbox(data.load(), "2022-03-29-bel-rus")
    >>> box.headline, box.count
    ('Belgium expels 21 Russian officials', 21)
    """
    events = record.expulsions
    rows = events[events["id"] == id.strip().lower()]
    if rows.empty:
        raise UnknownValue(f"id: the record has no decision {id!r}.{_near(events, id)}")
    row = _plain(rows)[0]
    citations = _plain(record.citations[record.citations["expulsion"] == row["id"]])
    title = headline(row)
    version, year = schema.codebook()["version"], theme.data_date()[:4]
    return FactBox(
        id=row["id"],
        headline=title,
        announced=row["announced"],
        count=row["count"],
        count_low=row["count_low"],
        count_high=row["count_high"],
        facts=tuple(_facts(row, record)),
        sentences=tuple(one.text for one in context(events, row["id"], record.episodes)),
        witnesses=tuple(Witness(**{name: one[name] for name in Witness.__dataclass_fields__}) for one in citations),
        neighbours=tuple(_neighbours(row, events)),
        cite=f"expulsions, the open record of expulsions of diplomats (version {version}, {year}): {title}, "
        f"{theme.date_text(row['announced'])}. expulsions/{row['id']}",
    )


def _near(events: pd.DataFrame, id: str) -> str:
    """The nearest id; where the date is the slip, those of the same two sides in that year."""
    near = did_you_mean(id, events["id"])
    year, sides = id[:4], "-".join(part for part in id.lower().split("-") if part.isalpha())
    same = [one for one in events["id"] if sides and one.startswith(year) and sides in one]
    return f" Did you mean {listed([repr(one) for one in same[:3]])}?" if same else near


def _plain(frame: pd.DataFrame) -> list[dict[str, Any]]:
    cells = frame.astype(object)
    return [
        {str(name): value for name, value in row.items()} for row in cells.where(cells.notna(), None).to_dict("records")
    ]


def _facts(row: dict[str, Any], record: Record) -> Iterator[tuple[str, str]]:
    counts = row["measure"] in schema.counting_measures()
    yield "People", _people(row, counts)
    yield "Who", begin(row["who"])
    yield "Announced", begin(when(row["announced"]).removeprefix("on ").removeprefix("in "))
    yield "Measure", schema.allowed("expulsions", "measure")[row["measure"]]
    meanings = schema.allowed("expulsions", "grounds")
    yield "Grounds", " ".join(meanings[one] for one in row["grounds"])
    if row["leave_within_hours"] is not None:
        yield "Deadline", _deadline(row["leave_within_hours"])
    titles = record.episodes.loc[record.episodes["episode"] == row["episode"], "title"]
    if len(titles):
        yield "Affair", titles.iloc[0]
    yield "Status", f"{begin(row['status'])}. {schema.allowed('expulsions', 'status')[row['status']]}"
    witnesses = row.get("independent_sources") or 0
    yield "Witnesses", begin(counted(witnesses, "independent witness only", "independent witnesses")) + "."
    if row["note"]:
        yield "Note", row["note"]


def _people(row: dict[str, Any], counts: bool) -> str:
    if row["count"] is None:
        return "No source gives a figure."
    figure = theme.number(row["count"])
    if row["count_low"] != row["count_high"]:
        figure += f"; sources differ: {theme.number(row['count_low'])} to {theme.number(row['count_high'])}"
    return figure if counts else f"{figure}; no sum counts it as people who had to leave."


def _deadline(hours: int) -> str:
    """The deadline, in days where it is longer than three and of whole days.

    >>> _deadline(48), _deadline(336)
    ('48 hours to leave.', '14 days to leave.')
    """
    whole_days = hours % 24 == 0 and hours > 72
    length = f"{theme.number(hours // 24)} days" if whole_days else f"{theme.number(hours)} hours"
    return f"{length} to leave."


def _neighbours(row: dict[str, Any], events: pd.DataFrame) -> Iterator[Neighbour]:
    answers = events[events["responds_to"].map(lambda given: row["id"] in given).astype(bool)]
    for relation, found in (
        ("Answered by", answers),
        ("Answers", events[events["id"].isin(row["responds_to"])]),
        ("Part of", events[events["id"] == (row["part_of"] or None)]),
        ("Holds", events[events["part_of"] == row["id"]]),
    ):
        for other in _plain(found):
            yield Neighbour(relation, other["id"], other["announced"], headline(other))


def as_text(box: FactBox) -> str:
    """The box for a terminal."""
    wide = max(len(label) for label, _ in box.facts)
    lines = [f"{box.headline}, {theme.date_text(box.announced)}", box.id, ""]
    lines += [f"{label:<{wide}}  {said}" for label, said in box.facts]
    lines += ["", "Sentences you can use", *(f"  {one}" for one in box.sentences)] if box.sentences else []
    lines += ["", "Who says so"]
    for one in box.witnesses:
        lines += [f"  {_figure(one)}  {_source(one)}: {one.title}", f"  {'':>5}  {one.url}"]
    if box.neighbours:
        lines += ["", "Linked decisions"]
        lines += [
            f"  {one.relation}: {one.headline}, {theme.date_text(one.announced)} ({one.id})" for one in box.neighbours
        ]
    return "\n".join([*lines, "", "Cite as", f"  {box.cite}"])


def _figure(one: Witness) -> str:
    return f"{theme.number(one.count_reported):>5}"


def _source(one: Witness) -> str:
    agency = f" ({one.agency})" if one.agency and one.agency != one.publisher else ""
    return f"{one.publisher}{agency}" + (f", {theme.date_text(one.published)}" if one.published else "")


def as_markdown(box: FactBox) -> str:
    """The box as Markdown, with every sign that Markdown or HTML would read escaped."""
    lines = [f"### {_md(box.headline)}, {theme.date_text(box.announced)}", ""]
    lines += [f"- **{label}:** {_md(said)}" for label, said in box.facts]
    lines += ["", *(f"> {_md(one)}\n" for one in box.sentences)]
    lines += ["**Who says so**", ""]
    lines += [
        f"- {theme.number(one.count_reported)}: [{_md(_source(one))}]({_md_url(one.url)}): {_md(one.title)}"
        for one in box.witnesses
    ]
    if box.neighbours:
        lines += ["", "**Linked decisions**", ""]
        lines += [f"- {one.relation}: {_md(one.headline)}, {theme.date_text(one.announced)}" for one in box.neighbours]
    return "\n".join([*lines, "", f"*{_md(box.cite)}*"])


def _md(text: str) -> str:
    """Text that Markdown shows as it is.

    >>> _md("1*2 [x] <b>")
    '1\\\\*2 \\\\[x\\\\] \\\\<b\\\\>'
    """
    return "".join(f"\\{letter}" if letter in "\\`*_[]<>|#" else letter for letter in " ".join(text.split()))


def _md_url(url: str) -> str:
    return "".join(f"%{ord(letter):02X}" if letter in "()<>\\ \t\n" else letter for letter in url)


def as_html(box: FactBox) -> str:
    """The box as plain HTML without classes or styles, so that a page dresses it; every text is escaped."""
    text = escape
    facts = "".join(f"<dt>{text(label)}</dt><dd>{text(said)}</dd>" for label, said in box.facts)
    sentences = "".join(f"<blockquote><p>{text(one)}</p></blockquote>\n" for one in box.sentences)
    witnesses = "".join(
        f"<li>{theme.number(one.count_reported)}: {_link(one)}: {text(one.title)}</li>\n" for one in box.witnesses
    )
    linked = "".join(
        f"<li>{one.relation}: {text(one.headline)}, {theme.date_text(one.announced)}</li>\n" for one in box.neighbours
    )
    linked = f"<h4>Linked decisions</h4>\n<ul>\n{linked}</ul>\n" if linked else ""
    return (
        f"<aside>\n<h3>{text(box.headline)}, {theme.date_text(box.announced)}</h3>\n<dl>{facts}</dl>\n{sentences}"
        f"<h4>Who says so</h4>\n<ul>\n{witnesses}</ul>\n{linked}<p><cite>{text(box.cite)}</cite></p>\n</aside>"
    )


def _link(one: Witness) -> str:
    # The codebook allows http and https only, but a table that nobody checked may hold any address.
    if not one.url.startswith(("http://", "https://")):
        return escape(_source(one))
    return f'<a href="{escape(one.url)}" rel="noopener nofollow">{escape(_source(one))}</a>'
