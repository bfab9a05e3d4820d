"""Checking in parts finds what checking everything finds, whatever was edited, wherever it runs."""

import re
import shutil
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Quad, Triple

from divided import DATA, ONTOLOGY, PARTS, report
from edits import EDITS, edited
from govkg.release.canonical import canonical_lines
from govkg.validation.findings import Finding
from govkg.validation.parts import work
from govkg.validation.parts.checking import check_parts
from govkg.validation.parts.lines import Lines
from govkg.validation.parts.part import Part, split_line
from govkg.validation.parts.results import KeptResults
from govkg.validation.parts.tasks import Task, read_graph, run
from govkg.validation.parts.work import Means
from govkg.validation.rules.reading import Rules
from govkg.vocabulary import RDF
from shapes_world import read, shapes

WIDE = {
    *("Achievement-repeated", "Assessment-broken", "Assessment-kept"),
    *("Commitment-repeated", "Concept-label-once"),
    *("Link-entity-once", "Source-file-once", "Speaker-office"),
}


OWN = [number for number, part in enumerate(PARTS) if not part.shared]
SEEDS = st.integers(0, 10**9)


@cache
def rules() -> Rules:
    """Read the rules as a check does: numbers of queries follow from the order of triples."""
    lines = canonical_lines(Quad(*triple) for triple in shapes())
    return Rules(read_graph("\n".join(lines)))


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keep the results of a first check."""
    file = tmp_path_factory.mktemp("kept") / "results.sqlite"
    check_parts(PARTS, shapes(), Means(kept=KeptResults(file)))
    return file


@given(st.lists(st.tuples(st.sampled_from(sorted(EDITS)), SEEDS), min_size=1, max_size=4))
@settings(max_examples=16, deadline=None, suppress_health_check=list(HealthCheck))
def test_random_edits_give_the_report_of_a_full_check(
    first: Path, edits: list[tuple[str, int]]
) -> None:
    with TemporaryDirectory() as folder:
        kept = KeptResults(Path(shutil.copy(first, folder)))
        parts = PARTS
        for name, seed in edits:
            parts = edited(parts, name, seed)
            in_parts = report(check_parts(parts, shapes(), Means(kept=kept)))
            assert in_parts == report(check_parts(parts, shapes()))


def test_parts_that_reach_the_same_have_results_of_their_own(tmp_path: Path) -> None:
    """An achievement, and the commitment whose baseline is its result, see each other."""
    unit = "<http://qudt.org/schema/qudt/hasUnit>"
    parts = list(PARTS)
    number = next(n for n in OWN if parts[n].name.endswith("/quality-senior-high-share"))
    said = [
        re.sub(f"{unit} <[^>]*>", f"{unit} <http://www.w3.org/ns/oa#TextPositionSelector>", line)
        for line in parts[number].lines
    ]
    parts[number] = replace(parts[number], lines=Lines(said))
    found = check_parts(parts, shapes(), Means(kept=KeptResults(tmp_path / "kept.sqlite")))
    assert [item.rule for item in found if item.severity == "Violation"] == ["22"]


def test_only_what_an_edit_touches_is_checked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = KeptResults(tmp_path / "results.sqlite")
    check_parts(PARTS, shapes(), Means(kept=kept))
    tasks: list[Task] = []

    def spy(task: Task) -> list[Finding]:
        tasks.append(task)
        return run(task)

    monkeypatch.setattr(work, "run", spy)
    parts = list(PARTS)
    number = next(n for n in OWN if "elderly-home-transformations" in parts[n].name)
    parts[number] = Part(
        parts[number].name,
        Lines(line.replace('"15000"', '"-15000"') for line in parts[number].lines),
    )
    found = check_parts(parts, shapes(), Means(kept=kept))
    assert [finding.rule for finding in found if finding.severity == "Violation"] == ["27"]
    (again,) = [task for task in tasks if task.core]
    assert again.homes is not None
    assert {name.partition("#")[0].rpartition("/")[2] for name in again.homes} <= {
        "elderly-home-transformations"
    }


def test_only_rules_that_look_at_everything_are_asked_of_everything() -> None:
    assert rules().divisible
    assert {rule.shape.rpartition("#")[2] for rule in rules().wide if rule.shape} == WIDE


@given(SEEDS)
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
def test_rules_that_look_at_everything_are_asked_where_their_ground_changed(
    first: Path, seed: int
) -> None:
    """Of which it is changed by one value of a property, the footprints say."""
    parts = edited(PARTS, "repeat_value", seed)
    fresh = triples_of(parts) ^ triples_of(PARTS)
    properties = {triple.predicate.value for triple in fresh}
    seeing = {
        rule.shape
        for rule in rules().wide
        if properties & (rule.footprint.forward | rule.footprint.backward)
    }
    asked: set[str | None] = set()

    def spy(task: Task) -> list[Finding]:
        if not task.core:
            numbers = set(task.queries or ())
            asked.update(rule.shape for rule in rules().wide if numbers & set(rule.queries))
        return run(task)

    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(work, "run", spy)
        kept = KeptResults(Path(shutil.copy(first, folder)))
        in_parts = report(check_parts(parts, shapes(), Means(kept=kept)))
        # Which classes are asked for, the shapes say, too.
        assert asked == seeing or (f"{RDF}type" in properties and asked <= seeing)
        asked.clear()
        assert report(check_parts(parts, shapes(), Means(kept=kept))) == in_parts
        assert asked == set()
    assert in_parts == report(check_parts(parts, shapes()))


def test_the_edits_bring_about_what_only_rules_that_look_at_everything_find() -> None:
    parts = PARTS
    for seed in range(20):
        parts = edited(parts, "twin_file", seed)
    found = {(item.shape or "").rpartition("#")[2] for item in check_parts(parts, shapes())}
    assert {"Commitment-repeated", "Source-file-once"} <= found


def test_damaged_results_are_as_good_as_none(tmp_path: Path) -> None:
    file = tmp_path / "results.sqlite"
    file.write_bytes(b"not a database, and long enough to look like one" * 100)
    kept = KeptResults(file)
    wanted = report(check_parts(PARTS, shapes()))
    for _ in range(2):
        assert report(check_parts(PARTS, shapes(), Means(kept=kept))) == wanted


def test_a_text_where_a_source_belongs_is_found_in_parts_too(tmp_path: Path) -> None:
    """The focus node is a literal then."""
    parts = list(PARTS)
    source = "<http://www.w3.org/ns/oa#hasSource>"
    number = next(n for n in OWN if any(source in line for line in parts[n].lines))
    said = [
        f'{line.split(" ")[0]} {source} "Page" <urn:g> .' if source in line else line
        for line in parts[number].lines
    ]
    parts[number] = Part(parts[number].name, Lines(said))
    found = check_parts(parts, shapes(), Means(kept=KeptResults(tmp_path / "kept.sqlite")))
    assert "Page" in {finding.focus_node for finding in found}
    assert report(found) == report(check_parts(parts, shapes()))


def test_a_line_of_n_quads_is_taken_apart_whatever_stands_in_a_literal() -> None:
    for value in (
        '"a <urn:b> c"',
        '"a"^^<urn:t>',
        '"a _:b"',
        '"x"@en',
        "<urn:o>",
        "_:o",
        '"\\" <"',
    ):
        for graph in ("", " <urn:g>", " _:g"):
            assert split_line(f"<urn:s> <urn:p> {value}{graph} .") == ("<urn:s>", "<urn:p>", value)


def triples_of(parts: list[Part]) -> set[Triple]:
    """Read all lines of *parts*."""
    from govkg.validation.parts.tasks import read_triples

    return set(read_triples(b"".join(part.triples for part in parts).decode()))


def test_parts_say_what_the_files_say() -> None:
    assert triples_of(PARTS) == {triple for file in DATA + ONTOLOGY for triple in read(file)}


def test_what_a_file_adds_to_what_is_shared_is_seen_from_everywhere(tmp_path: Path) -> None:
    """A scheme that somebody translates is still the scheme of its concepts."""
    scheme = "<https://w3id.org/govkg/vocabulary/result-type>"
    label = "<http://www.w3.org/2000/01/rdf-schema#label>"
    added = Part("more.ttl", Lines([f'{scheme} {label} "Resultaattype"@nl <urn:g> .']))
    kept = KeptResults(tmp_path / "kept.sqlite")
    parts = [*PARTS, added]
    check_parts(parts, shapes(), Means(kept=kept))
    number = next(n for n in OWN if parts[n].name.endswith("/employment-quality"))
    subject = parts[number].lines[0].partition(" ")[0]
    more = [*parts[number].lines, f'{subject} {label} "Beter werk"@nl <urn:g> .']
    parts[number] = replace(parts[number], lines=Lines(more))
    found = check_parts(parts, shapes(), Means(kept=kept))
    assert [item for item in found if item.severity == "Violation"] == []
