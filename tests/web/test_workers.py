"""Real worker processes: answers, limits, and nothing left behind."""

import asyncio
import contextlib
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import anyio
import pytest
from pyoxigraph import Literal, NamedNode, Quad

from govkg.errors import (
    AnswerSizeError,
    NotAcceptableError,
    QueryBrokenError,
    QueryMemoryError,
    QuerySyntaxError,
    QueryTimeoutError,
)
from govkg.graph.columns.building import build_columns
from govkg.graph.sparql.evaluation import Answer, Limits, Question
from govkg.graph.sparql.stores import Folder, Stores
from govkg.graph.store import build_store
from govkg.graph.workers.answering import Workers
from govkg.graph.workers.channel import Packet, pair, send
from govkg.graph.workers.pool import Followed
from govkg.graph.workers.sharing.asking import SharedWorkers
from govkg.graph.workers.sharing.desk import share
from govkg.graph.workers.template import load
from govkg.release.canonical import write_lines
from govkg.release.files.packing import triple_of_line

pytestmark = pytest.mark.anyio

AnyWorkers = Workers | SharedWorkers

MIB = 1024**2
LIMITS = Limits(seconds=20, memory=512 * MIB, answer=64 * MIB)
SIZE = 2000
CROSS_JOIN = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
HUNGRY = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i"


