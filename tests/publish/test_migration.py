"""Another base IRI: everything is renamed, nothing says anything else."""

import shutil
from pathlib import Path

import pytest
from pyoxigraph import parse

from govkg.cli import main
from govkg.errors import ProjectError
from govkg.publish.checking import check, read_everything
from govkg.release.canonical import read_lines
from govkg.release.layout import Layout
from govkg.settings import read_project
from govkg.terminal.migration import migrate
from govkg.validation.findings import conforms
from projects import THING, MakeProject
from seed import ROOT

NEW = "https://promises.example/"
DATA = {
    "things.ttl": THING,
    "relative.ttl": "<thing/x> <https://example.org/ns#p> <thing/y> .\n",
    "more.nq": "_:c <urn:x:q> _:b .\n"
    "<https://example.org/n> <urn:x:p> _:b <https://example.org/graph/n> .\r\n",
    "json.jsonld": '{"@id": "https://example.org/j", "urn:x:p": "see https://example.org/"}',
    "xml.rdf": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description rdf:about="https://example.org/r" xmlns:e="urn:x:" e:p="1"/></rdf:RDF>',
}


def test_every_iri_below_the_base_is_renamed(
    make_project: MakeProject, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = make_project(DATA)
    assert main(["publish", "--project", str(folder)]) == 0
    before = Layout((folder / "releases" / "current").resolve()).canonical
    assert main(["migrate", NEW, "--project", str(folder)]) == 0
    assert "changed: " in capsys.readouterr().out
    assert read_project(folder).dataset.base_iri == NEW
    assert main(["publish", "--project", str(folder)]) == 0
    after = Layout((folder / "releases" / "current").resolve()).canonical
    renamed = "\n".join(read_lines(before)).replace("<https://example.org/", f"<{NEW}")
    assert "\n".join(sorted(read_lines(after))) == "\n".join(sorted(renamed.split("\n")))
    assert (folder / "data" / "more.nq").read_bytes().endswith(b".\r\n")
    assert "see https://example.org/" in renamed


def test_the_data_of_this_repository_can_move_and_keeps_what_publishers_share(
    tmp_path: Path,
) -> None:
    for name in ("data", "queries"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copyfile(ROOT / "govkg.toml", tmp_path / "govkg.toml")
    migrate(read_project(tmp_path), NEW)
    reading = read_everything(read_project(tmp_path))
    assert conforms(check(reading))
    subjects = {iri for source in reading.own for iri in source.subjects}
    assert all(iri.startswith(NEW) for iri in subjects)
    text = (tmp_path / "data" / "scio-liaoning-2024.ttl").read_text(encoding="utf-8")
    assert "@prefix govkg: <https://w3id.org/govkg/ontology#> ." in text


def test_a_file_that_would_say_something_else_stops_it_all(make_project: MakeProject) -> None:
    quoted = '<https://example.org/a> <urn:x:p> "in <https://example.org/b>" .'
    folder = make_project({"a.ttl": THING, "b.nt": quoted})
    kept = {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    with pytest.raises(ProjectError, match=r"b\.nt: .*nothing was changed"):
        migrate(read_project(folder), NEW)
    assert {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()} == kept
    assert set(parse(path=folder / "data" / "b.nt"))


@pytest.mark.parametrize("base", ["promises.example/", "https://promises.example", "https://a/?b/"])
def test_what_is_no_base_iri_is_refused(make_project: MakeProject, base: str) -> None:
    with pytest.raises(ProjectError, match="a base IRI is an http or https IRI"):
        migrate(read_project(make_project()), base)
