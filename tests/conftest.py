"""Six invented rows, each there for one reason, and what witnesses say of them."""

# ruff: noqa: E501 the rows stand as they would in the file

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import settings

from expulsions import data

# A run on a busy machine must not fail for want of speed.
settings.register_profile("steady", deadline=None, max_examples=30)
settings.load_profile("steady")

EXPULSIONS = """\
id,announced,expelling,expelled,count,count_low,count_high,who,post,measure,grounds,episode,responds_to,part_of,leave_within_hours,status,note
2001-03-05-dnk-rus,2001-03-05,DNK,RUS,3,3,3,a plain case,embassy,persona_non_grata,espionage,harbour-2001,,,48,confirmed,
2001-03-05-dnk-rus-2,2001-03-05,DNK,RUS,1,1,1,the second of one day,consulate,expelled,espionage,harbour-2001,,,,confirmed,A separate note an hour later.
2001-03-12-rus-dnk,2001-03-12,RUS,DNK,2,2,2,an answer,embassy,persona_non_grata,retaliation,harbour-2001,2001-03-05-dnk-rus,,,confirmed,
2001-03-19-nor-rus,2001-03-19,NOR,RUS,,,,a missing count,unknown,expelled,espionage,harbour-2001,,,,reported,
2001-04-02-swe-rus,2001-04-02,SWE,RUS,5,4,6,a range,embassy,expelled,espionage,harbour-2001,,,,confirmed,
2003-05-06-fin-rus,2003-05-06,FIN,RUS,1,1,1,two grounds,embassy,expelled,protest|security,,,,,disputed,
"""

CITATIONS = """\
expulsion,url,publisher,agency,title,published,language,count_reported,supports,remark
2001-03-05-dnk-rus,https://example.org/1,The Harbour Post,,Three told to go,2001-03-05,en,3,count|date,
2001-03-05-dnk-rus,https://example.org/2,The Sound Gazette,Reuters,Denmark expels three,2001-03-06,en,3,count,
2001-03-05-dnk-rus-2,https://example.org/3,The Harbour Post,,And one more,2001-03-05,en,1,count,
2001-03-12-rus-dnk,https://example.org/4,The Sound Gazette,Reuters,Moscow answers,2001-03-12,en,2,count|retaliation,
2001-03-19-nor-rus,https://example.org/5,The Fjord Times,,Norway follows,2001-03-19,en,,date,
2001-04-02-swe-rus,https://example.org/6,The Harbour Post,,Five from Sweden,2001-04-02,en,5,count,
2001-04-02-swe-rus,https://example.org/7,The Sound Gazette,Reuters,At least four from Sweden,2001-04-02,en,4,count,
2001-04-02-swe-rus,https://example.org/8,The Fjord Times,,Six from Sweden,2001-04-03,en,6,count,
2003-05-06-fin-rus,https://example.org/9,The Gulf Mail,,One from Finland,2003-05-06,en,1,count|grounds,
"""

EPISODES = """\
episode,title,began,summary
harbour-2001,The harbour affair,2001-03-01,Photographs of a harbour set neighbours against each other.
"""


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """The one Chromium of a worker: playwright starts but once in a thread."""
    from playwright.sync_api import sync_playwright

    from expulsions.formats.browser import FLAGS, browser_path

    path = browser_path()
    assert path, "The tests need Chromium; on Debian: apt-get install chromium"
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=path, args=FLAGS)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the invented decisions, citations and affair as CSV files."""
    for name, text in (("expulsions", EXPULSIONS), ("citations", CITATIONS), ("episodes", EPISODES)):
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def events(folder: Path) -> pd.DataFrame:
    return data.load_expulsions(folder)


@pytest.fixture
def citations(folder: Path) -> pd.DataFrame:
    return data.load_citations(folder)


@pytest.fixture
def episodes(folder: Path) -> pd.DataFrame:
    return data.load_episodes(folder)
