"""chart, export: take a picture or the rows away."""

from pathlib import Path
from typing import Annotated

import typer

from expulsions.cli.options import (
    About,
    Against,
    By,
    Data,
    Episode,
    Grounds,
    Max,
    Measure,
    Min,
    Since,
    Status,
    Until,
    chosen,
    in_words,
    nothing_found,
)

Contains = Annotated[
    list[str] | None,
    typer.Option("--words", help="A word that must occur, as in `find`.", metavar="WORD", show_default=False),
]


def chart(
    name: Annotated[str, typer.Argument(help="Which chart; `expulsions chart list` names them all.", metavar="NAME")],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", help="FILE.svg, .png, .html, .json or .csv.", metavar="FILE", show_default=False
        ),
    ] = None,
    width: Annotated[
        str | None,
        typer.Option("--width", help="For print or screen: 120mm, 680px.", metavar="WIDTH", show_default=False),
    ] = None,
    title: Annotated[
        str, typer.Option("--title", help="Your own title; without it the chart says what it shows.")
    ] = "",
    words: Contains = None,
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
    data: Data = None,
) -> None:
    """Draw a chart of any decisions into a file: SVG or PNG for print, HTML, JSON, or CSV of what is plotted.

    **Examples**

    - Who expelled Russian staff in spring 2022, for a column of 120 mm:
    `expulsions chart ranked_bars --against Russia --since 2022-02 --until 2022-06 --width 120mm -o spring.svg`

    - What Belgium did and met: `expulsions chart timeline --about Belgium -o belgium.png`

    - The names of all charts: `expulsions chart list`
    """
    from expulsions.actors import GROUPS, find
    from expulsions.desk.answers import SHOWS, answer, draw
    from expulsions.errors import UnknownValue

    if name == "list":
        for each, shows in SHOWS.items():
            typer.echo(f"{each:14}{shows}")
        return
    if output is None:
        raise UnknownValue(f"chart: name a file, such as: expulsions chart {name} -o {name}.svg")
    from expulsions.formats.drawing import check_target, width_of, write_chart

    wide = None if width is None else width_of(width)
    check_target(output, wide)
    from expulsions.data import load

    record = load(data)
    asked = dict(
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
    events = chosen(record, words, **asked)
    subject = find(about[0]) if about and len(about) == 1 and about[0] not in GROUPS else ""
    answer(name, record, events, about=subject)
    if events.empty:
        nothing_found(record, words)
    narrow = wide is not None and wide.narrow
    figure = draw(name, record, events, title=title, chosen=in_words(words, **asked), about=subject, narrow=narrow)
    write_chart(figure, output, wide)
    typer.echo(f"{output}: {figure.layout.meta['title']}")


def export(
    output: Annotated[
        Path,
        typer.Option(
            "--output", "-o", help="FILE.csv, .json, .jsonl, .parquet, .xlsx, .sqlite or .zip.", metavar="FILE"
        ),
    ],
    bom: Annotated[bool, typer.Option("--bom", help="Begin a CSV with the mark by which Excel knows UTF-8.")] = False,
    words: Contains = None,
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
    data: Data = None,
) -> None:
    """Write decisions into a file for another program; without filters, the whole record.

    .xlsx has the codebook as its second sheet, .sqlite opens in Datasette, .zip is a Data Package of all tables.

    **Examples**

    - For Excel: `expulsions export --since 2022 --bom -o since-2022.csv`

    - The whole record with its codebook: `expulsions export -o expulsions.zip`
    """
    from expulsions.data import load
    from expulsions.formats.export import export as write

    record = load(data)
    asked = dict(
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
    events = chosen(record, words, **asked)
    if events.empty:
        nothing_found(record, words)
    whole = len(events) == len(record.expulsions)
    write(record, output, None if whole else events, bom=bom)
    typer.echo(f"{output}: {len(events):,} {'decision' if len(events) == 1 else 'decisions'}.")
