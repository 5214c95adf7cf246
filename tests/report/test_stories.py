"""A notebook taken apart: prose, tables, charts, and the code at the end of each section."""

import re
from html import unescape
from pathlib import Path

import nbformat
import pandas as pd
import pytest

from expulsions.errors import ExpulsionsError
from expulsions.report import stories
from expulsions.report.stories import code_html, markdown_html, story, table_html


def cell(source, *outputs):
    return nbformat.v4.new_code_cell(source, outputs=list(outputs))


def shown(**kinds):
    data = {name.replace("_", "/"): content for name, content in kinds.items()}
    return nbformat.v4.new_output("display_data", data=data)


def told(*cells):
    return story(Path("01-a-story.ipynb"), nbformat.v4.new_notebook(cells=list(cells)))


def test_the_code_of_a_section_stands_at_its_end():
    one = told(
        nbformat.v4.new_markdown_cell("# A title\n\nOne sentence. Another."),
        cell("load()"),
        nbformat.v4.new_markdown_cell("## First\n\nWords."),
        cell("draw()", shown(text_markdown="Said by the data.")),
        nbformat.v4.new_markdown_cell("More words."),
        cell("more()"),
        nbformat.v4.new_markdown_cell("## Second"),
    )
    assert (one.name, one.title, one.lead) == ("a-story", "A title", "One sentence.")
    assert [block.kind for block in one.blocks] == ["prose", "code", "prose", "prose", "prose", "code", "prose"]


def test_only_what_the_style_sheet_marks_is_an_element():
    html = code_html('from a import b\n\nx = b.c(1, "d") + 2  # e < f')
    assert re.findall(r'<span class="(\w+)">([^<]+)', html) == [
        ("kn", "from"),
        ("kn", "import"),
        ("s2", '"d"'),
        ("c1", "# e &lt; f"),
    ]
    assert html_text(html) == 'from a import b\n\nx = b.c(1, "d") + 2  # e < f\n'
    styles = (Path(stories.__file__).parent / "assets" / "style.css").read_text(encoding="utf-8")
    assert set(re.findall(r"\.code \.(\w+)", styles)) == set(stories.MARKED_CODE)


def html_text(html: str) -> str:
    return unescape(re.sub("<[^>]+>", "", html)).removesuffix("\n")


def test_row_numbers_of_a_frame_are_not_shown():
    frame = pd.DataFrame({"name": ["Poland", "Belgium"], "people": [45, 12345], "why": [None, "<b>"]})
    table = table_html(frame.to_html())
    assert '<td>Poland</td><td class="n">45</td>' in table
    assert '<td class="n">12,345</td>' in table
    assert "<td>–</td>" in table
    assert "&lt;b&gt;" in table


def test_an_index_of_words_stays():
    table = table_html(pd.DataFrame({"people": [45]}, index=["Poland"]).to_html())
    assert "<td>Poland</td>" in table


def test_links_lead_to_the_web_or_within_the_report():
    assert markdown_html("[x](javascript:alert(1))") == "<p><a>x</a></p>\n" or "javascript" not in markdown_html(
        "[x](javascript:alert(1))"
    )
    assert 'href="tit-for-tat.html"' in markdown_html("[x](03-tit-for-tat.ipynb)")
    assert 'rel="noopener nofollow"' in markdown_html("[x](https://example.org)")
    assert "<script" not in markdown_html("<script>alert(1)</script>")


def test_a_cell_that_failed_is_named():
    broken = nbformat.v4.new_output("error", ename="KeyError", evalue="'x'")
    with pytest.raises(ExpulsionsError, match=r"01-a-story\.ipynb: a stored cell ended in KeyError"):
        told(cell("boom()", broken))
