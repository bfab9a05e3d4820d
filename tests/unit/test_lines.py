"""Where a Turtle document says something of a node."""

import pytest

from govkg.validation.lines import heading, subject_lines

_TEXT = r"""@prefix ex: <http://example.org/ns#> .
@base <http://example.org/> .
# <comment> is no subject
<event/a> ex:p <event/b> ;
    ex:q ex:b .

  <indented> ex:p 1 .
ex:c\-d a ex:Thing .
<#e> ex:p "" .
other:f a ex:Thing .
PREFIX other: <more/>
other:f a ex:Thing .
<http://example.net/g> ex:p
<event/h> .
<event/a> ex:p 2 ."""

_FOUND = [
    ("http://example.org/event/a", 4),
    ("http://example.org/ns#c-d", 8),
    ("http://example.org/#e", 9),
    ("http://example.org/more/f", 12),
    ("http://example.net/g", 13),
    ("http://example.org/event/h", 14),
    ("http://example.org/event/a", 15),
]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_what_begins_a_line_is_a_subject(end: str) -> None:
    """An object that stands where subjects do is taken for one: nobody asks for its line."""
    assert list(subject_lines(_TEXT.replace("\n", end))) == _FOUND


def test_the_first_and_the_last_line_count() -> None:
    assert list(subject_lines("<urn:a> <urn:p> 1 .\n\n<urn:b>")) == [("urn:a", 1), ("urn:b", 3)]
    assert list(subject_lines("")) == []


def test_a_namespace_keeps_its_empty_fragment() -> None:
    assert list(subject_lines("@prefix ex: <http://example.org/a#> .\nex:b a ex:C .")) == [
        ("http://example.org/a#b", 2)
    ]


def test_a_heading_ends_with_the_first_statement() -> None:
    assert list(heading(_TEXT)) == [
        ("ex", "http://example.org/ns#", 1),
        (None, "http://example.org/", 2),
    ]
