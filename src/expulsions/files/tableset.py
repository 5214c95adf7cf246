"""A folder of tables that changes as a set: one writer at a time, and whole or not at all, whatever stops it.

New files are written beside the old ones and brought to disk; then a journal that names them is put in place by one
rename. That rename is the moment of the change: without the journal the old tables count, with it the new ones, and
whoever opens the folder next finishes the renames. Writers and readers hold a lock on the folder itself, which leaves
no file behind and which the system takes off a process that dies.
"""

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from expulsions.errors import ExpulsionsError

try:
    import fcntl
except ImportError:  # Windows has no flock: its readers go without, its writers are refused.
    fcntl = None  # type: ignore[assignment]

JOURNAL = ".expulsions-journal.json"


def newest(path: Path) -> Path:
    """The file that holds a table now: the one beside it while an interrupted change waits to be finished."""
    new = _beside(path)
    return new if (path.parent / JOURNAL).exists() and new.exists() else path


@contextmanager
def reading(folder: Path) -> Iterator[None]:
    """While the block runs, no other process of ours changes the folder; an interrupted change is finished first.

    A folder that may not be written is read as it is: `newest` knows where its tables are.
    """
    if fcntl is None or not folder.is_dir():
        yield
        return
    if (folder / JOURNAL).exists():
        with suppress(OSError), _locked(folder, fcntl.LOCK_EX):
            _finish(folder)
    with _locked(folder, fcntl.LOCK_SH, required=False):
        yield


@contextmanager
def writing(folder: Path, waiting: Callable[[], None] = lambda: None) -> Iterator[None]:
    """While the block runs, this process alone may read or write the folder's tables.

    `waiting` is called once where another process has the folder and this one has to wait. Raises ExpulsionsError where
    the system has no file locks, OSError where an interrupted change cannot be finished.
    """
    if fcntl is None:
        raise ExpulsionsError("Changing the tables needs file locks, which Windows lacks; use Linux, macOS or WSL.")
    with _locked(folder, fcntl.LOCK_EX, waiting):
        _finish(folder)
        for left in (*folder.glob(".*.csv.new"), folder / f"{JOURNAL}.new"):
            left.unlink(missing_ok=True)
        yield


def write(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Put these files, name → content, in the place of the old ones, all or none; only within `writing`.

    Raises OSError, with the old tables in place, where the disk is full or the folder may not be written.
    """
    beside = [_beside(folder / name) for name in contents]
    journal, draft = folder / JOURNAL, folder / f"{JOURNAL}.new"
    try:
        for path, content, name in zip(beside, contents.values(), contents, strict=True):
            mode = (folder / name).stat().st_mode & 0o777 if (folder / name).exists() else 0o644
            _to_disk(path, content, mode)
        _to_disk(draft, json.dumps(list(contents)).encode(), 0o644)
        _sync_folder(folder)
        os.replace(draft, journal)
    except BaseException:
        if not journal.exists():
            for path in (*beside, draft):
                with suppress(OSError):
                    path.unlink(missing_ok=True)
        raise
    _sync_folder(folder)
    _finish(folder)


def _finish(folder: Path) -> None:
    """Put the files that a journal names in their places; where there is none, nothing."""
    journal = folder / JOURNAL
    if not journal.exists():
        return
    names = json.loads(journal.read_bytes())
    for name in _plain_names(names):
        with suppress(FileNotFoundError):  # This one was put in its place before the interruption.
            os.replace(_beside(folder / name), folder / name)
    _sync_folder(folder)
    journal.unlink(missing_ok=True)
    _sync_folder(folder)


def _plain_names(names: Iterable[object]) -> Iterator[str]:
    """The names, which a journal that somebody else wrote must not lead out of the folder."""
    for name in names:
        if not isinstance(name, str) or Path(name).name != name:
            raise ExpulsionsError(f"{JOURNAL} is not one that expulsions wrote; look at it and take it away.")
        yield name


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.new")


def _to_disk(path: Path, content: bytes, mode: int) -> None:
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "wb") as file:
        file.write(content)
        file.flush()
        os.fchmod(file.fileno(), mode)
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _locked(
    folder: Path, kind: int, waiting: Callable[[], None] = lambda: None, required: bool = True
) -> Iterator[None]:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            waiting()
            fcntl.flock(descriptor, kind)
        except OSError:  # Some network file systems know no locks; reading does without.
            if required:
                raise
        yield
    finally:
        os.close(descriptor)
