"""The rules about figures: what is counted is reported, and a range lies within what is reported."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from expulsions.errors import Problem
from expulsions.rules.tables import Tables


def counts_are_reported(tables: Tables) -> Iterator[Problem]:
    """`count` is a figure that a citation reports, unless the note says `Count: …`, and comes with its range."""
    columns = ["id", "count", "count_low", "count_high", "note"]
    rows = _counts_to_look_at(tables)
    chosen = tables["expulsions"][columns].iloc[rows]
    for row, (id_, count, low, high, note) in zip(rows, chosen.itertuples(index=False), strict=True):
        ends = [end for end in (low, high) if not pd.isna(end)]
        if pd.isna(count):
            if len(ends) == 2 and low > high:
                yield tables.problem("expulsions", row, "count_low", f"{low} is above count_high {high}.")
            continue
        if len(ends) < 2:
            message = "count has a figure, so its range needs both ends; write the count itself where sources agree."
            yield tables.problem("expulsions", row, "count_low" if pd.isna(low) else "count_high", message)
            continue
        if not low <= count <= high:
            yield tables.problem("expulsions", row, "count", f"{count} lies outside its range {low} to {high}.")
        figures = tables.reported.get(id_, set())
        if count not in figures and "Count:" not in note:
            known = _listed(figures)
            mend = "add one, or say in note 'Count: how it was worked out'"
            message = f"no citation reports {count} (they report {known}); {mend}."
            yield tables.problem("expulsions", row, "count", message)
        if figures and "Range:" not in note:
            wide = figures | {count}
            for column, end in (("count_low", low), ("count_high", high)):
                if not min(wide) <= end <= max(wide):
                    message = f"{end} is beyond what citations report ({_listed(figures)}); say why in note 'Range: …'."
                    yield tables.problem("expulsions", row, column, message)


def _counts_to_look_at(tables: Tables) -> np.ndarray:
    """The rows whose figures are not plainly sound: most have one figure, no range, and a citation that reports it."""
    events, citations = tables["expulsions"], tables["citations"]
    count, low, high = (
        events[column].to_numpy(dtype=float, na_value=np.nan) for column in ("count", "count_low", "count_high")
    )
    given = citations["count_reported"].to_numpy(dtype=float, na_value=np.nan)
    reported = set(zip(citations["expulsion"].tolist(), given.tolist(), strict=True))
    plain = (low == count) & (count == high)
    plain &= np.fromiter(map(reported.__contains__, zip(events["id"].tolist(), count.tolist(), strict=True)), bool)
    empty = np.isnan(count) & (np.isnan(low) | np.isnan(high))
    return np.flatnonzero(~(plain | empty))


def _listed(figures: set[int]) -> str:
    return ", ".join(str(figure) for figure in sorted(figures)) or "none"


def citations_say_what_they_count(tables: Tables) -> Iterator[Problem]:
    """A citation that reports a figure supports the count, and the other way round."""
    citations = tables["citations"]
    known = citations["count_reported"].notna().to_numpy()
    named = np.fromiter(("count" in supports for supports in citations["supports"]), bool, len(citations))
    for row in np.flatnonzero(known != named):
        message = "names count, but count_reported is empty."
        if known[row]:
            message = f"does not name count, but count_reported is {citations.at[row, 'count_reported']}."
        yield tables.problem("citations", row, "supports", message)
