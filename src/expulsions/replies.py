"""Tit for tat: who answered whom, how many for how many, how soon.

An answer is a decision that names another in `responds_to`, because a source says so. A decision without one may have
been answered in a way that no source of this record links to it: it is unanswered *in this record*.
"""

import numpy as np
import pandas as pd

from expulsions.totals import ceilings, counted, last_days

BACK = ("people_back", "people_back_low", "people_back_high")


def links(events: pd.DataFrame) -> pd.DataFrame:
    """Which decision answers which: a row for each link within the frame, sorted by decision, then by date of answer.

    Columns: decision, answer (row numbers in the frame, int64). An answer to a part of a decision answers the whole
    (`part_of`). A link to a decision that was announced later is no answer and is left out, as is one to a row that the
    frame lacks.

    >>> frame = pd.DataFrame({
    ...     "id": ["2022-03-29-bel-rus", "2022-04-19-rus-bel"], "responds_to": [(), ("2022-03-29-bel-rus",)],
    ...     "part_of": "", "date": pd.to_datetime(["2022-03-29", "2022-04-19"]), "date_precision": "day"})
    >>> links(frame).to_dict("records")
    [{'decision': 0, 'answer': 1}]
    """
    named = events["responds_to"].to_numpy()
    sizes = np.fromiter(map(len, named), "int64", len(named))
    targets = [target for targets in named[sizes > 0] for target in targets]
    parts = np.flatnonzero((events["part_of"] != "").to_numpy())
    wholes = events["part_of"].iloc[parts].tolist()
    rows = _rows_of(events["id"], [*targets, *wholes])
    answer = np.repeat(np.arange(len(events)), sizes)
    decision, of_parts = rows[: len(targets)], rows[len(targets) :]
    whole = np.arange(len(events))
    whole[parts] = np.where(of_parts >= 0, of_parts, parts)
    decision = np.where(decision >= 0, whole[decision] if len(whole) else decision, decision)
    first, last = events["date"].to_numpy(), last_days(events).to_numpy()
    possible = (decision >= 0) & (decision != answer) & (last[answer] >= first[decision])
    pairs = pd.DataFrame({"decision": decision, "answer": answer})[possible].drop_duplicates()
    pairs = pairs.assign(date=first[pairs["answer"]], turn=0)
    # Ids decide only between answers of one day: sorting text is slow, and such answers are few.
    tied = pairs.duplicated(["decision", "date"], keep=False)
    pairs.loc[tied, "turn"] = pd.factorize(events["id"].array[pairs.loc[tied, "answer"]], sort=True)[0]
    pairs = pairs.sort_values(["decision", "date", "turn"], ignore_index=True)
    return pd.DataFrame(pairs[["decision", "answer"]])


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
    table = _answered(events, pairs, ["id", "date", "expelling", "expelled", "episode"])
    table["answers"] = _answer_ids(events, pairs)[table.index]
    table = table.drop(columns=["people_out_low", "people_out_high"]).sort_values(
        "date", kind="stable", ignore_index=True
    )
    table["ratio"] = table["people_back"] / table["people_out"].where(table["people_out"] > 0)
    order = ["is_answer", "people_out", "answered", "answers", "answered_on", "days", *BACK, "ceiling_back", "ratio"]
    return table[["id", "date", "expelling", "expelled", "episode", *order, "shared"]]


def unanswered(events: pd.DataFrame) -> pd.DataFrame:
    """The opening moves that nothing in the frame answers, in the order of time; an answer itself awaits no answer.

    Columns: id, date, expelling, expelled, episode, people_out, as in `replies`.

    >>> from expulsions import data
    >>> "2022-03-29-bel-rus" in unanswered(data.load_expulsions())["id"].tolist()
    False
    """
    awaits = counted(events).to_numpy() & ~_answers_something(events)
    awaits[links(events)["decision"]] = False
    table = events.loc[awaits, ["id", "date", "expelling", "expelled", "episode", "count"]]
    table = table.rename(columns={"count": "people_out"})
    return table.sort_values("date", kind="stable", ignore_index=True)


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


