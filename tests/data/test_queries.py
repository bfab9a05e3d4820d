"""The example queries give the answers that the data hold, in Oxigraph and in rdflib alike.

What is expected stands in CSV files: ``answers/{slug}.csv`` for the data of this repository,
``fixtures/{slug}.csv`` for the small graph beside it, which holds the cases that the data lack
and the traps. They name the columns that matter and every row in its order; IRIs are shortened
as ``SHORT`` says, numbers are in their plain form, an empty cell is unbound.
"""

import csv
import re
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeAlias, cast

import pyoxigraph
import pytest
import rdflib
import yaml
from rdflib.query import ResultRow

ROOT: Final = Path(__file__).parents[2]
HERE: Final = Path(__file__).parent
QUERIES: Final = {file.stem: file for file in sorted((ROOT / "queries/examples").glob("*.rq"))}
FIXTURES: Final = {file.stem: file for file in sorted((HERE / "fixtures").glob("*.ttl"))}
ANSWERS: Final = {file.stem: file for file in sorted((HERE / "answers").glob("*.csv"))}
SEED: Final = tuple(
    file for folder in ("data", "ontology") for file in sorted((ROOT / folder).rglob("*.ttl"))
)
QUESTIONS: Final = [f"CQ{number:02}" for number in range(1, 24)]
NOT_IN_THE_SEED: Final = {
    "progress-of-targets",
    "replaced-pledges",
    "repeated-pledges",
    "verdicts-by-pillar",
}
SHORT: Final = (
    ("https://w3id.org/govkg/commitment/scio-liaoning-2024/", ""),
    ("https://w3id.org/govkg/achievement/scio-liaoning-2024/", ""),
    ("https://w3id.org/govkg/vocabulary/", ""),
    ("https://w3id.org/govkg/", ""),
    ("https://example.org/commitment/", ""),
    ("https://example.org/achievement/", ""),
    ("https://example.org/", ""),
    ("http://qudt.org/vocab/unit/", "unit:"),
    ("http://metadata.un.org/sdg/", "sdg:"),
)
NUMERIC: Final = {
    f"http://www.w3.org/2001/XMLSchema#{name}" for name in ("integer", "decimal", "double")
}

Row: TypeAlias = dict[str, str]
Engine: TypeAlias = Callable[[str, tuple[Path, ...]], list[Row]]


def cell(value: str, datatype: str | None) -> str:
    """Write a term as a cell; *datatype* is ``None`` for an IRI."""
    if datatype in NUMERIC:
        return format(Decimal(value).normalize(), "f")
    if datatype is None:
        for long, short in SHORT:
            if value.startswith(long):
                return short + value.removeprefix(long)
    return value


@cache
def store(files: tuple[Path, ...]) -> pyoxigraph.Store:
    """Load *files* into the default graph of one Oxigraph store."""
    loaded = pyoxigraph.Store()
    for file in files:
        loaded.load(path=str(file), format=pyoxigraph.RdfFormat.TURTLE)
    return loaded


@cache
def graph(files: tuple[Path, ...]) -> rdflib.Graph:
    """Load *files* into one rdflib graph."""
    loaded = rdflib.Graph()
    for file in files:
        loaded.parse(file, format="turtle")
    return loaded


def ask_oxigraph(query: str, files: tuple[Path, ...]) -> list[Row]:
    """Give Oxigraph's answer."""
    solutions = cast("pyoxigraph.QuerySolutions", store(files).query(query))
    columns = [variable.value for variable in solutions.variables]

    def write(term: Any) -> str:
        if term is None:
            return ""
        datatype = term.datatype.value if isinstance(term, pyoxigraph.Literal) else None
        return cell(term.value, datatype)

    return [{name: write(row[name]) for name in columns} for row in solutions]


def ask_rdflib(query: str, files: tuple[Path, ...]) -> list[Row]:
    """Give rdflib's answer."""
    result = graph(files).query(query)
    columns = [str(variable) for variable in result.vars or ()]

    def write(term: Any) -> str:
        if term is None:
            return ""
        datatype = str(term.datatype) if isinstance(term, rdflib.Literal) else None
        return cell(str(term), datatype)

    rows = [cast("ResultRow", row).asdict() for row in result]
    return [{name: write(row.get(name)) for name in columns} for row in rows]


