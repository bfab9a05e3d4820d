"""What a report says of one document is found in it without parsing the rest."""

from pathlib import Path
from types import SimpleNamespace
from typing import cast

from govkg.iris import document_of
from govkg.release.layout import Layout
from govkg.validation.findings import Finding, Message, Severity
from govkg.validation.report.turtle import write_turtle
from govkg.web.served import ServedRelease
from govkg.web.validation.results import REPORT, Result, results_about, results_of

NASTY = 'Ends .\n_:b a sh:ValidationResult ;\n\tsh:focusNode <urn:e/three> ;\n"quoted" \\ 承诺 .\n'


def finding(focus_node: str, term: str | None = None, message: str = "Mend it.") -> Finding:
    return Finding(
        severity=Severity.INFO,
        focus_node=focus_node,
        shape="https://w3id.org/govkg/shapes#Text-language",
        message=Message(en=message, zh=message),
        path="http://www.w3.org/2000/01/rdf-schema#label",
        term=term,
        rule="1",
        component="http://www.w3.org/ns/shacl#SPARQLConstraintComponent",
    )


def release(folder: Path, *findings: Finding) -> ServedRelease:
    layout = Layout(folder)
    layout.files.mkdir(exist_ok=True)
    (layout.files / REPORT).write_text(write_turtle(findings), encoding="utf-8")
    return cast("ServedRelease", SimpleNamespace(layout=layout, edition=str(len(findings))))


def about(made: ServedRelease, iri: str) -> list[Result]:
    return [one for one in results_of(made) if document_of(one.focus_node) == iri]


def test_each_document_has_its_own_results(tmp_path: Path) -> None:
    """Those of its fragments are among them, in order; blank nodes and texts have no document."""
    made = release(
        tmp_path,
        finding("urn:e/one#b"),
        finding("urn:e/two", term="<urn:e/one>"),
        finding("_:b0"),
        finding("not an IRI"),
        finding("urn:e/one", term='"two"@en'),
    )
    assert [one.focus_node for one in results_about(made, "urn:e/one")] == [
        "urn:e/one",
        "urn:e/one#b",
    ]
    for iri in ("urn:e/one", "urn:e/two"):
        assert list(results_about(made, iri)) == about(made, iri)
        assert list(results_about(made, f"{iri}#a")) == about(made, iri)
    assert not results_about(made, "urn:e/three")
    assert not results_about(made, "_:b0")


def test_what_a_result_quotes_is_not_taken_for_another(tmp_path: Path) -> None:
    made = release(
        tmp_path,
        finding("urn:e/one", term='"a .\\n\\tsh:focusNode <urn:e/three> .\\n"', message=NASTY),
        finding("urn:e/two"),
    )
    assert not results_about(made, "urn:e/three")
    assert list(results_about(made, "urn:e/one")) == about(made, "urn:e/one")
    assert [one.message("zh") for one in results_about(made, "urn:e/one")] == [NASTY]
    assert [one.message("zh") for one in results_about(made, "urn:e/two")] == ["Mend it."]


def test_a_report_that_conforms_says_nothing_of_anything(tmp_path: Path) -> None:
    assert not results_about(release(tmp_path), "urn:e/one")


def test_an_edition_has_its_own_results(tmp_path: Path) -> None:
    """What was taken out of a release is taken out of its report, which stands where it stood."""
    assert results_about(release(tmp_path, finding("urn:e/one"), finding("urn:e/two")), "urn:e/one")
    after = release(tmp_path, finding("urn:e/two"))
    assert not results_about(after, "urn:e/one")
    assert [one.focus_node for one in results_about(after, "urn:e/two")] == ["urn:e/two"]
