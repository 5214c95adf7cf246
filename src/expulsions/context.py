"""Where a figure stands in the record: rank, "the largest since", share, answer. Sentences to quote, with their rows.

Each sentence speaks of this record only and names the year where it begins. Decisions without a figure and ceilings on
posts are not compared, and the sentence says so; where the range of another decision could change the order, it holds
"by the best figures".
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from expulsions import actors
from expulsions.english import begin, counted, listed, number, ordinal, the, when
from expulsions.errors import UnknownValue, did_you_mean
from expulsions.standing import Claims, Mask, Standing

# A rank below this is no news; neither is "the largest since" a day within the last year.
LAST_RANK, SINCE_DAYS = 10, 365
# More actors than this are counted, not named.
NAMED = 6
Said = Iterator[tuple[str, Iterable[int]]]


@dataclass(frozen=True)
class Sentence:
    """A true sentence about a decision, and the ids of the rows it rests on, the decision itself first."""

    text: str
    rows: tuple[str, ...]


def context(events: pd.DataFrame, id: str, episodes: pd.DataFrame | None = None) -> list[Sentence]:
    """What can be said of a decision, the most quotable first.

    `events` is the whole record, not a part of it: a claim is as wide as the frame. With `episodes` the affair is
    called by its title. Raises UnknownValue for an id that the frame lacks.

    >>> frame = pd.DataFrame({
    ...     "id": ["1983-09-09-irl-sun", "2022-03-29-irl-rus"], "announced": ["1983-09-09", "2022-03-29"],
    ...     "expelling": "IRL", "expelled": ["SUN", "RUS"], "measure": "expelled", "part_of": "", "episode": "",
    ...     "count": pd.array([3, 4], "Int64"), "count_low": pd.array([2, 4], "Int64"),
    ...     "count_high": pd.array([3, 4], "Int64"), "responds_to": [(), ()],
    ...     "date": pd.to_datetime(["1983-09-09", "2022-03-29"]), "date_precision": "day"})
    >>> context(frame, "2022-03-29-irl-rus")[0].text
    'The largest expulsion by Ireland in this record, which for Ireland begins in 1983.'
    """
    if not (events["id"] == id).any():
        raise UnknownValue(f"context: the record has no decision {id!r}.{did_you_mean(id, events['id'])}")
    return _sentences(Claims(events), int((events["id"] == id).to_numpy().argmax()), _titles(episodes))


def contexts(events: pd.DataFrame, episodes: pd.DataFrame | None = None) -> dict[str, list[Sentence]]:
    """`context` for every decision of the frame, by id; much faster than one by one."""
    claims, titles = Claims(events), _titles(episodes)
    return {id: _sentences(claims, row, titles) for row, id in enumerate(events["id"])}


def _titles(episodes: pd.DataFrame | None) -> dict[str, str]:
    return {} if episodes is None else dict(zip(episodes["episode"], episodes["title"], strict=True))


def _sentences(claims: Claims, row: int, titles: dict[str, str]) -> list[Sentence]:
    said: list[tuple[str, Iterable[int]]] = []
    if claims.has_size[row]:
        said += [
            *_of_actor(claims, row),
            *_of_target(claims, row),
            *_of_affair(claims, row, titles),
            *_of_year(claims, row),
        ]
        said += _same_day(claims, row)
    else:
        said += _why_not_compared(claims, row)
    said += [*_answers_to(claims, row), *_answer_of(claims, row)]
    return [Sentence(text, tuple(dict.fromkeys(claims.id[[row, *rows]]))) for text, rows in said]


def _of_actor(claims: Claims, row: int) -> Said:
    name = the(claims.expelling[row])
    own = claims.expelling == claims.expelling[row]
    if own.sum() == 1:
        yield f"The only expulsion by {name} in this record.", []
        return
    oldest = claims.oldest(own)
    where = f"in this record, which for {name} begins in {claims.year[oldest]}"
    yield from _since(claims, row, own, name, where)
    for text, rows in _ranked(claims, row, own, f"expulsion by {name}", f"expulsions by {name}", where):
        yield text, [*rows, oldest]


def _since(claims: Claims, row: int, own: Mask, name: str, where: str) -> Said:
    """The largest since the last one as large; "at the time" where a later one is as large or larger."""
    before = claims.last_as_large_before(row, own)
    span = own if before is None else own & (claims.last > claims.last[before])
    later = span & (claims.first > claims.last[row])
    until_then, until_now = claims.standing(row, span & ~later), claims.standing(row, span)
    outdone = until_now.rank > 1 or until_now.equal.size > 0
    recent = before is not None and (claims.first[row] - claims.last[before]).astype(int) < SINCE_DAYS
    # Larger than nothing in between is no news, and the largest of all is said by its rank.
    if until_then.rank > 1 or until_then.equal.size or recent or not until_then.rows.size:
        return
    if before is None and not outdone:
        return
    since = ""
    if before is not None:
        size = counted(int(claims.best[before]), "person", "people")
        since = f" since {when(claims.announced[before]).removeprefix('on ').removeprefix('in ')} ({size})"
    standing, group = (until_then, span & ~later) if outdone else (until_now, span)
    largest = "At the time the largest" if outdone else "The largest"
    rows = [*([] if before is None else [before]), *(until_now if outdone else standing).rows, claims.oldest(own)]
    yield f"{largest} expulsion by {name}{since} {where}{_caveat(claims, standing, group)}.", rows


def _of_target(claims: Claims, row: int) -> Said:
    staff = _staff(claims, row)
    group = claims.expelled == claims.expelled[row]
    oldest = claims.oldest(group)
    where = f"in this record, which for {staff} begins in {claims.year[oldest]}"
    for text, rows in _ranked(claims, row, group, f"expulsion of {staff}", f"expulsions of {staff}", where, LAST_RANK):
        yield text, [*rows, oldest]


def _of_affair(claims: Claims, row: int, titles: dict[str, str]) -> Said:
    if claims.episode[row] == "":
        return
    staff, slug = _staff(claims, row), claims.episode[row]
    affair = f"the affair “{titles[slug]}”" if titles.get(slug) else "its affair"
    group = (claims.episode == slug) & (claims.expelled == claims.expelled[row])
    one, many = f"expulsion of {staff}", f"expulsions of {staff}"
    yield from _ranked(claims, row, group, one, many, f"in {affair} in this record")
    summed = claims.rows(group & claims.summed & ~np.isnan(claims.best))
    everyone = int(claims.best[summed].sum())
    if len(summed) < 2 or everyone == 0:
        return
    percent = 100 * claims.best[row] / everyone
    share = "less than 1%" if percent < 1 else f"{percent:.0f}%"
    unsure = (claims.low[summed] != claims.high[summed]).any()
    standing = Standing(unsure=bool(unsure), without=np.flatnonzero(group & claims.summed & np.isnan(claims.best)))
    of_them = f"{number(int(claims.best[row]))} of the {number(everyone)} {staff} ({share})"
    caveat = _caveat(claims, standing, group, "counted")
    yield f"It accounts for {of_them} who had to leave in {affair} in this record{caveat}.", summed


def _of_year(claims: Claims, row: int) -> Said:
    year = claims.year[row]
    one, many = f"expulsion of {year}", f"expulsions of {year}"
    yield from _ranked(claims, row, claims.year == year, one, many, "in this record", LAST_RANK)


def _ranked(
    claims: Claims, row: int, group: Mask, one: str, many: str, where: str, last_rank: int | None = None
) -> Said:
    standing = claims.standing(row, group)
    compared = standing.rows.size + 1
    if compared == 1 or (last_rank and standing.rank > last_rank):
        return
    joint = "joint " if standing.equal.size else ""
    what = f"largest {one}" if standing.rank == 1 else f"{ordinal(standing.rank)} largest of {number(compared)} {many}"
    rows = [*standing.rows, *standing.without]
    yield f"The {joint}{what} {where}{_caveat(claims, standing, group)}.", rows


def _caveat(claims: Claims, standing: Standing, group: Mask, verb: str = "compared") -> str:
    left_out = []
    if standing.without.size:
        left_out.append(counted(standing.without.size, "decision without a figure", "decisions without a figure"))
    if (claims.ceiling & group).any():
        left_out.append("ceilings on posts")
    best = ", by the best figures" if standing.unsure else ""
    is_or_are = "is" if len(left_out) == 1 and standing.without.size == 1 else "are"
    return best + (f"; {listed(left_out)} {is_or_are} not {verb}" if left_out else "")


def _same_day(claims: Claims, row: int) -> Said:
    day = claims.exact_day & (claims.first == claims.first[row]) & claims.exact_day[row] & claims.summed
    others = claims.rows(day & (claims.expelled == claims.expelled[row]) & (claims.expelling != claims.expelling[row]))
    names = sorted({the(code) for code in claims.expelling[others]}, key=lambda name: name.removeprefix("the "))
    if names:
        who = listed(names) if len(names) <= NAMED else f"{number(len(names))} other authorities"
        yield f"On the same day {who} expelled {_staff(claims, row)} too.", others


def _answers_to(claims: Claims, row: int) -> Said:
    answers = claims.answers_to(row)
    if not answers and claims.has_size[row] and not claims.responds_to[row]:
        yield "This record has no answer to it.", []
    for answer in answers:
        days = int((claims.first[answer] - claims.first[row]).astype(int))
        exact = claims.exact_day[answer] and claims.exact_day[row]
        after = {0: ", the same day", 1: ", the next day"}.get(days, f", {number(days)} days later") if exact else ""
        who = begin(the(claims.expelling[answer]))
        others = len(claims.responds_to[answer]) - 1
        shared = f", in answer to this and {counted(others, 'other decision', 'other decisions')}" if others else ""
        yield f"{who} answered {when(claims.announced[answer])}{after}{_what(claims, answer)}{shared}.", [answer]


def _what(claims: Claims, answer: int) -> str:
    if not claims.people[answer]:
        return ", with a ceiling on posts" if claims.ceiling[answer] else ", with a refused visa"
    if np.isnan(claims.best[answer]):
        return "; this record has no figure for it"
    people, low, high = (int(figure[answer]) for figure in (claims.best, claims.low, claims.high))
    adjective = actors.adjective(claims.expelled[answer])
    who = f"one member of the {adjective} staff" if people == 1 else f"{number(people)} {adjective} staff"
    between = f" (from {number(low)} to {number(high)})" if low != high else ""
    return f": {who} had to leave{between}"


def _answer_of(claims: Claims, row: int) -> Said:
    answered = [claims.row_of[id] for id in claims.responds_to[row] if id in claims.row_of]
    if answered:
        yield f"It answers {listed([_decision(claims, one) for one in answered])}.", answered


def _decision(claims: Claims, row: int) -> str:
    size = "no figure" if np.isnan(claims.best[row]) else counted(int(claims.best[row]), "person", "people")
    if claims.ceiling[row]:
        size = "a ceiling on posts"
    return f"the decision by {the(claims.expelling[row])} {when(claims.announced[row])} ({size})"


def _why_not_compared(claims: Claims, row: int) -> Said:
    whole = claims.row_of.get(claims.part_of[row])
    if whole is not None:
        yield f"It is part of {_decision(claims, whole)} and is not counted by itself.", [whole]
    elif claims.ceiling[row]:
        yield "It set a ceiling on posts, which no sum of people who had to leave includes.", []
    elif not claims.people[row]:
        yield "It kept people from coming; nobody had to leave, so no sum counts it.", []
    else:
        yield "This record has no figure for it, so it is not compared with others.", []


def _staff(claims: Claims, row: int) -> str:
    return f"{actors.adjective(claims.expelled[row])} staff"
