"""find, show, stats: look into the record."""

import json
from enum import StrEnum
from typing import Annotated

import typer

from expulsions.cli.options import (
    About,
    Against,
    AsFormat,
    By,
    Data,
    Episode,
    Format,
    Grounds,
    Max,
    Measure,
    Min,
    Since,
    Status,
    Until,
    Words,
    chosen,
    nothing_found,
)


class BoxFormat(StrEnum):
    """How a fact box is printed."""

    text = "text"
    markdown = "markdown"
    html = "html"
    json = "json"


def find(
    words: Words = None,
    by: By = None,
    against: Against = None,
    about: About = None,
    since: Since = None,
    until: Until = None,
    episode: Episode = None,
    grounds: Grounds = None,
    measure: Measure = None,
    status: Status = None,
    min: Min = None,
    max: Max = None,
    limit: Annotated[
        int | None, typer.Option("--limit", "-n", min=1, help="Show so many at most.", show_default=False)
    ] = None,
    format: AsFormat = Format.table,
    data: Data = None,
) -> None:
    """Find decisions: who expelled whom, when, how many.

    Exit status: 0 found, 1 nothing found, 2 a wrong argument.

    **Examples**

    - What Belgium has done since 2022: `expulsions find --by Belgium --since 2022`

    - Ten or more Soviet staff, in any language: `expulsions find --against Sowjetunion --min 10`

    - By words of the note: `expulsions find Antwerp consulate`

    - Into another program: `expulsions find --episode skripal --format csv > skripal.csv`
    """
    from expulsions.cli.printing import print_decisions
    from expulsions.data import load

    record = load(data)
    events = chosen(
        record,
        words,
        by=by,
        against=against,
        about=about,
        since=since,
        until=until,
        episode=episode,
        grounds=grounds,
        measure=measure,
        status=status,
        min=min,
        max=max,
    )
    if events.empty:
        nothing_found(record, words)
    print_decisions(events if limit is None else events.head(limit), format, len(events))


def show(
    id: Annotated[str, typer.Argument(help="The decision's id, as `find` gives it.", metavar="ID")],
    format: Annotated[BoxFormat, typer.Option("--format", "-f", help="text, markdown, html or json.")] = BoxFormat.text,
    data: Data = None,
) -> None:
    """Show one decision as a fact box: figures, grounds, every source, the answer, sentences to use, how to cite.

    **Examples**

    - To read: `expulsions show 2022-03-29-bel-rus`

    - To paste into a content management system: `expulsions show 2022-03-29-bel-rus --format html`
    """
    from expulsions.data import load
    from expulsions.desk.factbox import as_html, as_markdown, as_text, factbox

    box = factbox(load(data), id)
    if format is BoxFormat.json:
        typer.echo(json.dumps(box.as_dict(), ensure_ascii=False, indent=1))
    else:
        forms = {"text": as_text, "markdown": as_markdown, "html": as_html}
        typer.echo(forms[format](box))


def stats(format: AsFormat = Format.table, data: Data = None) -> None:
    """Say how large the record is, decade by decade, and how well it is witnessed.

    **Example:** `expulsions stats`, or as figures for another program: `expulsions stats --format json`
    """
    from expulsions.cli.printing import print_frame
    from expulsions.data import load
    from expulsions.desk.stats import by_decade_with_coverage, record_figures

    record = load(data)
    figures, table = record_figures(record), by_decade_with_coverage(record)
    if format is Format.json:
        decades = json.loads(table.to_json(orient="records"))
        typer.echo(json.dumps({**figures, "by_decade": decades}, ensure_ascii=False, indent=1))
        return
    if format is Format.table:
        for name, value in figures.items():
            typer.echo(
                f"{name.replace('_', ' ')}: {value:,}"
                if isinstance(value, int)
                else f"{name.replace('_', ' ')}: {value}"
            )
        typer.echo()
    print_frame(table.assign(decade=table["decade"].astype("str") + "s"), format, numbers=list(table.columns[1:]))
