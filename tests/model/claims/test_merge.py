"""The rules for several sources, each as a landscape of two or three cells."""

from __future__ import annotations

from typing import Any

from model.claims.batch import Batch
from model.claims.merge import merged_tables
from model.claims.state import State
from model.landscape.landscape import Landscape
from tests.landscapes import batch


def system(source: str, **cells: Any) -> Batch:
    """One source's claims on one system."""
    return Batch.of(source, systems={"a": {"name": "A", **cells}})


def told(*batches: Batch) -> State:
    state = State()
    for one in batches:
        state = state.with_batch(one)
    return state


def owner(state: State) -> object:
    return merged_tables(state)["systems"].row("a").get("owner")


def test_the_claim_that_changed_last_wins() -> None:
    assert owner(told(system("kitos", owner="Bo"), system("hand", owner="Else"))) == "Else"
    assert owner(told(system("hand", owner="Else"), system("kitos", owner="Bo"))) == "Bo"


def test_a_correction_by_hand_stands_when_the_same_file_comes_in_again() -> None:
    state = told(system("kitos", owner="Bo"), system("hand", owner="Else"), system("kitos", owner="Bo"))
    assert (owner(state), state.revision) == ("Else", 2)


def test_a_correction_by_hand_stands_when_the_other_source_changes_something_else() -> None:
    state = told(system("kitos", owner="Bo"), system("hand", owner="Else"), system("kitos", owner="Bo", users=5.0))
    assert owner(state) == "Else"


def test_a_correction_by_hand_stands_until_the_other_source_says_something_new() -> None:
    state = told(system("kitos", owner="Bo"), system("hand", owner="Else"), system("kitos", owner="Ida"))
    assert owner(state) == "Ida"


def test_a_blank_says_nothing() -> None:
    assert owner(told(system("kitos", owner="Bo"), system("hand"))) == "Bo"


def test_a_source_that_blanks_a_cell_takes_back_its_claim_only() -> None:
    state = told(system("kitos", owner="Bo"), system("hand", owner="Else"))
    assert owner(state.with_batch(system("hand"))) == "Bo"
    assert owner(state.with_batch(system("kitos"))) == "Else"


def test_each_cell_is_decided_by_itself() -> None:
    state = told(system("kitos", owner="Bo", vendor="KMD"), system("hand", owner="Else"))
    assert merged_tables(state)["systems"].row("a") == {"name": "A", "vendor": "KMD", "owner": "Else"}


def test_no_is_a_claim_and_no_blank() -> None:
    state = told(system("kitos", business_critical=True), system("hand", business_critical=False))
    assert merged_tables(state)["systems"].row("a")["business_critical"] is False


def test_zero_is_a_claim_and_no_blank() -> None:
    state = told(system("kitos", users=10.0), system("hand", users=0.0))
    assert merged_tables(state)["systems"].row("a")["users"] == 0.0


def test_the_order_decides_before_the_revision() -> None:
    state = told(system("kitos", owner="Bo"), system("hand", owner="Else"))
    assert owner(state.with_order(("kitos",))) == "Bo"
    assert owner(state.with_order(("kitos", "hand"))) == "Bo"
    assert owner(state.with_order(("hand", "kitos"))) == "Else"


def test_an_ordered_source_decides_also_against_what_comes_later() -> None:
    state = told(system("kitos", owner="Bo")).with_order(("kitos",))
    assert owner(state.with_batch(system("hand", owner="Else"))) == "Bo"


def test_an_ordered_source_that_says_nothing_leaves_the_word_to_the_others() -> None:
    state = told(system("kitos"), system("hand", owner="Else")).with_order(("kitos",))
    assert owner(state) == "Else"


def test_an_order_may_name_a_source_that_is_not_there() -> None:
    assert owner(told(system("hand", owner="Else")).with_order(("kitos",))) == "Else"


def test_aliases_and_witnesses_are_united() -> None:
    def one(source: str, alias: str, witness: str) -> Batch:
        return Batch.of(
            source,
            systems={"a": {"name": "A", "aliases": (alias, "both")}},
            interfaces={"i": {"name": "I", "system": "a", "documented_by": (witness,)}},
            flows={"f": {"provider": "a", "consumer": "a", "declared_by": (witness,)}},
        )

    tables = merged_tables(told(one("kitos", "k", "vendor"), one("hand", "h", "municipality")))
    assert tables["systems"].row("a")["aliases"] == ("h", "both", "k")
    assert tables["interfaces"].row("i")["documented_by"] == ("municipality", "vendor")
    assert tables["flows"].row("f")["declared_by"] == ("municipality", "vendor")


def test_other_lists_are_one_claim_and_not_united() -> None:
    state = told(system("kitos", capabilities=("sms", "mail")), system("hand", capabilities=("sms",)))
    assert merged_tables(state)["systems"].row("a")["capabilities"] == ("sms",)


def test_what_is_united_is_not_the_orders_business() -> None:
    state = told(system("kitos", aliases=("k",)), system("hand", aliases=("h",))).with_order(("kitos",))
    assert set(merged_tables(state)["systems"].row("a")["aliases"]) == {"h", "k"}


def test_a_row_gone_from_one_source_stays_while_another_lists_it() -> None:
    state = told(batch("kitos", "a b"), batch("hand", "b c"), batch("kitos", "a"))
    assert merged_tables(state)["systems"].ids == ("a", "b", "c")
    assert merged_tables(state.with_batch(batch("hand", "c")))["systems"].ids == ("a", "c")


def test_a_removed_source_takes_its_rows_and_claims_along() -> None:
    state = told(system("kitos", owner="Bo"), system("hand", owner="Else"), batch("hand", "a b", a={"owner": "Else"}))
    assert owner(state.without("hand")) == "Bo"
    assert merged_tables(state.without("hand"))["systems"].ids == ("a",)
    assert len(merged_tables(state.without("hand").without("kitos"))["systems"]) == 0


def test_an_undone_import_may_come_in_again_and_is_then_the_newest() -> None:
    first = told(system("hand", owner="Bo"))
    second = first.with_batch(system("kitos", owner="Else"))
    undone = first.as_revision(3)
    assert owner(undone) == "Bo"
    again = undone.with_batch(system("kitos", owner="Else"))
    assert (owner(again), again.revision) == ("Else", 4)
    assert owner(again.with_batch(system("hand", owner="Ida"))) == "Ida"
    assert owner(second) == "Else"


def test_every_claim_stays_visible_with_its_source() -> None:
    state = told(system("kitos", owner="Bo"), system("hand", owner="Else"))
    claims = Landscape(state).claims("systems", "a")
    assert [(c.field, c.source, c.value, c.since, c.decides) for c in claims] == [
        ("name", "hand", "A", 2, True),
        ("name", "kitos", "A", 1, True),
        ("owner", "hand", "Else", 2, True),
        ("owner", "kitos", "Bo", 1, False),
    ]


def test_a_claim_in_a_united_field_decides_beside_the_others() -> None:
    state = told(system("kitos", aliases=("k",)), system("hand", aliases=("h",)))
    claims = [c for c in Landscape(state).claims("systems", "a") if c.field == "aliases"]
    assert [(c.source, c.decides) for c in claims] == [("hand", True), ("kitos", True)]
