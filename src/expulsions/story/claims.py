"""A news story of 30 March 2022, claim by claim: what it said, what the record says, and who witnesses it."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from expulsions import english
from expulsions.data import Record
from expulsions.replies import replies
from expulsions.story.prose import Prose
from expulsions.totals import counted

HOLDS, IN_PART, FAILS, UNKNOWN = "Holds", "Holds in part", "Does not hold", "Not in this record"
WAR = "ukraine-invasion-2022"
# "For decades": at least two of them.
DECADES = 20
NAMED = 3

Decision = tuple[str, str, str]
Finding = tuple[str, str, list[str]]
Test = Callable[[pd.DataFrame, pd.DataFrame], Finding]

POLAND, BELGIUM, NETHERLANDS, IRELAND, NATO = (
    ("POL", "RUS", "2022-03-23"),
    ("BEL", "RUS", "2022-03-29"),
    ("NLD", "RUS", "2022-03-29"),
    ("IRL", "RUS", "2022-03-29"),
    ("NATO", "RUS", "2021-10"),
)
DUTCH_2018, DUTCH_2020 = ("NLD", "RUS", "2018-03"), ("NLD", "RUS", "2020-12")


@dataclass(frozen=True)
class Claim:
    """What the story said, of which decisions, and the test that the record puts it to."""

    text: str
    about: tuple[Decision, ...]
    test: Test


def article_claims(record: Record) -> pd.DataFrame:
    """The claims of the story in its order, a row for each.

    Columns: claim (own words), verdict ("Holds", "Holds in part", "Does not hold", "Not in this record"), finding (a
    sentence), rows (tuple of ids), witnesses (Int64, independent sources of these rows).

    >>> from expulsions import data
    >>> article_claims(data.load()).loc[0, ["verdict", "rows"]].tolist()
    ['Holds', ('2022-03-29-bel-rus',)]
    """
    events = record.expulsions
    rows = []
    for claim in CLAIMS:
        chosen = _chosen(events, claim.about)
        verdict, finding, ids = (UNKNOWN, "", []) if chosen.empty else claim.test(events, chosen)
        ids = list(dict.fromkeys([*chosen["id"], *ids]))
        rows.append((claim.text, verdict, finding, tuple(ids), len(_witnesses(record.citations, ids))))
    table = pd.DataFrame(rows, columns=["claim", "verdict", "finding", "rows", "witnesses"])
    return table.astype({"witnesses": "Int64"})


def told(claims: pd.DataFrame, citations: pd.DataFrame) -> Prose:
    """The claims as Markdown: each with its verdict, what the record says, the rows, and links to sources."""
    paragraphs = []
    for number, row in enumerate(claims.itertuples(), 1):
        found = _witnesses(citations, list(row.rows))
        links = [f"[{_link_text(name)}]({url})" for name, url in list(found.items())[:NAMED]]
        more = len(found) - len(links)
        sources = english.listed([*links, english.counted(more, "other", "others")] if more else links)
        rows = ", ".join(f"`{one}`" for one in row.rows)
        paragraphs.append(f"{number}. “{row.claim}” **{row.verdict}.** {row.finding} Rows: {rows}. Sources: {sources}.")
    return Prose("\n".join(paragraphs))


def _chosen(events: pd.DataFrame, about: tuple[Decision, ...]) -> pd.DataFrame:
    """The counted decisions of these pairs on these days or in these months."""
    wanted = pd.Series(False, index=events.index)
    for expelling, expelled, day in about:
        wanted |= (
            events["expelling"].eq(expelling)
            & events["expelled"].eq(expelled)
            & events["announced"].str.startswith(day)
        )
    return events[wanted & counted(events)]


def _of_pair(events: pd.DataFrame, expelling: str, expelled: str) -> pd.Series:
    return events["expelling"].eq(expelling) & events["expelled"].eq(expelled)


def _count(*figures: int) -> Test:
    def test(events: pd.DataFrame, chosen: pd.DataFrame) -> Finding:
        said = [_size(row) for row in chosen.to_dict("records")]
        holds = chosen["count"].tolist() == list(figures)
        return (HOLDS if holds else FAILS), f"The record has {english.listed(said)}.", []

    return test


def _size(row: Mapping[Hashable, Any]) -> str:
    if pd.isna(row["count"]):
        return f"no figure {english.when(row['announced'])}"
    span = "" if row["count_low"] == row["count_high"] else f" (sources give {row['count_low']} to {row['count_high']})"
    return f"{english.counted(int(row['count']), 'person', 'people')} {english.when(row['announced'])}{span}"


def _all(column: str, holds: Callable[[Any], bool], words: Callable[[pd.Series], str]) -> Test:
    """A test that every chosen row passes; some give "Holds in part"."""

    def test(events: pd.DataFrame, chosen: pd.DataFrame) -> Finding:
        passed = sum(bool(holds(value)) for value in chosen[column])
        verdict = HOLDS if passed == len(chosen) else IN_PART if passed else FAILS
        return verdict, words(chosen[column]), []

    return test


def _grounds(ground: str) -> Test:
    return _all("grounds", lambda one: ground in one, lambda all: f"Stated grounds: {_each(all.map(', '.join))}.")


def _note(*words: str) -> Test:
    """The notes mention it; that is what the record keeps of what ministers said."""
    return _all(
        "note", lambda note: any(word in str(note).lower() for word in words), lambda all: f"The note: {_each(all)}"
    )


def _deadline(days: int) -> Test:
    def words(hours: pd.Series) -> str:
        return f"Deadlines in days: {_each((hours / 24).map('{:g}'.format))}."

    return _all("leave_within_hours", lambda one: one is not pd.NA and one == 24 * days, words)


def _affair(episode: str) -> Test:
    return _all("episode", lambda one: one == episode, lambda all: f"The record files it under `{_each(all)}`.")


def _each(values: pd.Series) -> str:
    return " / ".join(dict.fromkeys(values))


def _largest_for_decades(events: pd.DataFrame, chosen: pd.DataFrame) -> Finding:
    said, before, long_ago = [], [], []
    for row in chosen.to_dict("records"):
        own = events[events["expelling"].eq(row["expelling"]) & counted(events) & (events["date"] < row["date"])]
        as_large = own[(own["count"] >= row["count"]).fillna(False)].tail(1)
        name = english.begin(english.the(row["expelling"]))
        if as_large.empty:
            years = (row["date"] - own["date"].min()).days // 365
            said.append(
                f"{name}: none as large before, in a record that begins {english.when(own['announced'].iloc[0])}."
            )
        else:
            last = as_large.iloc[0]
            before.append(last["id"])
            years = int((row["date"] - last["date"]).days / 365.25)
            said.append(f"{name}: the last as large is the {_size(last.to_dict())}, {years} years earlier.")
        long_ago.append(years >= DECADES)
    verdict = HOLDS if all(long_ago) else IN_PART if any(long_ago) else FAILS
    return verdict, " ".join(said), before


def _the_last_two(events: pd.DataFrame, chosen: pd.DataFrame) -> Finding:
    dutch = _of_pair(events, "NLD", "RUS") & events["announced"].lt(NETHERLANDS[2])
    last = events[dutch & counted(events)].sort_values("date").tail(2)
    holds = last["id"].tolist() == chosen["id"].tolist() and last["count"].eq(2).all()
    said = english.listed([_size(row) for row in last.to_dict("records")])
    return (HOLDS if holds else FAILS), f"The last two before are {said}.", last["id"].tolist()


def _answered(events: pd.DataFrame, chosen: pd.DataFrame) -> Finding:
    table = replies(events)
    table = table[table["id"].isin(chosen["id"])]
    answered = table[table["answered"]]
    ids = [one for answers in answered["answers"] for one in answers]
    people = english.counted(round(answered["people_back"].sum()), "person", "people")
    verdict = HOLDS if len(answered) == len(table) else IN_PART if len(answered) else FAILS
    days = f"{english.number(int(answered['days'].min()))} to {english.number(int(answered['days'].max()))} days"
    return verdict, f"Moscow answered {len(answered)} of {len(table)}, after {days}, with {people}.", ids


def _witnesses(citations: pd.DataFrame, ids: list[str]) -> dict[str, str]:
    """The independent sources of these rows, each with one page of theirs."""
    cited = citations[citations["expulsion"].isin(ids)]
    names = cited["agency"].where(cited["agency"] != "", cited["publisher"])
    found: dict[str, str] = {}
    for name, url in zip(names, cited["url"], strict=True):
        found.setdefault(name, url)
    return found


def _link_text(name: str) -> str:
    return name.replace("[", "(").replace("]", ")")


CLAIMS = (
    Claim("Belgium expelled 21 accredited Russian diplomats on Tuesday 29 March 2022.", (BELGIUM,), _count(21)),
    Claim("The Netherlands expelled 17 the same day.", (NETHERLANDS,), _count(17)),
    Claim("Belgium and the Netherlands accuse them of espionage.", (BELGIUM, NETHERLANDS), _grounds("espionage")),
    Claim("They must leave within two weeks.", (BELGIUM, NETHERLANDS), _deadline(14)),
    Claim(
        "Both ministers spoke of national security; Belgium's said that it was no sanction.",
        (BELGIUM, NETHERLANDS),
        _note("national secur"),
    ),
    Claim("Both countries pointed to the invasion of Ukraine as playing a role.", (BELGIUM, NETHERLANDS), _affair(WAR)),
    Claim("The Dutch minister told parliament by letter that the threat stays high.", (NETHERLANDS,), _note("letter")),
    Claim("The Russian embassy in Belgium stays open.", (BELGIUM,), _note("embassy stays open")),
    Claim("NATO had expelled eight accredited Russians in the autumn of 2021.", (NATO,), _count(8)),
    Claim("No expulsion of this size for decades.", (BELGIUM, NETHERLANDS), _largest_for_decades),
    Claim(
        "The Netherlands last expelled Russian diplomats in 2018 and 2020, two each time.",
        (DUTCH_2018, DUTCH_2020),
        _the_last_two,
    ),
    Claim("The case of 2018 answered the attack on Sergei Skripal.", (DUTCH_2018,), _affair("skripal-2018")),
    Claim("The case of 2020 was about espionage in high technology.", (DUTCH_2020,), _grounds("espionage")),
    Claim("Ireland expelled four on the same Tuesday.", (IRELAND,), _count(4)),
    Claim("Poland had expelled 45 the week before, on suspicion of espionage.", (POLAND,), _count(45)),
    Claim(
        "Russia is expected to answer with expulsions of its own.", (POLAND, BELGIUM, NETHERLANDS, IRELAND), _answered
    ),
)
