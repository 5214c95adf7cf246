"""What the README shows is what the commands print. `python tests/test_readme.py` writes the outputs anew."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
BLOCK = re.compile(r"```(console|pycon)\n(.*?)```", re.DOTALL)


def blocks() -> list[tuple[str, str]]:
    return BLOCK.findall(README.read_text(encoding="utf-8"))


def run_console(block: str) -> str:
    """The block with each command's output as it is now."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    shown = []
    for command in re.findall(r"^\$ (.+)$", block, re.MULTILINE):
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=ROOT,
            env={**os.environ, "PATH": path, "COLUMNS": "100"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        shown.append(f"$ {command}\n" + "\n".join(line.rstrip() for line in done.stdout.splitlines()) + "\n")
    return "".join(shown)


def run_pycon(block: str) -> str:
    """The block with what an interactive Python shows now."""
    commands = re.findall(r"^(?:>>>|\.\.\.) ?(.*)$", block, re.MULTILINE)
    import code
    import contextlib
    import io

    shown = []
    console = code.InteractiveConsole()
    for command in commands:
        out = io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
            console.push(command)
        shown.append(f">>> {command}\n{out.getvalue()}")
    return "".join(shown)


RUN = {"console": run_console, "pycon": run_pycon}


@pytest.mark.parametrize(("kind", "block"), blocks(), ids=lambda text: text.splitlines()[0][:50])
def test_a_block_of_the_readme_shows_what_is_printed(kind, block):
    assert RUN[kind](block) == block


def test_the_readme_names_every_command():
    helped = subprocess.run(
        [str(Path(sys.executable).parent / "expulsions"), "--help"], capture_output=True, text=True, check=True
    ).stdout
    commands = re.findall(r"^│ ([a-z]+) ", helped, re.MULTILINE)
    assert len(commands) > 5
    text = README.read_text(encoding="utf-8")
    assert [command for command in commands if not re.search(rf"[`$] ?expulsions {command}\b", text)] == []


def test_the_links_of_the_readme_lead_somewhere():
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", README.read_text(encoding="utf-8")):
        assert (ROOT / target).exists(), target


if __name__ == "__main__":
    text = README.read_text(encoding="utf-8")
    text = BLOCK.sub(lambda found: f"```{found[1]}\n{RUN[found[1]](found[2])}```", text)
    README.write_text(text, encoding="utf-8")
