"""Many files say the same when other processes parse them."""

from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from govkg import processes
from govkg.errors import SourcesError
from govkg.publish.sources import parsing
from govkg.publish.sources.kept import KeptSources
from govkg.publish.sources.reading import Source, read_files
from govkg.release.layout import SOURCES
from projects import BASE, THING


@pytest.fixture
def files(tmp_path: Path) -> list[tuple[Path, str]]:
    """Write data files, the same thing told again in each, one of them with a blank node."""
    texts = [THING.replace("A thing", f"Thing {number}") for number in range(7)]
    texts[3] += "<thing/c> ex:knows [ a ex:Thing ] .\n"
    named = []
    for number, text in enumerate(texts):
        file = tmp_path / f"{number}.ttl"
        file.write_text(text, encoding="utf-8")
        named.append((file, f"{BASE}graph/{number}"))
    return named


@pytest.fixture
def pools(monkeypatch: pytest.MonkeyPatch) -> list[Executor]:
    """Have other processes parse what little there is, two files each time; list their pools."""
    pools: list[Executor] = []
    start = processes.beside

    def spy() -> ProcessPoolExecutor:
        pools.append(pool := start(2))
        return pool

    monkeypatch.setattr(processes, "beside", spy)
    monkeypatch.setattr(parsing, "_ALONE", 0)
    monkeypatch.setattr(parsing, "_BATCH", 600)
    return pools


def said(source: Source) -> tuple[Any, ...]:
    """Give all that was read; the names of blank nodes are nobody's."""
    lines = [line for line in source.lines if "_:" not in line]
    subjects = list(source.subjects.places(set(source.subjects)))
    return source.name, source.key, source.graph, len(source.lines), lines, subjects


def test_other_processes_read_the_same(
    files: list[tuple[Path, str]], monkeypatch: pytest.MonkeyPatch, pools: list[Executor]
) -> None:
    beside = [said(source) for source in read_files(files, base_iri=BASE)]
    assert len(pools) == 1
    monkeypatch.setattr(parsing, "_ALONE", 10_000_000)
    assert [said(source) for source in read_files(files, base_iri=BASE)] == beside
    assert len(pools) == 1


def test_what_others_read_is_kept(
    files: list[tuple[Path, str]], tmp_path: Path, pools: list[Executor]
) -> None:
    with closing(KeptSources(tmp_path / SOURCES)) as kept:
        first = [said(source) for source in read_files(files, base_iri=BASE, kept=kept)]
        kept.keep()
    with closing(KeptSources(tmp_path / SOURCES)) as kept:
        sources = read_files(files, base_iri=BASE, kept=kept)
        assert [said(source) for source in sources] == first
        assert [source.lines.measure.digest for source in sources]
    assert len(pools) == 1


def test_all_mistakes_are_told_in_the_order_of_the_files(
    files: list[tuple[Path, str]], pools: list[Executor]
) -> None:
    wrong = [1, 4, 6]
    for number in wrong:
        file, _ = files[number]
        file.write_text("<a> <b>", encoding="utf-8")
    gone, _ = files[2]
    gone.unlink()
    with pytest.raises(SourcesError) as error:
        read_files(files, base_iri=BASE)
    assert [found.file.name for found in error.value.errors] == [
        "1.ttl",
        "2.ttl",
        "4.ttl",
        "6.ttl",
    ]
    assert len(pools) == 1


def test_a_process_that_is_killed_leaves_the_work_to_who_waits(
    files: list[tuple[Path, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = [said(source) for source in read_files(files, base_iri=BASE)]

    def broken() -> ProcessPoolExecutor:
        pool = ProcessPoolExecutor(1)
        list(pool.map(int, [1]))
        for process in pool._processes.values():
            process.kill()
            process.join()
        return pool

    monkeypatch.setattr(processes, "beside", broken)
    monkeypatch.setattr(parsing, "_ALONE", 0)
    assert [said(source) for source in read_files(files, base_iri=BASE)] == plain


def test_all_that_a_file_of_json_ld_says_is_in_its_graph(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonld"
    inner = '{"@id": "thing/b", "urn:p": "A b"}'
    file.write_text(
        f'[{{"@id": "thing/a", "urn:p": "A"}}, {{"@id": "graph/own", "@graph": [{inner}]}}]',
        encoding="utf-8",
    )
    graph = f"{BASE}graph/a"
    (source,) = read_files([(file, graph)], base_iri=BASE)
    assert sorted(source.lines) == [
        f'<{BASE}thing/a> <urn:p> "A" <{graph}> .',
        f'<{BASE}thing/b> <urn:p> "A b" <{graph}> .',
    ]
    assert source.graph == graph


@pytest.mark.parametrize(
    ("extension", "named"),
    [("nq", "<urn:b> <urn:p> <urn:c> <urn:g> ."), ("trig", "<urn:g> { <urn:b> <urn:p> <urn:c> }")],
)
def test_what_names_its_graphs_keeps_them(tmp_path: Path, extension: str, named: str) -> None:
    file = tmp_path / f"a.{extension}"
    file.write_text(f"<urn:a> <urn:p> <urn:c> .\n{named}\n", encoding="utf-8")
    (source,) = read_files([(file, f"{BASE}graph/a")], base_iri=BASE)
    assert sorted(source.lines) == [
        "<urn:a> <urn:p> <urn:c> .",
        "<urn:b> <urn:p> <urn:c> <urn:g> .",
    ]
    assert not source.graph
