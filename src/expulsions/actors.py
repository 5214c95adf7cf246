"""Codes to names in the reader's language and back, and memberships on a day."""

import datetime
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

import pandas as pd

from expulsions.data import load_actors
from expulsions.errors import UnknownValue, did_you_mean
from expulsions.spellings import ALSO_CALLED, EITHER, SHORT_ENGLISH

# The languages in which `find` knows the names; `name` knows every language of the CLDR.
LANGUAGES = ("en", "fr", "de", "nl", "pl", "es", "it")
GROUPS = {"EU members": ("eu_since", "eu_until"), "NATO members": ("nato_since", "")}
# Letters that Unicode does not take apart into a plain letter and an accent.
PLAIN_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "&": " and "})
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
ARTICLE = re.compile(r"^(the|la|le|les|l|die|der|de|het|el|los|las|il|gli|i) ")


def name(code: str, language: str = "en") -> str:
    """The short common name of a state or organisation.

    Names come from the Unicode CLDR; former states and organisations, which it lacks, have their English name in every
    language. `language` is any language of the CLDR, such as "fr" or "pt". Raises UnknownValue for a code that
    actors.csv lacks, or for a language that the CLDR lacks.

    >>> name("NLD"), name("NLD", "fr"), name("SUN")
    ('Netherlands', 'Pays-Bas', 'Soviet Union')
    """
    _check_code(code)
    return _name(code, language)


def adjective(code: str) -> str:
    """The English adjective, as in "17 Dutch diplomats". Raises UnknownValue for a code that actors.csv lacks.

    >>> adjective("NLD")
    'Dutch'
    """
    _check_code(code)
    return str(_actors().at[code, "adjective"])


def find(text: str) -> str:
    """The code of the state or organisation that a reader calls so.

    Understands codes (alpha-3, alpha-2), names in English, French, German, Dutch, Polish, Spanish and Italian, and
    everyday names such as UK or USSR; case, accents and full stops do not matter. Raises UnknownValue for a name that
    nobody has, with the nearest one, and for a name that two have, with both.

    >>> find("Belgien"), find("pays-bas"), find("UK"), find("Soviet Union")
    ('BEL', 'NLD', 'GBR', 'SUN')
    >>> find("Belgum")
    Traceback (most recent call last):
    expulsions.errors.UnknownValue: actor: no state or organisation is called 'Belgum'. Did you mean 'Belgium'?
    """
    known, key = _codes_by_spelling(), plain(text)
    codes = known.get(key) or known.get(ARTICLE.sub("", key), ())
    if len(codes) == 1:
        return codes[0]
    shown = repr(text if len(text) <= 60 else text[:57] + "…")
    if codes:
        both = " or ".join(f"{name(code)} ({code})" for code in codes)
        raise UnknownValue(f"actor: {shown} can be {both}; say which one.")
    raise UnknownValue(f"actor: no state or organisation is called {shown}.{did_you_mean(text, _spellings())}")


def plain(text: str) -> str:
    """A name without case, accents and punctuation, so that two spellings of it are equal.

    >>> plain("  Côte d’Ivoire "), plain("U.S."), plain("Saint Lucia")
    ('cote d ivoire', 'us', 'st lucia')
    """
    letters = unicodedata.normalize("NFKD", text.casefold().translate(PLAIN_LETTERS))
    letters = "".join(letter for letter in letters if not unicodedata.combining(letter)).replace(".", "")
    return re.sub(r"\bsaint\b", "st", " ".join(re.findall(r"[^\W_]+", letters)))


def members(group: str, on: str | datetime.date, actors: pd.DataFrame | None = None) -> frozenset[str]:
    """The codes of the states that belong to the EU (or its forerunners) or to NATO on a day.

    `group` is "EU" or "EU members", "NATO" or "NATO members"; `actors` a frame as `load_actors` gives it, the shipped
    one without it. Raises UnknownValue for another group.

    >>> len(members("EU", "2020-01-31")), len(members("EU", "2020-02-01")), "FIN" in members("NATO", "2023-04-04")
    (28, 27, True)
    """
    codes = (_actors() if actors is None else actors.set_index("code")).index.to_series()
    return frozenset(codes[is_member(codes, group, pd.Series(pd.Timestamp(on), index=codes.index), actors)])


