"""The libraries that an engineer would take for reach in a directed graph, each over the same edges.

Every one gets the graph in the form that it is fastest with, and answers by its own call for this question.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import igraph
import networkx as nx
import numpy as np
import numpy.typing as npt
import rustworkx
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order

Edges = npt.NDArray[np.int64]
"""Shape (edges, 2): from and to, each pair once."""
Reach = Callable[[int], Collection[int]]
"""The nodes that a start reaches; some libraries count the start in."""


@dataclass(frozen=True, slots=True)
class Peer:
    """A library: its name on the index, the call, what that gives, and the graph made ready for it."""

    name: str
    call: str
    gives: str
    ready: Callable[[int, Edges], Reach]


def _networkx(nodes: int, edges: Edges) -> Reach:
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_nodes_from(range(nodes))
    graph.add_edges_from(edges.tolist())
    return lambda start: nx.descendants(graph, start)


def _igraph(nodes: int, edges: Edges) -> Reach:
    graph = igraph.Graph(n=nodes, edges=edges.tolist(), directed=True)
    return lambda start: graph.subcomponent(start, mode="out")


def _rustworkx(nodes: int, edges: Edges) -> Reach:
    graph = rustworkx.PyDiGraph(multigraph=False)
    graph.add_nodes_from(range(nodes))
    graph.add_edges_from_no_data(list(map(tuple, edges.tolist())))
    return lambda start: rustworkx.descendants(graph, start)


def _scipy(nodes: int, edges: Edges) -> Reach:
    graph = csr_array((np.ones(len(edges)), (edges[:, 0], edges[:, 1])), shape=(nodes, nodes))
    return lambda start: breadth_first_order(graph, start, return_predecessors=False)


PEERS: Sequence[Peer] = (
    Peer("networkx", "descendants", "a set of nodes", _networkx),
    Peer("igraph", "Graph.subcomponent", "a list of nodes, the start among them", _igraph),
    Peer("rustworkx", "descendants", "a set of nodes", _rustworkx),
    Peer("scipy", "csgraph.breadth_first_order", "an array of nodes, nearest first", _scipy),
)


def reached(peer: Reach, start: int) -> set[int]:
    """The same form from every library: without the start.

    >>> edges = np.array([[0, 1], [1, 2], [2, 0], [3, 0]])
    >>> [sorted(reached(peer.ready(4, edges), 0)) for peer in PEERS]
    [[1, 2], [1, 2], [1, 2], [1, 2]]
    """
    return {int(node) for node in peer(start)} - {start}
