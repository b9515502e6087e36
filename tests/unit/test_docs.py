"""The docs name what is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("**/*.md")])
CODE = ROOT / "processors" / "classify"
PATHS = re.compile(r"`((?:tocsin|producers|processors|sinks|evaluation|deploy|tests|docs|examples)/[\w./-]*)`")
LINKS = re.compile(r"\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_file_that_a_page_names_exists(page: Path) -> None:
    text = page.read_text("utf-8")
    named = [ROOT / path for path in PATHS.findall(text)] + [page.parent / link for link in LINKS.findall(text)]
    assert [str(path.relative_to(ROOT)) for path in named if not path.exists()] == []


def test_the_steps_of_architecture_exist() -> None:
    """The short names under a step ("`match.py`", "`geo/`") are files of the stage's folder."""
    steps = (
        (ROOT / "docs" / "architecture.md").read_text("utf-8").split("## One message")[1].split("## The delivery")[0]
    )
    short = set(re.findall(r"`([a-z_]+(?:\.py|/))`", steps))
    folders = [ROOT / "processors" / "deduplicate", *[p for p in CODE.rglob("*") if p.is_dir()], CODE]
    missing = {name for name in short if not any((folder / name).exists() for folder in folders)}
    assert short
    assert not missing


def test_the_commands_page_is_what_the_commands_say() -> None:
    from tocsin.cli._page import page

    assert (ROOT / "docs" / "commands.md").read_text("utf-8") == page(), "run `make docs`"
