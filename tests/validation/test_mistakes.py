"""What a parser cannot read comes with its place and its remedy."""

import pytest
from pyoxigraph import RdfFormat, parse

from govkg.validation.syntax import explain, show_place

MISTAKES = {
    "e:a e:b e:c\n    e:d e:f .": "“;” if the same subject goes on",
    "e:a e:b 76.5% .": "a number alone",
    "e:a e:b e:c ;\n\n<urn:d> a e:g .": "end the statement before with “.”",
    "f:a e:b e:c .": "add its @prefix line",
    "skos:a e:b e:c .": "add “@prefix skos: <http://www.w3.org/2004/02/skos/core#> .”",
    'e:a e:b "x .\ne:c e:d e:e .': "a quotation mark",
    'e:a e:b "said "no" twice" .': "mark inside",
    "e:a e:b “x” .": 'LEFT DOUBLE QUOTATION MARK: write the plain “"”',
    'e:a e:b "x “y” z@en .\ne:c e:b "d" .': "close the text with a plain quotation mark",
    "e:a e:b `x` .": "plain quotation marks",
    "e:a e：b e:c .": "FULLWIDTH COLON: write the plain “:”",
    "e:a e:b e:c；\n    e:d e:f .": "FULLWIDTH SEMICOLON",
    "e:a\n   \xa0e:b e:c .": "NO-BREAK SPACE: write a plain space",
    "e:a e:b e:c\u200b .\n\u200be:d e:b e:c .": "nobody sees U+200B",
    'e:a e:b "e：b" e:c .': "something is missing",
    "е:a e:b e:c .": "CYRILLIC SMALL LETTER IE",
    "<<<<<<< HEAD\ne:a e:b e:c .": "a merge left its mark",
    "e:a e:b <urn:c d> .": "no spaces",
    "e:a e:b 2024-05-09 .": "texts and dates stand in quotation marks",
    "e:a e:b yes .": "a value is",
    "e:a e:b e:c": "is missing",
    "e:a e:b e:c 。": "IDEOGRAPHIC FULL STOP: write the plain “.”",
    "e:a e:b e:c d .": "are the ASCII ones",
    "e:a e:b e:c .\n    e:d e:f ;\n    e:g e:h .": "ends with “;” and not with “.”",
    'e:a e:b e:c ,\n    e:d "f" .': "and not with “,”",
    'e:a e:b "x"@ en .': "at once",
    'e:a e:b "2024-05-09"^e:date .': "two “^”",
    r'e:a e:b "a\q" .': "backslash",
    "<a> e:b e:c .": "@base",
    "e:a E e:c .": "a property is",
    'e:a e:b "x" ,, "y" .': "stands between two values",
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_in_turtle_comes_with_its_remedy(mistake: str) -> None:
    with pytest.raises(SyntaxError) as refused:
        list(parse(text := f"@prefix e: <urn:e:> .\n{mistake}", format=RdfFormat.TURTLE))
    told = explain(refused.value, text)
    assert MISTAKES[mistake] in told
    assert not told.startswith("Parser error")


def test_the_line_of_a_mistake_is_shown_with_the_one_before() -> None:
    assert show_place("one\n\nthree\nfour", 3) == "\n       1 | one\n       3 | three"
    assert show_place("x" * 300 + "!", 1, 301).endswith("| …" + "x" * 99 + "!")
    assert show_place("one", None) == show_place("one", 2) == ""
