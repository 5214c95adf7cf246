"""One page of each kind, where things lie, and a small web server."""

import csv
import functools
import threading
import time
from collections.abc import Callable
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
KINDS = (
    "index.html",
    "stories/index.html",
    "stories/spring-2022.html",
    "actors/index.html",
    "actors/BEL.html",
    "episodes/index.html",
    "episodes/skripal-2018.html",
    "expulsions/2022-03-29-bel-rus.html",
    "data.html",
    "method.html",
    "embed/actor-BEL.html",
)


def until(page: Any, expression: str, arg: Any = None, seconds: float = 20) -> None:
    """Wait until an expression is true in the page.

    A strict page lets no tool evaluate text later on, as `wait_for_function` does; so each look is a call of its own.
    """
    end = time.monotonic() + seconds
    while not page.evaluate(expression, arg):
        assert time.monotonic() < end, f"never true: {expression}"
        time.sleep(0.05)


class serving:
    """A folder on 127.0.0.1 while the block runs."""

    def __init__(self, folder: Path) -> None:
        handler = functools.partial(_Quiet, directory=str(folder))
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)

    def __enter__(self) -> str:
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{self.server.server_port}/"

    def __exit__(self, *of_no_matter: object) -> None:
        self.server.shutdown()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


def rewrite(path: Path, change: Callable[[int, dict[str, str]], dict[str, str]]) -> None:
    """Write a table anew with the cells that `change` gives for a row, by its number and its cells."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for number, row in enumerate(rows):
        row.update(change(number, row))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