ENGINES: Final = [
    pytest.param(ask_oxigraph, id="oxigraph"),
    pytest.param(ask_rdflib, id="rdflib"),
]


def read(slug: str) -> str:
    """Give the text of a query."""
    return QUERIES[slug].read_text(encoding="utf-8")


def header(slug: str) -> dict[str, Any]:
    """Read the header of a query as grlc does."""
    lines = [line.lstrip("#+") for line in read(slug).splitlines() if line.startswith("#+")]
    return cast("dict[str, Any]", yaml.safe_load("\n".join(lines)))


def expect(file: Path) -> list[Row]:
    """Read an expected answer."""
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, strict=True))


def keep(columns: Row, rows: list[Row]) -> list[Row]:
    """Reduce *rows* to the *columns* of an expected answer."""
    return [{name: row[name] for name in columns} for row in rows]


def test_there_is_one_query_for_each_of_the_23_questions() -> None:
    """No question is without a file, and none has two."""
    asked = [tag for slug in QUERIES for tag in header(slug)["tags"] if tag.startswith("CQ")]
    assert len(QUERIES) == 23
    assert sorted(asked) == QUESTIONS


@pytest.mark.parametrize("slug", QUERIES)
def test_a_header_says_what_the_query_answers(slug: str) -> None:
    """A summary that asks, a description that tells, in Chinese too, and tags in lower case."""
    said = header(slug)
    assert set(said) == {"summary", "description", "translations", "tags"}
    chinese = said["translations"]["zh"]
    assert set(chinese) == {"summary", "description"}
    assert chinese["summary"].endswith("？")
    assert chinese["description"].endswith("。")
    assert said["summary"].endswith("?")
    assert said["description"].endswith(".")
    assert "\n" not in said["description"]
    assert all(re.fullmatch(r"CQ\d\d|[a-z]+(-[a-z]+)*", tag) for tag in said["tags"])
    assert len(said["tags"]) >= 2


@pytest.mark.parametrize("slug", QUERIES)
def test_a_query_has_readable_columns_in_a_stated_order(slug: str) -> None:
    """Columns are words, none is a parameter, and an ORDER BY makes the answer repeatable."""
    solutions = cast("pyoxigraph.QuerySolutions", pyoxigraph.Store().query(read(slug)))
    for variable in solutions.variables:
        assert re.fullmatch(r"[a-z][A-Za-z0-9]{2,}", variable.value)
    assert re.search(r"^ORDER BY ", read(slug), re.MULTILINE)


@pytest.mark.parametrize("slug", QUERIES)
def test_a_query_declares_the_prefixes_that_it_uses_and_no_other(slug: str) -> None:
    """What is pasted into an editor must run there as it stands."""
    text = re.sub(r"^#.*$", "", read(slug), flags=re.MULTILINE)
    declared = re.findall(r"^PREFIX ([a-z]+): <", text, re.MULTILINE)
    body = re.sub(r"^PREFIX .*$|<[^>]*>|\"[^\"]*\"", "", text, flags=re.MULTILINE)
    assert sorted(declared) == declared
    assert set(declared) == set(re.findall(r"\b([a-z]+):\w", body))


@pytest.mark.parametrize("slug", QUERIES)
def test_a_query_serves_every_publisher(slug: str) -> None:
    """It names shared terms only, and no entity of this publisher."""
    iris = re.findall(r"<(https://w3id\.org/[^>]*)>", read(slug))
    shared = ("https://w3id.org/govkg/ontology#", "https://w3id.org/govkg/vocabulary/")
    assert all(iri.startswith(shared) for iri in iris)


@pytest.mark.parametrize("slug", QUERIES)
def test_both_engines_give_the_same_rows(slug: str) -> None:
    """On the seed and the fixture together, and the answer is not empty."""
    files = (*SEED, *([FIXTURES[slug]] if slug in FIXTURES else []))
    rows = ask_oxigraph(read(slug), files)
    assert rows
    assert rows == ask_rdflib(read(slug), files)


