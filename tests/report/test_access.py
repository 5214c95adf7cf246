"""Readers who do not see, or do not point: axe-core on every page kind, and charts in the accessibility tree."""

import re

import pytest
from kinds import KINDS


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_no_violation(opened, site, kind, dark):
    from axe_playwright_python.sync_playwright import Axe

    page = opened((site / kind).as_uri(), width=390 if dark else 1280, dark=dark)
    if kind == "data.html":
        # The same row two thousand times tells no more than a hundred times, and takes a minute.
        page.evaluate("[...document.querySelectorAll('#decisions tbody')].slice(1).forEach(body => body.remove())")
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": tags}, "preload": False})
    assert found.violations_count == 0, found.generate_report()


def tree(page):
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    return [
        (node["role"]["value"], node["name"]["value"])
        for node in nodes
        if not node.get("ignored") and "role" in node and "name" in node
    ]


@pytest.mark.parametrize("kind", [kind for kind in KINDS if "index" not in kind.split("/")[-1] or kind == "index.html"])
def test_every_chart_is_described_before_and_after_it_comes_alive(opened, site, kind):
    page = opened((site / kind).as_uri())
    drawings = page.locator(".drawing").count()
    for turn in range(2):
        named = tree(page)
        groups = [name for role, name in named if role == "group" and name.startswith("Chart: ")]
        texts = [name for role, name in named if role in ("image", "img") and len(name) > 40]
        assert len(groups) == drawings
        assert len(texts) == drawings
        if turn == 0 and drawings:
            page.locator(".drawing").first.focus()
            page.wait_for_selector('.drawing[data-live="yes"]')


def test_a_charts_description_has_its_figures(opened, site):
    page = opened((site / "actors/BEL.html").as_uri())
    (text,) = [name for role, name in tree(page) if role in ("image", "img")]
    assert re.search(r"Belgium expelled \d+", text)
    assert re.search(r"\d+ in \d{4}", text)
