"""The colours of verdicts: told apart by colour-blind people, readable, and never without a word.

Source of the hues: Okabe and Ito's palette, some darkened until white text on them reaches a contrast of 4.5.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Shade:
    """`fill` behind, `ink` on top, both `#rrggbb`."""

    fill: str
    ink: str


_DARK, _LIGHT = "#1b1b1b", "#ffffff"

SHADES: Mapping[str, Shade] = MappingProxyType(
    {
        "turned_off": Shade("#1b1b1b", _LIGHT),
        "stops": Shade("#bf4a00", _LIGHT),
        "may_stop": Shade("#e69f00", _DARK),
        "degraded": Shade("#0072b2", _LIGHT),
        "may_degrade": Shade("#56b4e9", _DARK),
        "loses_redundancy": Shade("#007a5a", _LIGHT),
        "already_down": Shade("#6b6b6b", _LIGHT),
        "unaffected": Shade("#e6e6e6", _DARK),
    }
)
"""By verdict, or what else a system is in an answer."""

KIND_SHADES: Mapping[str, Shade] = MappingProxyType(
    {
        "application": Shade("#45535e", _LIGHT),
        "register": Shade("#0072b2", _LIGHT),
        "copy_register": Shade("#0072b2", _LIGHT),
        "platform": Shade("#9c4a7c", _LIGHT),
        "support": Shade("#007a5a", _LIGHT),
        "self_service": Shade("#bf4a00", _LIGHT),
        "management_information": Shade("#7a6200", _LIGHT),
    }
)
"""By kind of system, where no verdict is meant."""
