"""Tit for tat: who answered whom, how many for how many, how soon.

An answer is a decision that names another in `responds_to`, because a source says so. A decision without one may have
been answered in a way that no source of this record links to it: it is unanswered *in this record*.
"""

import numpy as np
import pandas as pd

from expulsions.totals import ceilings, counted, last_days

PEOPLE = ("count", "count_low", "count_high")


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
    pairs = pd.DataFrame(
        {
            "answer": np.repeat(np.arange(len(events)), sizes),
            "decision": _rows_of(events, [target for targets in named[sizes > 0] for target in targets]),
        }
    )
    whole = _rows_of(events, events["part_of"])
    in_part = (pairs["decision"] >= 0) & (whole[pairs["decision"]] >= 0)
    pairs["decision"] = np.where(in_part, whole[pairs["decision"]], pairs["decision"])
    first, last = events["date"].to_numpy(), last_days(events).to_numpy()
    possible = (pairs["decision"] >= 0) & (pairs["decision"] != pairs["answer"])
    possible &= last[pairs["answer"]] >= first[pairs["decision"]]
    pairs = pairs[possible].drop_duplicates()
    pairs = pairs.assign(date=first[pairs["answer"]], id=events["id"].to_numpy()[pairs["answer"]])
    return pairs.sort_values(["decision", "date", "id"], ignore_index=True)[["decision", "answer"]]


def replies(events: pd.DataFrame) -> pd.DataFrame:
    """Each decision with its answers, in the order of time.

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
    shares = _shares(events, pairs)
    found = shares.groupby("decision")
    table = events[["id", "date", "expelling", "expelled", "episode"]].reset_index(drop=True)
    table["is_answer"] = events["responds_to"].map(len).to_numpy() > 0
    table["people_out"] = events["count"].array
    table["answered"] = table.index.isin(pairs["decision"])
    table["answers"] = _answers(events, pairs)
    # The links are sorted by date, so the first is the earliest.
    table["answered_on"] = found["date"].first().reindex(table.index).astype(events["date"].dtype)
    exact = events["date_precision"].eq("day").to_numpy()
    days = (table["answered_on"] - table["date"]).dt.days
    first_exact = found["exact"].first().reindex(table.index, fill_value=False)
    table["days"] = days.where(exact & first_exact).astype("Int64")
    for column, figure in zip(("people_back", "people_back_low", "people_back_high"), PEOPLE, strict=True):
        table[column] = found[figure].sum(min_count=1).reindex(table.index).astype("Float64")
    table["ceiling_back"] = found["ceiling"].sum(min_count=1).reindex(table.index).astype("Int64")
    table["ratio"] = table["people_back"] / table["people_out"].where(table["people_out"] > 0)
    table["shared"] = found["shared"].any().reindex(table.index, fill_value=False).astype(bool)
    table = table[counted(events).to_numpy()]
    return table.sort_values(["date", "id"], ignore_index=True)


def unanswered(events: pd.DataFrame) -> pd.DataFrame:
    """The opening moves that nothing in the frame answers, in the order of time; an answer itself awaits no answer.

    Columns: id, date, expelling, expelled, episode, people_out, as in `replies`.

    >>> from expulsions import data
    >>> "2022-03-29-bel-rus" in unanswered(data.load_expulsions())["id"].tolist()
    False
    """
    opening = _openings(events)
    columns = ["id", "date", "expelling", "expelled", "episode", "people_out"]
    return opening.loc[~opening["answered"], columns].reset_index(drop=True)


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


def _openings(events: pd.DataFrame) -> pd.DataFrame:
    table = replies(events)
    return table[~table["is_answer"]]


def _answers_summed(events: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    opening = _openings(events)
    out = events.loc[:, ["id", "count_low", "count_high"]]
    opening = opening.merge(out, how="left", on="id", validate="one_to_one")
    known = opening["people_out"].notna()
    both = known & opening["people_back"].notna()
    parts = opening[by].assign(
        decisions=1,
        answered=opening["answered"],
        median_days=opening["days"].astype("Float64"),
        people_out=opening["people_out"],
        people_out_low=opening["count_low"].fillna(opening["people_out"]).where(known),
        people_out_high=opening["count_high"].fillna(opening["people_out"]).where(known),
        without_count=~known,
        people_back=opening["people_back"],
        people_back_low=opening["people_back_low"],
        people_back_high=opening["people_back_high"],
        compared=both,
        compared_out=opening["people_out"].where(both),
        compared_back=opening["people_back"].where(both),
    )
    grouped = parts.groupby(by, sort=True)
    table = grouped.sum(min_count=1)
    table["median_days"] = grouped["median_days"].median().astype("Float64")
    whole = [column for column in table if column not in ("median_days", "compared_back")]
    table[whole] = table[whole].astype("Float64").round().astype("Int64")
    table["ratio"] = (table.pop("compared_back") / table.pop("compared_out").replace(0, pd.NA)).astype("Float64")
    order = ["decisions", "people_out", *by]
    return table.reset_index().sort_values(order, ascending=[False, False, True, True], ignore_index=True)


def _shares(events: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """The links with what each answer sends back to each decision that it answers."""
    decision, answer = pairs["decision"].to_numpy(), pairs["answer"].to_numpy()
    weight = pd.Series(events["count"].array[decision]).astype("Float64")
    by_answer = pairs.groupby("answer")["decision"]
    number = by_answer.transform("size")
    total = weight.groupby(answer).transform("sum")
    proportional = weight.notna().groupby(answer).transform("all") & (total > 0)
    share = (weight / total).where(proportional, 1 / number).astype("Float64")
    counts_people = counted(events).to_numpy()[answer]
    shares = pairs.assign(
        date=events["date"].array[answer],
        exact=events["date_precision"].eq("day").to_numpy()[answer],
        shared=number > 1,
        ceiling=pd.Series(events["count"].array[answer]).where(ceilings(events).to_numpy()[answer]),
    )
    best = pd.Series(events["count"].array[answer])
    for figure in PEOPLE:
        people = pd.Series(events[figure].array[answer]).fillna(best).where(best.notna() & counts_people)
        shares[figure] = people.astype("Float64") * share
    return shares


def _answers(events: pd.DataFrame, pairs: pd.DataFrame) -> np.ndarray:
    """For each row of the frame the ids of its answers, a tuple."""
    ids = events["id"].to_numpy()[pairs["answer"]].tolist()
    decisions, starts = np.unique(pairs["decision"], return_index=True)
    answers = np.empty(len(events), dtype=object)
    answers.fill(())
    bounds = np.append(starts, len(ids))
    for decision, start, stop in zip(decisions, bounds[:-1], bounds[1:], strict=True):
        answers[decision] = tuple(ids[start:stop])
    return answers


def _rows_of(events: pd.DataFrame, ids: "pd.Series | list[str]") -> np.ndarray:
    """The row number of each id in the frame, -1 where it has none."""
    return pd.Index(events["id"]).get_indexer(pd.Index(ids, dtype="str"))
