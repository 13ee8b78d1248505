"""The questions are typed values, and what is said for an option reaches the one that was asked."""

from __future__ import annotations

import inspect
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from model.errors import InputError
from model.landscape.landscape import Landscape
from queries.options import Option, amount, values, yes
from queries.question import Question, Variant
from queries.registry import QUESTIONS
from tests.landscapes import landscape
from visualisations.report.report import Report

ROOT = Path(__file__).parents[2]
DAY = date(2026, 12, 1)


@dataclass(frozen=True)
class Echo:
    """What reached the question."""

    given: dict[str, Any]

    def as_json(self) -> dict[str, Any]:
        return self.given


def echo(town: Landscape, as_of: date, *, feeding: bool = False, cost: float = 0.0) -> Echo:
    return Echo({"feeding": feeding, "cost": cost})


def other(town: Landscape, as_of: date, *, feeding: bool = False, cost: float = 0.0) -> Echo:
    return Echo({"other": True, "feeding": feeding, "cost": cost})


def report(answer: Echo, town: Landscape, /, *, translate: Any, lang: str) -> Report:
    raise NotImplementedError


FEEDING, COST = Option("feeding", "Feeding", "", "", yes), Option("cost", "Cost", "", "N", amount)
APPLY, ONE = Option("apply", "After", "", "", yes), Option("one", "One", "", "X", str)
QUESTION = Question(
    "echo", "Echo", "", echo, report, (FEEDING, COST), (Variant(APPLY, other, report), Variant(ONE, other, report))
)


def asked(**given: str) -> dict[str, Any]:
    read = values(QUESTION.all_options, {name: [word] for name, word in given.items()}, {})
    return QUESTION.ask(landscape("a"), DAY, read).as_json()


def test_a_plain_yes_reaches_its_question():
    assert asked(feeding="ja", cost="5") == {"feeding": True, "cost": 5.0}
    assert asked() == {"feeding": False, "cost": 0.0}


def test_a_plain_yes_that_chooses_a_variant_is_no_argument_of_it():
    assert asked(apply="true", feeding="1") == {"other": True, "feeding": True, "cost": 0.0}


def test_two_variants_at_once_are_refused_by_name():
    with pytest.raises(InputError, match=r"^Ask for one of these at a time: apply, one\.$"):
        asked(apply="true", one="x")


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=lambda one: one.name)
def test_every_option_is_an_argument_of_the_functions_that_it_reaches(question: Question[Any]):
    own = {option.key for option in question.options}
    for query, chosen in ((question.query, None), *((one.query, one.option) for one in question.variants)):
        parameters = set(inspect.signature(query).parameters) - {"landscape", "as_of"}
        wanted = own | ({chosen.key} if chosen and not chosen.is_flag else set())
        assert wanted <= parameters


RIGHT = (ROOT / "queries/purchases/question.py").read_text(encoding="utf-8")
WRONG = {
    "a name that is not there": ("import purchases\n", "import purchased as purchases\n"),
    "a report of another answer": ("answer: PurchasesAnswer", "answer: int"),
    "a report without a language": (", lang: str) -> Report", ") -> Report"),
    "an answer without a document": (") -> PurchasesAnswer:", ") -> object:"),
    "no query": ("    query=_query,\n", ""),
}


@pytest.mark.slow
@pytest.mark.parametrize("what", [None, *WRONG])
def test_a_wrong_question_is_none_to_the_type_checker(what: str | None, tmp_path: Path):
    text = RIGHT
    if what is not None:
        old, new = WRONG[what]
        assert old in text
        text = text.replace(old, new)
    (tmp_path / "wrong_question.py").write_text(text, encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "mypy",
        "--strict",
        "--config-file",
        ROOT / "pyproject.toml",
        tmp_path / "wrong_question.py",
    ]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    assert (done.returncode == 0) == (what is None), done.stdout
    assert what is None or "wrong_question.py" in done.stdout
