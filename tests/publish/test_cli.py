"""The command line: what it prints, and with which exit code."""

import json
import socket
from pathlib import Path

import pytest

from govkg.cli import main
from projects import SHAPES, THING, MakeProject
from seed import ROOT

BROKEN = THING + "\n<thing/c> a ex:Thing ;\n    ex:knows <thing/a> .\n"

SOUND = 'title = "x"\nbase_iri = "https://example.org/"\n'


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    """Run govkg, and give exit code, output and error output."""
    code = main([str(argument) for argument in arguments])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_the_project_may_stand_before_or_after_the_command(
    make_project: MakeProject, capsys: pytest.CaptureFixture[str]
) -> None:
    """Both ways mean the same."""
    folder = make_project()
    code, first, _ = run(capsys, "--project", folder, "publish")
    assert code == 0
    assert first.startswith("published: release ")
    code, second, _ = run(capsys, "publish", "--project", folder)
    assert code == 0
    assert second == first.replace("published", "unchanged")


def test_check_prints_json_in_its_stated_form(
    make_project: MakeProject, capsys: pytest.CaptureFixture[str]
) -> None:
    """For programs: IRIs in full, both languages, file and line."""
    folder = make_project({"things.ttl": BROKEN}, shapes=SHAPES)
    code, out, _ = run(capsys, "check", "--project", folder, "--format", "json")
    assert code == 1
    document = json.loads(out)
    assert document["conforms"] is False
    violation, warning = document["results"]
    assert violation["severity"] == "Violation"
    assert violation["focusNode"] == "https://example.org/thing/c"
    assert violation["path"] == "http://www.w3.org/2000/01/rdf-schema#label"
    assert violation["shape"] == "https://example.org/ns#Thing-label"
    assert set(violation["message"]) == {"en", "zh"}
    assert Path(violation["file"]).name == "things.ttl"
    assert violation["line"] == 12
    assert warning["severity"] == "Warning"


def test_check_of_sound_data_exits_with_0(
    make_project: MakeProject, capsys: pytest.CaptureFixture[str]
) -> None:
    """Warnings are allowed."""
    folder = make_project(shapes=SHAPES)
    code, out, _ = run(capsys, "check", "--project", folder)
    assert code == 0
    assert "  Warning  https://example.org/ns#Thing-knows\n    A thing should know another." in out
    assert out.endswith("conforms: 1 Warning\n")
    code, out, _ = run(capsys, "check", "--project", folder, "--format", "turtle")
    assert code == 0
    # In SHACL's own words any result is none of conformance (section 3.6.1).
    assert "sh:conforms false" in out
    assert "sh:sourceConstraintComponent sh:MinCountConstraintComponent" in out


def test_publish_of_broken_data_lists_every_result_and_exits_with_1(
    make_project: MakeProject, capsys: pytest.CaptureFixture[str]
) -> None:
    """File, line, focus node, rule and remedy."""
    folder = make_project({"things.ttl": BROKEN}, shapes=SHAPES)
    code, out, err = run(capsys, "publish", "--project", folder)
    assert code == 1
    assert "  Violation  rule 1, https://example.org/ns#Thing-label\n" in out
    assert "    A thing needs a label. Add rdfs:label.\n" in out
    assert "things.ttl:12  https://example.org/thing/c\n" in out
    assert "    12 | <thing/c> a ex:Thing" in out
    assert "nothing was published" in err
    assert all(file.name.startswith(".") for file in (folder / "releases").iterdir())


def test_check_gives_only_what_is_in_the_named_files(
    make_project: MakeProject, capsys: pytest.CaptureFixture[str]
) -> None:
    """The rest of the project is read, so that links lead somewhere, but not judged."""
    folder = make_project({"broken.ttl": BROKEN, "good.ttl": THING}, shapes=SHAPES)
    code, out, _ = run(capsys, "check", "--project", folder, folder / "data" / "good.ttl")
    assert (code, out) == (0, "conforms: no findings\n")
    code, _, _ = run(capsys, "check", "--project", folder, folder / "data" / "broken.ttl")
    assert code == 1


