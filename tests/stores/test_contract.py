"""What every store must do. A new kind of store joins by one entry in `kinds.STORES`: a function from a folder to it.

Two stores opened on one folder are two doors to one landscape, except in memory, which has no second door.
"""

from __future__ import annotations

import threading

import pytest

from model.claims.batch import Batch
from model.claims.state import Revision, State
from model.errors import StoreConflict, UnknownRevision
from stores.port import Store
from tests.stores.kinds import STORES, kinds
from tests.stores.states import AT, assert_same, marked, marks, random_state, revision


@pytest.fixture(params=kinds(*STORES))
def store(request, opened):
    return opened(request.param)


def filled(store: Store, count: int) -> Store:
    state = store.load()
    for number in range(store.newest() + 1, count + 1):
        state = marked(number, before=state)
        store.append(state, revision(number))
    return store


def test_an_empty_store_is_at_revision_0(store):
    assert store.newest() == 0
    assert list(store.history()) == []
    assert_same(store.load(), State())


@pytest.mark.parametrize("number", [-1, 0, 1, 10**30])
def test_an_empty_store_has_no_revision_to_ask_for(store, number):
    with pytest.raises(UnknownRevision, match=f"no revision {number}; the store is empty"):
        store.load(number)


@pytest.mark.parametrize("number", [-1, 0, 3, 10**30])
def test_an_unknown_revision_names_the_newest(store, number):
    with pytest.raises(UnknownRevision, match=f"no revision {number}; the newest is 2"):
        filled(store, 2).load(number)


@pytest.mark.parametrize("seed", range(25))
def test_what_is_stored_is_what_is_loaded(store, seed):
    state = random_state(seed).as_revision(1)
    store.append(state, revision(1))
    assert_same(store.load(), state)
    assert_same(store.load(1), state)
    del state  # a store gives again what somebody still holds
    assert store.verify().differences == ()


def test_a_state_without_any_source_is_stored(store):
    store.append(State(revision=1), revision(1))
    assert_same(store.load(), State(revision=1))


def test_a_source_that_claims_nothing_is_stored(store):
    state = State().with_batch(Batch.of("hand"))
    store.append(state, revision(1))
    assert_same(store.load(), state)


def test_the_history_is_told_as_it_was_written(store):
    told = [
        Revision(1, AT, "import", "Ærø", "første"),
        Revision(2, AT, "order", None, ""),
        Revision(3, AT, "remove", "Ærø", ""),
        Revision(4, AT, "undo", None, "linje\n'; DROP TABLE revision; --"),
    ]
    for one in told:
        store.append(State(revision=one.number), one)
    assert list(store.history()) == told


def test_every_old_revision_can_be_asked_for(store):
    filled(store, 6)
    for number in range(1, 7):
        assert marks(store.load(number)) == {str(number)}
        assert store.load(number).revision == number


def test_order_and_removal_are_kept_by_revision(store):
    first = State().with_batch(Batch.of("a", systems={"x": {"name": "X"}}))
    second = first.with_batch(Batch.of("b", systems={"x": {"name": "Y"}}))
    states = [first, second, second.with_order(("b", "a")), second.with_order(("b",)).as_revision(4).without("b")]
    for number, state in enumerate(states, start=1):
        store.append(state.as_revision(number), revision(number))
    for number, state in enumerate(states, start=1):
        assert_same(store.load(number), state.as_revision(number))


def test_an_undo_is_a_new_revision_that_equals_an_old_one(store):
    filled(store, 3)
    store.append(store.load(1).as_revision(4), Revision(4, AT, "undo"))
    assert_same(store.load(4), store.load(1).as_revision(4))
    assert marks(store.load(3)) == {"3"}


def test_a_loaded_state_takes_the_next_batch(store):
    batch = Batch.of("hand", systems={"a": {"name": "A", "users": 1.0}, "b": {"name": "B"}})
    first = State().with_batch(batch)
    store.append(first, revision(1))
    assert store.load().with_batch(batch).revision == 1  # nothing new
    changed = Batch.of("hand", systems={"a": {"name": "A", "users": 2.0}, "b": {"name": "BB"}})
    store.append(store.load().with_batch(changed), revision(2))
    assert_same(store.load(), first.with_batch(changed))


@pytest.mark.parametrize("number", [1, 2, 4])
def test_a_revision_that_is_not_the_next_is_a_conflict(store, number):
    filled(store, 2)
    with pytest.raises(StoreConflict):
        store.append(marked(number), revision(number))
    assert store.newest() == 2
    assert marks(store.load()) == {"2"}


def test_an_empty_store_takes_only_revision_1(store):
    with pytest.raises(StoreConflict):
        store.append(State(revision=2), revision(2))
    assert store.newest() == 0


def test_a_state_of_another_number_is_a_mistake_of_the_caller(store):
    with pytest.raises(ValueError, match="state of revision 2 appended as revision 1"):
        store.append(State(revision=2), revision(1))


def test_of_several_writers_one_wins_each_revision(store):
    """Eight threads write the same next revision ten times over: each revision is one of theirs, whole."""
    won: list[tuple[int, str]] = []

    def write(name: str) -> None:
        for _ in range(10):
            number = store.newest() + 1
            state = State(number, (), State().with_batch(Batch.of(name, units={"u": {"name": name}})).sources)
            try:
                store.append(state, revision(number, source=name))
            except StoreConflict:
                continue
            won.append((number, name))

    threads = [threading.Thread(target=write, args=(f"w{one}",)) for one in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(won) == [(one.number, one.source) for one in store.history()]
    for number, name in won:
        assert list(store.load(number).sources) == [name]


def test_a_closed_store_has_kept_everything(store):
    filled(store, 2)
    store.close()
    assert marks(store.load()) == {"2"}
    store.close()


@pytest.mark.parametrize("kind", kinds("sqlite", "neo4j", "neo4j staged"))
def test_two_stores_on_one_place_see_each_other(kind, opened):
    one, other = opened(kind), opened(kind)
    assert other.newest() == 0
    filled(one, 1)
    assert marks(other.load()) == {"1"}
    filled(other, 3)
    assert marks(one.load()) == {"3"}
    with pytest.raises(StoreConflict):
        one.append(marked(2), revision(2))
