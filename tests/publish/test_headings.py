"""A slip in the heading of a file is one in every name below: it is told, and told last."""

import pytest

from govkg.publish.checking import check, read_everything
from govkg.settings import read_project
from govkg.validation.findings import Finding
from govkg.validation.report import write_report
from projects import BASE, SHAPES, THING, MakeProject

RDFS = "http://www.w3.org/2000/01/rdf-schema"


def found(make_project: MakeProject, name: str, old: str, new: str) -> list[Finding]:
    """Check a project whose one file has *new* for *old*."""
    assert old in THING
    folder = make_project({name: THING.replace(old, new)}, shapes=SHAPES)
    return check(read_everything(read_project(folder)))


@pytest.mark.parametrize("base", ["http://example.org/", "https://example.org", "https://e.com/"])
def test_another_base_than_the_project_s_is_told(make_project: MakeProject, base: str) -> None:
    findings = found(make_project, "a.ttl", f"<{BASE}>", f"<{base}>")
    (told,) = (finding for finding in findings if finding.focus_node == base)
    assert told.line == 1
    assert f"@base <{BASE}> ." in told.message.en
    assert f"@base <{BASE}> ." in (told.message.zh or "")


def test_a_namespace_that_is_all_but_a_known_one_is_told_behind_what_follows_from_it(
    make_project: MakeProject,
) -> None:
    findings = found(make_project, "a.ttl", f"<{RDFS}#>", f"<{RDFS}>")
    (told,) = (finding for finding in findings if finding.focus_node == RDFS)
    assert told.line == 3
    assert f"@prefix rdfs: <{RDFS}#> ." in told.message.en
    report = write_report(findings, "text")
    assert 0 < report.index("A thing needs a label") < report.index("shapes:File-prefix")


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("a.ttl", f"<{BASE}>", "<thing/>"),
        ("a.ttl", "@prefix ex:", "@prefix org: <https://example.org/org#> .\n@prefix ex:"),
        ("a.ttl", "<thing/a> a", f"<thing/a> rdfs:comment '''\n@base <{RDFS}> .''' ; a"),
        ("a.trig", "@prefix ex:", f"# @base <{RDFS}> .\n@prefix ex:"),
    ],
)
def test_other_headings_are_in_order(
    make_project: MakeProject, name: str, old: str, new: str
) -> None:
    rules = {finding.shape or "" for finding in found(make_project, name, old, new)}
    assert not any("#File-" in rule for rule in rules)


def test_what_is_checked_against_no_shapes_may_have_any_base(make_project: MakeProject) -> None:
    folder = make_project({"a.ttl": THING.replace(f"<{BASE}>", "<https://example.com/>")})
    assert check(read_everything(read_project(folder))) == []
