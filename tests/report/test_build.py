"""The build: whole or not at all, the same bytes for the same input, and only what changed."""

import filecmp
import hashlib
import itertools
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest
from kinds import NOTEBOOKS, rewrite

from expulsions import data, schema
from expulsions.errors import ExpulsionsError
from expulsions.report import build as building
from expulsions.report.build import build

BUILD = """
import sys
from pathlib import Path
from expulsions.report.build import build
build(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), pictures=False)
"""


def digest(folder: Path) -> str:
    """One name for all that a folder holds."""
    whole = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            whole.update(str(path.relative_to(folder)).encode())
            whole.update(path.read_bytes())
    return whole.hexdigest()


def files(folder: Path) -> dict[str, int]:
    """The number of each file's place on the disk, by path: a file that was not touched keeps it."""
    return {str(path.relative_to(folder)): path.stat().st_ino for path in folder.rglob("*") if path.is_file()}


def differences(one: Path, other: Path) -> list[str]:
    found = []

    def compare(sides: filecmp.dircmp) -> None:
        found.extend([*sides.left_only, *sides.right_only])
        _, differ, broken = filecmp.cmpfiles(sides.left, sides.right, sides.common_files, shallow=False)
        found.extend([*differ, *broken])
        for inner in sides.subdirs.values():
            compare(inner)

    compare(filecmp.dircmp(one, other))
    return found


def test_built_twice_from_nothing_every_byte_is_the_same(site, tmp_path):
    again = tmp_path / "report"
    build(again, NOTEBOOKS)
    assert differences(site, again) == []


def test_killed_at_twenty_moments_the_old_report_is_whole(six, plain_story, tmp_path):
    other = tmp_path / "other"
    shutil.copytree(six, other, ignore=shutil.ignore_patterns("notebooks"))
    text = (other / "expulsions.csv").read_text(encoding="utf-8")
    (other / "expulsions.csv").write_text(text.replace("a plain case", "another case"), encoding="utf-8")
    output = tmp_path / "out" / "report"
    whole = set()
    for tables in (other, six):
        build(output, plain_story, tables, pictures=False)
        whole.add(digest(output))
    assert len(whole) == 2
    command = [sys.executable, "-c", BUILD, str(output), str(plain_story)]
    begun = time.monotonic()
    subprocess.run([*command, str(other)], check=True)
    longest = time.monotonic() - begun
    dice = random.Random(7)
    for turn in range(20):
        running = subprocess.Popen([*command, str((six, other)[turn % 2])])
        time.sleep(dice.uniform(0.3, 1.05) * longest)
        running.kill()
        running.wait()
        assert digest(output) in whole, turn
    build(output, plain_story, six, pictures=False)
    assert [path.name for path in output.parent.iterdir() if "-new-" in path.name] == []


BELGIAN = "2022-03-29-bel-rus"


@pytest.fixture(scope="module")
def touched(tmp_path_factory):
    """The files that a build touches after a note, and after a figure, of Belgium's decision of 2022 changed."""
    place = tmp_path_factory.mktemp("touched")
    tables, output, words = place / "tables", place / "out" / "report", place / "notebooks"
    words.mkdir()
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# Words")]), words / "01-words.ipynb")
    shutil.copytree(schema.data_folder(), tables)
    changes = [{}, {"note": "A new note."}, {"count": "20", "count_low": "20", "count_high": "20"}]
    states = []
    for cells in changes:
        rewrite(tables / "expulsions.csv", lambda at, row, cells=cells: cells if row["id"] == BELGIAN else {})
        build(output, words, tables, pictures=False)
        states.append(files(output))
    pairs = itertools.pairwise(states)
    return [{path for path in old | new if old.get(path) != new.get(path)} for old, new in pairs]


def test_a_note_changed_touches_its_page_the_table_and_the_downloads(touched):
    pages = {path for path in touched[0] if not path.startswith("downloads/")}
    assert pages == {f"expulsions/{BELGIAN}.html", "assets/rows.js"}


def test_a_figure_changed_touches_only_the_pages_concerned(touched):
    changed = touched[1]
    record = data.load().expulsions
    row = record.query("id == @BELGIAN").iloc[0]
    concerned = record[
        record["expelling"].isin(["BEL", "RUS"])
        | record["expelled"].isin(["BEL", "RUS"])
        | (record["episode"] == row["episode"])
        | (record["date"].dt.year == 2022)
    ]
    decisions = {path.split("/")[1].removesuffix(".html") for path in changed if path.startswith("expulsions/")}
    assert BELGIAN in decisions
    assert decisions <= set(concerned["id"])
    assert {path for path in changed if path.startswith("actors/")} == {"actors/BEL.html", "actors/RUS.html"}
    episodes = {f"episodes/{row['episode']}.html", "episodes/index.html"}
    assert {path for path in changed if path.startswith("episodes/")} <= episodes
    assert f"episodes/{row['episode']}.html" in changed


