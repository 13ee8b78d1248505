"""A file is read in a process of its own, with limits on its memory and time, so that no file can hurt the program.

What comes back is bytes, never anything that is run. Where a system cannot fork, the file is read here, without limits.
"""

from __future__ import annotations

import json
import logging
import os
import pickle
import signal
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, BinaryIO

from app.reading.batch_bytes import batch_from_bytes
from app.reading.client import CAN_FORK, Reading, no_room
from app.reading.terms import BATCH, FAILED, MEMORY, NO_MEMORY, NO_PROCESS, TIME, UNREADABLE, Task
from importers.shared.problems import TEMPLATES, UnreadableSource
from model.errors import UnreadableFile

if TYPE_CHECKING:
    from app.settings import Limits
    from model.claims.batch import Batch
    from model.claims.state import State

Translate = Callable[[str], str]
Began = Callable[[Reading], AbstractContextManager[None]]
log = logging.getLogger(__name__)


class ReaderFailed(Exception):
    r"""A mistake of the program while it read a file; its note says where.

    >>> ReaderFailed("Traceback …\n  File …\nKeyError: 'x'\n")
    ReaderFailed("KeyError: 'x'")
    """

    def __init__(self, trace: str) -> None:
        super().__init__(trace.rstrip().rpartition("\n")[2])
        self.add_note(trace)


def words_of(translate: Translate) -> dict[str, str]:
    """What an importer says, in the reader's language: message template -> its translation, those that differ."""
    said = {text: translate(text) for text in TEMPLATES.values()}
    return {text: translated for text, translated in said.items() if translated != text}


def packed(state: State) -> bytes:
    """The state of a landscape for a reader."""
    return pickle.dumps(state, protocol=pickle.HIGHEST_PROTOCOL)


def read_batch(
    task: Task, state: bytes, *, limits: Limits, translate: Translate, file: int | None = None, began: Began
) -> Batch:
    """The batch that a reader makes of a file, beside the landscape of that state.

    `file`: descriptor of an upload. `began`: told of the reading, so that others can end it. Raises `UnreadableFile`
    where nothing can be read, and where reading takes more than the limits or breaks off.
    """
    if not CAN_FORK:
        return _read_here(task, state, translate, file)
    reading = Reading(limits, file)
    try:
        with began(reading):
            kind, said = reading.answer(task, state)
        if kind == BATCH:
            return batch_from_bytes(said, source=task.source)
        refused = _refused(kind, said, task, limits, translate)
    except EOFError:
        refused = _ended(reading.how_it_ended(), task, limits, translate)
    except ValueError as error:
        log.error("What a reader answered is no batch.", exc_info=error)  # noqa: TRY400 - the sentence is raised below
        refused = _broken(task, translate)
    finally:
        reading.close()
    raise refused


def _read_here(task: Task, state: bytes, translate: Translate, file: int | None) -> Batch:
    from app.reading.reader import answer
    from app.settings import OF_COMMANDS
    from model.landscape.landscape import Landscape

    kind, said = answer(task, Landscape(pickle.loads(state)), [] if file is None else [os.dup(file)])  # noqa: S301 - ours
    if kind == BATCH:
        return batch_from_bytes(said, source=task.source)
    raise _refused(kind, said, task, OF_COMMANDS, translate)


def _refused(kind: bytes, said: bytes, task: Task, limits: Limits, translate: Translate) -> Exception:
    if kind == NO_MEMORY:
        return _too_large(task, limits, translate)
    if kind == FAILED:
        return ReaderFailed(said.decode("utf-8", "replace"))
    if kind != UNREADABLE:
        raise ValueError(kind)
    try:
        key, values = json.loads(said)
        return UnreadableSource(key, **{**values, "translate": translate})
    except (TypeError, KeyError, IndexError, RecursionError) as error:
        raise ValueError(said) from error


def _ended(how: str, task: Task, limits: Limits, translate: Translate) -> Exception:
    """Why a reader ended that has not answered."""
    if how == NO_PROCESS:
        return no_room()
    if how == MEMORY:
        return _too_large(task, limits, translate)
    if how in (TIME, str(-signal.SIGXCPU)):
        said = translate(
            "{path}: cannot be read within {seconds} seconds. Nothing was stored. Leave out what is no table of a "
            "landscape; LANDSKAB_IMPORT_SECONDS raises the limit."
        )
        return UnreadableFile(said.format(path=task.name, seconds=limits.seconds))
    return _broken(task, translate)


def _too_large(task: Task, limits: Limits, translate: Translate) -> UnreadableFile:
    said = translate(
        "{path}: cannot be read within {memory} MB of memory. Nothing was stored. Leave out what is no table of a "
        "landscape; LANDSKAB_IMPORT_MEMORY raises the limit."
    )
    return UnreadableFile(said.format(path=task.name, memory=limits.memory))


def _broken(task: Task, translate: Translate) -> UnreadableFile:
    said = translate(
        "{path}: reading it broke off, for it is damaged or needs more memory than there is. Nothing was stored. "
        "Open it in the program it comes from and save it anew."
    )
    return UnreadableFile(said.format(path=task.name))


@contextmanager
def as_file(data: bytes | BinaryIO) -> Iterator[int]:
    """The descriptor of a file that holds the upload; large ones rest in a file already."""
    if isinstance(data, bytes):
        with tempfile.TemporaryFile() as file:
            file.write(data)
            file.flush()
            yield file.fileno()
        return
    try:
        number = data.fileno()
    except (OSError, AttributeError):  # it is in memory
        data.seek(0)
        with as_file(data.read()) as number:
            yield number
        return
    data.flush()
    yield number
