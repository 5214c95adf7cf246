"""The command line: parse, call one function, print. The only package that prints.

A file per family of commands; nothing but Typer is imported before a command runs, so that `--help` is quick.
"""

import contextlib
import gc
import os
import sys
from typing import Any

# Look-ups, which end at once: taking pandas apart again costs a third of their time and frees nothing that lasts.
QUICK = ("find", "show")


def __getattr__(name: str) -> Any:
    if name == "app":
        from expulsions.cli.commands import app

        return app
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def main() -> None:
    """Run the command line; whatever goes wrong is said in words, never as a traceback.

    Exit status: 0 done, 1 nothing found or problems found, 2 a wrong argument or a file that cannot be used, 130
    interrupted, 70 a fault of the program.
    """
    # Imports make many objects and no rubbish; looking through them again and again is a tenth of a short run.
    gc.set_threshold(100_000, 50, 50)
    try:
        from expulsions.cli.commands import app

        try:
            app()
        except SystemExit as end:
            if sys.argv[1:2] and sys.argv[1] in QUICK and isinstance(end.code, int | None):
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(end.code or 0)
            raise
    except KeyboardInterrupt:
        _end("Interrupted; nothing more was done.", 130)
    except BrokenPipeError:
        # Whoever read our output has gone; Python would complain once more while it flushes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except Exception as error:
        from expulsions.errors import ExpulsionsError

        if isinstance(error, ExpulsionsError):
            _end(str(error), 2)
        if isinstance(error, OSError):
            where = f"{error.filename}: " if error.filename else ""
            _end(f"{where}{error.strerror or error}. Nothing was changed.", 2)
        if os.environ.get("EXPULSIONS_TRACEBACK"):
            raise
        said = f"{type(error).__name__}: {error}".splitlines()[0][:300]
        _end(f"A fault of the program, not of yours ({said}). EXPULSIONS_TRACEBACK=1 shows where.", 70)


def _end(message: str, status: int) -> None:
    with contextlib.suppress(OSError):
        print(message, file=sys.stderr)
    sys.exit(status)
