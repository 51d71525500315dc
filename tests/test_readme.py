"""The README's examples are true: Python sessions as doctests, command lines by their output."""

from __future__ import annotations

import doctest
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def test_python_sessions() -> None:
    """All sessions share their names, as a reader who types them in would have them."""
    session = "\n".join(blocks("pycon"))
    examples = doctest.DocTestParser().get_doctest(session, {}, "README.md", "README.md", 0)
    assert len(examples.examples) > 5
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    assert runner.run(examples).failed == 0


def commands() -> list[tuple[str, str]]:
    pairs = []
    for block in blocks("console"):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            pairs.append((command, output))
    return pairs


@pytest.mark.parametrize(("command", "output"), commands())
def test_command_lines(command: str, output: str, tmp_path: Path) -> None:
    """What stands below a command is what it prints; … stands for anything."""
    words = shlex.split(command)
    assert words[0] == "newsum"
    done = subprocess.run(
        [sys.executable, "-m", "newsum", *words[1:]], cwd=tmp_path, capture_output=True, text=True
    )
    checker = doctest.OutputChecker()
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    printed = done.stdout + done.stderr
    assert checker.check_output(output.replace("…", "..."), printed, flags), printed


def test_the_source_distribution_holds_what_the_readme_links_to() -> None:
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    included = tomllib.loads(text)["tool"]["hatch"]["build"]["targets"]["sdist"]["include"]
    included += ["LICENSE", "NOTICE"]  # hatchling's own additions
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", README)
    assert links
    for link in links:
        assert (ROOT / link).exists()
        assert any(link == each or link.startswith(f"{each}/") for each in included), link
