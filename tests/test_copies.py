"""Where a fact stands twice, the two copies agree."""

import re
import tomllib
from pathlib import Path

import pytest

from expulsions import schema, theme
from expulsions.formats.codebook import codebook_markdown

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


def names(requirements: list[str]) -> set[str]:
    found = {re.split(r"[<>=\[ ;]", requirement)[0].lower() for requirement in requirements}
    return found - {"expulsions"}


def wanted() -> set[str]:
    extras = PROJECT["project"]["optional-dependencies"]
    return names(PROJECT["project"]["dependencies"]).union(*(names(extra) for extra in extras.values()))


def test_environment_yml_names_what_pyproject_names():
    text = (ROOT / "environment.yml").read_text()
    listed = re.findall(r"^\s+- (\w[\w.-]*)", text.split("dependencies:")[1], re.MULTILINE)
    assert set(listed) - {"python", "pip", "pip:", "nodefaults"} == wanted()


def test_environment_yml_has_the_same_least_versions():
    text = (ROOT / "environment.yml").read_text()
    extras = PROJECT["project"]["optional-dependencies"]
    for requirement in [*PROJECT["project"]["dependencies"], *(one for extra in extras.values() for one in extra)]:
        if not requirement.startswith("expulsions["):
            assert requirement in text


def test_constraints_pin_what_pyproject_names():
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    pinned = {re.sub(r"[-_.]+", "-", line.split("==")[0]).lower() for line in lines if "==" in line}
    assert wanted() <= pinned
    assert all(re.fullmatch(r"[\w.-]+==[\w.!+-]+|#.*", line) for line in lines)


def test_the_workflow_runs_what_the_ci_script_runs():
    commands = re.findall(r"^make \w+$", (ROOT / ".ci" / "run").read_text(), re.MULTILINE)
    assert commands == ["make test", "make report"]
    workflow = (ROOT / ".github" / "workflows" / "test.yml").read_text()
    assert re.findall(r"- run: (.+)", workflow) == commands


def test_every_pre_commit_hook_is_a_command_of_the_set_up():
    entries = re.findall(r"entry: (\S+) (.*)", (ROOT / ".pre-commit-config.yaml").read_text())
    makefile = (ROOT / "Makefile").read_text()
    for command, arguments in entries:
        assert command.startswith(".venv/bin/")
        assert f"$(BIN)/{Path(command).name}" in makefile, (command, arguments)


def test_the_data_readme_is_made_from_the_codebook():
    assert (ROOT / "data" / "README.md").read_text(encoding="utf-8") == codebook_markdown()


def test_the_version_is_said_once():
    version = PROJECT["project"]["version"]
    assert schema.codebook()["version"] == version
    assert re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)[1] == version
    assert f"version: {version}\n" in (ROOT / "CITATION.cff").read_text()
    assert f"version {version}, " in (ROOT / "README.md").read_text().split("**Cite it**")[1].split("\n")[0]


@pytest.mark.parametrize(
    "field", [field for table in schema.tables() for field in schema.resource(table)["schema"]["fields"]]
)
def test_categories_and_enum_agree(field):
    if "categories" in field:
        assert [one["value"] for one in field["categories"]] == field["constraints"]["enum"]


@pytest.mark.parametrize("table", schema.tables())
def test_the_examples_of_the_codebook_fit_it(table):
    for column in schema.fields(table):
        if column.example is not None:
            text = str(column.example).lower() if isinstance(column.example, bool) else str(column.example)
            column.parse(text)


@pytest.mark.parametrize("asset", ["style.css", "page.js"])
def test_the_pages_have_the_colours_of_the_theme(asset):
    text = (ROOT / "src/expulsions/report/assets" / asset).read_text()
    themes = [theme.LIGHT, theme.DARK] if asset == "style.css" else [theme.LIGHT]
    for colours in themes:
        for role, colour in colours.items():
            assert re.search(rf'{role}: "?{colour}', text), (role, colour)
