"""The new site in the place of the old one, whole or not at all."""

import contextlib
import ctypes
import filecmp
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from expulsions.errors import ExpulsionsError

MARK = "assets/plotly.min.js"


@contextlib.contextmanager
def alone(cache: Path) -> Iterator[None]:
    """Hold the build of one place; raises ExpulsionsError where another build has it already."""
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / "lock").open("w") as lock:
        if sys.platform != "win32":
            import fcntl

            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise ExpulsionsError("Another build of this report is running; wait for it to end.") from None
        yield


def may_replace(output: Path) -> None:
    """Raise ExpulsionsError rather than replace something that no build of ours has made."""
    if output.is_symlink() or (output.exists() and not output.is_dir()):
        raise ExpulsionsError(f"{output} is not a folder; name another place with --output.")
    if output.exists() and not (output / MARK).exists() and any(output.iterdir()):
        raise ExpulsionsError(f"{output} exists and is not a report; name another folder with --output.")


def tidy(output: Path) -> None:
    """Take away what a build that was killed left behind."""
    for left in output.parent.glob(f"{_beside(output)}*"):
        shutil.rmtree(left, ignore_errors=True)


def _beside(output: Path) -> str:
    return f".{output.name}-new-"


@contextlib.contextmanager
def replacing(output: Path) -> Iterator[Path]:
    """A new folder beside `output` that takes its place when the block ends well; else `output` stays as it was.

    A file that is as it was before stays the very same file, with its date, so that a copy to a server (rsync) carries
    only what changed.
    """
    output.parent.mkdir(parents=True, exist_ok=True)
    new = Path(tempfile.mkdtemp(prefix=_beside(output), dir=output.parent))
    try:
        new.chmod(0o755)
        yield new
        _keep_what_is_the_same(new, output)
        _swap(new, output)
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        raise


def _keep_what_is_the_same(new: Path, output: Path) -> None:
    for path in new.rglob("*"):
        old = output / path.relative_to(new)
        if path.is_file() and old.is_file() and not old.is_symlink() and filecmp.cmp(path, old, shallow=False):
            # Where the file system has no hard links, the new copy does as well.
            with contextlib.suppress(OSError):
                kept = path.with_name(path.name + ".kept")
                os.link(old, kept)
                os.replace(kept, path)


def _swap(new: Path, output: Path) -> None:
    """On Linux in one step, so that at no moment a reader finds no report or half of one."""
    if not output.exists():
        os.rename(new, output)
        return
    if _exchanged(new, output):
        shutil.rmtree(new, ignore_errors=True)
        return
    old = new.with_name(f"{new.name}-old")
    os.rename(output, old)
    os.rename(new, output)
    shutil.rmtree(old, ignore_errors=True)


def _exchanged(one: Path, other: Path) -> bool:
    """Swap two folders atomically by Linux's renameat2 with RENAME_EXCHANGE; False where the system has none."""
    at_cwd, exchange = -100, 2
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError, TypeError):
        return False
    return bool(rename(at_cwd, os.fsencode(one), at_cwd, os.fsencode(other), exchange) == 0)