def test_a_draft_from_elsewhere_takes_the_place_of_its_namesake(
    make_project: MakeProject, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """So that it can be checked before it is copied into the project."""
    folder = make_project({"things.ttl": BROKEN}, shapes=SHAPES)
    draft = tmp_path / "draft" / "things.ttl"
    draft.parent.mkdir()
    draft.write_text(THING, encoding="utf-8")
    code, _, _ = run(capsys, "check", "--project", folder, draft)
    assert code == 0


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        (None, "no such file"),
        ("title = ", "govkg.toml: "),
        ('title = "x"', "“base_iri” is missing: an http or https IRI"),
        ('title = "x"\nbase_iri = "example.org"', "“base_iri” takes an http"),
        (
            'title = "x"\nbase_iri = "https://example.org/"\ncolour = "red"',
            "unknown setting “colour”",
        ),
        (f'{SOUND}licence = "CC BY"', "“licence” takes an IRI"),
        (f"{SOUND}languages = []", "“languages” takes a list"),
    ],
)
def test_a_project_that_cannot_be_read_is_one_line_and_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], settings: str | None, message: str
) -> None:
    """No traceback."""
    if settings is not None:
        (tmp_path / "govkg.toml").write_text(settings, encoding="utf-8")
    for command in ("publish", "check", "serve"):
        code, out, err = run(capsys, command, "--project", tmp_path)
        assert (code, out) == (2, "")
        assert err.count("\n") == 1
        assert message in err


def test_unreadable_data_is_told_with_its_place_and_2(
    make_project: MakeProject, capsys: pytest.CaptureFixture[str]
) -> None:
    """With file and line, a remedy, and the line itself."""
    folder = make_project({"things.ttl": "\nx:a x:b x:c ."})
    for command in ("publish", "check"):
        code, out, err = run(capsys, command, "--project", folder)
        assert (code, out) == (2, "")
        told, shown = err.splitlines()
        assert "things.ttl:2: not Turtle" in told
        assert "@prefix" in told
        assert shown.split() == ["2", "|", "x:a", "x:b", "x:c", "."]


def test_paths_that_are_not_there_are_told(
    make_project: MakeProject, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """A misspelt path must not look like sound data."""
    folder = make_project()
    (tmp_path / "empty").mkdir()
    for path, message in (("nowhere.ttl", "no such file"), ("empty", "no data files here")):
        code, _, err = run(capsys, "check", "--project", folder, tmp_path / path)
        assert code == 2
        assert message in err


def test_a_port_in_use_is_one_line_and_2(
    make_project: MakeProject, capsys: pytest.CaptureFixture[str]
) -> None:
    """Said before anything is begun."""
    folder = make_project()
    run(capsys, "publish", "--project", folder)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        code, out, err = run(capsys, "serve", "--project", folder, "--port", port)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert f"port {port}" in err


def test_what_stands_in_the_way_on_the_disk_is_one_line_and_2(
    make_project: MakeProject, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = make_project()
    (folder / "releases").write_text("in the way", encoding="utf-8")
    code, out, err = run(capsys, "publish", "--project", folder)
    assert (code, out) == (2, "")
    assert "releases: " in err
    assert err.count("\n") == 1
    (folder / "data" / "gone.ttl").symlink_to("nowhere.ttl")
    code, _, err = run(capsys, "check", "--project", folder)
    assert code == 2
    assert "gone.ttl: a link that leads to no file" in err


def test_a_port_is_a_number(capsys: pytest.CaptureFixture[str]) -> None:
    for text in ("abc", "70000", "-1"):
        with pytest.raises(SystemExit) as ended:
            main(["serve", f"--port={text}"])
        assert ended.value.code == 2
        assert "a port is a number from 0 to 65535" in capsys.readouterr().err


def test_a_path_does_not_hide_what_is_said_of_the_sources(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = ROOT / "data" / "scio-liaoning-2024.ttl"
    code, out, _ = run(capsys, "check", "--project", ROOT, data, "--sources", tmp_path)
    assert code == 0
    assert "conforms: 1 Warning, 11 Infos" in out
    (tmp_path / "other.txt").write_text("another text", encoding="utf-8")
    code, out, _ = run(capsys, "check", "--project", ROOT, data, "--sources", tmp_path)
    assert code == 0
    assert "other.txt\n  Info  rule 12" in out
