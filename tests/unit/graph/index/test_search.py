"""Search finds words of any length in any script, and says what is near where it finds none."""

from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, parse

from govkg.graph.index import Index
from govkg.graph.index.bitsets import NONE, Numbers, pack, unpack
from govkg.graph.index.words import reading
from govkg.graph.index.words.grams import grams, phrases
from merges import index_of

DATA = """
@base <https://example.org/> .
@prefix govkg: <https://w3id.org/govkg/ontology#> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

<c/pipes> a govkg:Commitment ; rdfs:label "Renovation of old pipe networks"@en , "改造老旧管网"@zh ;
    prov:wasDerivedFrom <c/pipes#q> .
<c/pipes#q> oa:hasSelector <c/pipes#w> .
<c/pipes#w> oa:exact "renovate another 4,600 kilometers" ; oa:start 10 .
<c/jobs> a govkg:Commitment ; rdfs:label "Employment first"@en , "稳就业"@zh .
<person/zhang> rdfs:label "Zhang Lilin"@en , "张立林"@zh ; skos:altLabel "Z. L. of ÉCOLE"@en .
<pillar/work> rdfs:label "Employment"@en , "就业"@zh .
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    file = tmp_path_factory.mktemp("index") / "index.sqlite"
    index_of(file, (f"{quad.triple} ." for quad in parse(DATA, format=RdfFormat.TURTLE)))
    opened = Index(file)
    yield opened
    opened.close()


def found(index: Index, text: str) -> set[str]:
    outlines = index.statements.outlines(index.search.statements(text))
    iris = [outline.iri for outline in outlines] + index.search.things(text, 10)
    return {iri.removeprefix("https://example.org/") for iri in iris}


@pytest.mark.parametrize(
    ("text", "iris"),
    [
        ("管网", {"c/pipes"}),
        ("就业", {"c/jobs", "pillar/work"}),
        ("网", {"c/pipes"}),
        ("改", {"c/pipes"}),
        ("旧管", {"c/pipes"}),
        ("老旧管网", {"c/pipes"}),
        ("管道", set()),
        ("pipe", {"c/pipes"}),
        ("PIPES", set()),
        ("enovat", {"c/pipes"}),
        ("4600", {"c/pipes"}),
        ("4,600 km", set()),
        ("4,600 ki", {"c/pipes"}),
        ("z", {"person/zhang", "c/pipes"} - {"c/pipes"}),
        ("rk", {"c/pipes"}),
        ("ecole", {"person/zhang"}),
        ("管网 old", {"c/pipes"}),
        ("employment", {"c/jobs", "pillar/work"}),
        ('"; DROP TABLE piece --', set()),
        ("label : x OR NOT *", set()),
        ("…", set()),
    ],
)
def test_a_search_finds(index: Index, text: str, iris: set[str]) -> None:
    assert found(index, text) == iris


@pytest.mark.parametrize(
    ("text", "corrected", "near"),
    [
        ("employmant", "employment", ["pillar/work"]),
        ("Zhang Lilim", "zhang lilin", ["person/zhang"]),
        ("老旧管线", "", []),
        ("改造老旧管线", "", ["c/pipes"]),
        ("xyzzyx", "", []),
        ("…", "", []),
    ],
)
def test_what_is_near_is_told(index: Index, text: str, corrected: str, near: list[str]) -> None:
    wanted = [f"https://example.org/{iri}" for iri in near]
    assert index.search.near(text, 5) == (corrected, wanted)


def test_things_come_once_in_order_of_iri(index: Index) -> None:
    wanted = [f"https://example.org/{iri}" for iri in ("person/zhang", "pillar/work")]
    assert index.search.things("l", 9) == wanted
    assert index.search.things("l", 1) == wanted[:1]
    assert index.search.things("l zh", 9) == wanted[:1]


@pytest.mark.parametrize(("few", "words"), [(0, 4), (2000, 0), (2000, 4), (20, 1)])
def test_things_with_several_words_are_those_with_each(
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    few: int,
    words: int,
) -> None:
    """However many have one, and of however many words another is a part."""
    monkeypatch.setattr(reading, "_FEW", few)
    monkeypatch.setattr(reading, "_WORDS", words)
    labels = [f"{where} old {what}s" for where in "abc" for what in ("pipe", "piper", "road")] * 5
    things = {f"https://example.org/thing/{at:03}": label for at, label in enumerate(labels)}
    lines = [
        f'<{iri}> <http://www.w3.org/2000/01/rdf-schema#label> "{label}" .'
        for iri, label in things.items()
    ]
    file = tmp_path_factory.mktemp("index") / "index.sqlite"
    index_of(file, lines)
    with closing(Index(file)) as opened:
        for text in ("a old", "old pipe", "pipe b", "a road old", "pip oad", "old old", "z pipe"):
            runs = text.split()
            having = [iri for iri, label in things.items() if all(run in label for run in runs)]
            assert opened.search.things(text, 12) == sorted(having)[:12], text


def test_labels_can_be_searched_apart(index: Index) -> None:
    assert index.search.labelled("kilometers") == NONE
    assert index.search.statements("kilometers") != NONE


@given(st.text(alphabet="ab管网1 -é", max_size=12), st.integers(0, 11), st.integers(1, 12))
def test_any_part_of_a_word_is_a_phrase_of_its_pieces(text: str, start: int, size: int) -> None:
    runs = text.split()
    part = text[start : start + size]
    if part and any(part in run for run in runs) and len(phrases(part)) == 1:
        pieces = phrases(part)[0].strip('" *').split(" ")
        cut = grams(text).split(" ")
        assert any(
            cut[at : at + len(pieces) - 1] == pieces[:-1]
            and cut[at + len(pieces) - 1].startswith(pieces[-1])
            for at in range(len(cut) - len(pieces) + 1)
        )


@given(st.sets(st.integers(0, 200_000)))
def test_sets_stay_what_they_are(numbers: set[int]) -> None:
    kept = unpack(pack(Numbers(numbers)))
    assert list(kept) == sorted(numbers)
