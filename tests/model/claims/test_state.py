from __future__ import annotations

from model.claims.batch import Batch
from model.claims.state import State, since_of
from tests.landscapes import batch


def systems(source: str, **names: str) -> Batch:
    return Batch.of(source, systems={id_: {"name": name} for id_, name in names.items()})


def since(state: State, source: str, id_: str, field: str = "name") -> int:
    claims = state.sources[source]
    return since_of(claims.since["systems"][field], claims.tables["systems"].index[id_])


def test_the_first_batch_is_revision_1() -> None:
    state = State().with_batch(batch("hand", "a"))
    assert (state.revision, state.sources["hand"].imported) == (1, 1)


def test_the_same_batch_again_is_the_same_state() -> None:
    state = State().with_batch(batch("hand", "a b", ["a>b required"]))
    assert state.with_batch(batch("hand", "b a", ["a>b required"])) is state


def test_the_same_claims_of_another_source_are_news() -> None:
    state = State().with_batch(batch("hand", "a"))
    assert state.with_batch(batch("kitos", "a")).revision == 2


def test_a_cell_that_did_not_change_keeps_its_revision() -> None:
    state = State().with_batch(systems("hand", a="A", b="B")).with_batch(systems("hand", a="A", b="Bee", c="C"))
    assert [since(state, "hand", id_) for id_ in "abc"] == [1, 2, 2]


def test_a_cell_that_changed_back_is_newly_said() -> None:
    state = State()
    for name in ("A", "B", "A"):
        state = state.with_batch(systems("hand", a=name))
    assert since(state, "hand", "a") == 3


def test_a_row_that_was_gone_is_newly_said() -> None:
    state = State().with_batch(systems("hand", a="A", b="B"))
    state = state.with_batch(systems("hand", b="B")).with_batch(systems("hand", a="A", b="B"))
    assert (since(state, "hand", "a"), since(state, "hand", "b")) == (3, 1)


def test_a_field_that_was_blank_everywhere_is_newly_said() -> None:
    state = State().with_batch(Batch.of("hand", systems={"a": {"name": "A", "owner": "Bo"}}))
    state = state.with_batch(systems("hand", a="A"))
    assert "owner" not in state.sources["hand"].since["systems"]
    state = state.with_batch(Batch.of("hand", systems={"a": {"name": "A", "owner": "Bo"}}))
    assert (since(state, "hand", "a", "owner"), since(state, "hand", "a")) == (3, 1)


def test_another_source_does_not_make_a_claim_newer() -> None:
    state = State().with_batch(systems("hand", a="A")).with_batch(systems("kitos", a="B"))
    assert (since(state, "hand", "a"), since(state, "kitos", "a")) == (1, 2)


def test_a_removed_source_claims_nothing_and_decides_nothing() -> None:
    state = State().with_batch(batch("hand", "a")).with_batch(batch("kitos", "b")).with_order(("hand", "kitos"))
    left = state.without("hand")
    assert (left.revision, set(left.sources), left.order) == (4, {"kitos"}, ("kitos",))


def test_what_is_done_to_a_state_leaves_the_state_as_it_was() -> None:
    first = State().with_batch(batch("hand", "a"))
    first.with_batch(batch("hand", "b"))
    first.without("hand")
    first.with_order(("hand",))
    assert (first.revision, first.order, first.sources["hand"].tables["systems"].ids) == (1, (), ("a",))


def test_an_undo_is_the_old_claims_as_a_later_revision() -> None:
    first = State().with_batch(systems("hand", a="A"))
    second = first.with_batch(systems("hand", a="B"))
    undone = first.as_revision(second.revision + 1)
    assert (undone.revision, since(undone, "hand", "a")) == (3, 1)
    again = undone.with_batch(systems("hand", a="B"))
    assert (again.revision, since(again, "hand", "a")) == (4, 4)
