"""A statement among others: its chain, its aim, its versions, and what others say of it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from govkg.publish.publication import publish_project
from govkg.settings import Settings, read_project
from govkg.web.app import create_app

DATA = """
@base <https://example.org/> .
@prefix change: <https://w3id.org/govkg/vocabulary/change/> .
@prefix comparator: <https://w3id.org/govkg/vocabulary/comparator/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix govkg: <https://w3id.org/govkg/ontology#> .
@prefix kind: <http://qudt.org/vocab/quantitykind/> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix qudt: <http://qudt.org/schema/qudt/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix result: <https://w3id.org/govkg/vocabulary/result-type/> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix unit: <http://qudt.org/vocab/unit/> .

<commitment/e/roads> a govkg:Commitment ; rdfs:label "Build roads"@en ;
    govkg:speaker <person/ann> ; govkg:actor <org/city> ; govkg:event <event/e> ;
    govkg:pillar <pillar/transport> ; dcterms:isPartOf <commitment/e/aim> ;
    dcterms:replaces <commitment/d/roads> ; govkg:beneficiary <beneficiary/all> ;
    govkg:baseline <commitment/e/roads#before> ; govkg:plan <plan/mobility> ;
    govkg:target <commitment/e/roads#length> , <commitment/e/roads#money> ;
    prov:wasDerivedFrom <commitment/e/roads#quote> .
<commitment/e/roads#length> a govkg:Target ; rdfs:label "Length"@en ;
    govkg:resultType result:output ; govkg:change change:increment ; qudt:numericValue 1500 ;
    qudt:hasUnit unit:M ; govkg:indicator <indicator/roads> ; govkg:year 2030 .
<commitment/e/roads#money> a govkg:Target ; rdfs:label "Money"@en ;
    govkg:resultType result:input ; govkg:comparator comparator:at-least ;
    qudt:numericValue 2500000 ; qudt:hasUnit unit:EUR .
<commitment/e/roads#before> a govkg:Result ; qudt:numericValue 2 ; qudt:hasUnit unit:KiloM ;
    govkg:indicator <indicator/roads> ; govkg:year 2020 .
<commitment/e/roads#quote> a oa:SpecificResource ; oa:hasSource <source/s> ;
    prov:wasQuotedFrom <source/s> ;
    oa:hasSelector <commitment/e/roads#words> , <commitment/e/roads#place> .
<commitment/e/roads#words> oa:exact "build roads - at once" .
<commitment/e/roads#place> oa:start 10 ; oa:end 31 .
<source/s> a schema:WebPage ; rdfs:label "The record"@en ; schema:url <https://example.org/page> ;
    schema:inLanguage "en" ; schema:about <event/e> ; schema:encoding <source/s#file> ;
    dcterms:hasPart <source/s#left> .
<source/s#file> dcterms:extent "100 code points" .
<source/s#left> oa:start 31 ; oa:end 50 .
<commitment/e/aim> a govkg:Commitment ; rdfs:label "A city that moves"@en ;
    govkg:event <event/e> ; govkg:pillar <pillar/transport> .
<commitment/e/rails> a govkg:Commitment ; rdfs:label "Lay rails"@en ; govkg:event <event/e> ;
    dcterms:isPartOf <commitment/e/aim> ; govkg:plan <plan/mobility> .
<commitment/d/roads> a govkg:Commitment ; rdfs:label "Build fewer roads"@en .
<commitment/f/roads> a govkg:Commitment ; rdfs:label "Roads, again"@en ;
    govkg:restates <commitment/e/roads> .
<achievement/f/roads> a govkg:Achievement ; rdfs:label "Roads built"@en ;
    govkg:actor <org/city> ; govkg:result <achievement/f/roads#length> .
<achievement/f/roads#length> a govkg:Result ; qudt:numericValue 0.5 ; qudt:hasUnit unit:KiloM ;
    govkg:indicator <indicator/roads> ; govkg:year 2028 .
<assessment/one> a govkg:Assessment ; rdfs:label "The first look"@en ;
    govkg:assesses <commitment/e/roads> ; govkg:verdict <verdict/stalled> ;
    prov:wasAttributedTo <org/watch> ; dcterms:issued "2029-03-01" .
