"""The open record of expulsions of diplomats: who expelled whom, how many, when, why, and who says so."""

from expulsions.data import (
    Record,
    load,
    load_actors,
    load_changes,
    load_citations,
    load_episodes,
    load_expulsions,
    load_tallies,
)
from expulsions.errors import DataError, ExpulsionsError, Problem, UnknownValue

__all__ = [
    "DataError",
    "ExpulsionsError",
    "Problem",
    "Record",
    "UnknownValue",
    "load",
    "load_actors",
    "load_changes",
    "load_citations",
    "load_episodes",
    "load_expulsions",
    "load_tallies",
]
