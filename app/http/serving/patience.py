"""How long the server waits for a client, and how many it holds at a time."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Patience:
    """Limits on what a client may take: seconds, bytes a second, and connections.

    `head`: from the connection or the first byte until a request's head is whole; `body`: between two pieces of a
    body; `slow` and `rate`: a body that has taken `slow` seconds came with `rate` bytes a second or more; `answer`:
    in which a client that is being answered reads nothing at all; `idle`: between two requests; `most`: connections;
    `ending`: what is left to answer when the server is told to end; `look`: between two looks at a connection.
    """

    head: float = 10.0
    body: float = 10.0
    slow: float = 30.0
    rate: float = 1024.0
    answer: float = 30.0
    idle: int = 5
    most: int = 1000
    ending: float = 3.0
    look: float = 1.0

    @classmethod
    def of_this_machine(cls) -> Patience:
        """No more connections than there are descriptors for, beside those of the store and of files being read."""
        try:
            import resource
        except ImportError:  # Windows, where a connection is no descriptor
            return cls()
        return cls(most=connections(resource.getrlimit(resource.RLIMIT_NOFILE)[0]))


def connections(descriptors: int) -> int:
    """How many connections are held where a process may have so many descriptors.

    >>> connections(200), connections(1024), connections(1048576), connections(64)
    (100, 824, 1000, 32)
    """
    return min(1000, max(descriptors // 2, descriptors - 200))
