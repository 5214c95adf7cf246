"""Every page kind: links, metadata, weight, what is there without scripts, how it stands at the width of a phone."""

import gzip
import json
import re
import xml.etree.ElementTree as ElementTree
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from kinds import KINDS

from expulsions import data

BUDGET = 100_000


class Links(HTMLParser):
    """The addresses and the ids of a page, and what a strict page must not have."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.addresses: list[tuple[str, str]] = []
        self.ids: set[str] = set()
        self.inline: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.ids.add(values.get("id") or "")
        self.inline += [name for name in values if name.startswith("on") or name == "style"]
        if tag == "style" or (tag == "script" and "src" not in values and values.get("type") != "application/ld+json"):
            self.inline.append(tag)
        for name in ("href", "src", "srcset"):
            if values.get(name):
                self.addresses.append((tag, str(values[name])))
        if tag == "a" and str(values.get("href", "")).startswith("http"):
            assert values["rel"] == "noopener nofollow"


def pages(site: Path) -> list[Path]:
    return sorted(site.rglob("*.html"))


def test_there_is_a_page_for_each_of_the_record(site):
    record = data.load()
    found = {str(path.relative_to(site)) for path in pages(site)}
    assert {f"expulsions/{id_}.html" for id_ in record.expulsions["id"]} <= found
    assert {f"actors/{code}.html" for code in record.expulsions["expelling"]} <= found
    sizes = record.expulsions.query("episode != ''")["episode"].value_counts()
    assert {f"episodes/{name}.html" for name in sizes[sizes > 1].index} <= found
    charts = {path.name.removesuffix(".js") for path in (site / "charts").glob("*.js")}
    assert {f"embed/{name}.html" for name in charts} <= found
    assert set(KINDS) <= found


def test_every_link_leads_somewhere_within_the_report(site):
    parsed = {path: Links(path.read_text(encoding="utf-8")) for path in pages(site)}
    broken = []
    for path, links in parsed.items():
        for _, address in links.addresses:
            split = urlsplit(address)
            if split.scheme in ("http", "https", "mailto"):
                continue
            target = (path.parent / unquote(split.path)).resolve() if split.path else path
            known = target in parsed and split.fragment in parsed[target].ids
            filtered = target.name == "data.html" and "=" in split.fragment
            if not target.is_file() or (split.fragment and not known and not filtered):
                broken.append(f"{path.relative_to(site)}: {address}")
    assert broken == []


def test_no_page_has_script_or_style_of_its_own(site):
    for path in pages(site):
        text = path.read_text(encoding="utf-8")
        assert Links(text).inline == [], path
        policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)[1]
        assert "script-src &#39;self&#39;;" in policy or "script-src 'self';" in policy
        assert "eval" not in policy


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_moves_little_before_it_is_touched(opened, served, site, kind):
    moved = []
    page = opened("about:blank")
    page.on("requestfinished", lambda request: moved.append(request.url))
    page.goto(served + kind)
    page.wait_for_load_state("networkidle")
    sizes = {url: len(gzip.compress((site / url.removeprefix(served)).read_bytes())) for url in moved}
    assert not any("plotly" in url for url in sizes)
    assert sum(sizes.values()) <= BUDGET or kind == "data.html", sizes


@pytest.mark.parametrize("kind", KINDS)
def test_without_scripts_a_page_is_whole(opened, site, kind):
    page = opened((site / kind).as_uri(), java_script_enabled=False)
    drawings = page.locator(".drawing img")
    for at in range(drawings.count()):
        assert drawings.nth(at).evaluate("image => image.complete && image.naturalWidth > 0")
        assert drawings.nth(at).get_attribute("alt")
    assert page.locator("h1").count() == 1
    if kind.startswith("expulsions/"):
        assert page.locator(".sources a[href^=http]").count() >= 3
    if kind == "data.html":
        assert page.locator("#decisions tbody tr").count() == len(data.load_expulsions())
        assert not page.locator(".filters").is_visible()
    assert not page.locator(".search").is_visible()


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_scrolls_sideways_on_a_phone(opened, site, kind, dark):
    page = opened((site / kind).as_uri(), width=390, dark=dark)
    assert page.evaluate("document.documentElement.scrollWidth") == 390


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_says_what_it_is(site, kind):
    text = (site / kind).read_text(encoding="utf-8")
    assert re.search(r'<meta name="description" content="[^"]{20,}', text)
    if kind.startswith("embed/"):
        return
    for name in ("og:title", "og:description", "og:type", "og:site_name", "twitter:card"):
        assert f'"{name}" content=' in text
    assert re.search(r"@misc\{expulsions-", text)
    for block in re.findall(r'<script type="application/ld\+json">(.*?)</script>', text):
        assert json.loads(block)["@context"] == "https://schema.org"


def test_the_picture_on_a_card_is_a_chart(site):
    text = (site / "actors/BEL.html").read_text(encoding="utf-8")
    assert '<meta property="og:image" content="../charts/actor-BEL.png">' in text
    assert (site / "charts/actor-BEL.png").read_bytes().startswith(b"\x89PNG")


def linked_data(site, path):
    text = (site / path).read_text(encoding="utf-8")
    return [json.loads(one) for one in re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)]


def test_the_record_is_described_as_a_dataset(site):
    (described,) = linked_data(site, "data.html")
    assert described["@type"] == "Dataset"
    assert described["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert {"variableMeasured", "temporalCoverage", "isBasedOn"} <= set(described)
    for file in described["distribution"]:
        assert (site / file["contentUrl"]).is_file()


def test_a_story_is_described_as_an_article(site):
    (described,) = linked_data(site, "stories/spring-2022.html")
    assert described["@type"] == "NewsArticle"
    assert (site / described["image"][0]).is_file()


def test_the_site_map_names_every_page(site):
    root = ElementTree.parse(site / "sitemap.xml").getroot()
    named = {element.text for element in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")}
    assert named == {str(path.relative_to(site)) for path in pages(site) if path.parent.name != "embed"}


def test_the_feed_has_the_newest_decisions(site):
    atom = "{http://www.w3.org/2005/Atom}"
    root = ElementTree.parse(site / "feed.xml").getroot()
    newest = data.load_expulsions().sort_values(["date", "id"], ascending=False)["id"].head(50)
    links = [entry.find(f"{atom}link").get("href") for entry in root.iter(f"{atom}entry")]
    assert links == [f"expulsions/{id_}.html" for id_ in newest]
    assert all(entry.find(f"{atom}id").text.startswith("urn:uuid:") for entry in root.iter(f"{atom}entry"))


def test_an_error_is_reported_with_the_decisions_id(opened, site):
    page = opened((site / "expulsions/2022-03-29-bel-rus.html").as_uri())
    assert "2022-03-29-bel-rus" in page.get_by_text("Report an error").get_attribute("href")


def test_the_figure_is_the_biggest_thing_on_a_decisions_page(opened, site):
    page = opened((site / "expulsions/2022-03-29-bel-rus.html").as_uri())
    assert page.locator(".box .figure").inner_text() == "21"
    sizes = page.evaluate(
        "[...document.querySelectorAll('main *:not(.figure)')].map(e => parseFloat(getComputedStyle(e).fontSize))"
    )
    assert page.locator(".box .figure").evaluate("e => parseFloat(getComputedStyle(e).fontSize)") > max(sizes)
    order = page.locator("main h2").all_inner_texts()
    assert order[:2] == ["Sentences you can use", "Who says so"]
