"""The page's colours and type are those of the charts: said once in theme.py, and held here where they are copied."""

import re
from pathlib import Path

import pytest

from expulsions import report, theme

ASSETS = Path(report.__file__).parent / "assets"


@pytest.mark.parametrize(("number", "tones"), [(0, theme.LIGHT), (1, theme.DARK)])
def test_the_style_sheet_has_the_themes_colours(number, tones):
    style = (ASSETS / "style.css").read_text(encoding="utf-8")
    block = re.findall(r":root \{(.*?)\}", style, flags=re.DOTALL)[number]
    assert dict(re.findall(r"--(\w+): (#[0-9A-F]{6});", block)) == {
        role: tones[role] for role in tones if role in block
    }
    assert {"paper", "ink", "muted", "rule", "red", "blue", "grey", "quiet"} <= set(re.findall(r"--(\w+): #", block))


def test_page_and_charts_are_set_in_one_type():
    style = (ASSETS / "style.css").read_text(encoding="utf-8")
    assert re.search(r"--sans: (.*?);", style)[1].replace('"', "'") == theme.SANS
