"""Findings name the line of a file."""

import textwrap
from collections.abc import Sequence

from pyoxigraph import NamedNode, Quad

from govkg.publish.sources.places import Places, find_mentions
from govkg.publish.sources.reading import Source
from govkg.publish.sources.subjects import Subjects
from govkg.validation.parts.lines import Lines

TURTLE = textwrap.dedent("""\
    @base <https://example.org/> .
    @prefix ex: <https://example.org/ns#> .
    PREFIX p: <people/>

    <a> a ex:Thing ;
        ex:knows <b> .

    ex:Term a ex:Thing .
    p:x a ex:Thing .
    <a#part> a ex:Thing .
    """)
NAMES = ("a", "ns#Term", "people/x", "a#part")


def source(name: str, text: str, lines: Sequence[str]) -> Source:
    """Make what is read of a *text* that says *lines*."""
    found = Subjects.found((line.encode() for line in lines), text)
    return Source(name, text.encode, Lines(lines), found)


def test_subjects_at_the_start_of_a_line_have_that_line() -> None:
    """Relative, prefixed and absolute IRIs alike."""
    base = "https://example.org/"
    lines = tuple(f"<{base}{name}> <urn:p> <urn:o> ." for name in NAMES)
    places = Places([source("x.ttl", TURTLE, lines)], [base + name for name in NAMES])
    assert places.find("https://example.org/a") == ("x.ttl", 5)
    assert places.find("https://example.org/ns#Term") == ("x.ttl", 8)
    assert places.find("https://example.org/people/x") == ("x.ttl", 9)
    assert places.find("https://example.org/a#part") == ("x.ttl", 10)


def test_objects_have_no_line() -> None:
    """A file that only points at a node does not describe it."""
    wanted = "https://example.org/b"
    assert Places([source("x.ttl", TURTLE, ())], [wanted]).find(wanted) is None


def test_what_nobody_describes_is_found_where_it_is_mentioned() -> None:
    base = "https://example.org/"
    lines = [f"<{base}a> <urn:p> <{base}b> .", f'<{base}a> <urn:p> "<{base}c>" .']
    read = source("x.ttl", TURTLE, lines)
    assert find_mentions([read], [f"{base}b", f"{base}c"]) == {f"{base}b": ("x.ttl", 5)}


def test_of_several_mentions_the_first_one_in_the_file_counts() -> None:
    """Not the one whose name comes first."""
    base = "https://example.org/"
    lines = [f"<{base}{name}> <urn:p> <{base}b> ." for name in ("a#part", "people/x", "unplaced")]
    assert find_mentions([source("x.ttl", TURTLE, lines)], [f"{base}b"])[f"{base}b"][1] == 9


def test_a_subject_that_is_written_otherwise_has_its_file() -> None:
    """The file is known even where the line is not."""
    node = NamedNode("https://example.org/z")
    line = f"{Quad(node, node, node)} ."
    places = Places([source("x.jsonld", "{}", [line])], [node.value])
    assert places.find(node.value) == ("x.jsonld", None)


def test_what_has_no_name_stands_where_something_leads_to_it() -> None:
    text = "@prefix e: <urn:> .\n\ne:a e:p [ e:p [ e:p 1 ] ] .\n[] e:p 2 .\n"
    lines = (
        *("_:y <urn:p> <urn:c> .", "_:x <urn:p> _:y .", "<urn:a> <urn:p> _:x ."),
        *("_:r <urn:p> _:s .", "_:s <urn:p> _:r ."),
    )
    places = Places([source("x.ttl", text, lines)], ["_:x", "_:y", "_:r", "_:z"])
    assert places.find("_:x") == places.find("_:y") == ("x.ttl", 3)
    assert places.find("_:r") == ("x.ttl", None)
    assert places.find("_:z") is None
