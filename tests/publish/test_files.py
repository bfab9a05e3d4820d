"""The public files of a release: each format says the same, each count is true."""

import csv
import gzip
import hashlib
import json
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet
import pytest
from pyoxigraph import Quad, RdfFormat, parse

from govkg.graph.columns.building import build_columns
from govkg.graph.index import Index
from govkg.graph.index.gathering import gather
from govkg.graph.store import open_store
from govkg.publish.publication import publish_project
from govkg.release.canonical import read_lines
from govkg.release.files.counting import count_statements
from govkg.release.files.documents import documents_with, name_of
from govkg.release.files.dumps import DUMPS, write_dumps
from govkg.release.files.statistics import FREQUENT, read_statistics
from govkg.release.files.tables.columns import columns_for
from govkg.release.files.tables.rows import SEPARATOR
from govkg.release.layout import Layout, active_release
from govkg.release.manifest import PublicFile, read_manifest
from govkg.release.pieces import cut
from govkg.settings import read_project
from govkg.vocabulary import GOVKG, RDF
from projects import MakeProject
from seed import publish_seed

LINES = sorted(
    [
        '<urn:x:a> <urn:x:p> "1" .',
        '<urn:x:a> <urn:x:p> "1" <urn:x:g> .',
        '<urn:x:a> <urn:x:p> "1" <urn:x:h> .',
        '<urn:x:a> <urn:x:p> "1"@en <urn:x:g> .',
        "<urn:x:a-b> <http://purl.org/dc/terms/subject> <urn:x:a> <urn:x:h> .",
        '_:c14n0 <urn:x:p> "二\\n行" <urn:x:g> .',
    ]
)


@pytest.fixture(scope="module")
def layout(tmp_path_factory: pytest.TempPathFactory) -> Layout:
    """Publish the data of this repository."""
    publish_seed(folder := tmp_path_factory.mktemp("files"))
    found = active_release(folder / "releases")
    assert found is not None
    return found


def written(folder: Path, lines: list[str]) -> list[PublicFile]:
    """Write all dumps of *lines* into the new *folder*."""
    layout = Layout(folder)
    layout.files.mkdir(parents=True)
    return write_dumps(layout, cut(line.encode() for line in lines))


def unpacked(folder: Path, extension: str) -> str:
    """Give the dump with an *extension* as people read it."""
    return gzip.decompress((folder / "files" / f"dataset.{extension}.gz").read_bytes()).decode()


def rows(layout: Layout) -> list[dict[str, str]]:
    """Read the table as people do."""
    text = gzip.decompress(layout.table.read_bytes()).decode()
    return list(csv.DictReader(text.splitlines()))


def test_every_format_holds_the_same_statements(tmp_path: Path) -> None:
    written(tmp_path, LINES)
    quads = set(parse("\n".join(LINES), format=RdfFormat.N_QUADS))
    triples = {quad.triple for quad in quads}
    for form in DUMPS:
        found = set(parse(unpacked(tmp_path, form.extension), form.codec))
        if form.extension in {"nq", "trig"}:
            assert found == quads, form.name
        else:
            assert {quad.triple for quad in found} == triples, form.name


def test_a_triple_of_two_graphs_stands_once_in_the_merge(tmp_path: Path) -> None:
    files = {file.name: file for file in written(tmp_path, LINES)}
    merge = unpacked(tmp_path, "nt").splitlines()
    assert merge == sorted(set(merge))
    assert files["dataset.nt.gz"].statements == len(merge) == 4
    assert files["dataset.ttl.gz"].statements == 4
    assert files["dataset.nq.gz"].statements == files["dataset.trig.gz"].statements == 6


def test_only_prefixes_of_use_are_declared_in_order(tmp_path: Path) -> None:
    written(tmp_path, LINES)
    for extension in ("ttl", "trig"):
        text = unpacked(tmp_path, extension)
        declared = [line for line in text.splitlines() if line.startswith("@prefix")]
        assert declared == ["@prefix dcterms: <http://purl.org/dc/terms/> ."]


