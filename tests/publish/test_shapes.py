"""Every rule, by an example that keeps it and one that breaks it and nothing else.

An example says its resources anew: what ``world.ttl`` says of them gives way. The first line of a
failing one says what is found, ``# Also:`` which rules cannot but fire with it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from govkg.validation.findings import Finding, Severity
from govkg.validation.shacl import validate
from govkg.vocabulary import DCTERMS, SH, SHAPES

ROOT = Path(__file__).parents[2]
BASE = "https://example.org/"
FOLDERS = sorted(path for path in (Path(__file__).parent / "examples").iterdir() if path.is_dir())
LOCAL_RULES = {
    *("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "15", "17", "18", "19", "21", "22", "23"),
    *("29", "30", "32", "33", "34", "35", "46", "49", "50", "51", "53", "55"),
}
SEVERITIES = {"9": {"Violation", "Warning"}, "23": {"Warning"}, "35": {"Info"}}
SEVERITIES["50"] = SEVERITIES["9"]


@dataclass(frozen=True)
class Expected:
    """What a failing example is found to break."""

    severity: Severity
    focus_node: str
    consequences: frozenset[str]


def read(file: Path) -> list[Triple]:
    """Read the triples of a Turtle file."""
    return [
        quad.triple for quad in parse(path=file, format=RdfFormat.TURTLE, base_iri=f"file:{file}")
    ]


def turtle_files(folder: str) -> Iterator[Path]:
    """List the Turtle files of a folder of the project."""
    return iter(sorted((ROOT / folder).rglob("*.ttl")))


@cache
def shapes() -> list[Triple]:
    """Read all shapes."""
    return [triple for file in turtle_files("shapes") for triple in read(file)]


@cache
def surroundings() -> list[Triple]:
    """Read the ontology and the world that examples live in."""
    world = read(Path(__file__).parent / "examples" / "world.ttl")
    return world + [triple for file in turtle_files("ontology") for triple in read(file)]


def findings(example: Path | None = None) -> list[Finding]:
    """Validate an example in its world."""
    said = read(example) if example else []
    anew = {triple.subject for triple in said}
    kept = [triple for triple in surroundings() if triple.subject not in anew]
    return validate(kept + said, shapes())


def expected(failing: Path) -> Expected:
    """Read what the first lines of a failing example announce."""
    first, second = failing.read_text(encoding="utf-8").splitlines()[:2]
    severity, _, rest = first.removeprefix("# ").partition(" at <")
    also = second.removeprefix("# Also: ").split(", ") if second.startswith("# Also: ") else []
    focus, _, _ = rest.partition(">: ")
    return Expected(Severity(severity), f"{BASE}{focus}", frozenset(SHAPES + name for name in also))


def shape_of(folder: Path) -> str:
    """Give the IRI of the shape that a pair of examples is about."""
    return SHAPES + folder.name.partition("-")[2]


def numbered() -> dict[str, str]:
    """Give the rule's number for each shape that has one."""
    return {
        triple.subject.value: triple.object.value
        for triple in shapes()
        if triple.predicate.value == f"{DCTERMS}identifier"
        and isinstance(triple.subject, NamedNode)
        and isinstance(triple.object, Literal)
    }


def about(shape: str, name: str) -> list[NamedNode | Literal]:
    """Give the values of a property of a shape."""
    return [
        triple.object
        for triple in shapes()
        if triple.subject == NamedNode(shape)
        and triple.predicate.value == name
        and isinstance(triple.object, NamedNode | Literal)
    ]


def test_the_world_is_without_fault() -> None:
    assert findings() == []


def test_every_rule_has_a_shape_and_every_shape_a_pair_of_examples() -> None:
    assert set(numbered().values()) == LOCAL_RULES
    assert {shape_of(folder) for folder in FOLDERS} == set(numbered())
    for folder in FOLDERS:
        assert int(folder.name.partition("-")[0]) == int(numbered()[shape_of(folder)])


@pytest.mark.parametrize("shape", sorted(numbered()))
def test_a_shape_says_rule_and_remedy_in_both_languages(shape: str) -> None:
    texts = [text for text in about(shape, f"{SH}message") if isinstance(text, Literal)]
    sentences = {
        text.language: text.value.count("。" if text.language == "zh" else ".") for text in texts
    }
    assert len(texts) == 2
    assert set(sentences) == {"en", "zh"}
    assert min(sentences.values()) >= 2
    severities = {value.value.removeprefix(SH) for value in about(shape, f"{SH}severity")}
    assert severities <= SEVERITIES.get(numbered()[shape], {"Violation"})
    assert len(severities) == 1
    if about(shape, f"{SH}path"):
        assert about(shape, f"{SH}order")
        assert about(shape, f"{SH}group")
        names = [name for name in about(shape, f"{SH}name") if isinstance(name, Literal)]
        assert sorted(name.language or "" for name in names) == ["en", "zh"]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_failing_example_breaks_its_rule_and_no_other(folder: Path) -> None:
    wanted = expected(folder / "failing.ttl")
    found = findings(folder / "failing.ttl")
    own = [finding for finding in found if finding.shape == shape_of(folder)]
    assert [(finding.severity, finding.focus_node) for finding in own] == [
        (wanted.severity, wanted.focus_node)
    ]
    others = {finding.shape for finding in found} - {shape_of(folder)}
    assert others == wanted.consequences


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_conforming_example_breaks_no_rule(folder: Path) -> None:
    assert findings(folder / "conforming.ttl") == []
