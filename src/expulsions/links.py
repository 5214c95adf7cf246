"""Which decision answers which: `responds_to`, from the ids of the record to row numbers of a frame."""

from itertools import chain

import numpy as np
import pandas as pd

from expulsions.totals import last_days


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
    decision, answer = named(events)
    dates = events["date"].to_numpy()[answer]
    order = np.lexsort((dates, decision))
    pairs = pd.DataFrame({"decision": decision, "answer": answer, "date": dates}).iloc[order].reset_index(drop=True)
    # Ids decide only between answers of one day: sorting text is slow, and such answers are few.
    again = _repeats(pairs[["decision", "date"]])
    tied = again | again.shift(-1, fill_value=False)
    days = pairs[tied].assign(id=events["id"].array[pairs.loc[tied, "answer"]])
    pairs = pairs[["decision", "answer"]]
    pairs[tied] = days.sort_values(["decision", "date", "id", "answer"])[["decision", "answer"]].to_numpy()
    return pairs[~_repeats(pairs)].reset_index(drop=True)


def named(events: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """The links as two arrays of row numbers, decision and answer; one that is named twice stands there twice.

    In no order, and without the texts that put `links` in order. Needs the columns that `links` needs.

    >>> frame = pd.DataFrame({
    ...     "id": ["2022-03-29-bel-rus", "2022-04-19-rus-bel"], "responds_to": [(), ("2022-03-29-bel-rus",)],
    ...     "part_of": "", "date": pd.to_datetime(["2022-03-29", "2022-04-19"]), "date_precision": "day"})
    >>> [rows.tolist() for rows in named(frame)]
    [[0], [1]]
    """
    answers = np.flatnonzero(answers_something(events))
    targets = events["responds_to"].to_numpy()[answers].tolist()
    answer = np.repeat(answers, list(map(len, targets)))
    parts = np.flatnonzero((events["part_of"] != "").to_numpy())
    rows = _rows_of(events["id"], [*chain.from_iterable(targets), *events["part_of"].iloc[parts]])
    decision, of_parts = rows[: len(answer)], rows[len(answer) :]
    whole = np.arange(len(events))
    whole[parts] = np.where(of_parts >= 0, of_parts, parts)
    answer, decision = answer[decision >= 0], whole[decision[decision >= 0]]
    last = last_days(events[["date", "date_precision"]].iloc[answer]).to_numpy()
    possible = (decision != answer) & (last >= events["date"].to_numpy()[decision])
    return decision[possible], answer[possible]


def answers_something(events: pd.DataFrame) -> np.ndarray:
    """Which decisions name another that they answer, whether the frame has it or not (boolean, one per row).

    >>> answers_something(pd.DataFrame({"responds_to": [(), ("2022-03-29-bel-rus",)]})).tolist()
    [False, True]
    """
    return np.fromiter(map(bool, events["responds_to"].to_numpy()), bool, len(events))


def _rows_of(ids: pd.Series, wanted: list[str]) -> np.ndarray:
    """The row number of each wanted id, -1 for one that the frame lacks."""
    codes, texts = pd.factorize(pd.Series(wanted, dtype=ids.dtype))
    places = _places(ids, pd.Series(texts))
    row = np.full(len(texts), -1)
    row[places[places >= 0]] = np.flatnonzero(places >= 0)
    found: np.ndarray = row[codes]
    return found


def _places(ids: pd.Series, texts: pd.Series) -> np.ndarray:
    """Where each id stands among the texts, no two of them alike; -1 for one that is not there."""
    try:
        import pyarrow as pa
        import pyarrow.compute as pc
    except ImportError:
        return np.asarray(pd.Index(texts).get_indexer(ids))
    # pandas would turn each text into a Python object; Arrow looks the texts up where they lie.
    places = pc.index_in(pa.array(ids, pa.large_string()), value_set=pa.array(texts, pa.large_string()))
    found: np.ndarray = places.fill_null(-1).to_numpy()
    return found


def _repeats(table: pd.DataFrame) -> pd.Series:
    """Which rows say the same as the row above."""
    return (table == table.shift()).all(axis="columns")
