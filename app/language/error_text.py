"""An error as one line in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from app.empty_store import EMPTY, EmptyStore
from model.errors import AmbiguousName, UnknownName, UnknownRevision

Say = Callable[[str], str]
DEEP = 4
"""Messages within messages that are said in another language; no error has more."""

FULL = (
    "The server's disk for temporary files is full. Nothing was changed; whoever runs the server must free some space."
)
MESSAGES = (
    "The language is 'da' or 'en', not {value}.",
    "There is no source {name}. The sources are: {have}.",
    "{count} words are too many; {most} are the most. Ask in several times.",
    "The word {word} has {count} characters; {most} are the most.",
    "The word '{word}' holds half a character and is no text. Write it anew.",
    "The name '{name}' holds a character that is not seen ({sign}). Write it anew.",
    "A source stands twice in the order; name each once.",
    "A source needs a name of 1 to 200 characters; say one with --source NAME.",
    "There is no source {name}, for nothing has been imported.",
    "The import was refused: 1 error. Nothing was stored.",
    "The import was refused: {count} errors. Nothing was stored.",
    EMPTY,
    FULL,
    "{part}={value} in the address cannot be read.",
    (
        "The import would take away {gone} of the {had} rows of source {name}. Nothing was stored. "
        "If that is meant, say --allow-removals."
    ),
    "{value} is not a date. Write it as 2027-03-31 or 31.03.2027.",
    "The date {value} does not exist.",
    "The limit is a number above 0, not {value}.",
    "Only a system that a source lists can be tagged; nobody lists {value}.",
    (
        "Nobody uses the word {value} for what a system is for. Did you mean: {have}? "
        "To begin using a word of your own, add --new."
    ),
    (
        "Nobody uses the word {value} for what a system is for. The words are: {have}. "
        "To begin using a word of your own, add --new."
    ),
    "Nobody uses the word {value} for what a system is for. Did you mean: {have}?",
    "Nobody uses the word {value} for what a system is for. The words are: {have}.",
    "The word {value} is in use already, as {have}. Write it so.",
    "Choose a word, or write one of your own.",
    "Choose a word or write one of your own, not both.",
    (
        "A word of your own must begin with a letter and be 2 to 40 characters long: letters, digits, - and _, "
        "without spaces; {value} is not."
    ),
    "Say what the system is for, or take a word back with --forget.",
    "The municipality itself has not said {value} about that system. Its own words are: {have}.",
    "The municipality itself has not said {value} about that system, so there is nothing to take back.",
    "The calendar cannot end on {end}, before it starts on {start}.",
    "A lead time and what counts as soon are numbers of months, 0 or more.",
    "A lead time is a number of months, 0 or more.",
    "The overview has no number {value}. Did you mean: {have}?",
    "The overview has no number {value}. Its numbers are: {have}.",
    "{id} is no service or register of the catalogue, so it has no price as a target.",
    "The price of {id} must be a number not below 0.",
    "The cost of changing a flow must be a number not below 0.",
    "{value} is neither yes nor left out.",
    "Ask for one of these at a time: {have}.",
    "There is no parameter {name} here. Did you mean: {have}?",
    "There is no parameter {name} here. The parameters are: {have}.",
    "There is no parameter {name} here; the address takes none.",
    "The source {name} is kept for the tags that are set by hand; give yours another name.",
    "The threshold is a confidence from {least} to 1, not {value}.",
    "The window is a number of months, 0 or more, not {value}.",
    "{value} is no amount. Write it as 60000.",
    "{value} is no number of months from 0 to 600.",
    "{value} is no confidence from 0.5 to 1.",
    "{value} is no price. Write it as SF6004=12000, with an id of the catalogue.",
    "Only a Neo4j store can give a slice of the landscape; leave it out for this one.",
    "A slice is of the newest revision, without changes; leave it out to ask otherwise.",
    "There is no query {name} in the Cypher book. Did you mean: {have}?",
    "There is no query {name} in the Cypher book. The queries are: {have}.",
    "The cursor {value} is none that this program gave.",
    "The cursor belongs to another revision or another search; ask again without it.",
    "The store's address must hold no password: others can read it there. Leave it out.",
    "The store's address is none. Write it as {example} or {server}.",
    (
        "'{value}' in {table} has {count} characters, more than a Neo4j store can find it by. Nothing was stored; "
        "make it shorter."
    ),
    "the server stood still, so the import was given up. Nothing was stored.",
    "the server does not answer. See that it runs and can be reached. Nothing was stored.",
    "Only a Neo4j store has a graph that can be drawn anew; leave it out for this one.",
    "There is no store of the kind {value}. Write it as {example} or {server}.",
    "The store {value} names no file. Write it as {example}, with three slashes.",
    "A store in memory forgets everything at once. Name a file: {example}.",
    "The store names no server. Write it as {example}, without user, password or database.",
    "The driver for Neo4j is not installed: pip install 'systemlandskab[neo4j]'.",
    "The store's password is not set. Set NEO4J_PASSWORD, or NEO4J_PASSWORD_FILE to a file that holds it.",
    "{variable} names {path}, which cannot be read.",
    (
        "The address {host} is not this machine's own, and nobody is asked who they are. "
        "If others are meant to reach it, say --allow-unauthenticated."
    ),
    "Port {port} is in use on {host}. Say another with --port.",
    "The address {host} cannot be served: {reason}",
    "{path} is a folder; name a file.",
    "{path} must end in {suffix}.",
    "The program that reads files cannot be started: {reason}.",
    "The machine has no room to read a file now. Nothing was stored; try again in a minute.",
    "{name} is a whole number from {least} on, not {value}.",
    "LANDSKAB_MAX_UPLOAD is a number of megabytes above 0, not {value}.",
    "The catalogue does not say who provides {value}; name its provider.",
    "Say what is turned off: a system, interface, flow, vendor or contract.",
    "Contract {value} covers no system and no flow, so there is nothing to turn off.",
    "'{value}' holds bytes that are no text. Give the source a name with --source.",
    "'{path}' is a file. Give a name that ends in .xlsx, or a folder's.",
    "'{path}' holds other files ({name} …). Give a new folder's name.",
    "'{path}' is neither a workbook nor a folder. Give a name that ends in .xlsx, or a folder's.",
    "A cell holds {most} characters, and '{value}' has more. Export to a folder instead.",
    "A sheet holds {most} rows, and '{table}' has more. Export to a folder instead.",
    "'{path}' cannot be written: there is no folder '{folder}'. Make it first.",
    "'{path}' cannot be written: {reason}. Close it if it is open, or choose another place.",
    "'{path}' cannot be written: its disk is read-only. Choose another place.",
    (
        "'{path}' was not written: the folder for temporary files, {folder}, takes no more ({reason}). "
        "Free some space there, or name another folder with TMPDIR."
    ),
    "'{path}' was not written: {reason}. What was there before is unchanged.",
    "'{path}' was not written: {reason}.",
    (
        "The store {path}: {what} from {source} is damaged ({reason}). "
        "Put a copy from your backup in its place, or ask an earlier revision."
    ),
    ("The store {path}: the entry of revision {number} is damaged. Put a copy from your backup in its place."),
    "The store {path}: {what} is nothing that this program knows. Update it.",
    (
        "The store {path}: its folder is read-only, and the newest revisions stand in {log}. "
        "Copy both files to a folder where you may write, and read them there."
    ),
    "The store {path}: it cannot be opened ({reason}).",
    "The store {path}: it is a folder. Name a file in it.",
    "The store {path}: the folder {folder} does not exist. Create it first.",
    "The store {path}: it is a database of another program. Name another file with --store.",
    (
        "The store {path}: it was written by a newer program (its version is {version}, and this program knows "
        "up to {newest}). Update the program."
    ),
    (
        "The store {path}: someone else wrote to it meanwhile (its newest revision is {newest}). Nothing was stored; "
        "try again."
    ),
    "The store has not answered for some seconds. Try again in a moment.",
    "The service is stopping. Nothing was stored; try again once it runs.",
    "Too many files are being read already. Nothing was stored; try again in a minute.",
    "The store {value} is empty; there is nothing to copy.",
    (
        "The store {path} holds another landscape than {source}, or a newer one. Name an empty store, or one that "
        "holds the beginning of the same history."
    ),
    "The store {path}: no revision is marked as the newest. Ask 'landskab verify' what differs.",
    "The store {path}: {reason} ({detail})",
    "The store {path}: {reason}",
    "[Errno {number}] {reason}: {path}",
    "No such option: {name} (Possible options: {options})",
    "No such option: {name}",
    "No such command {name}. Did you mean {options}?",
    "No such command {name}.",
    "Missing argument {name}.",
    "Missing option {name}.",
    "Missing command.",
    "Invalid value for {name}: {reason}",
    "Option {name} requires an argument.",
    "Option {name} does not take a value.",
    "Got unexpected extra argument(s) ({value})",
    "Input should be greater than or equal to {least}",
    "Input should be less than or equal to {most}",
    "Input should be a valid integer, unable to parse string as an integer",
    "the server is too busy or short of memory ({code}). Try again in a while.",
    "the server answered {code}. Its own log says more. Nothing was stored.",
    "its database holds something else already, which is left as it is. Give Systemlandskab a server of its own.",
    "The sources say that it is there.",
    "Nothing that the sources say makes this node.",
    "Nothing that the sources say makes this relationship.",
    "Its labels are {have} and should be {wanted}.",
    "'{field}' is not there and should be {wanted}.",
    "'{field}' is {value} and should not be there.",
    "'{field}' is {value} and should be {wanted}.",
    "{count} of them belong to no landscape.",
    "An interrupted import left {count} of them; the next import removes them.",
    "The graph was drawn by another edition of the program; the next import draws it anew.",
    "The history has no such entry.",
    "Its checksum does not fit what stands there and before it.",
    "the list of what it claims",
    "'{field}' of {table}",
    "its checksum does not fit",
    "it is not as long as the table",
    "it is missing",
    "it is too short for a column",
    "a row points to a value that is not there",
    "it is no list",
    "No such file or directory",
    "Permission denied",
    "Is a directory",
    "Not a directory",
    "File exists",
    "File name too long",
    "No space left on device",
    "Disk quota exceeded",
    "Read-only file system",
    "Input/output error",
    "Too many open files",
    "Cannot assign requested address",
    "Name or service not known",
    "The host {value} is no name. Write it as {example}, without port.",
)
"""What the errors of the house and of the command line say, with names where values stand; the ids of translations."""


def reason(error: Exception, say: Say) -> str:
    """What an error says, on one line.

    >>> reason(UnknownName("KMD Aktv", nearest=["KMD Aktiv"]), str)
    "'KMD Aktv' is not in the landscape. Did you mean: KMD Aktiv?"
    """
    if isinstance(error, EmptyStore):
        return say(EMPTY).format(store=error.store)
    if isinstance(error, UnknownName):
        return _line(" ".join(_unknown(one, say) for one in unknown_names(error)))
    if isinstance(error, AmbiguousName):
        text = say("'{name}' fits several: {fits}. Write one of these instead.")
        return _line(text.format(name=error.text, fits=", ".join(error.fits)))
    if isinstance(error, UnknownRevision):
        said = "There is no revision {number}; the newest is {newest}."
        said = said if error.newest else "There is no revision {number}; the store is empty."
        return say(said).format(number=error.number, newest=error.newest)
    return said_in(str(error) or type(error).__name__, say)


def unknown_names(error: UnknownName) -> tuple[UnknownName, ...]:
    """All words of a question that fit nothing: the error's own, and those that it carries as `also`."""
    return (error, *getattr(error, "also", ()))


