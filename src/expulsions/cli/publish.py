"""report, codebook: what the project publishes."""

from pathlib import Path
from typing import Annotated

import typer


def codebook() -> None:
    """Print the codebook of the tables as Markdown, with the state of the record by decade.

    **Example:** `expulsions codebook > data/README.md`
    """
    from expulsions.formats.codebook import codebook_markdown

    typer.echo(codebook_markdown(), nl=False)


def report(
    output: Annotated[Path, typer.Option(help="Where the site goes.")] = Path("build/report"),
    notebooks: Annotated[Path, typer.Option(help="The folder of the stories.")] = Path("notebooks"),
    data: Annotated[Path | None, typer.Option(help="The folder of the tables; the shipped record without it.")] = None,
    jobs: Annotated[int, typer.Option(min=1, help="How many notebooks and charts are made at once.")] = 2,
    pictures: Annotated[bool, typer.Option(help="Draw every chart as a picture (needs Chromium).")] = True,
    address: Annotated[str, typer.Option(help="Where the site will stand, for cards, feed and site map.")] = "",
    watch: Annotated[bool, typer.Option(help="Serve it on 127.0.0.1 and build anew on each change.")] = False,
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port to serve on; 0 takes a free one.")] = 8000,
) -> None:
    """Build the report: a static site of stories, actors, affairs and decisions.

    **Example:** `expulsions report --output build/report --address https://example.org/expulsions/`
    """
    from rich.progress import Progress, TaskID

    from expulsions import schema
    from expulsions.report.build import build
    from expulsions.report.watch import serve, watch_and

    def once() -> None:
        with Progress(transient=True) as progress:
            tasks: dict[str, TaskID] = {}

            def step(stage: str, done: int, total: int) -> None:
                if stage not in tasks:
                    tasks[stage] = progress.add_task(stage, total=total)
                progress.update(tasks[stage], completed=done, total=total)

            built = build(output, notebooks, data, jobs=jobs, pictures=pictures, address=address, step=step)
        for line in [*built.notes, built.summary, f"Open {built.index.resolve().as_uri()}"]:
            typer.echo(line)

    once()
    if watch:
        server = serve(output, port)
        typer.echo(f"Served on http://127.0.0.1:{server.server_port}/ until you press Ctrl-C.")
        watch_and(once, [notebooks, data or schema.tables_folder(), Path(__file__).parents[1]], typer.echo)