def test_a_dump_of_nothing_is_empty_but_there(tmp_path: Path) -> None:
    files = written(tmp_path, [])
    assert {file.statements for file in files} == {0}
    for form in DUMPS:
        assert not list(parse(unpacked(tmp_path, form.extension), form.codec))


def test_dumps_are_the_same_bytes_each_time(tmp_path: Path) -> None:
    first = written(tmp_path / "first", LINES)
    assert written(tmp_path / "again", LINES) == first


def test_the_table_has_a_row_for_each_figure_and_each_commitment_without(layout: Layout) -> None:
    found = rows(layout)
    store = open_store(layout.store)
    classes = read_manifest(layout.manifest).classes
    figures = [row["figure"] for row in found if row["figure"]]
    assert len(set(figures)) == len(figures) == classes[f"{GOVKG}Target"]
    assert len({row["commitment"] for row in found}) == classes[f"{GOVKG}Commitment"]
    # As in the dump, where the end of a name counts.
    keys = [(f"{row['commitment']}>", row["figure"]) for row in found]
    assert keys == sorted(keys)
    assert len(store) > len(found)


def test_the_table_says_what_was_promised(layout: Layout) -> None:
    base = "https://w3id.org/govkg/"
    commitment = f"{base}commitment/scio-liaoning-2024/housing-pipe-networks"
    (row,) = [row for row in rows(layout) if row["figure"] == f"{commitment}#total"]
    assert row["commitment"] == commitment
    assert row["label_en"]
    assert row["label_zh"]
    assert (row["value"], row["unit"]) == ("4600", "http://qudt.org/vocab/unit/KiloM")
    assert row["comparator"] == f"{base}vocabulary/comparator/exactly"
    assert row["pillar_label"] == "Housing"
    assert row["speaker_label"] == "Zhang Lilin"
    assert "4,600 kilometers" in row["words"] + row["figure_words"]
    (gas,) = [row for row in rows(layout) if row["figure"] == f"{commitment}#gas"]
    assert gas["component_of"] == f"{commitment}#total"


def test_the_codebook_describes_each_column_in_both_languages(layout: Layout) -> None:
    metadata = json.loads((layout.files / "commitments.csv-metadata.json").read_bytes())
    assert metadata["@context"] == "http://www.w3.org/ns/csvw"
    assert metadata["url"] == "commitments.csv"
    columns = {column["name"]: column for column in metadata["tableSchema"]["columns"]}
    assert list(columns) == list(rows(layout)[0])
    assert columns["value"]["datatype"] == "decimal"
    assert columns["actor"]["separator"] == SEPARATOR
    languages = {text["@language"] for text in columns["pillar"]["dc:description"]}
    assert languages == {"en", "zh"}
    without = {name for name, column in columns.items() if "rdfs:label" not in column}
    assert without == set()


def test_parquet_says_what_the_table_says(layout: Layout) -> None:
    table = pyarrow.parquet.read_table(layout.files / "commitments.parquet").to_pylist()
    plain = rows(layout)
    assert len(table) == len(plain)
    for typed, row in zip(table, plain, strict=True):
        assert typed["commitment"] == row["commitment"]
        assert typed["value"] == (Decimal(row["value"]) if row["value"] else None)
        assert SEPARATOR.join(typed["actor"]) == row["actor"]


def test_what_is_called_a_number_and_is_none_stays_text(make_project: MakeProject) -> None:
    """No shape has checked it: it is null in Parquet, and stands in CSV as it is."""
    numbers = ["seven billion", "1e-30", "9" * 40, "NaN"]
    figures = "\n".join(
        f"<c/{place}> a <{GOVKG}Commitment> ; <{GOVKG}target> <c/{place}#t> . "
        f'<c/{place}#t> <http://qudt.org/schema/qudt/numericValue> "{number}" .'
        for place, number in enumerate(numbers)
    )
    data = {"odd.ttl": f"@base <https://example.org/> .\n{figures}"}
    layout = publish_project(read_project(make_project(data))).layout
    assert layout is not None
    table = pyarrow.parquet.read_table(layout.files / "commitments.parquet").to_pylist()
    assert [row["value"] for row in table] == [None] * len(numbers)
    assert [row["value"] for row in rows(layout)] == numbers


