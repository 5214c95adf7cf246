"""report, codebook: what the project publishes."""

from pathlib import Path
from typing import Annotated

import typer


def codebook() -> None:
    """Print the codebook of the tables as Markdown, with the state of the record by decade.

    **Example:** `expulsions codebook > data/README.md`
    """
    from expulsions.codebook import codebook_markdown

    typer.echo(codebook_markdown(), nl=False)


def report(
    output: Annotated[Path, typer.Option(help="Where the site goes.")] = Path("build/report"),
    notebooks: Annotated[Path, typer.Option(help="The folder of the stories.")] = Path("notebooks"),
    data: Annotated[Path | None, typer.Option(help="The folder of the tables; the shipped record without it.")] = None,
    jobs: Annotated[int, typer.Option(min=1, help="How many notebooks run at once.")] = 2,
    pictures: Annotated[bool, typer.Option(help="Draw every chart as a picture (needs Chromium).")] = True,
) -> None:
    """Build the report: a static site of stories, actors, affairs and decisions.

    **Example:** `expulsions report --output build/report`
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
    typer.echo(f"{built.pages:,} pages, {built.charts:,} charts, {built.bytes / 1e6:.1f} MB in {built.seconds:.0f} s.")
    typer.echo(f"Open {built.index.resolve().as_uri()}")
