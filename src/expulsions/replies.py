"""Tit for tat: who answered whom, how many for how many, how soon.

An answer is a decision that names another in `responds_to`, because a source says so. A decision without one may have
been answered in a way that no source of this record links to it: it is unanswered *in this record*.
"""

import numpy as np
import pandas as pd

from expulsions.links import answers_something, links, named
from expulsions.totals import ceilings, counted

BACK = ("people_back", "people_back_low", "people_back_high")


def replies(events: pd.DataFrame) -> pd.DataFrame:
    """Each decision with its answers, in the order of time, those of one day in the order of the frame.

    The decisions are those that a headline sum counts. Columns: id, date (datetime64), expelling, expelled, episode;
    is_answer (bool, it answers another itself); people_out (Int64); answered (bool); answers (tuple of ids);
    answered_on (datetime64, the first day on which the first answer may have come); days (Int64, from the decision to
    the first answer, where the day of both is known); people_back, people_back_low, people_back_high (Float64);
    ceiling_back (Int64, posts under a ceiling set in answer); ratio (Float64, people_back / people_out);
    shared (bool, an answer to it answers other decisions too).

    The people of an answer to several decisions are shared among them in proportion to the people of each (equally
    where one has no figure), so that none is counted twice; only then is people_back not a whole number. The people of
    a decision that is `part_of` another are already in that other's figure and do not count again.

    >>> from expulsions import data
    >>> belgian = replies(data.load_expulsions()).query("id == '2022-03-29-bel-rus'")
    >>> belgian[["people_out", "answers", "days"]].to_dict("records")
    [{'people_out': 21, 'answers': ('2022-04-19-rus-bel',), 'days': 21}]
    """
    pairs = links(events)
    rows = _in_time(events, counted(events).to_numpy())
    table = events[["id", "date", "expelling", "expelled", "episode"]].iloc[rows].reset_index(drop=True)
    first, back = _first_answers(events, pairs, rows), _people_back(events, pairs, rows)
    posts = np.where(ceilings(events), events["count"].to_numpy("float64", na_value=np.nan), np.nan)
    posts_back = _summed(pairs["decision"].to_numpy(), posts[pairs["answer"]], rows, len(events))
    shared = np.zeros(len(events), dtype=bool)
    shared[pairs.loc[pairs["answer"].duplicated(keep=False), "decision"]] = True
    people_out = pd.Series(events["count"].array[rows])
    return table.assign(
        is_answer=answers_something(events)[rows],
        people_out=people_out,
        answered=first["answered"],
        answers=_answer_ids(events, pairs)[rows],
        answered_on=first["answered_on"],
        days=first["days"],
        **back,
        ceiling_back=posts_back.astype("Int64"),
        ratio=back["people_back"] / people_out.where(people_out > 0),
        shared=shared[rows],
    )


def unanswered(events: pd.DataFrame) -> pd.DataFrame:
    """The opening moves that nothing in the frame answers, in the order of time; an answer itself awaits no answer.

    Columns: id, date, expelling, expelled, episode, people_out, as in `replies`.

    >>> from expulsions import data
    >>> "2022-03-29-bel-rus" in unanswered(data.load_expulsions())["id"].tolist()
    False
    """
    awaits = counted(events).to_numpy() & ~answers_something(events)
    awaits[named(events)[0]] = False
    rows = _in_time(events, awaits)
    table = events[["id", "date", "expelling", "expelled", "episode", "count"]].iloc[rows].reset_index(drop=True)
    return table.rename(columns={"count": "people_out"})


def replies_by_pair(events: pd.DataFrame) -> pd.DataFrame:
    """How each side that was expelled answered the side that began, the most decisions first.

    Only opening moves are looked at: decisions that answer nothing themselves. Columns: expelling, expelled (codes);
    decisions, answered, median_days (Float64, where known); people_out, people_out_low, people_out_high, without_count
    (the sums of `summary` over the opening moves); people_back, people_back_low, people_back_high (Int64, people
    expelled in answer; missing where no answer has a figure); compared (Int64, the decisions where both figures are
    known); ratio (Float64, people back for each one out over these).

    >>> from expulsions import data
    >>> belgian = replies_by_pair(data.load_expulsions().query("date >= '2022' and date < '2023'"))
    >>> belgian.query("expelling == 'BEL'")[["expelled", "decisions", "answered"]].to_dict("records")
    [{'expelled': 'RUS', 'decisions': 1, 'answered': 1}]
    """
    return _answers_summed(events, ["expelling", "expelled"])


def replies_by_episode(events: pd.DataFrame, episodes: pd.DataFrame) -> pd.DataFrame:
    """How each side that was expelled in an affair answered: "Moscow answered 24 of 29, median 12 days".

    Columns: episode, title, expelled (code of the side that answers), then those of `replies_by_pair`; decisions that
    belong to no affair are left out.

    >>> from expulsions import data
    >>> table = replies_by_episode(data.load_expulsions(), data.load_episodes())
    >>> table.loc[0, ["episode", "expelled"]].tolist()
    ['ukraine-invasion-2022', 'RUS']
    """
    table = _answers_summed(events, ["episode", "expelled"])
    table = table[table["episode"] != ""].reset_index(drop=True)
    table = table.merge(episodes[["episode", "title"]], how="left", on="episode", validate="many_to_one")
    titles = table.pop("title").fillna("")
    table.insert(1, "title", titles)
    return table


