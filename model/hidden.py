"""Characters that a reader does not see or takes for others: controls, marks of direction, look-alikes."""

from __future__ import annotations

import re
from unicodedata import name

_CONTROL = "\x00-\x1f\x7f-\x9f"
_FORMAT = (
    "\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f"
)
_LINES = "\u2028\u2029"
_HALVES = "\ud800-\udfff"
_BLANK = "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\uffa0"
HIDDEN = re.compile(f"[{_CONTROL}{_FORMAT}{_LINES}{_HALVES}{_BLANK}]")
"""What no id holds: control, format and surrogate characters, other ends of lines, letters that are blank."""
_UNSEEN = re.compile(f"(?![\n\t\r\xad\u200c\u200d])[{_CONTROL}{_FORMAT}{_LINES}{_HALVES}{_BLANK}]")
"""The same in a text, where lines may end, a word be parted, and signs be joined."""
_HALF = re.compile(f"[{_HALVES}]")
_WORD = re.compile(r"[^\W\d_]+")
_LIKE_LATIN = frozenset(
    "АВЕЅІЈКМНОРСТУХҮԌԚԜаеіјорсухѕһԁԛԝ"  # Cyrillic
    "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧνοϲ"  # Greek
)
"""Letters of other scripts that are drawn as Latin ones."""
_OTHERS = ("CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "FULLWIDTH", "MATHEMATICAL")


def shown(text: str) -> str:
    r"""A text as it can be shown: what is not seen, and what a terminal would obey, as its number.

    >>> shown("a\x1b[31mb"), shown("Login \u202egnp.exe"), shown("to\nlinjer æøå")
    ('a\\x1b[31mb', 'Login \\u202egnp.exe', 'to\nlinjer æøå')
    """
    return _UNSEEN.sub(lambda found: _number(found[0]), text.replace("\r", "\\r") if "\r" in text else text)


def whole(text: str) -> str:
    r"""A text that can be written as UTF-8: halves of characters as their numbers, all else as it is.

    >>> whole("a\ud800"), whole("æ\x00")
    ('a\\ud800', 'æ\x00')
    """
    return _HALF.sub(lambda found: _number(found[0]), text)


def is_whole(text: str) -> bool:
    r"""Whether a text can be written as UTF-8.

    >>> is_whole("æ"), is_whole("\ud800")
    (True, False)
    """
    return _HALF.search(text) is None


def hidden_sign(text: str) -> str | None:
    r"""The first character that no id may hold, as its number and name; `None` where there is none.

    >>> hidden_sign("a\u202eb"), hidden_sign("a\nb"), hidden_sign("kmd aktiv")
    ('U+202E RIGHT-TO-LEFT OVERRIDE', 'U+000A', None)
    """
    found = None if _is_plain(text) else HIDDEN.search(text)
    return None if found is None else f"U+{ord(found[0]):04X} {name(found[0], '')}".rstrip()


def has_unseen(text: str) -> bool:
    r"""Whether a text holds what its reader does not see.

    >>> has_unseen("Login\u200b"), has_unseen("to\nlinjer")
    (True, False)
    """
    return not _is_plain(text) and _UNSEEN.search(text) is not None


def _is_plain(text: str) -> bool:
    """What most texts are, told quickly."""
    return text.isascii() and text.isprintable()


def look_alike(text: str) -> str | None:
    """The first word that looks like another: letters of two scripts in one, or only letters that look Latin.

    >>> look_alike("КMD Aktiv"), look_alike("KMD Aktiv"), look_alike("Москва"), look_alike("АВС")
    ('КMD', None, None, 'АВС')
    """
    if text.isascii():
        return None
    return next((word for word in _WORD.findall(text) if not word.isascii() and _is_alike(word)), None)


def _is_alike(word: str) -> bool:
    others = [letter for letter in word if letter > "\u036f" and name(letter, "").startswith(_OTHERS)]
    if not others:
        return False
    return len(others) < len(word) or all(letter in _LIKE_LATIN or letter > "\uff00" for letter in word)


def _number(sign: str) -> str:
    code = ord(sign)
    return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}" if code < 65536 else f"\\U{code:08x}"
