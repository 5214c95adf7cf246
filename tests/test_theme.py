"""The look: contrast, the palette for every kind of sight, and how numbers, dates and words are set."""

import itertools
import warnings

import numpy as np
import pytest

from expulsions import theme

THEMES = {"light": theme.LIGHT, "dark": theme.DARK}
# Machado, Oliveira and Fernandes 2009, severity 1: what the eye without green (or red, or blue) receptors sees.
SIGHT = {
    "normal": np.eye(3),
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
APART = {"light": 20, "dark": 13}


def linear(colour: str) -> np.ndarray:
    parts = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def luminance(colour: str) -> float:
    return float(linear(colour) @ [0.2126, 0.7152, 0.0722])


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize(
    ("words", "ground"),
    [
        ("ink", "paper"),
        ("muted", "paper"),
        ("red", "paper"),
        ("blue", "paper"),
        # The tiles of the map hold their figures.
        ("ink", "quiet"),
        ("paper", "red"),
    ],
)
def test_words_are_readable_on_their_ground(name, words, ground):
    assert contrast(THEMES[name][words], THEMES[name][ground]) >= 4.5


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("mark", ["red", "blue", "grey", "ink"])
def test_marks_stand_out_from_the_paper(name, mark):
    assert contrast(THEMES[name][mark], THEMES[name]["paper"]) >= 3


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("name", THEMES)
def test_red_blue_and_grey_are_told_apart_by_every_eye(name, sight):
    # Its optional parts, SciPy and Matplotlib, are not needed here.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import colour

    def appearance(role: str) -> np.ndarray:
        seen = np.clip(np.asarray(SIGHT[sight]) @ linear(THEMES[name][role]), 0, 1)
        xyz = np.asarray(colour.RGB_COLOURSPACES["sRGB"].matrix_RGB_to_XYZ) @ seen
        return np.asarray(colour.XYZ_to_CAM02UCS(xyz))

    for one, other in itertools.combinations(("red", "blue", "grey"), 2):
        assert np.linalg.norm(appearance(one) - appearance(other)) >= APART[name], (one, other)


@pytest.mark.parametrize("name", THEMES)
def test_in_greyscale_quiet_red_and_full_red_are_told_apart(name):
    assert contrast(THEMES[name]["red"], THEMES[name]["quiet"]) >= 2


def test_the_quiet_red_and_every_role_are_in_both_themes():
    assert list(theme.LIGHT) == list(theme.DARK)
    assert len(set(theme.LIGHT.values())) == len(theme.LIGHT)


def test_grey_words_are_set_in_the_muted_tone_for_the_grey_of_marks_is_too_faint():
    assert theme.LIGHT["muted"] in theme.coloured("[grey:all others]")


def test_a_missing_figure_is_a_dash_and_not_zero():
    assert [theme.number(value) for value in (None, float("nan"), 0, 1312, 40.5)] == ["–", "–", "0", "1,312", "40.5"]


def test_a_range_is_shown_only_where_there_is_one():
    assert theme.figure_range(36, 41, 41) == "41 (36–41)"
    assert theme.figure_range(21, 21, 21) == theme.figure_range(None, 21, None) == "21"


def test_wrapped_lines_fit_and_no_word_is_lost():
    text = "People expelled per decision, logarithmic scale. [red:Soviet and Russian staff], [grey:all others]."
    lines = theme.wrap(text, 200, 13)
    assert " ".join(lines) == text
    assert all(theme.text_width(line, 13) <= 200 for line in lines)


def test_an_accent_takes_no_room_of_its_own():
    assert theme.text_width("Côte d’Ivoire") == theme.text_width("Cote d’Ivoire")
