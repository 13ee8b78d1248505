"""Who may ask a store that misbehaves, and what is held in its place."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.service.store_watch import GIVE_UP, LONG_PAUSE, NOTHING, PATIENCE, PAUSE, Away, Loaded, StoreWatch, seen_in
from model.claims.state import Revision, State
from model.errors import StoreAway, StoreConflict, StoreError, StoreRefuses, StoreTooNew, UnknownRevision
from model.landscape.landscape import Landscape

AT = datetime(2026, 11, 23, 8, tzinfo=UTC)
HISTORY = tuple(Revision(number, f"2026-11-{number:02}T08:00:00+00:00", "import") for number in (1, 2, 3))
LOADED = Loaded(Landscape(State()), AT)


class Clock:
    """Seconds that pass when they are told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def watch(clock):
    watch = StoreWatch(clock)
    watch.keep(seen_in(HISTORY, None), LOADED)
    return watch


def fail(error=None):
    raise error or StoreAway("It is away.")


def times(asked):
    """A question that counts how often it is asked."""
    return lambda: asked.append(1) or len(asked)


def test_who_is_not_let_in_waits_longer_before_the_next_try(watch, clock):
    with pytest.raises(StoreRefuses):
        watch.asked(lambda: fail(StoreRefuses("The login is refused.")))
    clock.now += LONG_PAUSE - 1
    asked = []
    with pytest.raises(StoreAway):
        watch.asked(lambda: asked.append(1))
    clock.now += 1
    watch.asked(lambda: asked.append(2))
    assert asked == [2]


def test_a_failure_is_a_pause_and_then_the_store_is_asked_again(watch, clock):
    asked = []
    with pytest.raises(StoreAway):
        watch.asked(fail)
    clock.now += PAUSE - 0.1
    for _ in range(3):
        with pytest.raises(StoreAway, match=r"^It is away\.$"):
            watch.asked(times(asked))
    assert (asked, watch.is_away) == ([], True)
    clock.now += 0.1
    assert (watch.asked(times(asked)), watch.is_away) == (1, False)
    assert watch.asked(times(asked)) == 2


def test_a_store_that_fails_again_has_another_pause(watch, clock):
    for _ in range(3):
        with pytest.raises(StoreAway):
            watch.asked(fail)
        clock.now += PAUSE / 2
        with pytest.raises(StoreAway):
            watch.asked(pytest.fail)
        clock.now += PAUSE / 2


def test_the_error_of_the_pause_tells_nothing_of_the_driver(watch):
    with pytest.raises(StoreAway):
        watch.asked(fail)
    with pytest.raises(StoreAway) as again:
        watch.asked(fail)
    assert (again.value.__cause__, again.value.__context__) == (None, None)


@pytest.mark.parametrize("error", [StoreError("Full."), StoreTooNew("New."), StoreConflict("Twice."), ValueError("!")])
def test_other_errors_are_no_pause(watch, error):
    with pytest.raises(type(error)):
        watch.asked(lambda: fail(error))
    assert not watch.is_away
    assert watch.asked(lambda: 1) == 1


def test_what_is_to_be_written_is_tried_at_any_time(watch):
    with pytest.raises(StoreAway):
        watch.asked(fail)
    assert watch.tried(lambda: 1) == 1
    assert watch.asked(lambda: 2) == 2


class Waiting:
    """A question under way in another thread until it is let go."""

    def __init__(self, watch, *, quick=True):
        self._go, self.error = threading.Event(), None
        begun = threading.Event()

        def ask():
            begun.set()
            assert self._go.wait(30)
            if self.error:
                raise self.error

        self._thread = threading.Thread(target=self._run, args=(watch, ask, quick))
        self._thread.start()
        assert begun.wait(30)

    def _run(self, watch, ask, quick):
        try:
            watch.asked(ask, quick=quick)
        except StoreAway as error:
            self.error = error

    def end(self, error=None):
        self.error = error
        self._go.set()
        self._thread.join()


def test_one_asks_again_and_the_others_do_not_wait(watch, clock):
    with pytest.raises(StoreAway):
        watch.asked(fail)
    clock.now += PAUSE
    one = Waiting(watch)
    with pytest.raises(StoreAway, match="It is away"):
        watch.asked(pytest.fail)
    one.end()
    assert watch.asked(lambda: 1) == 1


def test_a_part_of_the_question_that_was_let_through_is_let_through(watch, clock):
    with pytest.raises(StoreAway):
        watch.asked(fail)
    clock.now += PAUSE
    assert watch.asked(lambda: watch.asked(lambda: 1, quick=False)) == 1


def test_who_waits_too_long_keeps_no_other_waiting(watch, clock):
    one = Waiting(watch)
    assert watch.asked(lambda: 1) == 1
    clock.now += PATIENCE + 0.1
    with pytest.raises(StoreAway, match="for some seconds"):
        watch.asked(pytest.fail)
    one.end()
    assert watch.asked(lambda: 1) == 1


def test_a_long_question_may_be_long(watch, clock):
    one = Waiting(watch, quick=False)
    clock.now += GIVE_UP
    assert watch.asked(lambda: 1) == 1
    one.end()


def test_where_nothing_is_kept_all_wait(clock):
    watch = StoreWatch(clock)
    one = Waiting(watch)
    clock.now += PATIENCE + 0.1
    assert watch.asked(lambda: 1) == 1
    one.end()


def test_a_question_that_never_comes_back_bars_the_way_for_a_while_only(watch, clock):
    one = Waiting(watch)
    clock.now += GIVE_UP
    assert watch.asked(lambda: 1) == 1
    with pytest.raises(StoreAway):
        watch.asked(fail)
    clock.now += PAUSE
    assert watch.asked(lambda: 1) == 1
    one.end()


def test_only_the_newest_is_held_and_a_named_one_where_memory_has_it(watch):
    assert watch.instead(None, {}.get).away == Away(3, AT)
    assert watch.instead(3, {}.get).entry == HISTORY[-1]
    assert watch.instead(2, {}.get) is None
    assert watch.instead(4, {}.get) is None
    two = replace(LOADED, at=AT.replace(hour=9))
    seen = watch.instead(2, {HISTORY[1]: two}.get)
    assert (seen.away, seen.newest) == (Away(2, two.at), 3)
    watch.keep(seen_in(HISTORY, 1), two)
    assert watch.instead(None, {}.get).entry.number == 3


def test_an_empty_store_leaves_nothing_to_answer_from(clock):
    watch = StoreWatch(clock)
    watch.keep(seen_in((), None), LOADED)
    assert watch.instead(None, {}.get) is None


def test_what_is_seen_of_a_history():
    assert (seen_in((), None).entry, seen_in((), 0).entry, seen_in((), None).newest) == (NOTHING, NOTHING, 0)
    assert [seen_in(HISTORY, number).entry.number for number in (None, 1, 3)] == [3, 1, 3]
    for history, number in ((HISTORY, 0), (HISTORY, 4), ((), 1)):
        with pytest.raises(UnknownRevision):
            seen_in(history, number)
