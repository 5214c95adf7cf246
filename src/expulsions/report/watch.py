"""For authors: build anew whenever something changes, and serve the report on this machine alone."""

import functools
import threading
import time
from collections.abc import Callable, Iterable
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from expulsions.errors import ExpulsionsError

WATCHED = {".ipynb", ".csv", ".json", ".py", ".html", ".css", ".js"}
HOST = "127.0.0.1"


class _Quiet(SimpleHTTPRequestHandler):
    """Serves files, never from the reader's memory, and says nothing."""

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        pass


def serve(folder: Path, port: int = 0) -> ThreadingHTTPServer:
    """Serve `folder` on 127.0.0.1 in the background; port 0 takes a free one (`server_address` says which)."""
    handler = functools.partial(_Quiet, directory=str(folder))
    try:
        server = ThreadingHTTPServer((HOST, port), handler)
    except OSError as error:
        raise ExpulsionsError(f"Port {port} cannot be served on: {error.strerror}; name another with --port.") from None
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def state(folders: Iterable[Path]) -> dict[Path, tuple[int, int]]:
    """What would change a report: the time and the size of each file in the folders."""
    found = {}
    for folder in folders:
        for path in folder.rglob("*"):
            if path.suffix in WATCHED and not any(part.startswith((".", "__")) for part in path.parts[-3:]):
                try:
                    status = path.stat()
                except OSError:
                    continue
                found[path] = (status.st_mtime_ns, status.st_size)
    return found


def watch_and(
    rebuild: Callable[[], None],
    folders: list[Path],
    say: Callable[[str], None],
    seconds: float = 0.5,
    ended: Callable[[], bool] = lambda: False,
) -> None:
    """Call `rebuild` after each change in the folders, once it has come to rest, until `ended`.

    A build that fails is said in words, and the report before it stays.
    """
    seen = state(folders)
    while not ended():
        time.sleep(seconds)
        now = state(folders)
        if now == seen:
            continue
        while (settled := state(folders)) != now:
            now = settled
            time.sleep(seconds)
        seen = now
        try:
            rebuild()
        except ExpulsionsError as error:
            say(str(error))