def _unknown(error: UnknownName, say: Say) -> str:
    text = say("'{name}' is not in the landscape.").format(name=error.text)
    near = ", ".join(error.nearest)
    return f"{text} {say('Did you mean: {names}?').format(names=near)}" if near else text


def said_in(text: str, say: Say, *, deep: int = DEEP) -> str:
    """An English message in another language, its values kept; messages within it too, `deep` of them.

    >>> said_in("There is no source 'x'. The sources are: a.", lambda text: text.replace("no source", "ingen"))
    "There is ingen 'x'. The sources are: a."
    """
    line = _line(text)
    for message in MESSAGES:
        values = _values(message, line)
        if values is not None:
            for part in ("reason", "what"):
                if part in values:
                    values[part] = said_in(values[part], say, deep=deep - 1) if deep else values[part]
            return say(message).format(**values)
    return say(line)


def _values(message: str, line: str) -> dict[str, str] | None:
    """What stands in a line where a message has names; `None` where it is another message.

    One pass over the line: each value is the shortest one, but a `detail` is what stands in the last brackets.

    >>> _values("{path}: {reason} ({detail})", "a: b (c) (d)")
    {'path': 'a', 'reason': 'b (c)', 'detail': 'd'}
    """
    first, *rest = _parts(message)
    if not rest:
        return {} if line == message else None
    names, marks = rest[::2], rest[1::2]
    if not line.startswith(first) or not line.endswith(marks[-1]):
        return None
    values: dict[str, str] = {}
    at, end = len(first), len(line) - len(marks[-1])
    for place, (name, mark) in enumerate(zip(names, marks, strict=True)):
        last = place == len(names) - 1
        sought = line.rfind if names[place + 1 :] == ["detail"] else line.find
        stop = end if last else sought(mark, at, end)
        if stop < at:
            return None
        if values.setdefault(name, line[at:stop]) != line[at:stop]:
            return None
        at = stop + len(mark)
    return values


@cache
def _parts(message: str) -> list[str]:
    """Its texts and, between them, the names.

    >>> _parts("'{field}' of {table}")
    ["'", 'field', "' of ", 'table', '']
    """
    return re.split(r"\{(\w+)\}", message)


def _line(text: str) -> str:
    return " ".join(text.split())
