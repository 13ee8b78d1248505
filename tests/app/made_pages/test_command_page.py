"""`docs/commands.md` says what the commands say."""

from pathlib import Path

from app.made_pages.command_page import command_page

PAGE = Path(__file__).parents[3] / "docs" / "commands.md"


def test_the_page_is_up_to_date():
    hint = "run: .venv/bin/python -m app.made_pages.command_page > docs/commands.md"
    assert PAGE.read_text(encoding="utf-8") == command_page(), hint


def test_the_page_has_every_command():
    page = command_page()
    for command in ("import", "sources order", "impact", "systems", "system", "history", "diff", "undo", "serve"):
        assert f"`landskab {command}" in page
