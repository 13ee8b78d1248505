"""Danish is there for everything that is said, and says the same values."""

from __future__ import annotations

import os
import string
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po
from typer.main import get_command

from app.cli.help import WORDS, in_language
from app.cli.main import app
from app.language import i18n
from app.language.error_text import MESSAGES
from app.language.i18n import catalogue, format_hours, translator
from importers.shared import problems
from queries.registry import QUESTIONS

ROOT = Path(__file__).parents[3]
KEYWORDS = {"_": None, "say": None, "translate": None}


def helps() -> list[str]:
    """Every text of the help pages of the command line, as it is handed to a translator."""
    found: list[str] = []

    def say(text: str) -> str:
        found.append(text)
        return text

    in_language(get_command(app), say)
    return [text for text in (*found, *WORDS, "Show this message and exit.") if text]


def said() -> dict[str, str]:
    """Every sentence that code or a template hands to a translator, with the file it stands in."""
    with (ROOT / "app/language/locale/babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    found = {}
    for folder in ("app", "queries", "visualisations"):
        here = [(pattern.removeprefix(f"{folder}/"), method) for pattern, method in methods]
        for name, _, message, *_ in extract_from_dir(ROOT / folder, here, options, keywords=KEYWORDS):
            text = message if isinstance(message, str) else message[0]
            if text.strip():
                found[text] = f"{folder}/{name}"
    for texts in (problems.NOTES, problems.WARNINGS, problems.ERRORS):
        found |= dict.fromkeys(texts.values(), "importers/shared/problems.py")
    for question in QUESTIONS.values():
        texts = (
            question.title,
            question.asks,
            *(text for kind in question.files for text in (kind.title, kind.about)),
            *(one.button for one in question.variants if one.button),
            *([question.drawing.title] if question.drawing else []),
            *(text for one in question.all_options for text in (one.label, one.about)),
        )
        found |= dict.fromkeys(texts, "queries/registry.py")
    found |= dict.fromkeys(helps(), "app/cli/help.py")
    return found | dict.fromkeys(MESSAGES, "app/language/error_text.py")


def places(text: str) -> set[str | None]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_the_sentences_are_found():
    where = set(said().values())
    assert {"app/web/words.py", "app/web/pages/home/home.html", "queries/impact/words.py"} <= where


def test_the_help_of_every_command_and_option_is_found():
    texts = set(helps())
    for command in get_command(app).commands.values():
        assert " ".join(command.help.split()) in texts
        assert {one.help for one in command.params if getattr(one, "help", None)} <= texts
    assert "Begin using a word of your own that nobody uses yet." in texts


def test_every_sentence_has_a_danish_one():
    danish = catalogue("da")
    missing = {text: where for text, where in said().items() if text not in danish}
    assert not missing


def test_a_catalogue_that_was_kept_is_used_until_the_sentences_change(tmp_path, monkeypatch):
    home = tmp_path / "locale" / "da" / "LC_MESSAGES"
    home.mkdir(parents=True)
    monkeypatch.setattr(i18n, "__file__", str(tmp_path / "i18n.py"))
    read = i18n.catalogue.__wrapped__
    for said in ("en", "to"):
        (home / "messages.po").write_text(f'msgid "one"\nmsgstr "{said}"\n', encoding="utf-8")
        os.utime(home / "messages.po", ns=(1, 1 if said == "en" else 2))
        assert [read("da"), read("da")] == [{"one": said}] * 2
    kept = home / "__pycache__" / "messages.json"
    kept.write_text(kept.read_text(encoding="utf-8").replace('"to"', '"kept"'), encoding="utf-8")
    assert read("da") == {"one": "kept"}
    for damaged in ("", "[]", "{", '{"of": 1}'):
        kept.write_text(damaged, encoding="utf-8")
        assert read("da") == {"one": "to"}


def test_both_languages_have_the_same_places():
    differing = {text: there for text, there in catalogue("da").items() if places(text) != places(there)}
    assert not differing


def test_the_catalogue_has_no_sentence_twice_and_none_unsure():
    with (ROOT / "app/language/locale/da/LC_MESSAGES/messages.po").open("rb") as file:
        messages = [message for message in read_po(file, locale="da") if message.id]
    assert len({message.id for message in messages}) == len(messages) > 100
    assert not [message.id for message in messages if message.fuzzy or not message.string]


@pytest.mark.parametrize(
    ("word", "danish"),
    [
        ("stops", "stopper"),
        ("may stop", "kan stoppe"),
        ("is degraded", "svækkes"),
        ("may be degraded", "kan svækkes"),
        ("loses a backup", "mister en reserve"),
        ("unaffected", "upåvirket"),
    ],
)
def test_verdicts_are_the_agreed_words(word, danish):
    assert translator("da")(word) == danish
    assert translator("en")(word) == word


def test_hours_are_said_as_people_say_them():
    assert [format_hours(hours, "en") for hours in (0, 0.5, 1, 24, 30, 36.5)] == [
        "at once",
        "0.5 hours",
        "1 hour",
        "1 day",
        "30 hours",
        "36.5 hours",
    ]
    assert format_hours(1000, "da") == "41 døgn 16 timer"
