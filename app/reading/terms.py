"""What the program, the reading room and the readers say to each other.

program → room:   an `ORDER`; with it come the reader's socket, a pipe for its end, and the file of an upload
program → reader: a pickle of a `Task` and one of the state of the landscape around it
reader → program: an `ANSWER` and as many bytes as it says; nothing that is run
room → program:   how the reader ended: `MEMORY`, `TIME`, `NO_PROCESS`, or its code by
                  `os.waitstatus_to_exitcode`

The program believes the room and itself, and of a reader only what it has checked.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

ORDER: Final = struct.Struct("<Qd")
"""Bytes of memory and seconds that the reader may take."""
ANSWER: Final = struct.Struct("<cQ")
"""Which answer, and how many bytes follow."""
BATCH: Final = b"B"
"""A batch, as `app.reading.batch_bytes` writes it."""
UNREADABLE: Final = b"U"
"""Nothing can be read: JSON of the key and the values of an `UnreadableSource`."""
NO_MEMORY: Final = b"M"
"""The reader ran out of memory; no bytes."""
FAILED: Final = b"E"
"""An error that nobody foresaw: its trace."""
MEMORY, TIME = "memory", "time"
"""The reader was ended, for it took too much of that."""
NO_PROCESS = "process"
"""The machine has no room for one more process, so nobody reads."""


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be read: `name` as the user knows it, from the folder `place`; with `is_upload` its bytes come along.

    `words`: English message template -> the reader's language.
    """

    name: str
    place: str
    source: str
    prefix: str
    words: Mapping[str, str]
    is_upload: bool = False
