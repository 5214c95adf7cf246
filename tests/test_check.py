"""Each kind of damage, done to a real file: the whole message that the curator reads."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from expulsions import schema
from expulsions.check import check
from expulsions.cli import app
from expulsions.data import load_episodes, load_expulsions
from expulsions.errors import DataError, ExpulsionsError

HEADER = "episode,title,began,summary\n"
ROW = "skripal-2018,The Skripal poisoning,2018-03-04,A former double agent was poisoned.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped tables."""
    copy = tmp_path / "data"
    shutil.copytree(schema.data_folder(), copy)
    return copy


def test_the_shipped_record_is_sound():
    assert [str(problem) for problem in check()] == []


def test_a_copy_of_the_record_is_sound(folder):
    assert check(folder) == []


# The whole first problem that `check` names when episodes.csv holds these bytes.
BROKEN_FILES = {
    "empty": (b"", "episodes.csv: is empty; a table has at least its header line."),
    "blank": (b"\n \n", "episodes.csv: is empty; a table has at least its header line."),
    "utf-16": ((HEADER + ROW).encode("utf-16"), "episodes.csv: is encoded as UTF-16; save it as UTF-8."),
    "windows-1252": (
        (HEADER + ROW.replace("double", "très double")).encode("windows-1252"),
        "episodes.csv line 2: byte 0xE8 is not UTF-8 (perhaps Windows-1252); save the file as UTF-8.",
    ),
    "nul": (
        (HEADER + ROW).encode() + b"a\0b,c,2018,d\n",
        "episodes.csv line 3: holds a NUL byte, which no text has; take it out or save the file anew.",
    ),
    "crlf": (
        (HEADER + ROW).replace("\n", "\r\n").encode(),
        "episodes.csv line 1: lines end in CR LF, as Windows writes them; save with LF, so that a comparison shows only"
        " what changed.",
    ),
    "semicolons": (
        (HEADER + ROW).replace(",", ";").encode(),
        "episodes.csv line 1: cells are separated by semicolons; save the file with commas.",
    ),
    "tabs": (
        (HEADER + ROW).replace(",", "\t").encode(),
        "episodes.csv line 1: cells are separated by tabs; save the file with commas.",
    ),
    "column missing": (b"episode,title,began\na,b,2018\n", "episodes.csv line 1, summary: this column is missing."),
    "column doubled": (
        b"episode,title,began,summary,title\n",
        "episodes.csv line 1, title: this column stands 2 times; keep one.",
    ),
    "column renamed": (
        b"episode,title,begann,summary\n",
        "episodes.csv line 1, begann: is not a column of this table. Did you mean 'began'?",
    ),
    "column unknown": (
        b"episode,title,began,summary,photograph\n",
        "episodes.csv line 1, photograph: is not a column of this table.",
    ),
    "columns in another order": (
        b"title,episode,began,summary\n",
        "episodes.csv line 1: the columns are in another order; it must be: episode, title, began, summary.",
    ),
    "unclosed quote": (
        (HEADER + ROW + 'x-2018,"The affair,2018,Words.\n' + ROW).encode(),
        "episodes.csv line 3: the row that begins here cannot be read: a quotation mark is not closed, or stands inside"
        " a cell without being doubled.",
    ),
    "short row": (
        (HEADER + "x-2018,The affair\n").encode(),
        "episodes.csv line 2 (x-2018): the row has 2 cells, fewer than the 4 columns; a comma or a cell is missing.",
    ),
    "long row": (
        (HEADER + "x-2018,The affair,2018,One, two.\n").encode(),
        "episodes.csv line 2 (x-2018): the row has 5 cells, more than the 4 columns; put quotation marks around a cell"
        " that holds a comma.",
    ),
    "empty line": ((HEADER + "\n" + ROW).encode(), "episodes.csv line 2: the line is empty; take it out."),
    "endless header": (b"," * 20_000, "episodes.csv line 1: the header has more than 10,000 characters."),
}


@pytest.mark.parametrize("damage", BROKEN_FILES)
def test_a_broken_file_is_named(folder, damage):
    content, message = BROKEN_FILES[damage]
    (folder / "episodes.csv").write_bytes(content)
    assert message in [str(problem) for problem in check(folder)]


@pytest.mark.parametrize("damage", [damage for damage in BROKEN_FILES if damage != "crlf"])
def test_loading_a_broken_file_says_the_same(tmp_path, damage):
    content, message = BROKEN_FILES[damage]
    (tmp_path / "episodes.csv").write_bytes(content)
    with pytest.raises(DataError) as caught:
        load_episodes(tmp_path)
    assert str(caught.value.problems[0]) == message


