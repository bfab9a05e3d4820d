"""``govkg query``: the same answers in a terminal."""

import json
from pathlib import Path

import pytest

from govkg.cli import main
from seed import publish_seed


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("seed")
    publish_seed(folder)
    return str(folder)


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Run the command; give exit code, output and complaints."""
    code = main(["query", *arguments])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_a_table_has_a_line_for_each_row(project: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "--project", project, "pledges-by-pillar")
    assert code == 0
    lines = out.splitlines()
    assert lines[0].split() == ["pillar", "pillarLabel", "commitments", "quantified", "targets"]
    assert len(lines) == 7
    assert lines[1].split()[-1] == "1"


def test_parameters_and_formats(project: str, capsys: pytest.CaptureFixture[str]) -> None:
    name = "targets-due-by-year"
    csv = run(capsys, "--project", project, name, "--param", "year=2024", "--format", "csv")[1]
    assert len(csv.splitlines()) == 4
    out = run(capsys, "--project", project, name, "--param", "year=2023", "--format", "json")[1]
    assert json.loads(out)["results"]["bindings"] == []


def test_a_file_is_asked_and_a_long_answer_is_whole(
    project: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "all.rq"
    file.write_text("SELECT * { ?s ?p ?o }", encoding="utf-8")
    code, out, _ = run(capsys, "--project", project, str(file), "--format", "csv")
    assert code == 0
    assert len(out) > 100_000
    file.write_text("CONSTRUCT WHERE { ?s a <https://schema.org/Event> }", encoding="utf-8")
    assert "a schema:Event ." in run(capsys, "--project", project, str(file))[1]
    file.write_text("ASK {}", encoding="utf-8")
    assert run(capsys, "--project", project, str(file))[1] == "true\n"


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["nothing"], "queries here: aims-and-concrete-pledges"),
        (["targets-due-by-year", "--param", "colour=red"], "it takes year"),
        (["targets-due-by-year", "--param", "year=soon"], "integer"),
    ],
)
def test_what_cannot_be_asked_is_one_line(
    project: str, capsys: pytest.CaptureFixture[str], arguments: list[str], word: str
) -> None:
    code, out, err = run(capsys, "--project", project, *arguments)
    assert (code, out) == (2, "")
    assert word in err
    assert err.count("\n") == 1


def test_a_broken_query_has_its_place(
    project: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "broken.rq"
    file.write_text("SELECT * {\n ?s ?p }", encoding="utf-8")
    code, _, err = run(capsys, "--project", project, str(file))
    assert code == 2
    assert "Line 2, column 8" in err


def test_without_a_release_there_is_a_hint(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = 'title = "x"\nbase_iri = "https://example.org/"\n'
    (tmp_path / "govkg.toml").write_text(settings, encoding="utf-8")
    code, _, err = run(capsys, "--project", str(tmp_path), "pledges-by-pillar")
    assert code == 2
    assert "govkg publish" in err
