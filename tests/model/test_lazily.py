"""Values that are worked out once: those of one object never wait for another's."""

import threading

from model.kept import Kept
from model.lazily import lazily


class Slow:
    def __init__(self, gate: threading.Event) -> None:
        self.gate = gate
        self.made = 0

    @lazily
    def value(self) -> int:
        assert self.gate.wait(timeout=10)
        self.made += 1
        return self.made


def test_one_object_does_not_wait_for_another():
    closed, opened = threading.Event(), threading.Event()
    opened.set()
    waiting = Slow(closed)
    thread = threading.Thread(target=lambda: waiting.value)
    thread.start()
    assert Slow(opened).value == 1
    closed.set()
    thread.join()
    assert waiting.value == 1


def test_who_asks_at_the_same_time_gets_the_same():
    gate = threading.Event()
    one = Slow(gate)
    found: list[int] = []
    threads = [threading.Thread(target=lambda: found.append(one.value)) for _ in range(4)]
    for thread in threads:
        thread.start()
    gate.set()
    for thread in threads:
        thread.join()
    assert (found, one.made) == ([1, 1, 1, 1], 1)


def test_a_kept_value_of_another_key_is_not_waited_for():
    kept, gate = Kept[str, int](2), threading.Event()
    thread = threading.Thread(target=lambda: kept.get("slow", lambda: int(gate.wait(timeout=10))))
    thread.start()
    assert kept.get("quick", lambda: 7) == 7
    gate.set()
    thread.join()
    assert kept.get("slow", lambda: 9) == 1
