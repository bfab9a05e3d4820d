"""Whose query runs next."""

from contextlib import ExitStack

import pytest

from govkg.errors import BusyError
from govkg.graph.workers.scheduler import HEAVY_SECONDS, Job, Scheduler


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        """Begin at nought."""
        self.now = 0.0

    def __call__(self) -> float:
        """Tell the time."""
        return self.now


class Bench:
    """A scheduler of three places, and jobs that stay until they are ended."""

    def __init__(self, places: int = 3) -> None:
        """Have *places*."""
        self.clock = Clock()
        self.scheduler = Scheduler(places, clock=self.clock)
        self._stacks: dict[Job, ExitStack] = {}

    def start(self, client: str) -> Job:
        """Let *client* ask something."""
        stack = ExitStack()
        job = stack.enter_context(self.scheduler.enter(client))
        self._stacks[job] = stack
        return job

    def end(self, job: Job) -> None:
        """Let a job be done."""
        self._stacks.pop(job).close()


def test_queries_run_while_there_are_places() -> None:
    """The next one waits, and runs when a place comes free."""
    bench = Bench()
    jobs = [bench.start(f"c{number}") for number in range(4)]
    assert [job.admitted.is_set() for job in jobs] == [True, True, True, False]
    bench.end(jobs[0])
    assert jobs[3].admitted.is_set()


def test_one_place_is_never_left_to_long_queries() -> None:
    """The third that turns long is stopped and waits for its turn among the long ones."""
    bench = Bench()
    first, second, third = (bench.start(name) for name in "abc")
    assert bench.scheduler.turned_long(first)
    assert bench.scheduler.turned_long(second)
    assert not bench.scheduler.turned_long(third)
    assert not third.admitted.is_set()
    light = bench.start("d")
    assert light.admitted.is_set()
    bench.end(first)
    assert third.admitted.is_set()


def test_a_client_has_at_most_one_long_query() -> None:
    """Its second one waits for the first, though places are free."""
    bench = Bench(places=8)
    first, second = bench.start("a"), bench.start("a")
    assert bench.scheduler.turned_long(first)
    assert not bench.scheduler.turned_long(second)
    assert not second.admitted.is_set()
    bench.end(first)
    assert second.admitted.is_set()
    assert bench.scheduler.turned_long(second)


def test_a_heavy_client_waits_with_the_long_ones_for_a_minute() -> None:
    """Then it is forgiven."""
    bench = Bench()
    job = bench.start("a")
    bench.scheduler.used(job, HEAVY_SECONDS)
    bench.end(job)
    long = [bench.start("b"), bench.start("c")]
    assert all(bench.scheduler.turned_long(one) for one in long)
    heavy = bench.start("a")
    assert not heavy.admitted.is_set()
    bench.end(heavy)
    bench.clock.now = 61.0
    assert bench.start("a").admitted.is_set()


def test_a_light_query_overtakes_heavy_ones_that_wait() -> None:
    """The queue is no line behind the slowest."""
    bench = Bench()
    for name in "ab":
        assert bench.scheduler.turned_long(bench.start(name))
    job = bench.start("h")
    bench.scheduler.used(job, HEAVY_SECONDS)
    bench.end(job)
    waiting = bench.start("h")
    light = bench.start("l")
    assert (waiting.admitted.is_set(), light.admitted.is_set()) == (False, True)


def test_a_full_queue_is_told_at_once() -> None:
    """One client cannot fill it; many can, and the next is refused."""
    bench = Bench()
    for name in "abc":
        bench.start(name)
    for _ in range(8):
        bench.start("d")
    with pytest.raises(BusyError):
        bench.start("d")
    for number in range(56):
        bench.start(f"e{number}")
    with pytest.raises(BusyError):
        bench.start("f")


def test_who_gives_up_waiting_leaves_no_trace() -> None:
    """A client that hangs up frees its place in the queue."""
    bench = Bench()
    running = [bench.start(name) for name in "abc"]
    gone, next_one = bench.start("d"), bench.start("e")
    bench.end(gone)
    bench.end(running[0])
    assert next_one.admitted.is_set()
