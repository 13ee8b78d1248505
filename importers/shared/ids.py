"""What an id may be: short, and made of characters that are seen."""

from __future__ import annotations

from importers.shared.problems import Wrong
from model.hidden import hidden_sign

LONGEST = 200
"""Characters of an id: it stands in addresses, commands and pictures, and a flow's has two of them."""


def check_id(text: str) -> None:
    r"""Raises `Wrong` for what can be no id.

    >>> check_id("kmd-aktiv")
    >>> check_id("kmd\u202eaktiv")
    Traceback (most recent call last):
    importers.shared.problems.Wrong: hidden_in_id
    """
    sign = hidden_sign(text)
    if sign is not None:
        raise Wrong("hidden_in_id", part=text, sign=sign)
    if len(text) > LONGEST:
        raise Wrong("long_id", part=text, length=len(text), most=LONGEST)
