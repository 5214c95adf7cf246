"""What a report is made of, as a key, and whether one still stands as the last build left it."""

import hashlib
import json
from collections.abc import Iterable
from importlib.metadata import distributions
from pathlib import Path

NOTE = "last-build.json"


def key_of(files: Iterable[Path], *settings: object) -> str:
    """A key of the files' names and contents, and of settings."""
    digest = hashlib.sha256(repr(settings).encode())
    for path in files:
        content = path.read_bytes()
        digest.update(f"{path.name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def table_files(folder: Path) -> list[Path]:
    """The files of a folder of tables."""
    return sorted([*folder.glob("*.csv"), *folder.glob("*.json")])


def package_files(*without: str) -> list[Path]:
    """The package's own files, but for those of some of its folders."""
    package = Path(__file__).parents[1]
    left_out = {"__pycache__", *without}
    return [path for path in sorted(package.rglob("*.*")) if not left_out & set(path.relative_to(package).parts)]


def libraries() -> list[tuple[str, str]]:
    """The libraries that are installed, with their versions."""
    return sorted((one.name, one.version) for one in distributions())


def remember(output: Path, cache: Path, key: str, made: dict[str, int]) -> None:
    """Note what a build made `output` of, and how it left it."""
    note = {"key": key, "left": _state(output), "made": made}
    partial = cache / f"{NOTE}.part"
    partial.write_text(json.dumps(note), encoding="utf-8")
    partial.replace(cache / NOTE)


def as_made(output: Path, cache: Path, key: str) -> dict[str, int] | None:
    """What the last build made, if it was of the same inputs and nobody has touched the output since; else None."""
    try:
        note = json.loads((cache / NOTE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    made: dict[str, int] = note["made"]
    return made if note["key"] == key and output.is_dir() and note["left"] == _state(output) else None


def _state(output: Path) -> str:
    """A key of the names, sizes and times of all files in a folder."""
    digest = hashlib.sha256()
    for path in sorted(output.rglob("*")):
        status = path.stat()
        if path.is_file():
            digest.update(f"{path.relative_to(output)}\0{status.st_size}\0{status.st_mtime_ns}\0".encode())
    return digest.hexdigest()