def test_nothing_changed_touches_nothing(six, plain_story, tmp_path):
    output = tmp_path / "out" / "report"
    build(output, plain_story, six, pictures=False)
    before = files(output)
    again = build(output, plain_story, six, pictures=False)
    assert files(output) == before
    assert again.notes == ["Nothing has changed since the last build."]


@pytest.mark.parametrize("hand", ["taken away", "written over"])
def test_a_report_that_was_touched_is_made_whole_again(hand, six, plain_story, tmp_path):
    output = tmp_path / "out" / "report"
    build(output, plain_story, six, pictures=False)
    before = digest(output)
    if hand == "taken away":
        (output / "index.html").unlink()
    else:
        (output / "index.html").write_text("gone", encoding="utf-8")
    build(output, plain_story, six, pictures=False)
    assert digest(output) == before


def test_a_setting_changed_builds_anew(six, plain_story, tmp_path):
    output = tmp_path / "out" / "report"
    build(output, plain_story, six, pictures=False)
    assert build(output, plain_story, six, address="https://example.org/x", pictures=False).notes == []


def test_a_build_that_fails_leaves_the_old_report(six, plain_story, tmp_path, monkeypatch):
    output = tmp_path / "out" / "report"
    build(output, plain_story, six, pictures=False)
    before = digest(output)
    monkeypatch.setattr(building.metadata, "feed", lambda site: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        build(output, plain_story, six, address="https://example.org/x", pictures=False)
    assert digest(output) == before
    assert sorted(path.name for path in output.parent.iterdir()) == [".report-cache", "report"]


def test_a_folder_that_is_no_report_is_not_replaced(six, plain_story, tmp_path):
    precious = tmp_path / "thesis"
    precious.mkdir()
    (precious / "chapter.txt").write_text("long work", encoding="utf-8")
    with pytest.raises(ExpulsionsError, match="is not a report; name another folder with --output"):
        build(precious, plain_story, six, pictures=False)
    assert (precious / "chapter.txt").read_text(encoding="utf-8") == "long work"


def test_two_builds_of_one_report_do_not_meet(six, plain_story, tmp_path):
    from expulsions.report.place import alone

    output = tmp_path / "out" / "report"
    with alone(tmp_path / "out" / ".report-cache"), pytest.raises(ExpulsionsError, match="Another build"):
        build(output, plain_story, six, pictures=False)


def test_with_an_address_cards_feed_and_map_are_absolute(six, plain_story, tmp_path):
    output = tmp_path / "out" / "report"
    build(output, plain_story, six, address="https://example.org/x", pictures=False)
    assert "<loc>https://example.org/x/index.html</loc>" in (output / "sitemap.xml").read_text(encoding="utf-8")
    assert 'href="https://example.org/x/expulsions/' in (output / "feed.xml").read_text(encoding="utf-8")
    page = (output / "actors/DNK.html").read_text(encoding="utf-8")
    assert '<link rel="canonical" href="https://example.org/x/actors/DNK.html">' in page


def test_an_address_that_is_none_is_refused(six, plain_story, tmp_path):
    with pytest.raises(ExpulsionsError, match="is not a web address"):
        build(tmp_path / "report", plain_story, six, address="javascript:alert(1)", pictures=False)


def test_without_pictures_the_charts_need_the_script(opened, six, plain_story, tmp_path):
    output = tmp_path / "out" / "report"
    build(output, plain_story, six, pictures=False)
    page = opened((output / "actors/DNK.html").as_uri())
    page.wait_for_selector('.drawing[data-live="yes"]')
    assert not list(output.rglob("charts/*.svg"))


def test_a_change_builds_anew_and_the_report_is_served(tmp_path):
    import urllib.request

    from expulsions.report.watch import serve, watch_and

    (tmp_path / "a.csv").write_text("one", encoding="utf-8")
    built, said = [], []

    def rebuild() -> None:
        built.append(1)
        raise ExpulsionsError("a row is wrong")

    def ended() -> bool:
        if not built:
            (tmp_path / "a.csv").write_text("changed at last", encoding="utf-8")
        return bool(built)

    watch_and(rebuild, [tmp_path], said.append, seconds=0.02, ended=ended)
    assert said == ["a row is wrong"]
    server = serve(tmp_path)
    try:
        address = f"http://127.0.0.1:{server.server_port}/a.csv"
        with urllib.request.urlopen(address) as answer:
            assert answer.read() == b"changed at last"
            assert answer.headers["Cache-Control"] == "no-store"
    finally:
        server.shutdown()
