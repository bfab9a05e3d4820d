"""Every rule, by an example that keeps it and one that breaks it and nothing else.

An example says its resources anew: what ``world.ttl`` says of them gives way. The first line of a
failing one says what is found, ``# Also:`` which rules cannot but fire with it, ``# Path:`` the
path where the query of a rule chooses it. What a rule must not report is in ``near-*.ttl``.
"""

from dataclasses import dataclass
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode

from govkg.validation.findings import Finding, Severity
from govkg.vocabulary import DCTERMS, SHAPES, expand
from shapes_world import FOLDERS, graph, in_its_world, shape_of, shapes, validator

BASE = "https://example.org/"
NEAR_MISSES = [file for folder in FOLDERS for file in sorted(folder.glob("near-*.ttl"))]
LISTED = set(range(1, 57)) - {12}
"""What the data model lists as errors of data, without what needs the source files."""
ADDED = set(range(57, 113))
WARNINGS = {
    16,
    23,
    26,
    31,
    36,
    37,
    38,
    43,
    44,
    48,
    57,
    58,
    62,
    64,
    65,
    66,
    70,
    71,
    73,
    74,
    76,
    78,
    79,
    83,
    *range(88, 113),
} - {89, 100, 105, 106, 109}
SEVERITIES = {
    **{number: {"Warning"} for number in WARNINGS},
    **{number: {"Violation", "Warning"} for number in (9, 27, 28, 40, 50, 75, 95, 98, 99)},
    35: {"Info"},
    80: {"Info"},
    49: {"Violation", "Info"},
}


@dataclass(frozen=True)
class Expected:
    """What a failing example is found to break."""

    severity: Severity
    focus_node: str
    path: str | None
    consequences: frozenset[str]


def findings(example: Path | None = None) -> list[Finding]:
    """Validate an example in its world."""
    return validator().validate(in_its_world(example))


def expected(failing: Path) -> Expected:
    """Read what the first lines of a failing example announce."""
    head, *more = failing.read_text(encoding="utf-8").split("\n\n", 1)[0].splitlines()
    severity, _, rest = head.removeprefix("# ").partition(" at <")
    focus, _, _ = rest.partition(">: ")
    told = dict(line.removeprefix("# ").split(": ", 1) for line in more)
    also = told["Also"].split(", ") if "Also" in told else []
    bound = told.get("Path")
    shape = NamedNode(shape_of(failing.parent))
    return Expected(
        severity=Severity(severity),
        focus_node=f"{BASE}{focus}",
        path=expand(bound) or bound if bound else graph().path(shape),
        consequences=frozenset(SHAPES + name for name in also),
    )


def numbered() -> dict[str, str]:
    """Give the rule's number for each shape that has one."""
    return {
        triple.subject.value: triple.object.value
        for triple in shapes()
        if triple.predicate.value == f"{DCTERMS}identifier"
        and isinstance(triple.subject, NamedNode)
        and isinstance(triple.object, Literal)
    }


def about(shape: str, name: str) -> list[Literal]:
    """Give the texts of a property of a shape."""
    found = graph().objects(NamedNode(shape), name)
    return [text for text in found if isinstance(text, Literal)]


def messages(shape: str) -> list[Literal]:
    """Give the messages of a shape: its own, or those of its query."""
    queries = graph().objects(NamedNode(shape), "sparql")
    told = [text for query in queries for text in graph().objects(query, "message")]
    return about(shape, "message") + [text for text in told if isinstance(text, Literal)]


def test_the_world_is_without_fault() -> None:
    assert findings() == []


def test_every_rule_has_a_shape_and_every_shape_a_pair_of_examples() -> None:
    assert {int(number) for number in numbered().values()} == LISTED | ADDED
    assert {shape_of(folder) for folder in FOLDERS} == set(numbered())
    for folder in FOLDERS:
        assert int(folder.name.partition("-")[0]) == int(numbered()[shape_of(folder)])


@pytest.mark.parametrize("shape", sorted(numbered()))
def test_a_shape_says_rule_reason_and_remedy_in_both_languages(shape: str) -> None:
    texts = messages(shape)
    sentences = {
        text.language: text.value.count("。" if text.language == "zh" else ".") for text in texts
    }
    assert len(texts) == 2
    assert set(sentences) == {"en", "zh"}
    assert min(sentences.values()) >= 2
    for name in ("name", "description"):
        assert sorted(text.language or "" for text in about(shape, name)) == ["en", "zh"]
    for name in ("severity", "order", "group"):
        assert len(graph().objects(NamedNode(shape), name)) == 1
    allowed = SEVERITIES.get(int(numbered()[shape]), {"Violation"})
    assert graph().severity(NamedNode(shape)) in allowed


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_failing_example_breaks_its_rule_and_no_other(folder: Path) -> None:
    wanted = expected(folder / "failing.ttl")
    found = findings(folder / "failing.ttl")
    own = [finding for finding in found if finding.shape == shape_of(folder)]
    assert [(finding.severity, finding.focus_node, finding.path) for finding in own] == [
        (wanted.severity, wanted.focus_node, wanted.path)
    ]
    assert "{?" not in own[0].message.en + (own[0].message.zh or "{?")
    others = {finding.shape for finding in found} - {shape_of(folder)}
    assert others == wanted.consequences


@pytest.mark.parametrize("example", NEAR_MISSES, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_a_near_miss_is_not_reported(example: Path) -> None:
    assert findings(example) == []


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_conforming_example_breaks_no_rule(folder: Path) -> None:
    assert findings(folder / "conforming.ttl") == []
