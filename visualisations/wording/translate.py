"""How every text that a person reads comes into that person's language."""

from __future__ import annotations

from collections.abc import Callable

Translate = Callable[[str], str]
"""English text -> the reader's language."""
