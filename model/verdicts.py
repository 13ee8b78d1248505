"""What a shutdown can do to a system: the words of the definition."""

from __future__ import annotations

from typing import Literal

Verdict = Literal["stops", "may_stop", "degraded", "may_degrade", "loses_redundancy"]
VERDICTS: tuple[Verdict, ...] = ("stops", "may_stop", "degraded", "may_degrade", "loses_redundancy")
"""Strongest first."""
