"""What is done for all web processes by the one that has the workers."""

import asyncio

import anyio.to_thread
import pytest

from govkg.graph.workers.answering import Workers
from govkg.graph.workers.channel import pair
from govkg.graph.workers.sharing.asking import SharedWorkers
from govkg.graph.workers.sharing.desk import share
from govkg.web.pages.charts.drawer import OwnDrawer
from govkg.web.processes.errands import (
    COUNTING,
    DRAWING,
    SharedDrawer,
    counted_elsewhere,
    counting,
    drawing,
)

PICTURE = '{"mark": "bar", "data": {"values": [{"a": 1}]}, "encoding": {"x": {"field": "a"}}}'


@pytest.mark.anyio
async def test_others_have_requests_counted_and_charts_drawn(anyio_backend_name: str) -> None:
    """As if they did so; where nobody does it any more, all is allowed, and nothing drawn."""
    assert anyio_backend_name == "asyncio"
    drawer = OwnDrawer()
    door, inside = pair()
    asked = SharedWorkers(door)
    shared, hear = SharedDrawer(asked), counted_elsewhere(asked)
    with inside:
        async with Workers(3, resident_triples=0) as workers, asked:
            errands = {COUNTING: counting("2/day"), DRAWING: drawing(drawer)}
            sharing = asyncio.ensure_future(share(workers, inside, errands))
            assert [(await hear("one")).allowed for _ in range(3)] == [True, True, False]
            assert (await hear("other")).remaining == 1
            drawn = await anyio.to_thread.run_sync(shared.draw, PICTURE)
            assert drawn.startswith("<svg")
            assert drawn == drawer.draw(PICTURE)
            with pytest.raises(ValueError, match="nothing"):
                await anyio.to_thread.run_sync(shared.draw, "no picture")
            sharing.cancel()
            await asyncio.wait({sharing})
        drawer.close()
    assert (await hear("one")).allowed
    with pytest.raises(OSError, match="pipe"):
        shared.draw(PICTURE)
    door.close()


@pytest.fixture
def anyio_backend() -> str:
    """Run on asyncio, as the server does."""
    return "asyncio"
