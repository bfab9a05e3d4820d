"""What processes count stands where all of them see it, and survives who counted it."""

from govkg.web.operating.counts import Counts, Exchange
from govkg.web.operating.ledger import _SIDE, Ledger


def counted(*statuses: int) -> Counts:
    """Count requests that were answered with these *statuses*."""
    counts = Counts()
    for status in statuses:
        counts.routes["/a"].count(Exchange("GET", "/a", status, seconds=0.5, size=10))
    counts.memories["bodies"].hits = len(statuses)
    return counts


def test_pages_add_up() -> None:
    ledger = Ledger(3)
    ledger.pages[0].write(counted(200, 404))
    ledger.pages[2].write(counted(200))
    total = ledger.total()
    route = total.routes["/a"]
    assert route.answers == {("GET", 200): 2, ("GET", 404): 1}
    assert (sum(route.times), route.seconds, route.size) == (3, 1.5, 30)
    assert total.memories["bodies"].hits == 3


def test_what_was_written_last_is_read() -> None:
    (page,) = Ledger(1).pages
    assert page.read() == Counts()
    for number in range(5):
        page.write(counted(*[200] * number))
        assert page.read() == counted(*[200] * number)


def test_who_dies_while_writing_leaves_what_was_written_before() -> None:
    (page,) = Ledger(1).pages
    page.write(counted(200))
    begin = page._begin(1 - page._memory[0])
    page._memory[begin : begin + _SIDE] = b"\xff" * _SIDE
    assert page.read() == counted(200)
