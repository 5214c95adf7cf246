"""add, cite, correct, diff: change the record and see what that changes."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from expulsions.cli.options import Data

if TYPE_CHECKING:
    from expulsions.editing.edit import Change

DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would change and write nothing.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Write without asking; nothing is asked without a terminal.")]
Publisher = Annotated[str, typer.Option(help="Its publisher; without it, that of the page elsewhere, or its host.")]
Title = Annotated[str, typer.Option(help="Its title.")]
Published = Annotated[str, typer.Option(help="When it was published, such as 2022-03-29.")]
Language = Annotated[str, typer.Option(help="Its language, such as fr.")]
Agency = Annotated[str, typer.Option(help="The agency that it reprints.")]


def add(
    source: Annotated[
        Path | None,
        typer.Option(
            "--from", help="A JSON or CSV file of decisions with their citations.", metavar="FILE", show_default=False
        ),
    ] = None,
    dry_run: DryRun = False,
    yes: Yes = False,
    data: Data = None,
) -> None:
    """Add decisions with their sources: asks for each field, or takes a file.

    Everything is checked before a byte is written; the tables change whole or not at all, and every other row stays as
    it was.

    **Examples**

    - Be asked for each field: `expulsions add`

    - From a file, to see what it would change: `expulsions add --from new.json --dry-run`

    A file holds decisions with the columns of expulsions.csv, each with `citations`:
    `[{"announced": "2022-03-29", "expelling": "Belgium", "expelled": "Russia", "count": 21, …,
    "citations": [{"url": "https://…", "publisher": "…", …}]}]`
    """
    from expulsions.editing import edit
    from expulsions.editing.entries import read_entries
    from expulsions.errors import DataError

    folder = edit.data_folder(data)
    asked = source is None
    if source is not None:
        entries = read_entries(source)
    else:
        from expulsions.cli.asking import ask_for_decision

        entries = [ask_for_decision(folder)]
    try:
        change = edit.plan_addition(entries, folder)
    except DataError as error:
        if asked:
            from expulsions.cli.asking import keep_draft

            kept = keep_draft(entries[0])
            typer.echo(f"Your answers are kept: mend {kept}, then: expulsions add --from {kept}", err=True)
        raise error
    _carry_out(change, dry_run, yes)


def cite(
    id: Annotated[str, typer.Argument(help="The decision's id.", metavar="ID")],
    source: Annotated[str, typer.Option("--source", help="The page's address.", metavar="URL")],
    publisher: Publisher = "",
    title: Title = "",
    published: Published = "",
    language: Language = "",
    agency: Agency = "",
    count: Annotated[str, typer.Option(help="The figure that it gives.")] = "",
    supports: Annotated[str, typer.Option(help="What it states, such as count|date|grounds.")] = "",
    remark: Annotated[str, typer.Option(help="What a reader of the page must know.")] = "",
    dry_run: DryRun = False,
    yes: Yes = False,
    data: Data = None,
) -> None:
    """Add a page that reports a decision: a further witness.

    **Example:** `expulsions cite 2022-03-29-irl-rus --source https://example.org/story --publisher "Example Times"
    --title "Ireland expels four" --published 2022-03-30 --language en --count 4 --supports "count|date" --dry-run`

    What the record knows of the page from another decision need not be given again.
    """
    from expulsions.editing import edit

    described = dict(publisher=publisher, title=title, published=published, language=language, agency=agency)
    page = {"url": source, "count_reported": count, "supports": supports, "remark": remark, **described}
    _carry_out(edit.plan_citation(id, page, edit.data_folder(data)), dry_run, yes)


def correct(
    id: Annotated[
        str, typer.Argument(help="The decision's id; with --table, the key of another table's row.", metavar="ID")
    ],
    set_: Annotated[
        list[str], typer.Option("--set", help="A new cell; may be given several times.", metavar="COLUMN=VALUE")
    ],
    why: Annotated[str, typer.Option("--why", help="The reason, for the log in changes.csv.", metavar="TEXT")],
    source: Annotated[
        str | None,
        typer.Option("--source", help="The page that says so; becomes a citation.", metavar="URL", show_default=False),
    ] = None,
    publisher: Publisher = "",
    title: Title = "",
    published: Published = "",
    language: Language = "",
    agency: Agency = "",
    table: Annotated[
        str, typer.Option(help="The table of the row: expulsions, episodes, actors or tallies.")
    ] = "expulsions",
    dry_run: DryRun = False,
    yes: Yes = False,
    data: Data = None,
) -> None:
    """Correct cells of a decision; the correction logs itself in changes.csv, with its reason.

    **Example:** `expulsions correct 2022-03-29-nld-rus --set count=18 --why "A later letter to parliament has 18."
    --source https://example.org/letter --dry-run`

    A range that was the count itself moves with the count.
    """
    from expulsions.editing import edit
    from expulsions.errors import UnknownValue

    values: dict[str, object] = {}
    for one in set_:
        column, sign, value = one.partition("=")
        if not sign:
            raise UnknownValue(f"--set: {one!r} has no '='; write a column and its new cell, such as count=22.")
        values[column.strip()] = value
    citation = None
    if source is not None:
        described = dict(publisher=publisher, title=title, published=published, language=language, agency=agency)
        citation = {"url": source, **described}
    change = edit.plan_correction(id, values, why, edit.data_folder(data), table=table, source=citation)
    _carry_out(change, dry_run, yes)


def _carry_out(change: "Change", dry_run: bool, yes: bool) -> None:
    """Show what a change does, ask where somebody is there to answer, write it."""
    from expulsions.desk.diff import in_words
    from expulsions.editing import edit

    for line in in_words(change.before, change.after):
        typer.echo(line)
    if dry_run:
        typer.echo("Nothing was written (--dry-run).")
        return
    if not yes and sys.stdin.isatty() and not typer.confirm("Write this?", default=True):
        typer.echo("Nothing was written.")
        raise typer.Exit(1)
    done = edit.write(change, lambda: typer.echo("Another command is at these tables; waiting …", err=True))
    if done is not change:
        typer.echo("Another change came first; yours was checked again on the new tables.")
    typer.echo(f"Written to {done.folder}: {', '.join(done.files)}.")


def diff(
    old: Annotated[
        str, typer.Argument(help="A folder of tables, a Data Package (.zip), or a git revision.", metavar="OLD")
    ],
    new: Annotated[str, typer.Argument(help="Likewise.", metavar="NEW")],
    figures: Annotated[bool, typer.Option(help="Say which headline figures move.")] = True,
) -> None:
    """Say in words how two versions of the record differ, why, and which headline figures move.

    **Examples**

    - Since the last commit: `expulsions diff HEAD data`

    - Between two downloads: `expulsions diff march.zip april.zip`
    """
    from expulsions.desk.diff import in_words
    from expulsions.desk.versions import load_version

    for line in in_words(load_version(old), load_version(new), figures=figures):
        typer.echo(line)
