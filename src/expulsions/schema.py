"""What the codebook says, for the machine: tables, columns, types, allowed values.

`data/datapackage.json` is the one place that says what a column means; nothing here repeats it.
"""

import calendar
import datetime
import json
import os
import re
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from expulsions.errors import UnknownValue, did_you_mean

TABLES_VARIABLE = "EXPULSIONS_DATA"
EDTF_LEVEL_0 = "http://id.loc.gov/datatypes/edtf/EDTF-level0"
EDTF_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")
WHOLE_NUMBER = re.compile(r"-?[0-9]{1,9}")


def data_folder() -> Path:
    """The folder of the shipped tables: inside the installed package, or `data/` of a checkout."""
    inside = Path(__file__).with_name("_data")
    return inside if inside.is_dir() else Path(__file__).parents[2] / "data"


def tables_folder() -> Path:
    """The folder of the tables where none is named: that of the environment variable, else the shipped one."""
    named = os.environ.get(TABLES_VARIABLE)
    return Path(named) if named else data_folder()


@lru_cache(maxsize=1)
def codebook() -> dict[str, Any]:
    """The parsed `datapackage.json`.

    >>> codebook()["name"]
    'expulsions'
    """
    parsed: dict[str, Any] = json.loads((data_folder() / "datapackage.json").read_text(encoding="utf-8"))
    return parsed


def edtf_interval(text: str) -> tuple[datetime.date, datetime.date]:
    """The first and the last day of an EDTF level 0 date (year, month or day).

    Raises ValueError where the text is no such date or names a day that the calendar lacks.
    Source: Library of Congress, Extended Date/Time Format (EDTF) Specification, level 0.

    >>> edtf_interval("1983-04")
    (datetime.date(1983, 4, 1), datetime.date(1983, 4, 30))
    """
    if not EDTF_DATE.fullmatch(text):
        raise ValueError(f"{text!r} is not an EDTF date; write 2022-03-29, 2022-03 or 2022.")
    parts = [int(part) for part in text.split("-")]
    try:
        if len(parts) == 3:
            day = datetime.date(parts[0], parts[1], parts[2])
            return day, day
        if len(parts) == 2:
            last = calendar.monthrange(parts[0], parts[1])[1]
            return datetime.date(parts[0], parts[1], 1), datetime.date(parts[0], parts[1], last)
        return datetime.date(parts[0], 1, 1), datetime.date(parts[0], 12, 31)
    except (ValueError, calendar.IllegalMonthError):
        raise ValueError(f"{text!r} is not a day of the calendar.") from None


@dataclass(frozen=True)
class Field:
    """A column as the codebook describes it."""

    name: str
    type: str
    description: str
    example: Any = None
    required: bool = False
    delimiter: str = ""
    edtf: bool = False
    ordered: bool = False
    minimum: int | None = None
    max_length: int | None = None
    pattern: str = ""
    allowed: dict[str, str] = field(default_factory=dict)

    def parse(self, text: str) -> Any:
        """The value of a cell; None for an empty one. Raises ValueError with what is wrong and what is allowed.

        >>> [column for column in fields("expulsions") if column.name == "count"][0].parse("21")
        21
        """
        if text == "":
            if self.required:
                raise ValueError("is empty; every row needs a value here.")
            return () if self.type == "list" else None
        if self.type == "list":
            parts = tuple(text.split(self.delimiter))
            for part in parts:
                self._check_allowed(part)
            if len(set(parts)) < len(parts):
                raise ValueError(f"{shorten(text)} names a value twice.")
            return parts
        if self.type == "integer":
            return self._whole_number(text)
        if self.type == "boolean":
            if text not in ("true", "false"):
                raise ValueError(f"{shorten(text)} is not one of: false, true.")
            return text == "true"
        if self.type == "date" or self.edtf:
            first, last = edtf_interval(text)
            if self.type == "date" and first != last:
                raise ValueError(f"{shorten(text)} is not a day; write 2022-03-29.")
            return text
        self._check_allowed(text)
        if self.max_length is not None and len(text) > self.max_length:
            raise ValueError(f"has {len(text):,} characters; at most {self.max_length} are allowed.")
        if self.pattern and not re.fullmatch(self.pattern, text):
            raise ValueError(f"{shorten(text)} does not have the form of the example {self.example!r}.")
        return text

    def _check_allowed(self, value: str) -> None:
        if self.allowed and value not in self.allowed:
            listed = ", ".join(self.allowed)
            raise ValueError(f"{shorten(value)} is not one of: {listed}.{did_you_mean(value, self.allowed)}")
        if self.type == "list" and not value:
            raise ValueError(f"has an empty value between two {self.delimiter!r}.")

    def _whole_number(self, text: str) -> int:
        if not WHOLE_NUMBER.fullmatch(text):
            raise ValueError(f"{shorten(text)} is not a whole number; write digits only, such as {self.example}.")
        number = int(text)
        if self.minimum is not None and number < self.minimum:
            raise ValueError(f"{text} is below {self.minimum}.")
        return number


def shorten(text: str) -> str:
    """The text in quotation marks, cut where it is long, so that a message stays readable.

    >>> shorten("x" * 100)[-5:]
    "xxx…'"
    """
    return repr(text if len(text) <= 60 else text[:57] + "…")


def _field(described: dict[str, Any]) -> Field:
    constraints = described.get("constraints", {})
    values = described.get("categories") or described.get("items") or []
    return Field(
        name=described["name"],
        type=described["type"],
        description=described["description"],
        example=described.get("example"),
        required=constraints.get("required", False),
        delimiter=described.get("delimiter", ""),
        edtf=described.get("rdfType") == EDTF_LEVEL_0,
        ordered=described.get("categoriesOrdered", False),
        minimum=constraints.get("minimum"),
        max_length=constraints.get("maxLength"),
        pattern=constraints.get("pattern", ""),
        allowed={value["value"]: value["label"] for value in values},
    )


def tables() -> tuple[str, ...]:
    """The names of the tables, in the order of the codebook."""
    return tuple(resource["name"] for resource in codebook()["resources"])


def resource(table: str) -> dict[str, Any]:
    """What the codebook says of one table. Raises UnknownValue for a table that it lacks."""
    for described in codebook()["resources"]:
        if described["name"] == table:
            return dict(described)
    raise UnknownValue(f"{table!r} is not one of the tables: {', '.join(tables())}.{did_you_mean(table, tables())}")


@cache
def fields(table: str) -> tuple[Field, ...]:
    """The columns of a table, in order."""
    return tuple(_field(described) for described in resource(table)["schema"]["fields"])


def columns(table: str) -> list[str]:
    """The names of a table's columns, in order.

    >>> columns("episodes")
    ['episode', 'title', 'began', 'summary']
    """
    return [column.name for column in fields(table)]


def allowed(table: str, column: str) -> dict[str, str]:
    """The allowed values of a column, each with its meaning; empty where any text is allowed.

    >>> list(allowed("expulsions", "status"))
    ['confirmed', 'reported', 'disputed']
    """
    for candidate in fields(table):
        if candidate.name == column:
            return dict(candidate.allowed)
    known = columns(table)
    raise UnknownValue(f"{column!r} is not a column of {table}: {', '.join(known)}.{did_you_mean(column, known)}")


@lru_cache(maxsize=1)
def counting_measures() -> tuple[str, ...]:
    """The measures whose figure counts people who had to leave, so that it may enter a sum.

    >>> "post_cap" in counting_measures()
    False
    """
    (measure,) = (one for one in resource("expulsions")["schema"]["fields"] if one["name"] == "measure")
    return tuple(value["value"] for value in measure["categories"] if value["counts_people"])