@pytest.fixture
def anyio_backend() -> str:
    """Run on asyncio, as the server does."""
    return "asyncio"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a store of some thousand triples, and its dump beside it."""
    folder = tmp_path_factory.mktemp("release")
    graph = NamedNode("https://example.org/graph")
    quads = [
        Quad(
            NamedNode(f"https://example.org/{number}"),
            NamedNode("https://example.org/p"),
            Literal(f"value {number}"),
            graph,
        )
        for number in range(SIZE)
    ]
    (folder / "store").mkdir()
    lines = sorted(f"{quad} ." for quad in quads)
    write_lines(folder / "dataset.nq", lines)
    triples = map(triple_of_line, map(str.encode, lines))
    write_lines(folder / "dataset.nt", map(bytes.decode, triples))
    build_store(folder / "store", folder / "dataset.nq", folder / "dataset.nt")
    return folder / "store"


@pytest.fixture(params=["own", "shared"])
async def workers(request: pytest.FixtureRequest) -> AsyncIterator[AnyWorkers]:
    """Start workers, and see that every process and file of theirs is gone afterwards.

    Whether they are asked here or as another process would, they do the same.
    """
    files, others = _open_files(), _children()
    async with Workers(3, resident_triples=10**6) as started:
        if request.param == "own":
            yield started
        else:
            door, inside = pair()
            sharing = asyncio.ensure_future(share(started, inside))
            with inside:
                async with SharedWorkers(door) as asked:
                    yield asked
                door.close()
                await sharing
    assert _children() == others
    assert _open_files() <= files


def _open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def _children() -> list[str]:
    """List the living processes that this one started."""
    found = []
    for task in Path("/proc/self/task").iterdir():
        with contextlib.suppress(FileNotFoundError):  # a thread that has ended meanwhile
            found += (task / "children").read_text(encoding="ascii").split()
    return [pid for pid in found if "template" in _command(pid)]


def _command(pid: str) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8")
    except OSError:
        return ""


def question(store: Path, query: str) -> Question:
    """Ask for CSV, which is easy to read."""
    return Question(str(store), query, "https://example.org/", formats=("csv",))


def text(answer: Answer) -> str:
    """Read an answer, wherever its body is."""
    if answer.file is None:
        return answer.body.decode()
    with os.fdopen(answer.file, "rb") as file:
        file.seek(0)
        return file.read().decode()


async def ask(workers: AnyWorkers, store: Path, query: str, limits: Limits = LIMITS) -> str:
    """Ask as one client."""
    return text(await workers.answer(question(store, query), limits, client="test"))


async def test_a_query_is_answered_from_disk_and_from_memory(
    workers: AnyWorkers, store: Path
) -> None:
    """The same, whether the store is in memory already or not."""
    query = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    assert await ask(workers, store, query) == f"n\r\n{SIZE}\r\n"
    workers.follow(Followed("1", store, store.parent / "dataset.nt", SIZE))
    await anyio.sleep(1)
    assert await ask(workers, store, query) == f"n\r\n{SIZE}\r\n"
    named = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    assert await ask(workers, store, named) == f"n\r\n{SIZE}\r\n"


def test_of_a_release_too_large_to_be_held_columns_are_shared(store: Path, tmp_path: Path) -> None:
    """The store each worker opens on the disk: ahead, so that no question waits for it."""
    columns = tmp_path / "columns"
    build_columns(columns, store.parent / "dataset.nt")
    resident = load({"folder": str(store), "dump": None, "columns": str(columns)})
    stores = Stores(resident)
    stores.open_ahead()
    assert resident.columns is not None
    assert stores.columns(str(columns)) is resident.columns
    assert len(stores.choose(question(store, "ASK {}"))) == 2 * SIZE  # the merge, and its graph
    Stores(replace(resident, stored=Folder.found(str(tmp_path)))).open_ahead()


async def test_a_long_answer_comes_whole(workers: AnyWorkers, store: Path) -> None:
    """Past a packet it travels as a file, and its size is known."""
    asked = question(store, "SELECT ?s ?o { ?s ?p ?o }")
    answer = await workers.answer(asked, LIMITS, client="test")
    assert answer.file is not None
    body = text(answer)
    assert len(body.encode()) == answer.size
    assert body.count("\r\n") == SIZE + 1


async def test_a_long_query_text_arrives(workers: AnyWorkers, store: Path) -> None:
    """A query of a megabyte is no packet, but a query."""
    padding = "# padding\n" * 100_000
    assert await ask(workers, store, f"{padding}SELECT (1 AS ?n) {{}}")


async def test_the_deadline_stops_the_work(workers: AnyWorkers, store: Path) -> None:
    """In the time that was given, and the next query is answered."""
    began = time.monotonic()
    with pytest.raises(QueryTimeoutError):
        await ask(workers, store, CROSS_JOIN, replace(LIMITS, seconds=1))
    assert time.monotonic() - began < 3
    assert await ask(workers, store, "SELECT (1 AS ?n) {}") == "n\r\n1\r\n"


async def test_hunger_for_memory_ends_the_worker_alone(workers: AnyWorkers, store: Path) -> None:
    """And is named as what it was."""
    with pytest.raises(QueryMemoryError):
        await ask(workers, store, HUNGRY, replace(LIMITS, memory=128 * MIB))
    assert await ask(workers, store, "SELECT (1 AS ?n) {}") == "n\r\n1\r\n"


async def test_an_answer_over_its_limit_is_no_answer(workers: AnyWorkers, store: Path) -> None:
    """Never the first part of one."""
    with pytest.raises(AnswerSizeError):
        await ask(workers, store, "SELECT * { ?s ?p ?o }", replace(LIMITS, answer=50_000))


async def test_nesting_too_deep_breaks_nothing_but_its_worker(
    workers: AnyWorkers, store: Path
) -> None:
    """The parser is recursive, and its stack ends."""
    deep = "SELECT * { " + "{ " * 50_000 + "}" * 50_000 + " }"
    with pytest.raises((QueryBrokenError, QuerySyntaxError, QueryMemoryError)):
        await ask(workers, store, deep)
    assert await ask(workers, store, "SELECT (1 AS ?n) {}") == "n\r\n1\r\n"


async def test_what_a_worker_refuses_comes_back_as_it_was(workers: AnyWorkers, store: Path) -> None:
    """With line and column, or with what is on offer."""
    with pytest.raises(QuerySyntaxError) as syntax:
        await ask(workers, store, "SELECT *\n{ ?s ?p }")
    assert syntax.value.facts["line"] == 2
    asked = Question(str(store), "ASK {}", "https://example.org/", accept="text/turtle")
    with pytest.raises(NotAcceptableError) as acceptable:
        await workers.answer(asked, LIMITS, client="test")
    assert acceptable.value.facts["offers"]


async def test_a_client_that_hangs_up_frees_its_worker(workers: AnyWorkers, store: Path) -> None:
    """Nobody works for nobody."""
    with anyio.move_on_after(0.5):
        await ask(workers, store, CROSS_JOIN)
    async with anyio.create_task_group() as tasks:
        for _ in range(3):
            tasks.start_soon(ask, workers, store, "SELECT (1 AS ?n) {}", replace(LIMITS, seconds=2))


async def test_a_light_query_does_not_wait_for_heavy_ones(workers: AnyWorkers, store: Path) -> None:
    """Though more clients than there are workers join everything with everything."""
    ended: list[str] = []

    async def heavy(client: str) -> None:
        try:
            limits = replace(LIMITS, seconds=100)
            await workers.answer(question(store, CROSS_JOIN), limits, client=client)
        finally:
            ended.append(client)

    async with anyio.create_task_group() as tasks:
        for number in range(5):
            tasks.start_soon(heavy, f"heavy{number}")
        await anyio.sleep(1)
        for number in range(10):
            asked = question(store, f"SELECT ({number} AS ?n) {{}}")
            await workers.answer(asked, LIMITS, client="light")
        assert ended == []
        tasks.cancel_scope.cancel()
    assert len(ended) == 5


async def test_a_worker_that_leaves_says_so_with_its_answer(
    workers: AnyWorkers, store: Path
) -> None:
    """Whoever has an answer may ask at once again, and is never sent to one that is ending."""
    for number in range(20):
        many = f"SELECT * {{ ?a ?p ?x . ?b ?q ?y }} LIMIT {40_000 + number}"
        assert (await ask(workers, store, many)).count("\n") == 40_001 + number


async def test_a_release_that_cannot_be_loaded_is_asked_on_the_disk(
    workers: AnyWorkers, store: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Nor does one that is not there at all stop the answers from others."""
    workers.follow(Followed("1", store, store.parent / "gone.nt", SIZE))
    with anyio.fail_after(60):
        while "could not be loaded" not in caplog.text:  # noqa: ASYNC110  # the log has no event
            await anyio.sleep(0.02)
    with pytest.raises(QueryBrokenError):
        await ask(workers, store.parent / "gone", "SELECT * { ?s ?p ?o }")
    for _ in range(5):
        assert (await ask(workers, store, "SELECT * { ?s ?p ?o } LIMIT 1")).count("\r\n") == 2


def test_a_server_that_ends_during_a_load_leaves_nothing_behind(store: Path) -> None:
    """Neither a process nor a word in the log."""
    ours, theirs = pair()
    with ours, theirs:
        template = subprocess.Popen(
            [sys.executable, "-m", "govkg.graph.workers.template", str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            stderr=subprocess.PIPE,
            text=True,
        )
        dump = store.parent / "dataset.nt"
        told = {"command": "load", "folder": str(store), "dump": str(dump), "columns": None}
        send(ours, Packet(told))
    _, said = template.communicate(timeout=60)
    assert (template.returncode, said) == (0, "")
