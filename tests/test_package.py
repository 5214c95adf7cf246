"""The wheel and the sdist: built, complete, and installed into a fresh environment outside the checkout."""

import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

import expulsions as ex

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def dist(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def test_the_wheel_holds_the_package_its_types_and_the_data(dist):
    (wheel,) = dist.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    data = {f"expulsions/_data/{path.name}" for path in (ROOT / "data").iterdir()}
    source = {str(path.relative_to(ROOT / "src")) for path in (ROOT / "src/expulsions").rglob("*.py")}
    assert data | source <= names
    assert {"expulsions/py.typed", "expulsions/__init__.pyi"} <= names
    assert any(name.startswith("expulsions/report/templates/") for name in names)
    assert any(name.startswith("expulsions/report/assets/") for name in names)


def test_the_sdist_holds_what_a_builder_needs(dist):
    (sdist,) = dist.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.split("/", 1)[1] for name in archive.getnames() if "/" in name}
    assert {"pyproject.toml", "README.md", "LICENSE", "data/expulsions.csv", "constraints.txt", "Makefile"} <= names


def test_twine_accepts_both(dist):
    command = [sys.executable, "-m", "twine", "check", "--strict", *map(str, dist.iterdir())]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_wheel_has_no_known_fault(dist):
    command = [str(Path(sys.executable).parent / "check-wheel-contents"), *map(str, dist.glob("*.whl"))]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stdout


def test_the_wheel_in_a_fresh_environment_loads_the_same_rows(dist, tmp_path):
    venv.create(tmp_path / "fresh", with_pip=True)
    python = tmp_path / "fresh" / "bin" / "python"
    (wheel,) = dist.glob("*.whl")
    pip = [str(python), "-m", "pip"]
    constraints = ["--constraint", str(ROOT / "constraints.txt")]
    subprocess.run([*pip, "install", "--quiet", *constraints, str(wheel)], check=True, cwd=tmp_path)
    code = "import expulsions as ex; e = ex.load_expulsions(); print(ex.__file__); print(len(e), e['count'].sum())"
    done = subprocess.run([str(python), "-c", code], check=True, cwd=tmp_path, capture_output=True, text=True)
    place, figures = done.stdout.splitlines()
    assert place.startswith(str(tmp_path))
    shipped = ex.load_expulsions()
    assert figures == f"{len(shipped)} {shipped['count'].sum()}"
    listed = subprocess.run([*pip, "list"], check=True, capture_output=True, text=True).stdout.lower()
    assert not [name for name in ("plotly", "jupyterlab", "frictionless", "playwright") if name in listed]
