"""Each defect in a copy of our own data is found by its rule, and by no other."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from govkg.publish.checking import check, read_everything
from govkg.settings import read_project
from govkg.validation.findings import Finding
from govkg.vocabulary import SHAPES

ROOT = Path(__file__).parents[2]
TABLE = yaml.safe_load((Path(__file__).parent / "defects.yaml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Defect:
    """An edit of one file, and what is found then."""

    rule: int
    severity: str
    shape: str
    file: str
    new: str
    old: str = ""
    subject: str = ""
    also: tuple[str, ...] = ()

    def applied(self, text: str) -> str:
        """Give *text* with the defect."""
        if not self.old:
            return f"{text.rstrip()}\n\n{self.new}\n"
        start = text.index(f"\n<{self.subject}>") if self.subject else 0
        assert self.old in text[start:]
        return text[:start] + text[start:].replace(self.old, self.new, 1)


def defect(entry: dict[str, Any]) -> Defect:
    """Read an entry of the table."""
    return Defect(**{**entry, "also": tuple(entry.get("also", ()))})


DEFECTS = [
    pytest.param(defect(entry), id=f"{number:02}-{entry['rule']}-{entry['shape']}")
    for number, entry in enumerate(TABLE, start=1)
]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the project's data."""
    folder = tmp_path_factory.mktemp("defects")
    shutil.copytree(ROOT / "data", folder / "data")
    shutil.copy(ROOT / "govkg.toml", folder)
    return folder


def found(project: Path) -> set[Finding]:
    """Check; lines move when a line is taken away, so they are left out."""
    findings = check(read_everything(read_project(project)))
    return {Finding(**{**vars_of(finding), "line": None}) for finding in findings}


def vars_of(finding: Finding) -> dict[str, Any]:
    """Give the fields of a finding."""
    return {name: getattr(finding, name) for name in Finding.__dataclass_fields__}


@pytest.fixture(scope="module")
def before(project: Path) -> set[Finding]:
    """Tell what is found in the data as it is."""
    return found(project)


@pytest.mark.parametrize("wrong", DEFECTS)
def test_a_defect_is_found_by_its_own_rule(
    project: Path, before: set[Finding], wrong: Defect
) -> None:
    file = project / wrong.file
    text = file.read_text(encoding="utf-8")
    file.write_text(wrong.applied(text), encoding="utf-8")
    try:
        new = found(project) - before
    finally:
        file.write_text(text, encoding="utf-8")
    own = {finding for finding in new if finding.shape == SHAPES + wrong.shape}
    assert {(finding.rule, finding.severity.value) for finding in own} == {
        (str(wrong.rule), wrong.severity)
    }
    others = {(finding.shape or "").removeprefix(SHAPES) for finding in new - own}
    assert others <= set(wrong.also)
    assert all(finding.message.zh for finding in own)


def test_many_defects_are_tried() -> None:
    assert len(DEFECTS) >= 60
    assert len({entry["rule"] for entry in TABLE}) >= 40
