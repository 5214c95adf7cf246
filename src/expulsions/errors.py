"""What can go wrong, said so that the reader can mend it: what, where, what is allowed, what to do."""

import difflib
from collections.abc import Iterable
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Problem:
    """One thing wrong in a file: where it stands and how to mend it.

    `line` counts from 1 with the header as line 1, as a text editor does; None where the whole file is meant.

    >>> print(Problem("expulsions.csv", 3, "2022-03-29-bel-rus", "count", "'many' is not a whole number."))
    expulsions.csv line 3 (2022-03-29-bel-rus), count: 'many' is not a whole number.
    """

    file: str
    line: int | None
    id: str
    column: str
    message: str

    def __str__(self) -> str:
        where = self.file
        if self.line is not None:
            where += f" line {self.line}"
        if self.id:
            where += f" ({self.id})"
        if self.column:
            where += f", {self.column}"
        return f"{where}: {self.message}"

    def as_dict(self) -> dict[str, object]:
        """The problem as plain values, for JSON."""
        return asdict(self)


class ExpulsionsError(Exception):
    """The base of all errors that this package raises on purpose."""


class DataError(ExpulsionsError):
    """A data file cannot be used; `problems` lists every reason found, each a `Problem`."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        shown = [str(problem) for problem in self.problems[:20]]
        if len(self.problems) > len(shown):
            shown.append(f"… and {len(self.problems) - len(shown)} more; run `expulsions check` to see all.")
        super().__init__("\n".join(shown))


class UnknownValue(ExpulsionsError):
    """An argument is not one of the values that are allowed."""


def did_you_mean(value: str, allowed: Iterable[str]) -> str:
    """The sentence that offers the nearest allowed value, or nothing.

    >>> did_you_mean("expeled", ["expelled", "staff_reduction"])
    " Did you mean 'expelled'?"
    >>> did_you_mean("banana", ["expelled", "staff_reduction"])
    ''
    """
    by_lower = {str(one).lower(): str(one) for one in allowed}
    near = difflib.get_close_matches(value.strip().lower()[:200], by_lower, n=1, cutoff=0.7)
    return f" Did you mean '{by_lower[near[0]]}'?" if near else ""
