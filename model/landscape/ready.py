"""The passes compiled before anybody asks, for a process that answers many questions."""

from __future__ import annotations

from model.claims.batch import Batch
from model.claims.state import State
from model.graph.engine import Engine
from model.graph.fall import before
from model.landscape.landscape import Landscape
from model.schema import Value


def make_ready() -> None:
    """Compile every pass, or take it from where it is kept, by asking one small question.

    From then on `model.graph.machine_code.at_hand` is true and landscapes of every size are asked with compiled passes.
    """
    flow: dict[str, Value | None] = {"provider": "a", "consumer": "b", "need": "required", "tolerance_hours": 1.0}
    rows = Batch.of("hand", systems={"a": {"name": "A"}, "b": {"name": "B"}}, flows={"a>b": flow})
    graph = Landscape(State().with_batch(rows)).graph
    earlier = before(graph, None).base
    engine = Engine(graph, compile_it=True)
    engine.run(engine.base(dead=earlier.dead, down=earlier.down, left=earlier.left), systems=[0])
