"""The commands in the order of `--help`."""

import typer

from expulsions.cli import curate, inspect_record, look, publish, take

app = typer.Typer(
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
    help="The open record of expulsions of diplomats: who expelled whom, how many, when, why, and who says so.",
    epilog="**Begin with:** `expulsions find --by Belgium --since 2022`, then `expulsions show 2022-03-29-bel-rus`, "
    "then `expulsions chart ranked_bars --against Russia --since 2022 -o chart.svg`. Each command explains itself: "
    "`expulsions find --help`.",
)

FAMILIES = {
    "Look": (look.find, look.show, look.stats),
    "Take away": (take.chart, take.export),
    "Curate": (curate.add, curate.cite, curate.correct, curate.diff, inspect_record.check, inspect_record.reconcile),
    "Publish": (publish.report, publish.codebook),
}

for family, commands in FAMILIES.items():
    for command in commands:
        app.command(rich_help_panel=family)(command)