def test_labels_come_in_the_languages_of_the_dataset() -> None:
    names = [column.name for column in columns_for(("zh", "en"))]
    assert names[:3] == ["commitment", "label_zh", "label_en"]
    (label,) = [column for column in columns_for(("zh", "en")) if column.name == "unit_label"]
    assert label.language == "zh"


def test_a_dataset_without_commitments_has_no_table(make_project: MakeProject) -> None:
    layout = publish_project(read_project(make_project())).layout
    assert layout is not None
    assert read_manifest(layout.manifest).file("commitments.csv.gz") is None
    assert not layout.table.exists()


def test_statistics_are_what_counting_gives(layout: Layout) -> None:
    triples = [
        quad.triple for quad in parse("\n".join(read_lines(layout.merge)), RdfFormat.N_TRIPLES)
    ]
    statistics = read_statistics(layout.statistics)
    assert statistics.triples == len(triples)
    assert statistics.subjects == len({triple.subject for triple in triples})
    assert statistics.objects == len({triple.object for triple in triples})
    types = [triple for triple in triples if triple.predicate.value == f"{RDF}type"]
    assert statistics.properties[f"{RDF}type"] == len(types) == sum(statistics.classes.values())
    index = Index(layout.index)
    assert statistics.classes == index.class_counts()
    index.close()
    assert set(statistics.links) == {
        "http://www.wikidata.org/entity/",
        "http://qudt.org/vocab/unit/",
        "http://metadata.un.org/sdg/",
    }


def test_what_is_frequent_is_counted_exactly(tmp_path: Path) -> None:
    lines = [
        f"<urn:x:{number}> <urn:x:{predicate}> <urn:x:o> .\n"
        for number in range(FREQUENT)
        for predicate in ("often", "seldom")
        if predicate == "often" or number < 10
    ]
    merge = tmp_path / "dataset.nt"
    merge.write_text("".join(lines), encoding="utf-8")
    build_columns(tmp_path / "columns", merge)
    found = count_statements(tmp_path / "columns", "urn:x:").frequent
    assert [(item.predicate, item.object, item.triples) for item in found] == [
        (None, "<urn:x:o>", FREQUENT + 10),
        ("urn:x:often", "<urn:x:o>", FREQUENT),
    ]


def test_checksums_are_those_of_the_files(layout: Layout) -> None:
    files = read_manifest(layout.manifest).files
    assert {file.name for file in files} == {path.name for path in layout.files.iterdir()}
    for file in files:
        assert hashlib.sha256((layout.files / file.name).read_bytes()).hexdigest() == file.sha256


def test_quads_of_one_line_are_read_back(tmp_path: Path) -> None:
    written(tmp_path, LINES[:1])
    (quad,) = parse(unpacked(tmp_path, "nq"), RdfFormat.N_QUADS)
    assert isinstance(quad, Quad)


def test_a_document_is_whole_whatever_stands_between() -> None:
    of_class = f"<{RDF}type> <urn:x:C> .\n"
    lines = sorted(
        [
            f"<urn:x:a#f> {of_class}",
            "<urn:x:a-b> <urn:x:p> <urn:x:o> .\n",
            f"<urn:x:a/b> {of_class}",
            "<urn:x:a> <urn:x:p> <urn:x:o> .\n",
            "<urn:x:alone#f> <urn:x:p> <urn:x:o> .\n",
            f"<urn:x:only#f> {of_class}",
            "<urn:x:z> <urn:x:p> <urn:x:o> .\n",
        ]
    )
    gathered = gather(map(str.strip, lines), {f"{RDF}type"})
    found = dict(documents_with(gathered, "urn:x:C"))
    assert found == {
        "urn:x:a/b": ["urn:x:a/b"],
        "urn:x:a": ["urn:x:a#f"],
        "urn:x:only": ["urn:x:only#f"],
    }
    assert list(found) == sorted(found, key=name_of)