def is_member(codes: pd.Series, group: str, dates: pd.Series, actors: pd.DataFrame | None = None) -> pd.Series:
    """Whether each code belongs to the group on the date beside it: a boolean Series with the index of `codes`.

    `codes` is str, `dates` datetime64; `group`, `actors` and errors as in `members`.

    >>> is_member(pd.Series(["GBR", "GBR"]), "EU", pd.to_datetime(pd.Series(["2018-03-14", "2022-03-14"]))).tolist()
    [True, False]
    """
    named = group if group in GROUPS else f"{group} members"
    if named not in GROUPS:
        known = ", ".join(GROUPS)
        raise UnknownValue(f"group: {group!r} is not one of: {known}.{did_you_mean(group, GROUPS)}")
    table = _actors() if actors is None else actors.set_index("code")
    since, until = (_days(table, column, codes) for column in GROUPS[named])
    return (since <= dates) & (until.isna() | (dates <= until))


def _days(table: pd.DataFrame, column: str, codes: pd.Series) -> pd.Series:
    if not column:
        return pd.Series(pd.NaT, index=codes.index, dtype="datetime64[us]")
    days = pd.to_datetime(table.loc[table[column] != "", column], format="%Y-%m-%d")
    return codes.map(days).astype("datetime64[us]")


@lru_cache(maxsize=1)
def _actors() -> pd.DataFrame:
    return load_actors().set_index("code")


def _check_code(code: str) -> None:
    if code not in _actors().index:
        known = _actors().index
        raise UnknownValue(f"code: {code!r} is not a code of actors.csv.{did_you_mean(str(code), known)}")


@lru_cache(maxsize=4096)
def _name(code: str, language: str) -> str:
    own = str(_actors().at[code, "name"])
    if own:
        return own
    if language == "en" and code in SHORT_ENGLISH:
        return SHORT_ENGLISH[code]
    found = _territories(language)[_alpha_2(code)].replace(" - ", "-")
    return found.replace("&", "and") if language == "en" else found


@lru_cache(maxsize=16)
def _territories(language: str) -> dict[str, str]:
    from babel import Locale, UnknownLocaleError

    try:
        return dict(Locale.parse(language.replace("-", "_")).territories)
    except (ValueError, TypeError, UnknownLocaleError):
        known = ", ".join(LANGUAGES)
        raise UnknownValue(f"language: the Unicode CLDR has no {language!r}; write a code such as {known}.") from None


def _alpha_2(code: str) -> str:
    from babel.core import get_global

    # Kosovo's code is in use but not in ISO 3166, so the CLDR has no alias for it.
    return "XK" if code == "XKX" else str(get_global("territory_aliases")[code][0])


@lru_cache(maxsize=1)
def _codes_by_spelling() -> dict[str, tuple[str, ...]]:
    """For each plain spelling the codes that it can mean; a code itself always means that actor."""
    found: dict[str, set[str]] = defaultdict(set)
    for code in _actors().index:
        for spelling in _names_of(code):
            found[plain(spelling)].add(code)
    found.update({plain(either): set(codes) for codes, names in EITHER.items() for either in names.split("|")})
    found.update({plain(code): {code} for code in _actors().index})
    return {spelling: tuple(sorted(codes)) for spelling, codes in found.items()}


def _names_of(code: str) -> Iterator[str]:
    yield from ALSO_CALLED.get(code, code).split("|")
    if _actors().at[code, "name"]:
        yield name(code)
        return
    yield _alpha_2(code)
    for language in LANGUAGES:
        called = _territories(language)[_alpha_2(code)]
        yield from (name(code, language), re.sub(r" ?\(.*\)", "", called))
        if language == "de":
            yield called.translate(UMLAUTS)


@lru_cache(maxsize=1)
def _spellings() -> tuple[str, ...]:
    """The names that a slip of the hand can have missed, as they are to be shown; codes are too short to guess."""
    names = [one for code in _actors().index for one in (*_names_of(code), name(code))]
    either = "|".join(EITHER.values()).split("|")
    return tuple(one for one in (*names, *either) if len(one) > 3)
