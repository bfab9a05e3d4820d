"""The generated projects: valid under our own shapes, the same every time, as large as asked."""

from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from bench.__main__ import main
from bench.generation.outline import Outline, Scale
from bench.generation.project import write_project
from govkg.publish.checking import Check, Reading, check, read_everything
from govkg.publish.publication import publish_project
from govkg.settings import read_project
from govkg.validation.findings import Severity
from govkg.validation.parts.work import Means
from govkg.vocabulary import NAMESPACE, RDF

TERMS = f"{NAMESPACE}ontology#"
VALUE = "http://qudt.org/schema/qudt/numericValue"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of a hundred commitments, and beside it the texts they were quoted from."""
    folder = tmp_path_factory.mktemp("generated")
    numbers = ["--commitments", "100", "--sources", "7"]
    code = main(["generate", str(folder), *numbers, "--texts", str(folder / "texts")])
    assert code == 0
    return folder


@pytest.fixture(scope="module")
def reading(folder: Path) -> Reading:
    """What stands in its files."""
    return read_everything(read_project(folder))


def objects(reading: Reading, predicate: str) -> dict[str, list[str]]:
    """Give the objects of *predicate* by subject."""
    found: dict[str, list[str]] = {}
    for triple in reading.triples:
        if triple.predicate.value == predicate and isinstance(triple.subject, NamedNode):
            found.setdefault(triple.subject.value, []).append(getattr(triple.object, "value", ""))
    return found


def test_a_generated_project_publishes_without_violation_or_warning(folder: Path) -> None:
    """What lacks, such as a year that nobody named, is an Info, as in life."""
    publication = publish_project(read_project(folder))
    assert publication.layout is not None
    assert {finding.severity for finding in publication.findings} <= {Severity.INFO}


def test_every_quotation_stands_in_the_generated_texts(folder: Path, reading: Reading) -> None:
    """Offsets, words and checksums agree with the files; only yearly reports have none."""
    means = Means().beside(read_project(folder).releases)
    findings = check(reading, Check(sources=folder / "texts", means=means))
    assert [finding for finding in findings if finding.rule == "12"] == []


def test_there_are_as_many_commitments_and_sources_as_asked(reading: Reading) -> None:
    """Both numbers are exact."""
    kinds = objects(reading, f"{RDF}type").values()
    assert sum(f"{TERMS}Commitment" in types for types in kinds) == 100
    assert len({source.name for source in reading.own if "/events/" in source.name}) == 7


def test_breakdowns_add_up(reading: Reading) -> None:
    """The parts of each whole, to the last unit."""
    values = objects(reading, VALUE)
    parts: dict[str, list[int]] = {}
    for part, wholes in objects(reading, f"{TERMS}componentOf").items():
        parts.setdefault(wholes[0], []).append(int(values[part][0]))
    assert parts
    assert {whole: sum(numbers) for whole, numbers in parts.items()} == {
        whole: int(values[whole][0]) for whole in parts
    }


def test_every_kind_of_thing_of_the_model_occurs(tmp_path: Path) -> None:
    """What is rare occurs among a few thousand commitments."""
    write_project(tmp_path, Scale(3000))
    text = "".join(file.read_text() for file in (tmp_path / "data").rglob("*.ttl"))
    wanted = [
        *("Achievement", "Assessment", "Result", "componentOf", "restates", "minValue"),
        *("replaces", "isPartOf", "beneficiary", "Membership", '"summary"', '"zh"', '"en"'),
    ]
    assert [word for word in wanted if word not in text] == []


def test_the_same_numbers_give_the_same_files(tmp_path: Path) -> None:
    """Byte for byte; another seed gives others."""
    for name, seed in (("one", 1), ("two", 1), ("three", 2)):
        write_project(tmp_path / name, Scale(60, seed=seed))
    one, two, three = (
        {file.relative_to(tmp_path / name): file.read_bytes() for file in files}
        for name in ("one", "two", "three")
        for files in [sorted((tmp_path / name).rglob("*.ttl"))]
    )
    assert one == two
    assert one != three


def test_sizes_and_subjects_are_skewed() -> None:
    """The largest tenth of the events has over a third of all commitments, none are lost."""
    outline = Outline(Scale(20_000, sources=1_000))
    sizes = sorted(outline.sizes, reverse=True)
    assert sum(sizes) == 20_000
    assert sum(sizes[:100]) > 20_000 / 3
    pillars = [outline.subject(7, item).theme.pillar for item in range(1_000)]
    assert pillars.count("housing") > 4 * pillars.count("culture") > 0


def test_a_number_that_is_none_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """The message says what is wanted."""
    with pytest.raises(SystemExit):
        main(["generate", "nowhere", "--commitments", "0"])
    assert "a number from 1 on" in capsys.readouterr().err
