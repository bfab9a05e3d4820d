"""Publishing: all or nothing, and the same content under the same name."""

import gzip
import hashlib
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, parse

from govkg.errors import ShrinkError, SourceError, SourcesError, SpaceError
from govkg.formats import TURTLE
from govkg.graph.store import open_store
from govkg.publish import content, loading
from govkg.publish.publication import Publication, publish_project
from govkg.publish.space import check_space
from govkg.release.activation import only_writer
from govkg.release.canonical import read_lines
from govkg.release.history.log import read_log
from govkg.release.layout import SOURCES, Layout, active_release
from govkg.release.manifest import read_manifest
from govkg.settings import read_project
from projects import SHAPES, THING, MakeProject
from seed import publish_seed


def publish(folder: Path) -> Publication:
    """Publish the project in *folder*."""
    return publish_project(read_project(folder))


def published(folder: Path) -> Layout:
    """Publish what is known to be sound."""
    layout = publish(folder).layout
    assert layout is not None
    return layout


def test_a_release_is_published_and_active(make_project: MakeProject) -> None:
    """The link points to it, and the log says so."""
    folder = make_project()
    layout = published(folder)
    assert active_release(folder / "releases") == Layout(layout.folder.resolve())
    (entry,) = read_log(folder / "releases")
    assert (entry.action, entry.release) == ("publish", layout.folder.name)