def test_every_fixture_and_every_answer_belongs_to_a_query() -> None:
    """A renamed query must not leave its expectations unread."""
    assert set(FIXTURES) <= set(QUERIES)
    assert set(ANSWERS) == set(QUERIES) - NOT_IN_THE_SEED
    assert set(FIXTURES) >= NOT_IN_THE_SEED
    assert {file.stem for file in (HERE / "fixtures").glob("*.csv")} == set(FIXTURES)


@pytest.mark.parametrize("ask", ENGINES)
@pytest.mark.parametrize("slug", FIXTURES)
def test_a_query_answers_from_its_fixture(slug: str, ask: Engine) -> None:
    """Ranges stay in; components, repeats, older results and ended offices stay out."""
    expected = expect(FIXTURES[slug].with_suffix(".csv"))
    assert keep(expected[0], ask(read(slug), (FIXTURES[slug],))) == expected


@pytest.mark.parametrize("slug", ANSWERS)
def test_a_query_answers_from_the_seed(slug: str) -> None:
    """The answers are those that a reader of the page would give."""
    expected = expect(ANSWERS[slug])
    assert keep(expected[0], ask_oxigraph(read(slug), SEED)) == expected


@pytest.mark.parametrize("slug", sorted(NOT_IN_THE_SEED))
def test_the_seed_holds_no_such_case(slug: str) -> None:
    """When it does one day, its answer belongs under ``answers/``."""
    assert ask_oxigraph(read(slug), SEED) == []


@pytest.mark.parametrize("slug", QUERIES)
def test_things_in_the_seed_have_english_labels(slug: str) -> None:
    """Where a query asks for the label of a thing it names, the seed has one."""
    for row in ask_oxigraph(read(slug), SEED):
        for name in row:
            if name.endswith("Label") and row.get(name.removesuffix("Label"), ""):
                assert row[name], f"{row[name.removesuffix('Label')]} has no English label"


PARAMETERS: Final = [
    ("targets-by-actor", "actor_iri", "org/village", "elsewhere"),
    ("pledges-in-order-of-speaking", "speaker_iri", "person/elder", "c-other"),
    ("pledges-in-order-of-speaking", "event_iri", "event/talk", "b-first b-first a-last"),
    ("targets-due-by-year", "year_integer", "2025", "clinics wards"),
    ("targets-due-by-year", "year_integer", "2023", ""),
    ("words-of-a-figure", "figure_iri", "commitment/homes#flats", "homes#flats"),
    ("overdue-without-verdict", "year_integer", "2021", "bridge"),
    ("overdue-without-verdict", "year_integer", "2026", "bridge forest tower"),
]


@pytest.mark.parametrize("ask", ENGINES)
@pytest.mark.parametrize(("slug", "name", "value", "expected"), PARAMETERS)
def test_a_parameter_narrows_the_answer(
    slug: str, name: str, value: str, expected: str, ask: Engine
) -> None:
    """Put in place as grlc does, or bound by a line of VALUES, it gives the same rows."""
    variable = f"?_{name}"
    term = f"<https://example.org/{value}>" if name.endswith("iri") else value
    replaced = read(slug).replace(variable, term)
    bound = read(slug).replace("WHERE {", f"WHERE {{\n  VALUES {variable} {{ {term} }}", 1)
    column = "figure" if slug == "words-of-a-figure" else "commitment"
    for query in (replaced, bound):
        assert [row[column] for row in ask(query, (FIXTURES[slug],))] == expected.split()


def test_every_parameter_is_tested() -> None:
    """A new parameter needs a case of its own."""
    used = {(slug, name) for slug in QUERIES for name in re.findall(r"\?_(\w+)", read(slug))}
    assert used == {(slug, name) for slug, name, _, _ in PARAMETERS}


def test_the_readme_pairs_each_question_with_its_file() -> None:
    """One line for each question, in order, with the summary that the file gives."""
    text = (ROOT / "queries/README.md").read_text(encoding="utf-8")
    line = r"^\| (CQ\d\d) \| (.+) \| \[`(.+)\.rq`\]\(examples/\3\.rq\) \|$"
    rows = re.findall(line, text, re.MULTILINE)
    assert [question for question, _, _ in rows] == QUESTIONS
    for question, summary, slug in rows:
        assert question in header(slug)["tags"]
        assert summary == header(slug)["summary"]
