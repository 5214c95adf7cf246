"""A version of the record by its name: a folder of tables, a Data Package as a zip, or a revision in git."""

import subprocess
import tempfile
import zipfile
from pathlib import Path

from expulsions import data, schema
from expulsions.data import Record
from expulsions.errors import ExpulsionsError

# What a table may have when unpacked; a zip can claim to be small.
LARGEST = 1 << 30


def load_version(name: str) -> Record:
    """The record that `name` means: a folder, a .zip, or a git revision of the folder `data` here, or of the checkout.

    Raises ExpulsionsError where it is none of these, DataError where its tables are broken.
    """
    place = Path(name)
    if place.is_dir():
        return data.load(place)
    if place.is_file():
        return _from_zip(place)
    return _from_git(name)


def _from_zip(path: Path) -> Record:
    with tempfile.TemporaryDirectory(prefix="expulsions-") as temporary:
        try:
            with zipfile.ZipFile(path) as archive:
                for table in schema.tables():
                    with archive.open(f"{table}.csv") as file:
                        content = file.read(LARGEST + 1)
                    if len(content) > LARGEST:
                        raise ExpulsionsError(f"{path}: {table}.csv has more than {LARGEST:,} bytes.")
                    Path(temporary, f"{table}.csv").write_bytes(content)
        except zipfile.BadZipFile:
            raise ExpulsionsError(f"{path} is neither a folder of tables nor a zip of them.") from None
        except KeyError:
            raise ExpulsionsError(f"{path} is not a Data Package of this record: it lacks {table}.csv.") from None
        return data.load(temporary)


def _from_git(revision: str) -> Record:
    folder = Path("data") if Path("data/expulsions.csv").exists() else schema.data_folder()
    unknown = ExpulsionsError(f"{revision!r} is neither a folder, a .zip nor a git revision of {folder}.")
    if revision.startswith("-") or ":" in revision:
        raise unknown
    with tempfile.TemporaryDirectory(prefix="expulsions-") as temporary:
        for table in schema.tables():
            command = ["git", "-C", str(folder), "show", f"{revision}:./{table}.csv"]
            try:
                done = subprocess.run(command, capture_output=True, check=True)
            except (OSError, subprocess.CalledProcessError):
                raise unknown from None
            Path(temporary, f"{table}.csv").write_bytes(done.stdout)
        return data.load(temporary)
