"""The data of the first page: complete, faithful, and nothing invented."""

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, RdfFormat, Store

ROOT = Path(__file__).parents[2]
SOURCE_FILE = ROOT.parent / "shared" / "sources" / "scio-liaoning-2024-05-09.txt"
BASE = "https://w3id.org/govkg/"
SHARED = (f"{BASE}ontology#", f"{BASE}vocabulary/")  # described by the ontology, not by the data
ANSWER = range(591, 5068)  # where the answer stands in the source, in code points
PROLOGUE = f"""
BASE <{BASE}>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX govkg: <{BASE}ontology#>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX qudt: <http://qudt.org/schema/qudt/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX schema: <https://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""

TABLE = """
livelihood-budget-share-2023#share       76.5       exactly   PERCENT            level     2023
kindergarten-share#share                 89.9       exactly   PERCENT            level     -
quality-senior-high-share#share          56.4       exactly   PERCENT            level     -
housing-pipe-networks#total              4600       exactly   KiloM              increment -
housing-pipe-networks#gas                300        exactly   KiloM              increment -
housing-pipe-networks#water              1500       exactly   KiloM              increment -
housing-pipe-networks#heating            1500       exactly   KiloM              increment -
housing-pipe-networks#drainage           1300       exactly   KiloM              increment -
housing-old-communities#communities      700        exactly   community          total     -
housing-old-communities#buildings        4463       exactly   building           total     -
housing-old-communities#area             18000000   exactly   M2                 total     -
housing-old-communities#households       256000     exactly   household          total     -
education-special-needs-centres#coverage 100        exactly   PERCENT            level     -
employment-support-2024#funds            7000000000 more-than CCY_CNY            total     2024
employment-support-2024#vacancies        700000     more-than vacancy            total     2024
health-key-specialties-2024#specialties  100        exactly   clinical-specialty increment 2024
elderly-home-transformations#households  15000      exactly   household          total     -
"""
FIGURES = [line.split() for line in TABLE.strip().splitlines()]
REPORTED = ("livelihood-budget-share-2023", "kindergarten-share", "quality-senior-high-share")


@cache
def seed() -> Store:
    """Merge every Turtle file under data/."""
    store = Store()
    for path in sorted((ROOT / "data").rglob("*.ttl")):
        store.load(path=path, format=RdfFormat.TURTLE)
    return store


def rows(query: str) -> list[tuple[str | None, ...]]:
    """Answer a SELECT query with the text of each term."""
    answer = seed().query(PROLOGUE + query)
    assert isinstance(answer, QuerySolutions)
    names = [variable.value for variable in answer.variables]
    return [tuple(getattr(row[name], "value", None) for name in names) for row in answer]


def figure_iri(figure: str) -> str:
    """Make the IRI of a figure in the table."""
    kind = "achievement" if figure.startswith(REPORTED) else "commitment"
    return f"{BASE}{kind}/scio-liaoning-2024/{figure}"


def tail(iri: str | None) -> str:
    """Cut an IRI down to its last segment; nothing is a dash."""
    return iri.rsplit("/", 1)[-1] if iri else "-"


def quotations() -> Iterator[tuple[str, int, int]]:
    """Yield the words of each excerpt, its start and its end."""
    for words, start, end in rows(
        "SELECT ?words ?start ?end {"
        " ?excerpt prov:wasQuotedFrom <source/scio-liaoning-2024-05-09> ; oa:hasSelector ?w , ?p ."
        " ?w oa:exact ?words . ?p oa:start ?start ; oa:end ?end }"
    ):
        yield str(words), int(str(start)), int(str(end))


def quoted_characters() -> set[int]:
    """Collect every offset that stands in a quotation."""
    return {offset for _, start, end in quotations() for offset in range(start, end)}


def left_out() -> list[range]:
    """List the spans that the source says were left out on purpose."""
    spans = rows(
        "SELECT ?start ?end { <source/scio-liaoning-2024-05-09> dcterms:hasPart ?span ."
        " ?span oa:start ?start ; oa:end ?end ; skos:note ?en , ?zh"
        " FILTER(LANG(?en) = 'en' && LANG(?zh) = 'zh') } ORDER BY ?start"
    )
    return [range(int(str(start)), int(str(end))) for start, end in spans]


def source_length() -> int:
    """Read the length of the source that the data states, in code points."""
    [(extent,)] = rows(
        "SELECT ?extent { <source/scio-liaoning-2024-05-09#file> dcterms:extent ?extent }"
    )
    number, unit = str(extent).split(" ", 1)
    assert unit == "code points"
    return int(number)


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        ("Commitment", 30),
        ("Achievement", 6),
        ("Target", 14),
        ("Result", 3),
        ("Statement", 36),
        ("Figure", 17),
    ],
)
def test_the_page_is_complete(kind: str, number: int) -> None:
    """Thirty commitments, six achievements, fourteen targets, three results."""
    assert rows(f"SELECT (COUNT(?s) AS ?n) {{ ?s a govkg:{kind} }}") == [(str(number),)]


def test_six_commitments_have_targets_and_three_achievements_have_results() -> None:
    """Each figure belongs to one statement of its own kind."""
    assert rows(
        "SELECT (COUNT(DISTINCT ?s) AS ?n) (COUNT(?t) AS ?m)"
        " { ?s a govkg:Commitment ; govkg:target ?t . ?t a govkg:Target }"
    ) == [("6", "14")]
    assert rows(
        "SELECT (COUNT(DISTINCT ?s) AS ?n) (COUNT(?r) AS ?m)"
        " { ?s a govkg:Achievement ; govkg:result ?r . ?r a govkg:Result }"
    ) == [("3", "3")]


@pytest.mark.parametrize("expected", FIGURES, ids=lambda cells: cells[0])
def test_each_figure_says_what_was_said(expected: list[str]) -> None:
    """Value, comparator, unit, change and year are those of the page."""
    figure, *cells = expected
    iri = figure_iri(figure)
    [found] = rows(
        "SELECT ?value ?comparator ?unit ?change ?year ?basis {"
        f" <{iri}> qudt:numericValue ?value ; qudt:hasUnit ?unit ;"
        " govkg:comparator ?comparator ; govkg:change ?change ; govkg:valueBasis ?said"
        f" OPTIONAL {{ <{iri}> govkg:year ?year ;"
        " govkg:yearBasis ?basis } }"
    )
    assert [tail(term) for term in found[:5]] == cells
    assert tail(found[5]) == ("-" if cells[-1] == "-" else "stated")


def test_the_table_names_every_figure() -> None:
    """No figure stands in the data that the table above does not check."""
    expected = {figure_iri(figure) for figure, *_ in FIGURES}
    assert {iri for (iri,) in rows("SELECT ?f { ?f a govkg:Figure }")} == expected


def test_the_four_kinds_of_pipe_sum_to_the_whole() -> None:
    """Drainage, gas, heating and water make 4,600 kilometres."""
    assert rows(
        "SELECT (COUNT(?part) AS ?n) (SUM(?v) AS ?sum) ?whole"
        " { ?part govkg:componentOf ?t ; qudt:numericValue ?v . ?t qudt:numericValue ?whole }"
        " GROUP BY ?whole"
    ) == [("4", "4600", "4600")]


def test_only_the_number_that_nobody_spoke_is_derived() -> None:
    """“All city-level administrative areas” is entered as 100 per cent."""
    derived = rows("SELECT ?f { ?f govkg:valueBasis ?b FILTER(?b != <vocabulary/basis/stated>) }")
    assert derived == [(figure_iri("education-special-needs-centres#coverage"),)]


def test_every_figure_repeats_words_of_its_quotation() -> None:
    """The words of a figure stand in the excerpt that it is derived from."""
    pairs = rows(
        "SELECT ?said ?words { ?f a govkg:Figure ; govkg:asStated ?said ;"
        " prov:wasDerivedFrom/oa:hasSelector/oa:exact ?words }"
    )
    assert len(pairs) == 17
    assert [pair for pair in pairs if str(pair[0]) not in str(pair[1])] == []


def test_firmness_follows_the_words() -> None:
    """Strive, try, plan, aim, goal and great efforts are intentions."""
    counted = rows(
        "SELECT ?f (COUNT(?c) AS ?n) { ?c a govkg:Commitment ; govkg:firmness ?f }"
        " GROUP BY ?f ORDER BY ?f"
    )
    assert [(tail(firmness), number) for firmness, number in counted] == [
        ("firm", "16"),
        ("intention", "9"),
        ("ongoing", "5"),
    ]


def test_nothing_is_invented() -> None:
    """The page gives no date of the event, no office and no page number."""
    assert (
        rows(
            "SELECT ?s { { ?s schema:startDate|schema:endDate ?o } UNION { ?s a org:Membership }"
            " UNION { ?s schema:position ?o } UNION { ?s schema:url ?o }"
            " UNION { ?s govkg:startYear|govkg:baselineYear ?o } }"
        )
        == []
    )
    assert len(rows("SELECT ?s { ?s govkg:year ?year }")) == 4


def test_every_statement_says_who_where_on_what_and_in_which_words() -> None:
    """Speaker, actor, event, pillar and excerpt are never missing."""
    complete = rows(
        "SELECT DISTINCT ?s { ?s a govkg:Statement ; govkg:speaker <person/zhang-lilin> ;"
        " govkg:actor <org/cn-ln-government> ; govkg:event <event/scio-liaoning-2024> ;"
        " govkg:pillar ?p ; govkg:resultType ?r ; prov:wasDerivedFrom ?x . ?p a skos:Concept ."
        " ?x a oa:SpecificResource ; oa:hasSource <source/scio-liaoning-2024-05-09> }"
    )
    assert len(complete) == 36


@pytest.mark.parametrize("language", ["en", "zh"])
def test_everything_but_excerpts_has_one_label_in_each_language(language: str) -> None:
    """A reader of either language never meets a bare IRI."""
    lacking = rows(
        "SELECT ?s { ?s a ?class FILTER(!STRSTARTS(STR(?class), 'http://www.w3.org/ns/oa#'))"
        f" OPTIONAL {{ ?s rdfs:label ?label FILTER(LANG(?label) = '{language}') }} }}"
        " GROUP BY ?s HAVING(COUNT(DISTINCT ?label) != 1)"
    )
    assert lacking == []


def test_there_are_no_blank_nodes() -> None:
    """Every node can be linked to, and dumps differ line by line."""
    assert [
        quad
        for quad in seed()
        if isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode)
    ] == []


def test_everything_linked_is_described() -> None:
    """No link under the base leads nowhere."""
    described = {quad.subject.value for quad in seed() if isinstance(quad.subject, NamedNode)}
    linked = {quad.object.value for quad in seed() if isinstance(quad.object, NamedNode)}
    assert {
        iri for iri in linked - described if iri.startswith(BASE) and not iri.startswith(SHARED)
    } == set()


def test_every_concept_of_the_publisher_is_used() -> None:
    """A vocabulary holds what the data needs, and no stock."""
    used = {quad.object.value for quad in seed() if isinstance(quad.object, NamedNode)}
    concepts = rows("SELECT ?c { { ?c a skos:Concept } UNION { ?c a qudt:Unit } }")
    assert [concept for (concept,) in concepts if concept not in used] == []


def test_quotations_are_short() -> None:
    """None is over 160 characters, and together they are under 40 % of the source."""
    lengths = [(words, end - start) for words, start, end in quotations()]
    assert [words for words, length in lengths if length != len(words)] == []
    assert max(length for _, length in lengths) <= 160
    assert len(quoted_characters()) < 0.4 * source_length()


def test_no_quotation_was_left_out() -> None:
    """The spans left out overlap neither each other nor a quotation."""
    spans = left_out()
    assert len(spans) == len(rows("SELECT ?s { ?source dcterms:hasPart ?s }"))
    offsets = [offset for span in spans for offset in span]
    assert len(offsets) == len(set(offsets))
    assert quoted_characters().isdisjoint(offsets)


def test_the_readme_states_the_coverage() -> None:
    """The figures that people read are those of the offsets."""
    readme = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
    quoted, skipped = quoted_characters(), {offset for span in left_out() for offset in span}
    for whole in (range(source_length()), ANSWER):
        parts = [len(quoted.intersection(whole)), len(skipped.intersection(whole))]
        parts.append(len(whole) - sum(parts))
        cells = " | ".join(f"{part:,} ({part / len(whole):.1%})" for part in parts)
        assert f"| {len(whole):,} | {cells} |" in readme


def test_the_words_stand_at_their_offsets_in_the_source() -> None:
    """Whoever holds the file finds each quotation in its place."""
    if not SOURCE_FILE.exists():
        pytest.skip("the source files are not beside the project")
    content = SOURCE_FILE.read_bytes()
    text = content.decode("utf-8")
    [(checksum, size)] = rows(
        "SELECT ?sha ?size { ?f schema:sha256 ?sha ; schema:contentSize ?size }"
    )
    assert (checksum, size) == (hashlib.sha256(content).hexdigest(), f"{len(content)} bytes")
    assert source_length() == len(text)
    assert [words for words, start, end in quotations() if text[start:end] != words] == []


def test_values_and_years_are_numbers() -> None:
    """A value is an integer or a decimal, a year an integer; none is a string."""
    datatypes = {
        (quad.predicate.value, quad.object.datatype.value.rsplit("#", 1)[-1])
        for quad in seed()
        if isinstance(quad.object, Literal)
        and quad.predicate.value.endswith(("numericValue", "ontology#year"))
    }
    assert datatypes == {
        ("http://qudt.org/schema/qudt/numericValue", "integer"),
        ("http://qudt.org/schema/qudt/numericValue", "decimal"),
        (f"{BASE}ontology#year", "integer"),
    }
