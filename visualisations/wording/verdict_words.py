"""Verdicts in words: one, what it says, and how many systems have it."""

from __future__ import annotations

from visualisations.wording.translate import Translate


def role_word(role: str, translate: Translate) -> str:
    """A verdict, or what else a system is in an answer, in words.

    >>> role_word("may_stop", str)
    'may stop'
    """
    words = {
        "turned_off": translate("turned off"),
        "stops": translate("stops"),
        "may_stop": translate("may stop"),
        "degraded": translate("is degraded"),
        "may_degrade": translate("may be degraded"),
        "loses_redundancy": translate("loses a backup"),
        "already_down": translate("already down"),
        "unaffected": translate("unaffected"),
    }
    return words.get(role, role)


def role_meaning(role: str, translate: Translate) -> str:
    """What a verdict says, and how sure it is."""
    meanings = {
        "turned_off": translate("What the question turns off."),
        "stops": translate("Certain: a required flow or requirement is lost, however the gaps are filled."),
        "may_stop": translate("Possible: it stops if what nobody registered turns out to be required."),
        "degraded": translate("Certain: it runs on, but lacks something that supports it."),
        "may_degrade": translate("Possible: it lacks something if what nobody registered is needed."),
        "loses_redundancy": translate("It runs on with fewer legs to stand on."),
        "already_down": translate("Out of use on the date, or stopped by what is, before anything is turned off."),
        "unaffected": translate("No registered flow reaches it. That speaks of what is registered only."),
    }
    return meanings[role]


def counted(role: str, count: int, translate: Translate) -> str:
    """A number of systems with a verdict.

    >>> counted("stops", 12, str)
    '12 systems stop'
    """
    one = {
        "turned_off": translate("1 system is turned off"),
        "stops": translate("1 system stops"),
        "may_stop": translate("1 system may stop"),
        "degraded": translate("1 system is degraded"),
        "may_degrade": translate("1 system may be degraded"),
        "loses_redundancy": translate("1 system loses a backup"),
        "already_down": translate("1 system is already down"),
    }
    many = {
        "turned_off": translate("{count} systems are turned off"),
        "stops": translate("{count} systems stop"),
        "may_stop": translate("{count} systems may stop"),
        "degraded": translate("{count} systems are degraded"),
        "may_degrade": translate("{count} systems may be degraded"),
        "loses_redundancy": translate("{count} systems lose a backup"),
        "already_down": translate("{count} systems are already down"),
    }
    return one[role] if count == 1 else many[role].format(count=count)