def _in_time(events: pd.DataFrame, chosen: np.ndarray) -> np.ndarray:
    """The numbers of the chosen rows in the order of time, so that text is taken once, into its place."""
    rows = np.flatnonzero(chosen)
    order: np.ndarray = rows[np.argsort(events["date"].to_numpy()[rows], kind="stable")]
    return order


def _people(events: pd.DataFrame, rows: np.ndarray) -> pd.DataFrame:
    """The figures of these rows: count, count_low, count_high (Int64), all missing where the count is."""
    people = events[["count", "count_low", "count_high"]].iloc[rows].reset_index(drop=True)
    best = people["count"]
    return people.apply(lambda figure: figure.fillna(best).where(best.notna()))


def _first_answers(events: pd.DataFrame, pairs: pd.DataFrame, rows: np.ndarray) -> pd.DataFrame:
    """Of these rows, in their order: answered, answered_on and days, as `replies` says."""
    # The links are sorted by date, so the first of a decision is its earliest answer.
    earliest = pairs.drop_duplicates("decision")
    first = np.full(len(events), -1)
    first[earliest["decision"]] = earliest["answer"]
    first = first[rows]
    answered = first >= 0
    dates, exact = events["date"].to_numpy(), events["date_precision"].eq("day").to_numpy()
    answered_on = pd.Series(dates[first]).where(answered)
    days = (answered_on - dates[rows]).dt.days.where(exact[rows] & exact[first]).astype("Int64")
    return pd.DataFrame({"answered": answered, "answered_on": answered_on, "days": days})


def _people_back(events: pd.DataFrame, pairs: pd.DataFrame, rows: np.ndarray) -> pd.DataFrame:
    """Of these rows, in their order: people_back with low and high, as `replies` says."""
    decision, answer = pairs["decision"].to_numpy(), pairs["answer"].to_numpy()
    people_out = events["count"].array[decision].to_numpy("float64", na_value=np.nan)
    share = np.where(counted(events).to_numpy()[answer], _shares(people_out, answer), np.nan)
    table = pd.DataFrame(index=range(len(rows)))
    for column, (_, figure) in zip(BACK, _people(events, answer).items(), strict=True):
        sent = figure.to_numpy("float64", na_value=np.nan)
        table[column] = _summed(decision, sent * share, rows, len(events))
    return table


def _shares(people_out: np.ndarray, answer: np.ndarray) -> np.ndarray:
    """For each link the part of the answer's people that goes to the decision: by its people, or equally."""
    if not len(answer):
        return people_out
    number, total = np.bincount(answer), np.bincount(answer, weights=people_out)
    with np.errstate(invalid="ignore", divide="ignore"):
        by_people = people_out / total[answer]
    # A decision of nobody beside others still shares the answer; where the figures cannot say how, they share alike.
    shares: np.ndarray = np.where(np.isfinite(by_people) & (number[answer] > 1), by_people, 1 / number[answer])
    return shares


def _summed(decision: np.ndarray, figures: np.ndarray, rows: np.ndarray, size: int) -> pd.Series:
    """The sum of the figures per decision (Float64), missing where none is known; of these rows, in their order."""
    known = ~np.isnan(figures)
    sums = np.bincount(decision[known], weights=figures[known], minlength=size)
    some = np.bincount(decision[known], minlength=size) > 0
    return pd.Series(np.where(some, sums, np.nan)[rows]).astype("Float64")


def _answers_summed(events: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    pairs = links(events)
    opening = np.flatnonzero(counted(events).to_numpy() & ~answers_something(events))
    out = ["people_out", "people_out_low", "people_out_high"]
    people = _people(events, opening).set_axis(out, axis="columns")
    first, back = _first_answers(events, pairs, opening), _people_back(events, pairs, opening)
    known = people["people_out"].notna()
    both = known & back["people_back"].notna()
    parts = pd.concat([people, back, first[["answered", "days"]]], axis="columns").assign(
        decisions=1,
        without_count=~known,
        compared=both,
        compared_out=people["people_out"].where(both),
        compared_back=back["people_back"].where(both),
    )
    parts = parts.astype("float64")
    sides = events[by].iloc[opening].reset_index(drop=True)
    grouped = parts.groupby([sides[column] for column in by], sort=True)
    table = grouped.sum(min_count=1)
    table["days"] = grouped["days"].median()
    compared_back, compared_out = table.pop("compared_back"), table.pop("compared_out")
    whole = [str(column) for column in table if column != "days"]
    table[whole] = table[whole].round().astype("Int64")
    table["days"] = table["days"].astype("Float64")
    table["ratio"] = (compared_back / compared_out.where(compared_out > 0)).round(9).astype("Float64")
    table = table.rename(columns={"days": "median_days"}).reset_index()
    order = ["decisions", "people_out", *by]
    table = table.sort_values(order, ascending=[False, False, True, True], ignore_index=True)
    return table[[*by, "decisions", "answered", "median_days", *out, "without_count", *BACK, "compared", "ratio"]]


def _answer_ids(events: pd.DataFrame, pairs: pd.DataFrame) -> np.ndarray:
    """For each row of the frame the ids of its answers, a tuple."""
    ids = events["id"].array[pairs["answer"]].tolist()
    answers = np.empty(len(events), dtype=object)
    answers.fill(())
    answers[pairs["decision"]] = np.fromiter(zip(ids, strict=True), object, len(ids))
    decisions, starts, sizes = np.unique(pairs["decision"], return_index=True, return_counts=True)
    several = sizes > 1
    for decision, start, size in zip(decisions[several], starts[several], sizes[several], strict=True):
        answers[decision] = tuple(ids[start : start + size])
    return answers
