"""A record that means harm: it is built, nothing runs, nothing breaks the page, all of it is shown as text."""

import csv
from dataclasses import replace

import pytest
from kinds import rewrite, until

from expulsions import data
from expulsions.errors import DataError
from expulsions.report.build import build

SCRIPT = "<script>window.pwned = 1; alert(1)</script>"
HANDLER = '"><img src=x onerror="window.pwned = 1">'
MARKUP = "</title></style></textarea><svg onload=window.pwned=1><b>bold</b>{{ 7 * 7 }}{% raw %}"
REVERSED = "right \u202e to left \u2066 inside"
FORMULA = '=HYPERLINK("https://example.org","x")'
WORLD = "🕊️ مطرودون 驱逐外交官 ﷽"
LONG = "Ab" * 5000
LINK = "javascript:window.pwned=1"
PAGES = (
    "index.html",
    "data.html",
    "method.html",
    "episodes/index.html",
    "episodes/harbour-2001.html",
    "actors/DNK.html",
    "expulsions/2001-03-05-dnk-rus.html",
    "expulsions/2001-03-12-rus-dnk.html",
    "expulsions/2001-04-02-swe-rus.html",
    "expulsions/2003-05-06-fin-rus.html",
)


@pytest.fixture
def hostile(six):
    payloads = [SCRIPT, HANDLER, MARKUP, REVERSED, WORLD, LONG]
    rewrite(six / "expulsions.csv", lambda at, row: {"who": payloads[at % 6], "note": payloads[(at + 1) % 5]})
    rewrite(
        six / "citations.csv",
        lambda at, row: {
            "publisher": payloads[at % 6],
            "agency": payloads[(at + 2) % 6] if at % 2 else "",
            "title": payloads[(at + 3) % 6],
            "remark": payloads[(at + 1) % 6],
            "url": f"https://example.org/?q='\"><script>window.pwned=1</script>&n={at}",
        },
    )
    rewrite(
        six / "episodes.csv", lambda at, row: {"title": f"{SCRIPT}{HANDLER}{WORLD}", "summary": f"{MARKUP}{FORMULA}"}
    )
    return six


@pytest.fixture
def built(hostile, plain_story, tmp_path):
    output = tmp_path / "out" / "report"
    build(output, plain_story, hostile)
    return output


def test_nothing_runs_and_nothing_breaks_the_layout(opened, built):
    for at, path in enumerate(PAGES):
        page = opened((built / path).as_uri(), width=(390, 1280)[at % 2])
        page.wait_for_load_state("networkidle")
        assert page.evaluate("window.pwned") is None
        assert page.locator("img[onerror], svg[onload], main script").count() == 0
        assert page.evaluate("document.documentElement.scrollWidth") == (390, 1280)[at % 2], path
        schemes = page.evaluate("[...document.links].map(a => a.protocol)")
        assert set(schemes) <= {"http:", "https:", "file:", "mailto:"}
        page.context.close()


def test_all_of_it_is_shown_as_text(opened, built):
    page = opened((built / "expulsions/2001-03-05-dnk-rus.html").as_uri())
    assert SCRIPT in page.locator(".box").inner_text()
    assert HANDLER in page.locator(".note").inner_text()
    page.goto((built / "expulsions/2001-04-02-swe-rus.html").as_uri())
    assert WORLD in page.locator(".box").inner_text()
    page.goto((built / "episodes/harbour-2001.html").as_uri())
    assert "{{ 7 * 7 }}{% raw %}" in page.locator(".lead").inner_text()
    assert SCRIPT in page.locator("h1").inner_text()


def test_search_and_table_show_it_as_text(opened, built):
    page = opened((built / "data.html").as_uri())
    until(page, "document.getElementById('sentence').textContent")
    page.get_by_role("combobox").first.fill("pwned")
    page.get_by_role("option").first.wait_for()
    assert SCRIPT in page.get_by_role("option").first.inner_text()
    page.keyboard.press("Escape")
    for link in page.locator("#decisions tbody tr:not(.opened) td:last-child a").all()[:3]:
        link.click()
    page.locator("tr.opened").first.wait_for()
    assert page.evaluate("window.pwned") is None


def test_a_formula_is_no_formula_in_a_csv(opened, six, plain_story, tmp_path):
    rewrite(six / "expulsions.csv", lambda at, row: {"who": FORMULA})
    output = tmp_path / "out" / "report"
    build(output, plain_story, six, pictures=False)
    page = opened((output / "data.html").as_uri())
    until(page, "document.getElementById('sentence').textContent")
    with page.expect_download() as got:
        page.get_by_role("button", name="CSV of these rows").click()
    with got.value.path().open(encoding="utf-8", newline="") as file:
        assert {row["who"] for row in csv.DictReader(file)} == {"'" + FORMULA}


def test_a_javascript_link_is_refused_by_name(hostile, plain_story, tmp_path):
    rewrite(hostile / "citations.csv", lambda at, row: {"url": LINK})
    with pytest.raises(DataError, match="url"):
        build(tmp_path / "report", plain_story, hostile, pictures=False)


def test_a_javascript_link_that_came_through_is_text(opened, six, plain_story, tmp_path, monkeypatch):
    record = data.load(six)
    through = replace(record, citations=record.citations.assign(url=[f"{LINK}//{at}" for at in range(9)]))
    monkeypatch.setattr(data, "load", lambda folder=None: through)
    output = tmp_path / "out" / "report"
    build(output, plain_story, six, pictures=False)
    page = opened((output / "expulsions/2001-03-05-dnk-rus.html").as_uri())
    assert LINK in page.locator(".sources").inner_text()
    assert page.locator('a[href^="javascript"]').count() == 0
