"""A few of the files that `benchmarks/fuzz.py` breaks by the thousand."""

import importlib.util
from pathlib import Path

import pytest

PLACE = Path(__file__).parents[1] / "benchmarks" / "fuzz.py"


@pytest.fixture(scope="module")
def fuzz():
    described = importlib.util.spec_from_file_location("fuzz", PLACE)
    module = importlib.util.module_from_spec(described)
    described.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def trial(fuzz, tmp_path_factory):
    return fuzz.Trial(tmp_path_factory.mktemp("trial"))


@pytest.mark.parametrize("tens", range(8))
def test_a_broken_file_gives_data_or_an_error_that_names_it(trial, tens):
    ends = [trial.run(0, 10 * tens + number, check=number == 0) for number in range(10)]
    assert [end for end in ends if end[1] not in ("data", "our error")] == []