def test_a_folder_instead_of_a_file(folder):
    (folder / "episodes.csv").unlink()
    (folder / "episodes.csv").mkdir()
    assert str(check(folder)[0]) == "episodes.csv: is a folder, not a file; name a CSV file."


def test_a_missing_file(folder):
    (folder / "episodes.csv").unlink()
    assert str(check(folder)[0]) == f"episodes.csv: does not exist in {folder}; check the name of the folder."


def test_a_spreadsheets_byte_order_mark_does_no_harm(folder):
    table = folder / "episodes.csv"
    table.write_bytes(b"\xef\xbb\xbf" + table.read_bytes())
    assert check(folder) == []


def test_a_broken_codebook(folder):
    (folder / "datapackage.json").write_text('{"name": ')
    assert str(check(folder)[0]) == "datapackage.json line 1: is not JSON: Expecting value."


def test_another_codebook(folder):
    (folder / "datapackage.json").write_text("{}")
    message = "differs from the codebook of this version of the package; take that one, or the matching version."
    assert str(check(folder)[0]) == f"datapackage.json: {message}"


def test_a_folder_that_does_not_exist(tmp_path):
    with pytest.raises(
        ExpulsionsError, match=r"nowhere does not exist\. A folder holds expulsions\.csv, citations\.csv,"
    ):
        check(tmp_path / "nowhere")


def change(folder: Path, table: str, key: str, mend: Callable[[str], str]) -> int:
    """Change the first line of a table that begins with the key; returns its number."""
    path = folder / f"{table}.csv"
    lines = path.read_text(encoding="utf-8").split("\n")
    at = next(number for number, line in enumerate(lines) if line.startswith(f"{key},"))
    changed = mend(lines[at])
    assert changed != lines[at]
    lines[at] = changed
    path.write_text("\n".join(lines), encoding="utf-8", newline="")
    return at + 1


def problems_after(
    folder: Path, old: str, new: str, key: str = "2022-03-29-bel-rus", table: str = "expulsions"
) -> list[str]:
    line = change(folder, table, key, lambda text: text.replace(old, new, 1))
    return [str(problem).replace(f"line {line} ", "line N ") for problem in check(folder)]


WHERE = "expulsions.csv line N (2022-03-29-bel-rus)"


def test_a_value_that_is_not_allowed(folder):
    assert problems_after(folder, ",expelled,", ",expeled,")[0] == (
        f"{WHERE}, measure: 'expeled' is not one of: persona_non_grata, expelled, accreditation_withdrawn,"
        " visa_not_extended, staff_reduction, relations_broken, post_cap, visa_refused. Did you mean 'expelled'?"
    )


def test_a_figure_that_is_no_number(folder):
    message = f"{WHERE}, count: 'many' is not a whole number; write digits only, such as 21."
    assert message in problems_after(folder, ",21,21,21,", ",many,21,21,")


def test_a_figure_that_no_source_reports(folder):
    first = problems_after(folder, ",21,21,21,", ",22,22,22,")[0]
    assert first.startswith(f"{WHERE}, count: no citation reports 22 (they report 21); add one, or say in note 'Count:")


def test_a_count_outside_its_range(folder):
    assert f"{WHERE}, count: 21 lies outside its range 22 to 23." in problems_after(folder, ",21,21,21,", ",21,22,23,")


def test_a_day_that_the_calendar_lacks(folder):
    message = f"{WHERE}, announced: '2022-02-30' is not a day of the calendar."
    assert message in problems_after(folder, ",2022-03-29,", ",2022-02-30,")


def test_an_unknown_side(folder):
    assert f"{WHERE}, expelled: 'RUSS' is not a code of actors.csv. Did you mean 'RUS'?" in problems_after(
        folder, ",BEL,RUS,", ",BEL,RUSS,"
    )


def test_a_state_before_it_existed(folder):
    problems = problems_after(folder, ",BEL,RUS,", ",BEL,SUN,")
    assert f"{WHERE}, expelled: SUN ended on 1991-12-25; use RUS from then on." in problems
    assert f"{WHERE}, id: does not name the sides BEL and SUN; an id is DATE-bel-sun, and never changes." in problems


def test_an_answer_that_comes_first(folder):
    where = "expulsions.csv line N (2022-04-19-rus-bel), responds_to"
    problems = problems_after(folder, ",2022-04-19,", ",2022-03-19,", key="2022-04-19-rus-bel")
    message = f"{where}: 2022-03-29-bel-rus is later than this decision; an answer comes after what it answers."
    assert message in problems


