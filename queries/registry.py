"""The questions that are asked of a whole landscape on a day: each is a command, an address, a page and a workbook.

A new question is a folder with a `question.py`, and one name here.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from queries.calendar.question import QUESTION as CALENDAR
from queries.duplicates.question import QUESTION as DUPLICATES
from queries.moves.question import QUESTION as MOVES
from queries.overview.question import QUESTION as OVERVIEW
from queries.purchases.question import QUESTION as PURCHASES
from queries.question import Question

_IN_ORDER: tuple[Question[Any], ...] = (OVERVIEW, MOVES, DUPLICATES, PURCHASES, CALENDAR)
QUESTIONS: Mapping[str, Question[Any]] = MappingProxyType({question.name: question for question in _IN_ORDER})
"""By name, in the order of the menu."""
