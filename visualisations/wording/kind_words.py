"""Kinds of systems in words."""

from __future__ import annotations

from collections.abc import Mapping

from visualisations.wording.translate import Translate


def kind_words(translate: Translate) -> Mapping[str, str]:
    """Every kind as a reader calls it."""
    return {
        "register": translate("register"),
        "self_service": translate("self-service"),
        "copy_register": translate("copy register"),
        "platform": translate("platform"),
        "support": translate("support system"),
        "application": translate("application"),
        "management_information": translate("management information"),
    }


def kinds_counted(kind: str, count: int, translate: Translate) -> str:
    """A number of systems of a kind.

    >>> kinds_counted("register", 12, str)
    '12 registers'
    """
    many = {
        "register": translate("{count} registers"),
        "self_service": translate("{count} self-services"),
        "copy_register": translate("{count} copy registers"),
        "platform": translate("{count} platforms"),
        "support": translate("{count} support systems"),
        "application": translate("{count} applications"),
        "management_information": translate("{count} management information systems"),
    }
    return many[kind].format(count=count)