def test_an_answer_to_an_unknown_decision(folder):
    problems = problems_after(folder, "2022-03-29-bel-rus", "2022-03-28-bel-rus", key="2022-04-19-rus-bel")
    where = "expulsions.csv line N (2022-04-19-rus-bel), responds_to"
    assert (
        f"{where}: '2022-03-28-bel-rus' is not an id of expulsions.csv. Did you mean '2022-03-29-bel-rus'?" in problems
    )


def test_a_citation_of_no_decision(folder):
    change(
        folder, "citations", "2022-04-19-rus-bel", lambda text: text.replace("2022-04-19-rus-bel", "2022-rus-bel", 1)
    )
    assert any("'2022-rus-bel' is not an id of expulsions.csv." in str(problem) for problem in check(folder))


def test_a_part_of_what_no_sum_holds(folder):
    whole = ",,1986-03-07-usa-sun,336,"
    change(folder, "expulsions", "1986-09-17-usa-sun", lambda text: text.replace(",,,336,", whole, 1))
    where = "(1986-09-17-usa-sun), part_of: 1986-03-07-usa-sun (post_cap) is in no sum, so this row's people would be"
    assert any(where in str(problem) for problem in check(folder))


def test_a_doubled_decision(folder):
    path = folder / "expulsions.csv"
    lines = path.read_text(encoding="utf-8").split("\n")
    row = next(line for line in lines if line.startswith("2022-03-29-bel-rus,"))
    path.write_text("\n".join([*lines[:-1], row, ""]), encoding="utf-8", newline="")
    where = f"expulsions.csv line {len(lines)} (2022-03-29-bel-rus), id"
    message = f"{where}: another row has the same id; each must be the only one."
    assert message in [str(problem) for problem in check(folder)]


def test_a_decision_without_a_witness(folder):
    path = folder / "citations.csv"
    lines = path.read_text(encoding="utf-8").split("\n")
    kept = [line for line in lines if not line.startswith("2022-03-29-irl-rus,")]
    path.write_text("\n".join(kept), encoding="utf-8", newline="")
    messages = [str(problem) for problem in check(folder)]
    assert any(
        "(2022-03-29-irl-rus), id: no citation reports this decision; add one to citations.csv." in one
        for one in messages
    )


def test_a_formula_a_hidden_character_and_blanks(folder):
    formula = problems_after(folder, ",embassy", ',"=SUM(A1)",embassy')
    assert formula
    change(folder, "episodes", "skripal-2018", lambda text: text.replace("skripal-2018,", "skripal-2018,=1+1 ", 1))
    messages = [str(problem) for problem in check(folder)]
    assert any("begins with '=', which a spreadsheet would run; begin with a word." in one for one in messages)


def test_an_address_that_is_none(folder):
    problems = problems_after(folder, ",https://", ",javascript:", key="2022-03-29-irl-rus", table="citations")
    assert any("url: 'javascript:" in one and "does not have the form of the example" in one for one in problems)


@pytest.mark.parametrize("format", ["text", "json", "github"])
def test_the_command_names_a_problem_and_exits_with_1(folder, format):
    line = change(
        folder, "expulsions", "2022-03-29-bel-rus", lambda text: text.replace(",2022-03-29,", ",2022-02-30,", 1)
    )
    result = CliRunner().invoke(app, ["check", str(folder), "--format", format])
    assert result.exit_code == 1
    message = "'2022-02-30' is not a day of the calendar."
    if format == "json":
        first = json.loads(result.stdout)[0]
        assert (first["file"], first["line"], first["column"], first["message"]) == (
            "expulsions.csv",
            line,
            "announced",
            message,
        )
    elif format == "github":
        place = f"::error file={folder / 'expulsions.csv'},line={line}::"
        assert result.stdout.startswith(place)
    else:
        assert result.stdout.splitlines()[0] == f"expulsions.csv line {line} (2022-03-29-bel-rus), announced: {message}"


def test_the_command_says_that_all_is_well():
    result = CliRunner().invoke(app, ["check"])
    assert (result.exit_code, result.stdout) == (0, "No problems.\n")


def test_load_names_the_cell(folder):
    line = change(folder, "expulsions", "2022-03-29-bel-rus", lambda text: text.replace(",21,21,21,", ",x,21,21,", 1))
    with pytest.raises(DataError) as caught:
        load_expulsions(folder)
    where = f"expulsions.csv line {line} (2022-03-29-bel-rus), count"
    assert str(caught.value) == f"{where}: 'x' is not a whole number; write digits only, such as 21."
