"""check, reconcile: is the record sound, and does it agree with what others counted?"""

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from expulsions.cli.options import AsFormat, Data, Format


class ProblemFormat(StrEnum):
    """How problems are printed."""

    text = "text"
    json = "json"
    github = "github"


def check(
    folder: Annotated[
        Path | None, typer.Argument(help="The folder of the tables; the shipped record without it.", show_default=False)
    ] = None,
    format: Annotated[ProblemFormat, typer.Option(help="text, json, or github (annotations).")] = ProblemFormat.text,
) -> None:
    """Check a folder of tables and name every problem by file, line, column, value and mend.

    Exit status: 0 no problem, 1 problems, 2 the check could not run.

    **Example:** `expulsions check data`
    """
    from expulsions.check import check as find_problems

    problems = find_problems(folder)
    if format is ProblemFormat.json:
        typer.echo(json.dumps([problem.as_dict() for problem in problems], ensure_ascii=False, indent=2))
    elif format is ProblemFormat.github:
        for problem in problems:
            file = Path(folder or "data") / problem.file
            message = str(problem).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
            typer.echo(f"::error file={file},line={problem.line or 1}::{message}")
    else:
        for problem in problems:
            typer.echo(str(problem))
        many = "No problems" if not problems else "1 problem" if len(problems) == 1 else f"{len(problems):,} problems"
        typer.echo(f"{many}.")
    raise typer.Exit(1 if problems else 0)


def reconcile(
    differing: Annotated[bool, typer.Option("--differing", help="Only tallies that differ from our sum.")] = False,
    format: AsFormat = Format.table,
    data: Data = None,
) -> None:
    """Set our sums beside what others counted: a ministry, an agency, a scholar.

    Exit status: 0 where each tally agrees within 5 % or says why not, 1 otherwise.

    **Examples**

    - `expulsions reconcile --differing`

    - Every column, with the reasons: `expulsions reconcile --format csv`
    """
    from expulsions.cli.printing import print_frame, print_lines
    from expulsions.data import load
    from expulsions.reconcile import reconcile as compare
    from expulsions.theme import figure_range

    record = load(data)
    table = compare(record.expulsions, record.tallies, actors=record.actors)
    unexplained = ~table["agrees"] & (table["why"] == "")
    shown = table[~table["agrees"]] if differing else table
    if format in (Format.csv, Format.json):
        print_frame(shown, format)
    else:
        plain = shown.astype(object).where(shown.notna(), None).to_dict("records")
        lines = [
            (
                row["id"],
                f"{row['unit']} by {row['as_of']}",
                figure_range(row["ours_low"], row["ours"], row["ours_high"]),
                f"{'at least ' if row['at_least'] else ''}{row['theirs']:,}",
                "agrees" if row["agrees"] else "differs, says why" if row["why"] else "DIFFERS",
            )
            for row in plain
        ]
        print_lines(("tally", "counts", "ours", "theirs", ""), lines, format, numbers=("ours", "theirs"))
        typer.echo(f"{int(table['agrees'].sum()):,} of {len(table):,} tallies agree.", err=True)
    raise typer.Exit(1 if unexplained.any() else 0)
