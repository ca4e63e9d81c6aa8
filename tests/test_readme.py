"""What the README shows is what a reader gets: every console block is run and compared, every Python block too."""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

README = Path(__file__).parents[1] / "README.md"
TEXT = README.read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", TEXT, re.M | re.S)
SESSIONS = [
    (command, output)
    for kind, body in BLOCKS
    if kind == "console"
    for command, output in re.findall(r"^\$ (.*(?:\\\n.*)*)\n((?:(?!\$ ).*\n?)*)", body, re.M)
]


@pytest.fixture(scope="module")
def shell(tmp_path_factory) -> dict[str, str]:
    """An environment whose ``extractor`` is the package under test."""
    folder = tmp_path_factory.mktemp("bin")
    script = folder / "extractor"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m extractor "$@"\n', encoding="utf-8")
    script.chmod(0o755)
    return dict(os.environ, PATH=f"{folder}{os.pathsep}{os.environ['PATH']}", COLUMNS="80", PYTHONUTF8="1")


def test_there_is_something_to_run() -> None:
    assert len(SESSIONS) >= 4
    assert any(kind == "python" for kind, _ in BLOCKS)


@pytest.mark.parametrize(("command", "output"), SESSIONS, ids=[c[:60] for c, _ in SESSIONS])
def test_console_output_is_what_the_command_prints(shell, command: str, output: str) -> None:
    done = subprocess.run(
        ["bash", "-c", command],
        env=shell,
        cwd=README.parent,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    shown = [line.rstrip() for line in done.stdout.rstrip().splitlines()]
    assert shown == [line.rstrip() for line in output.rstrip().splitlines()]


def test_python_blocks_run() -> None:
    blocks = "\n".join(body for kind, body in BLOCKS if kind == "python")
    test = doctest.DocTestParser().get_doctest(blocks, {}, "README.md", str(README), 0)
    report: list[str] = []
    doctest.DocTestRunner(verbose=False).run(test, out=report.append)
    assert not report, "".join(report)


def test_the_two_first_commands_need_nothing_but_python() -> None:
    commands = [line for line in TEXT.splitlines() if line.startswith("python3 -m venv")]
    assert len(commands) == 2
    assert TEXT.index(commands[1]) < 2600, "both stand on the first screen"


def test_links_and_pictures_exist() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", TEXT):
        assert target.startswith("https://") or (README.parent / target).exists(), target