<plan/mobility> a govkg:Plan ; rdfs:label "Mobility plan"@en ; dcterms:issued "2025-01-15" .
<verdict/stalled> rdfs:label "stalled"@en .
<org/watch> a org:Organization ; rdfs:label "Road Watch"@en .
<org/city> a org:Organization ; rdfs:label "The City"@en .
<person/ann> a foaf:Person ; rdfs:label "Ann"@en .
<office/mayor> a org:Membership ; org:member <person/ann> ; org:organization <org/city> ;
    org:role <role/mayor> ; schema:startDate "2024-01-01" .
<role/mayor> rdfs:label "Mayor"@en .
<event/e> a schema:Event ; rdfs:label "The meeting"@en ; schema:startDate "2025-02-03" .
<beneficiary/all> rdfs:label "Everyone"@en .
<pillar/transport> rdfs:label "Transport"@en .
<indicator/roads> rdfs:label "Roads"@en ; qudt:hasUnit unit:KiloM .
unit:M a qudt:Unit ; rdfs:label "metres"@en ; qudt:symbol "m" ; skos:altLabel "metres"@en ;
    qudt:conversionMultiplier 1.0 ;
    qudt:hasQuantityKind kind:Length .
unit:KiloM a qudt:Unit ; rdfs:label "kilometres"@en ; qudt:symbol "km" ;
    skos:altLabel "kilometres"@en ;
    qudt:conversionMultiplier 1000.0 ;
    qudt:hasQuantityKind kind:Length .
unit:EUR a qudt:Unit , qudt:CurrencyUnit ; rdfs:label "euros"@en ;
    qudt:conversionMultiplier 1.0 ; qudt:hasQuantityKind kind:Currency .
comparator:at-least skos:prefLabel "at least"@en ;
    skos:notation "≥" ;
    skos:inScheme <https://w3id.org/govkg/vocabulary/comparator> .