def _rows_of(ids: pd.Series, wanted: list[str]) -> np.ndarray:
    """The row number of each wanted id, -1 for one that the frame lacks."""
    both = pd.concat([ids, pd.Series(wanted, dtype=ids.dtype)], ignore_index=True)
    codes, texts = pd.factorize(both)
    row = np.full(len(texts), -1)
    row[codes[: len(ids)]] = np.arange(len(ids))
    found: np.ndarray = row[codes[len(ids) :]]
    return found


def _answered(events: pd.DataFrame, pairs: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """The counted decisions by row number: these columns, and what `replies` says but for answers and ratio."""
    decision, answer = pairs["decision"].to_numpy(), pairs["answer"].to_numpy()
    size = len(events)
    best, low, high = (events[column].fillna(events["count"]) for column in ("count", "count_low", "count_high"))
    sizes = {
        column: figure.to_numpy(dtype=float, na_value=np.nan)
        for column, figure in zip(BACK, (best, low, high), strict=True)
    }
    summed, sent = counted(events).to_numpy(), sizes["people_back"][answer]
    people = np.where(summed[answer], sent, np.nan)
    posts = np.where(ceilings(events).to_numpy()[answer], sent, np.nan)
    share = _shares(sizes["people_back"][decision], answer)
    # The links are sorted by date, so the first of a decision is its earliest answer.
    answered, earliest = np.unique(decision, return_index=True)
    dates = events["date"].to_numpy()
    answered_on = np.full(size, np.datetime64("NaT"), dtype=dates.dtype)
    answered_on[answered] = dates[answer[earliest]]
    exact = events["date_precision"].eq("day").to_numpy()
    day_known = np.zeros(size, dtype=bool)
    day_known[answered] = exact[answered] & exact[answer[earliest]]
    table = events[columns].reset_index(drop=True)
    table["is_answer"] = _answers_something(events)
    table["people_out"], table["people_out_low"], table["people_out_high"] = (
        figure.where(best.notna()).array for figure in (best, low, high)
    )
    table["answered"] = np.isin(np.arange(size), answered)
    table["answered_on"] = answered_on
    table["days"] = pd.Series(answered_on - dates).dt.days.where(day_known).astype("Int64")
    for column, figures in sizes.items():
        table[column] = _summed(decision, np.where(np.isnan(people), np.nan, figures[answer] * share), size)
    table["ceiling_back"] = _summed(decision, posts, size).astype("Int64")
    table["shared"] = np.isin(np.arange(size), decision[pairs["answer"].duplicated(keep=False)])
    return table[summed]


def _answers_something(events: pd.DataFrame) -> np.ndarray:
    return np.fromiter(map(bool, events["responds_to"].to_numpy()), bool, len(events))


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


def _summed(decision: np.ndarray, figures: np.ndarray, size: int) -> pd.Series:
    """The sum of the figures per decision (Float64), missing where none is known."""
    known = ~np.isnan(figures)
    sums = np.bincount(decision[known], weights=figures[known], minlength=size)
    some = np.bincount(decision[known], minlength=size) > 0
    return pd.Series(np.where(some, sums, np.nan)).astype("Float64")


def _answers_summed(events: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    opening = _answered(events, links(events), by).query("not is_answer")
    known = opening["people_out"].notna()
    both = known & opening["people_back"].notna()
    out = ["people_out", "people_out_low", "people_out_high"]
    parts = opening[by].assign(
        decisions=1,
        answered=opening["answered"],
        days=opening["days"],
        **{column: opening[column] for column in (*out, *BACK)},
        without_count=~known,
        compared=both,
        compared_out=opening["people_out"].where(both),
        compared_back=opening["people_back"].where(both),
    )
    figures = [str(column) for column in parts if column not in by]
    parts[figures] = parts[figures].astype("float64")
    grouped = parts.groupby(by, sort=True)
    table = grouped[figures].sum(min_count=1)
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
    ids = events["id"].to_numpy()[pairs["answer"]].tolist()
    decisions, starts = np.unique(pairs["decision"], return_index=True)
    answers = np.empty(len(events), dtype=object)
    answers.fill(())
    bounds = np.append(starts, len(ids))
    for decision, start, stop in zip(decisions, bounds[:-1], bounds[1:], strict=True):
        answers[decision] = tuple(ids[start:stop])
    return answers
