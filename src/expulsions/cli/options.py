"""The options that several commands share: which decisions, of which record."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    import pandas as pd

    from expulsions.data import Record

PANEL = "Which decisions"


def _choice(*names: str, help: str, metavar: str = "NAME") -> Any:
    return typer.Option(*names, help=help, metavar=metavar, rich_help_panel=PANEL, show_default=False)


Words = Annotated[
    list[str] | None,
    typer.Argument(
        help="Words that must all occur: in who, note, affair, id, or as the name of a side.", show_default=False
    ),
]
By = Annotated[
    list[str] | None,
    _choice("--by", help="Who expelled: a name in any of seven languages, a code, or 'EU members', 'NATO members'."),
]
Against = Annotated[list[str] | None, _choice("--against", help="Whose people were expelled; likewise.")]
About = Annotated[list[str] | None, _choice("--about", help="Either side; likewise.")]
Since = Annotated[str | None, _choice("--since", help="From this day, month or year on.", metavar="2022-03-29")]
Until = Annotated[str | None, _choice("--until", help="Up to this day, month or year.", metavar="2022")]
Episode = Annotated[
    list[str] | None, _choice("--episode", help="The affair: its name, or words of its title.", metavar="skripal")
]
Grounds = Annotated[
    list[str] | None,
    _choice("--grounds", help="A stated reason: espionage, retaliation, protest …", metavar="espionage"),
]
Measure = Annotated[
    list[str] | None, _choice("--measure", help="What was ordered: persona_non_grata, post_cap …", metavar="post_cap")
]
Status = Annotated[
    list[str] | None, _choice("--status", help="How sure it is: confirmed, reported, disputed.", metavar="disputed")
]
Min = Annotated[int | None, _choice("--min", help="At least so many people.", metavar="10")]
Max = Annotated[int | None, _choice("--max", help="At most so many people.", metavar="100")]
Data = Annotated[
    Path | None,
    typer.Option("--data", help="The folder of the tables; the shipped record without it.", show_default=False),
]


class Format(StrEnum):
    """How rows are printed."""

    table = "table"
    csv = "csv"
    json = "json"
    markdown = "markdown"


AsFormat = Annotated[
    Format, typer.Option("--format", "-f", help="table (plain when not a terminal), csv, json, markdown.")
]


def chosen(record: "Record", words: list[str] | None, **asked: Any) -> "pd.DataFrame":
    """The decisions that the options ask for."""
    from expulsions.desk.search import find

    filters = {name: value for name, value in asked.items() if value is not None}
    return find(record.expulsions, " ".join(words or ()), episodes=record.episodes, **filters)


def in_words(words: list[str] | None, **asked: Any) -> str:
    """The options as a chart's subtitle says them: "By Belgium, since 2022"."""
    from expulsions.actors import GROUPS, find
    from expulsions.english import begin, listed, the

    said = [f"holding “{' '.join(words)}”"] if words else []
    for name, value in asked.items():
        if value is None or value == []:
            continue
        if name in ("by", "against", "about"):
            value = [one if one in GROUPS else the(find(one)) for one in value]
        label = {"episode": "affair", "min": "at least", "max": "at most"}.get(name, name)
        people = " people" if name in ("min", "max") else ""
        said.append(f"{label} {listed(value) if isinstance(value, list) else value}{people}")
    return begin(", ".join(said))


def nothing_found(record: "Record", words: list[str] | None) -> None:
    """Say that nothing was found, with the nearest word that is there, and end with status 1."""
    from expulsions.desk.search import nearest

    hint = nearest(record.expulsions, " ".join(words), record.episodes) if words else ""
    typer.echo(f"Nothing found.{hint}", err=True)
    raise typer.Exit(1)
