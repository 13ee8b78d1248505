"""Danish and English, dates and numbers, for every door.

Message ids are the English sentences; the Danish ones stand in `locale/da/LC_MESSAGES/messages.po` and are read from
there as they are, so that there is nothing to compile; what was read is kept beside them, as Python keeps its modules.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from babel import Locale

Translate = Callable[[str], str]
LANGUAGES: Final = ("da", "en")
_LOCALES: Final[Mapping[str, str]] = {"da": "da_DK", "en": "en_GB"}


@cache
def translator(lang: str) -> Translate:
    """From English sentence to sentence in `lang`; one that is not translated stays English.

    >>> translator("da")("stops"), translator("en")("stops"), translator("da")("no such sentence")
    ('stopper', 'stops', 'no such sentence')
    """
    messages = catalogue(lang)

    def translate(text: str) -> str:
        return messages.get(text) or text

    return translate


@cache
def catalogue(lang: str) -> Mapping[str, str]:
    """English sentence -> sentence in `lang`; empty for English itself and for a language that we have not."""
    place = Path(__file__).with_name("locale") / lang / "LC_MESSAGES" / "messages.po"
    if lang == "en" or not place.is_file():
        return {}
    written = place.stat()
    kept = place.parent / "__pycache__" / "messages.json"
    with suppress(OSError, ValueError, KeyError, TypeError):
        found = json.loads(kept.read_bytes())
        if found["of"] == [written.st_mtime_ns, written.st_size]:
            return dict(found["messages"])
    messages = _read(place, lang)
    with suppress(OSError):  # where nobody may write it is read anew each time
        _keep(kept, {"of": [written.st_mtime_ns, written.st_size], "messages": messages})
    return messages


def _read(place: Path, lang: str) -> dict[str, str]:
    from babel.messages.pofile import read_po

    with place.open("rb") as file:
        messages = read_po(file, locale=lang)
    return {str(one.id): str(one.string) for one in messages if one.id and one.string and not one.fuzzy}


def _keep(place: Path, document: object) -> None:
    place.parent.mkdir(exist_ok=True)
    beside = place.with_name(f"{place.name}.{os.getpid()}")
    beside.write_text(json.dumps(document), encoding="utf-8")
    beside.replace(place)


@cache
def _locale(lang: str) -> Locale:
    from babel import Locale

    return Locale.parse(_LOCALES.get(lang, "en_GB"))


def format_date(day: date | None, lang: str) -> str:
    """A day as it stands in a sentence (`app.language.dates.show_date` is for tables); an empty text for none.

    >>> format_date(date(2027, 3, 31), "da"), format_date(date(2027, 3, 31), "en")
    ('31. marts 2027', '31 March 2027')
    """
    from babel.dates import format_date as in_words

    return "" if day is None else in_words(day, format="long", locale=_locale(lang))


def format_moment(at: str, lang: str) -> str:
    """A moment of the history (UTC, ISO 8601) as people write it, in UTC.

    >>> format_moment("2026-11-23T07:49:00+00:00", "en")
    '23 Nov 2026, 07:49 UTC'
    """
    from babel.dates import format_datetime

    moment = datetime.fromisoformat(at)
    pattern = "d. MMM y 'kl.' HH.mm 'UTC'" if lang == "da" else "d MMM y, HH:mm 'UTC'"
    return format_datetime(moment, format=pattern, locale=_locale(lang))


def format_number(number: float | None, lang: str) -> str:
    """A number with the language's marks; an empty text for none.

    >>> format_number(1234567.5, "da"), format_number(1234567.5, "en")
    ('1.234.567,5', '1,234,567.5')
    """
    from babel.numbers import format_decimal

    return "" if number is None else format_decimal(number, locale=_locale(lang))


def format_hours(hours: float, lang: str) -> str:
    """How long after the switch-off: at once, in hours, in days and nights.

    >>> [format_hours(hours, "da") for hours in (0, 1, 8, 24, 36, 72, 60)]
    ['straks', '1 time', '8 timer', '1 døgn', '36 timer', '3 døgn', '2 døgn 12 timer']
    """
    say = translator(lang)
    if hours <= 0:
        return say("at once")
    days, rest = divmod(hours, 24)
    if days < 2 and rest:
        return _counted(hours, say("1 hour"), say("{n} hours"), lang)
    whole = _counted(days, say("1 day"), say("{n} days"), lang)
    return f"{whole} {_counted(rest, say('1 hour'), say('{n} hours'), lang)}" if rest else whole


def _counted(number: float, one: str, several: str, lang: str) -> str:
    return one if number == 1 else several.format(n=format_number(number, lang))