<https://w3id.org/govkg/vocabulary/comparator> dcterms:subject govkg:comparator .
"""


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("roads")
    (folder / "data").mkdir()
    (folder / "data" / "roads.ttl").write_text(DATA, encoding="utf-8")
    (folder / "govkg.toml").write_text(
        'title = "Roads"\nbase_iri = "https://example.org/"\nshapes = []\n'
        'contact = "roads@example.org"\n',
        encoding="utf-8",
    )
    publish_project(read_project(folder))
    with TestClient(create_app(read_project(folder), Settings())) as started:
        yield started


def text_of(client: TestClient, path: str) -> str:
    page = client.get(f"{path}.en.html")
    assert page.status_code == 200, path
    shown = re.sub(r"<script.*?</script>", "", page.text, flags=re.DOTALL)
    parted = re.sub(r"</(?:dt|dd|td|th|li|p|div|h\d)>", " ", shown)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", parted))


def test_the_year_of_a_baseline_is_none_in_which_something_is_due(client: TestClient) -> None:
    years = ("2020", "2030")
    found = [client.get("/explore.csv", params={"year": year}).text for year in years]
    assert ["commitment/e/roads" in text for text in found] == [False, True]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("/commitment/e/roads", "another 1,500 metres 2030"),
        ("/commitment/e/roads", "at least 2.5 million euros no year stated"),
        ("/commitment/e/roads", "≥ 2,500,000"),
        ("/commitment/e/roads", "Before: 2 kilometres (2020)"),
        ("/commitment/e/roads", "“build roads - at once”"),
        ("/commitment/e/roads", "Ann, for The City, at The meeting"),
        ("/commitment/e/roads", "Part of the aim A city that moves"),
        ("/commitment/e/roads", "For whom Everyone"),
        ("/commitment/e/roads", "Replaces Build fewer roads"),
        ("/commitment/e/roads", "Repeated in Roads, again"),
        ("/commitment/e/roads", "Progress Roads built 0.5 kilometres (2028)"),
        ("/commitment/e/roads", "Road Watch: stalled, 1 March 2029 · The first look"),
        ("/commitment/e/roads", "Also promised for this aim Lay rails"),
        ("/commitment/e/roads", "Ann: “Build roads”. The meeting, 2025. In: Roads, release "),
        ("/commitment/e/roads", "Under the plan Mobility plan"),
        ("/plan/mobility", "Mobility plan 15 January 2025"),
        ("/assessment/one", "Road Watch: stalled, 1 March 2029 On: Build roads"),
        ("/event/e", "3 February 2025 · Ann speaks"),
        ("/source/s", "The file that was read Length 100 characters Licence none is stated"),
        ("/plan/mobility", "2 promised"),
        ("/plan/mobility", "Build roads 1,500 metres"),
        ("/plan/mobility", "Lay rails"),
        ("/commitment/e/aim", "2 promises under this aim"),
        ("/commitment/e/aim", "Said at The meeting"),
        ("/commitment/d/roads", "Replaced by Build roads"),
        ("/commitment/f/roads", "Repeats Build roads"),
        ("/indicator/roads", "2030 promised 1,500 metres = 1.5 kilometres The City"),
        ("/indicator/roads", "Converted with QUDT: 1 m = 0.001 km."),
        ("/person/ann", "Mayor, The City from 1 January 2024 to no end stated"),
        ("/org/city", "Mayor: Ann"),
        ("/event/e", "3 February 2025"),
        ("/event/e", "40% of the source is accounted for: 21% is quoted, 19% is left out"),
        ("/source/s", "characters 0–10, characters 50–100"),
        ("/pillar/transport", "The largest figures promised"),
    ],
)
def test_a_page_tells(client: TestClient, path: str, text: str) -> None:
    assert text in text_of(client, path)


def test_the_chain_goes_from_what_is_put_in_to_what_comes_out(client: TestClient) -> None:
    text = text_of(client, "/commitment/e/roads")
    assert text.index("2.5 million") < text.index("1,500")


@pytest.mark.parametrize("path", ["e/roads", "d/roads", "f/roads"])
def test_a_pledge_has_its_lineage_with_dates(client: TestClient, path: str) -> None:
    """What it replaces and what repeats it, from whichever of them one looks."""
    text = text_of(client, f"/commitment/{path}")
    lineage = text[text.index("How it developed") :]
    assert "3 February 2025 Build roads" in lineage
    for label in ("Build fewer roads", "Roads, again"):
        assert label in lineage


def test_a_pledge_that_stands_alone_has_no_lineage(client: TestClient) -> None:
    assert "How it developed" not in text_of(client, "/commitment/e/rails")


def test_a_link_opens_the_source_at_the_words(client: TestClient) -> None:
    page = client.get("/commitment/e/roads.en.html").text
    assert 'href="https://example.org/page#:~:text=build%20roads%20%2D%20at%20once"' in page


def test_a_verdict_is_its_author_s_and_not_part_of_the_promise(client: TestClient) -> None:
    page = client.get("/commitment/e/roads.en.html").text
    assert page.index('class="words"') < page.index('class="assessments"')
    assert "Each is its author’s own" in page


def test_a_page_says_whom_to_tell_about_an_error(client: TestClient) -> None:
    page = client.get("/commitment/e/roads.en.html").text
    assert (
        'href="mailto:roads@example.org?subject=https%3A//example.org/commitment/e/roads"' in page
    )


def test_figures_on_one_indicator_stand_side_by_side_in_one_unit(client: TestClient) -> None:
    page = client.get("/explore?indicator=indicator/roads", headers={"Accept": "text/html"}).text
    assert "= 1.5 kilometres" in page
    assert 'viewBox="0 0' in client.get("/indicator/roads.en.html").text


def test_a_new_property_needs_no_change_of_code(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "new.ttl").write_text(
        """
@base <https://example.org/> .
@prefix govkg: <https://w3id.org/govkg/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<commitment/a> a govkg:Commitment ; rdfs:label "A promise"@en ; govkg:sponsor <club/b> .
<club/b> rdfs:label "A club"@en .
""",
        encoding="utf-8",
    )
    (tmp_path / "shapes").mkdir()
    (tmp_path / "shapes" / "new.ttl").write_text(
        """
@prefix govkg: <https://w3id.org/govkg/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix ex: <https://example.org/shapes#> .
ex:Who a sh:PropertyGroup ; rdfs:label "Who pays"@en , "出资"@zh ; sh:order 1 .
ex:sponsor a sh:PropertyShape ; sh:path govkg:sponsor ; sh:group ex:Who ;
    sh:name "sponsored by"@en , "赞助方"@zh .
""",
        encoding="utf-8",
    )
    (tmp_path / "govkg.toml").write_text(
        'title = "T"\nbase_iri = "https://example.org/"\nshapes = ["shapes"]\n'
        'languages = ["en", "zh"]\n',
        encoding="utf-8",
    )
    publish_project(read_project(tmp_path))
    with TestClient(create_app(read_project(tmp_path), Settings())) as client:
        assert "Who pays sponsored by A club" in text_of(client, "/commitment/a")
        assert "赞助方" in client.get("/commitment/a.zh.html").text
        assert "1 promised A promise" in text_of(client, "/club/b")