def test_a_store_that_a_stopped_publication_began_is_not_taken_for_this_one(
    make_project: MakeProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_project()
    monkeypatch.setattr(loading, "_ALONE", 0)
    left = folder / "releases" / ".unfinished-store"
    for name in (left, left.with_name(f"{left.name}-loading")):
        name.mkdir(parents=True)
        other = Quad(NamedNode("urn:a"), NamedNode("urn:b"), NamedNode("urn:c"), NamedNode("urn:d"))
        Store(str(name)).add(other)
    store = open_store(published(folder).store)
    assert NamedNode("urn:d") not in set(store.named_graphs())
    assert len(store) > 0
    assert not list((folder / "releases").glob(".unfinished-*"))


def test_the_same_content_has_the_same_id_in_any_file_order(make_project: MakeProject) -> None:
    """Neither clock, machine nor the order of statements matters."""
    folder = make_project()
    first = published(folder)
    head, body = THING.split("\n\n", 1)
    subjects = body.strip().split("\n\n")
    (folder / "data" / "things.ttl").write_text(
        f"{head}\n\n" + "\n\n".join(reversed(subjects)), encoding="utf-8"
    )
    again = publish(folder)
    assert again.layout == first
    assert not again.changed
    assert len(read_log(folder / "releases")) == 1


def test_the_same_content_gives_the_same_public_files(make_project: MakeProject) -> None:
    """Byte for byte, in a folder made anew."""
    folder = make_project()
    layout = published(folder)
    before = {file.name: file.read_bytes() for file in layout.files.iterdir()}
    layout.manifest.unlink()
    assert publish(folder).layout == layout
    assert {file.name: file.read_bytes() for file in layout.files.iterdir()} == before


def test_a_change_of_data_shapes_queries_or_settings_is_a_new_release(
    make_project: MakeProject,
) -> None:
    """All that determines the public files is in the id."""
    folder = make_project(shapes=SHAPES)
    ids = [published(folder).folder.name]
    with (folder / "data" / "things.ttl").open("a", encoding="utf-8") as file:
        file.write('<thing/c> rdfs:label "C"@en .\n')
    ids.append(published(folder).folder.name)
    shapes = folder / "shapes" / "thing.ttl"
    shapes.write_text(SHAPES.replace("Add rdfs:label", "Give rdfs:label"), encoding="utf-8")
    ids.append(published(folder).folder.name)
    (folder / "queries" / "examples").mkdir(parents=True)
    (folder / "queries" / "examples" / "all.rq").write_text("ASK { ?s ?p ?o }", encoding="utf-8")
    ids.append(published(folder).folder.name)
    with (folder / "govkg.toml").open("a", encoding="utf-8") as file:
        file.write('description = "Things that know each other"\n')
    ids.append(published(folder).folder.name)
    assert len(set(ids)) == 5
    assert [entry.release for entry in read_log(folder / "releases")] == ids


def test_invalid_data_publishes_nothing(make_project: MakeProject) -> None:
    """What was served before stays, and every result is told with its place."""
    folder = make_project(shapes=SHAPES)
    before = published(folder)
    with (folder / "data" / "things.ttl").open("a", encoding="utf-8") as file:
        file.write("\n<thing/c> a ex:Thing ;\n    ex:knows <thing/a> .\n")
    publication = publish(folder)
    assert publication.layout is None
    assert active_release(folder / "releases") == Layout(before.folder.resolve())
    worst = publication.findings[0]
    assert worst.severity == "Violation"
    assert worst.focus_node == "https://example.org/thing/c"
    assert worst.shape == "https://example.org/ns#Thing-label"
    assert worst.rule == "1"
    assert worst.file is not None
    assert worst.file.endswith("things.ttl")
    assert worst.line == 12
    assert (worst.message.en, worst.message.zh) == (
        "A thing needs a label. Add rdfs:label.",
        "缺少标签。请补上 rdfs:label。",
    )


def test_warnings_are_published_with_the_data(make_project: MakeProject) -> None:
    """They are counted in the manifest and listed in the report."""
    layout = published(make_project(shapes=SHAPES))
    manifest = read_manifest(layout.manifest)
    assert (manifest.warnings, manifest.infos) == (1, 0)
    report = (layout.files / "validation-report.ttl").read_text(encoding="utf-8")
    assert "sh:resultSeverity sh:Warning" in report
    assert "https://example.org/thing/b" in report


def test_the_default_graph_is_the_merge_and_the_named_graphs_the_files(
    make_project: MakeProject,
) -> None:
    """A triple that stands in two files counts once; nothing bundled is added."""
    folder = make_project({"one.ttl": THING, "sub/two.ttl": THING})
    store = open_store(published(folder).store)
    assert sum(1 for _ in store.quads_for_pattern(None, None, None, DefaultGraph())) == 6
    names = {graph.value for graph in store.named_graphs()}
    assert names == {f"https://example.org/graph/{name}" for name in ("one", "sub/two")}
    assert len(store) == 18


def test_quads_keep_their_own_graph_names(make_project: MakeProject) -> None:
    """N-Quads and TriG say themselves where a triple belongs."""
    line = "<https://example.org/a> <https://example.org/p> <https://example.org/b> <urn:x:g> .\n"
    trig = "<urn:x:h> { <https://example.org/a> <https://example.org/p> 1 }"
    store = open_store(published(make_project({"a.nq": line, "b.trig": trig})).store)
    assert {graph.value for graph in store.named_graphs()} == {"urn:x:g", "urn:x:h"}
    assert sum(1 for _ in store.quads_for_pattern(None, None, None, DefaultGraph())) == 2


def test_every_format_is_read(make_project: MakeProject) -> None:
    """One triple, written six ways, is one triple."""
    node = NamedNode("https://example.org/a")
    quad = Quad(node, node, node)
    data = {}
    for extension in ("ttl", "nt", "trig", "nq", "jsonld", "rdf"):
        form = RdfFormat.from_extension(extension)
        assert form is not None
        store = Store()
        store.add(quad)
        graph = None if form.supports_datasets else DefaultGraph()
        body = store.dump(format=form, from_graph=graph)
        assert body is not None
        data[f"x{extension}.{extension}"] = body
    store = open_store(published(make_project(data)).store)
    assert sum(1 for _ in store.quads_for_pattern(None, None, None, DefaultGraph())) == 1


def test_dumps_hold_the_release_and_match_their_checksums(make_project: MakeProject) -> None:
    """Each file is what the manifest says."""
    layout = published(make_project())
    manifest = read_manifest(layout.manifest)
    for file in manifest.files:
        body = (layout.files / file.name).read_bytes()
        assert len(body) == file.size
        assert hashlib.sha256(body).hexdigest() == file.sha256
    turtle = parse(gzip.decompress(layout.dump(TURTLE).read_bytes()), format=RdfFormat.TURTLE)
    ntriples = parse(gzip.decompress(layout.merge.read_bytes()), format=RdfFormat.N_TRIPLES)
    assert set(turtle) == set(ntriples)
    assert manifest.triples == 6
    assert manifest.classes == {"https://example.org/ns#Thing": 2}


def test_relative_iris_mean_the_same_on_every_machine(make_project: MakeProject) -> None:
    """A file without a base has the dataset's, not its own path."""
    folder = make_project({"a.ttl": "<a> <p> <b> ."})
    (line,) = read_lines(published(folder).merge)
    assert line == "<https://example.org/a> <https://example.org/p> <https://example.org/b> ."


@pytest.mark.parametrize(
    "segment", ["sparql", "releases/x", "downloads/", "health", "static#a", ""]
)
def test_entities_at_the_servers_own_addresses_are_refused(
    make_project: MakeProject, segment: str
) -> None:
    """They could never be reached."""
    publication = publish(make_project({"a.ttl": f"<https://example.org/{segment}> a <urn:x:T> ."}))
    assert publication.layout is None
    assert [finding.focus_node for finding in publication.findings] == [
        f"https://example.org/{segment}"
    ]


def test_two_entities_at_one_address_are_refused(make_project: MakeProject) -> None:
    """``/a.ttl`` would be the one's Turtle and the other itself."""
    publication = publish(make_project({"a.ttl": "<a> a <T> . <a.ttl> a <T> . <b.ttl> a <T> ."}))
    assert [finding.focus_node for finding in publication.findings] == ["https://example.org/a.ttl"]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.ttl", "@prefix e: <http://e/> .\ne:a e:b\n", r"a\.ttl:[23]: not Turtle: "),
        ("a.ttl", "\n\nx:a x:b x:c .", r"a\.ttl:3: not Turtle: .*x:"),
        ("a.ttl", b"# caf\xe9\n", r"a\.ttl:1: not UTF-8"),
        ("a.ttl", "<!DOCTYPE html>\n<p>hello", r"a\.ttl:1: not Turtle"),
        ("a.nt", "<relative> <a:b> <a:c> .", r"a\.nt:1: not N-Triples"),
        ("a.jsonld", '{\n"@id":', r"a\.jsonld:2: not JSON-LD"),
        ("b.jsonld", '{"@context": "https://example.org/c"}', r"b\.jsonld: .*is not asked"),
        ("a.rdf", "<p>", r"a\.rdf.*: not RDF/XML"),
        ("a.txt", "hello", r"a\.txt: not a data file"),
        ("README.md", "hello", r"data: no data files here"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_line(
    make_project: MakeProject, name: str, content: str | bytes, message: str
) -> None:
    """And what was published before stays."""
    folder = make_project()
    before = published(folder)
    (folder / "data" / "things.ttl").unlink()
    file = folder / "data" / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(SourceError, match=message):
        publish(folder)
    assert active_release(folder / "releases") == Layout(before.folder.resolve())


def test_all_files_that_cannot_be_read_are_named_at_once(make_project: MakeProject) -> None:
    folder = make_project({"a.ttl": "<a> .", "b.ttl": THING, "c.ttl": THING + "oops"})
    with pytest.raises(SourcesError, match=r"2 files") as refused:
        publish(folder)
    assert [error.file.name for error in refused.value.errors] == ["a.ttl", "c.ttl"]
    assert "c.ttl:" in str(refused.value)


def test_what_a_stopped_publisher_left_is_cleared(make_project: MakeProject) -> None:
    """The next one begins anew."""
    folder = make_project()
    left = folder / "releases" / ".unfinished-0123456789abcdef" / "store"
    left.mkdir(parents=True)
    published(folder)
    assert not left.exists()


@pytest.mark.parametrize(
    "name", ["manifest.json", "index.sqlite", "presentation.json", "files/dataset.ttl.gz", "store"]
)
def test_publishing_again_mends_a_damaged_release(make_project: MakeProject, name: str) -> None:
    folder = make_project()
    layout = published(folder)
    part = layout.folder / name
    if part.is_dir():
        part.rename(layout.folder / "gone")
    else:
        part.unlink()
    again = publish(folder)
    assert again.layout == layout
    assert again.changed
    assert part.exists()
    assert not publish(folder).changed


def test_publishing_mends_a_link_that_leads_nowhere(make_project: MakeProject) -> None:
    folder = make_project()
    layout = published(folder)
    link = folder / "releases" / "current"
    link.unlink()
    link.symlink_to("0123456789abcdef")
    assert publish(folder).changed
    assert link.resolve() == layout.folder.resolve()


def test_two_files_are_never_one_graph(make_project: MakeProject) -> None:
    folder = make_project({"a.ttl": THING, "a.nt": ""})
    with pytest.raises(SourceError, match=r"its graph would be that of a\.nt"):
        publish(folder)


def test_a_data_folder_that_has_shrunk_is_not_published_unasked(
    make_project: MakeProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody may have lost files; whoever means it says so. Nothing is written before."""
    folder = make_project({"things.ttl": THING, "more.ttl": THING.replace("thing/", "more/")})
    before = published(folder)
    (folder / "data" / "more.ttl").unlink()
    (folder / "releases" / SOURCES).unlink()
    with monkeypatch.context() as patch:
        patch.delattr(content, "canonical_form")
        with pytest.raises(ShrinkError, match="6 statements would take the place of 12"):
            publish(folder)
    assert active_release(folder / "releases") == Layout(before.folder.resolve())
    assert publish_project(read_project(folder), allow_shrink=True).changed


def test_a_disk_without_room_is_told_before_anything_is_written(
    make_project: MakeProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With what is needed and what is there."""
    folder = make_project()
    usage = shutil.disk_usage(folder)
    monkeypatch.setattr("shutil.disk_usage", lambda _: usage._replace(free=1_000_000))
    with pytest.raises(SpaceError, match="takes about 17 MB, and 1 MB are free"):
        publish(folder)
    assert [file.name for file in (folder / "releases").glob("[!.]*")] == []
    assert not list((folder / "releases").glob(".unfinished*"))


def test_a_release_takes_no_more_than_is_asked_for(tmp_path: Path) -> None:
    """What is looked for on the disk beforehand is enough."""
    project = publish_seed(tmp_path)
    layout = active_release(project.releases)
    assert layout is not None
    taken = sum(path.stat().st_size for path in layout.folder.rglob("*") if path.is_file())
    size = len(gzip.decompress(layout.canonical.read_bytes()))
    free = shutil.disk_usage(tmp_path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("shutil.disk_usage", lambda _: free._replace(free=taken))
        with pytest.raises(SpaceError):
            check_space(tmp_path, size)


def test_the_second_of_two_publishers_waits_and_says_so(
    make_project: MakeProject, capfd: pytest.CaptureFixture[str]
) -> None:
    """It reads the data when the first is done: nothing old takes the place of something new."""
    folder = make_project()
    command = [sys.executable, "-m", "govkg", "publish", "--project", str(folder)]
    with only_writer(folder / "releases"):
        second = subprocess.Popen(command)
        deadline = time.monotonic() + 20
        while "waiting for another govkg" not in capfd.readouterr().err:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        (folder / "data" / "things.ttl").write_text(THING + "<thing/c> a ex:Thing .\n")
    assert second.wait(20) == 0
    layout = active_release(folder / "releases")
    assert layout is not None
    assert read_manifest(layout.manifest).triples == 7
