"""The libraries are asked for the same reach as the program, and the page says where the program loses."""

from __future__ import annotations

import random

import numpy as np
import pytest

from benchmarks import reach
from benchmarks.made import made
from benchmarks.peers import PEERS, reached
from model.claims.batch import Batch
from model.claims.state import State
from model.landscape.landscape import Landscape


@pytest.fixture(scope="module")
def graph(tmp_path_factory):
    return Landscape(made(tmp_path_factory.mktemp("made"), municipalities=1, seed=1)).graph


def by_hand(edges, start):
    found, left = set(), [start]
    while left:
        at = left.pop()
        new = {int(to) for one, to in edges if one == at} - found
        found |= new
        left += new
    return found - {start}


@pytest.mark.parametrize("peer", PEERS, ids=lambda peer: peer.name)
def test_a_library_reaches_what_a_walk_by_hand_does(peer):
    draw = random.Random(1)
    for case in range(30):
        nodes = draw.randrange(2, 12)
        pairs = {(draw.randrange(nodes), draw.randrange(nodes)) for _ in range(draw.randrange(1, 20))}
        edges = np.array(sorted(pairs))
        asked = peer.ready(nodes, edges)
        for start in range(nodes):
            assert reached(asked, start) == by_hand(pairs, start), (case, start, pairs)


def test_whoever_is_affected_is_reached(graph):
    edges = reach.edges_of(graph)
    asked = PEERS[0].ready(len(graph.systems), edges)
    ours = reach.ours(graph)
    for start in reach.starts_of(graph, 60, seed=1):
        affected = {int(one) for one in ours[reach.HOURS](start).system} - {start}
        assert affected <= reached(asked, start)
        assert sum(ours[reach.COUNTS](start)) == len(ours[reach.HOURS](start).system)


def test_edges_lead_from_whoever_carries_a_flow_to_its_consumer():
    systems = {id_: {"name": id_} for id_ in "abcd"}
    interfaces = {"i": {"name": "I", "system": "d"}}
    flows = {
        "a>b": {"provider": "a", "consumer": "b", "need": "required", "via": ("c",)},
        "a>b again": {"provider": "a", "consumer": "b", "need": "supporting"},
        "b>c": {"provider": "b", "consumer": "c", "interface": "i"},
    }
    rows = Batch.of("hand", systems=systems, interfaces=interfaces, flows=flows)
    edges = reach.edges_of(Landscape(State().with_batch(rows)).graph)
    assert ["abcd"[one] + "abcd"[to] for one, to in edges.tolist()] == ["ab", "bc", "cb", "dc"]


def test_libraries_that_do_not_agree_are_told():
    peers = {"networkx": lambda _: {1, 2}, "igraph": lambda _: [0, 1]}
    with pytest.raises(ValueError, match=r"networkx 2, igraph 1"):
        reach.agreed(peers, 0)


def test_every_asker_is_measured_on_the_same_starts(graph):
    found = reach.measured(graph, reach.starts_of(graph, 30, seed=1))
    assert found.starts == 30
    assert found.worst.keys() == found.total.keys() == {reach.COUNTS, reach.HOURS, *(peer.name for peer in PEERS)}
    assert 0 < found.affected <= found.reached + 1


def figures(counts, **peers):
    times = {reach.COUNTS: counts, **peers}
    return reach.Measured("size", "CPR", reached=9, affected=8, starts=3, worst=times, total=times)


@pytest.mark.parametrize(("peer", "said"), [(2.0, "met"), (1.0, "met"), (0.9, "NOT MET")])
def test_the_page_says_whether_what_was_asked_for_holds(peer, said):
    page = "\n".join(reach.table(figures(1.0, networkx=peer), is_asked=True))
    assert f"for the worst start: {said}\n" in page


def test_the_page_says_who_is_faster():
    page = "\n".join(reach.table(figures(1.0, networkx=2.0, scipy=0.5, igraph=0.9), is_asked=False))
    assert "faster than the five counts for the worst start: scipy, igraph\n" in page
    assert "| scipy | 500 ms | 0.50 | 500 ms | 0.50 |" in page
    assert "asked for" not in page
