"""The command line: parse, call one function, print. The only module that prints."""

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    help="The open record of expulsions of diplomats: find, show, chart, export, check, report.",
)


class ProblemFormat(StrEnum):
    """How problems are printed."""

    text = "text"
    json = "json"
    github = "github"


@app.command()
def check(
    folder: Annotated[Path | None, typer.Argument(help="The folder of the tables; the shipped record without it.")] = None,
    format: Annotated[ProblemFormat, typer.Option(help="text, json, or github (annotations).")] = ProblemFormat.text,
) -> None:
    """Check a folder of tables and name every problem by file, line, column, value and mend.

    Exit status: 0 no problem, 1 problems, 2 the check could not run.

    Example: expulsions check data
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
        typer.echo("No problems." if not problems else f"{len(problems):,} problems.")
    raise typer.Exit(1 if problems else 0)


@app.command()
def codebook() -> None:
    """Print the codebook of the tables as Markdown, with the state of the record by decade.

    Example: expulsions codebook > data/README.md
    """
    from expulsions.codebook import codebook_markdown

    typer.echo(codebook_markdown(), nl=False)


@app.command()
def report(
    output: Annotated[Path, typer.Option(help="Where the site goes.")] = Path("build/report"),
    notebooks: Annotated[Path, typer.Option(help="The folder of the stories.")] = Path("notebooks"),
    data: Annotated[Path | None, typer.Option(help="The folder of the tables; the shipped record without it.")] = None,
    jobs: Annotated[int, typer.Option(min=1, help="How many notebooks run at once.")] = 2,
    pictures: Annotated[bool, typer.Option(help="Draw every chart as a picture (needs Chromium).")] = True,
) -> None:
    """Build the report: a static site of stories, actors, affairs and decisions.

    Example: expulsions report --output build/report
    """
    from rich.progress import Progress

    from expulsions.report.build import build

    with Progress(transient=True) as progress:
        tasks: dict[str, object] = {}

        def step(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = progress.add_task(stage, total=total)
            progress.update(tasks[stage], completed=done, total=total)  # type: ignore[arg-type]

        built = build(output, notebooks, data, jobs=jobs, pictures=pictures, step=step)
    for line in built.notes:
        typer.echo(line)
    typer.echo(
        f"{built.pages:,} pages, {built.charts:,} charts, {built.bytes / 1e6:.1f} MB in {built.seconds:.0f} s."
    )
    typer.echo(f"Open {built.index.resolve().as_uri()}")


def main() -> None:
    """Run the command line; an error of ours is said in its own words, never as a traceback."""
    from expulsions.errors import ExpulsionsError

    try:
        app()
    except ExpulsionsError as error:
        typer.echo(str(error), err=True)
        sys.exit(2)


if __name__ == "__main__":
    main()
