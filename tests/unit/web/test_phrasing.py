"""Names, values and figures as pages write them: escaped, cut, and in their languages."""

import pytest
from jinja2 import Environment

from govkg.graph.index import Label
from govkg.web.pages.figures.quantities import Saying
from govkg.web.pages.language.reader import Reader
from govkg.web.pages.templating.phrasing import FILTERS
from govkg.web.pages.terms.names import Name
from govkg.web.pages.terms.values import Value

HOSTILE = "<b>\"&'"
ESCAPED = "&lt;b&gt;&#34;&amp;&#39;"
NOTHING = Label("", "")


def written(template: str, language: str = "en", **facts: object) -> str:
    environment = Environment(autoescape=True)
    environment.filters.update(FILTERS)
    source = environment.from_string(template)
    return source.render(reader=Reader(language), **facts)


def saying(number: str, *, qualifier: Label = NOTHING, unit: Label = NOTHING) -> Saying:
    return Saying(qualifier, "", number, unit, "", "", " ")


def test_what_is_shown_is_escaped_wherever_it_stands() -> None:
    name = Name(HOSTILE, HOSTILE, HOSTILE, f"/{HOSTILE}")
    shown = written("{{ name|link }}", name=name)
    assert shown == (
        f'<a href="/{ESCAPED}" title="{ESCAPED}"><bdi lang="{ESCAPED}">{ESCAPED}</bdi></a>'
    )
    value = written("{{ shown|value }}", shown=Value(HOSTILE, HOSTILE, HOSTILE))
    assert "<b>" not in value
    assert value.count(ESCAPED) == 4
    said = saying(HOSTILE, qualifier=Label(HOSTILE, ""), unit=Label(HOSTILE, ""))
    assert written("{{ said|saying }}", said=said).count(ESCAPED) == 3


def test_a_language_is_named_where_it_is_not_the_page_s() -> None:
    name = Name("http://e/a", "管网", "zh", "/a")
    assert '<bdi lang="zh">' in written("{{ name|text }}", "en", name=name)
    assert "<bdi>" in written("{{ name|text }}", "zh", name=name)
    # Of a literal that was recorded, the language is a part.
    assert '<bdi lang="zh">' in written("{{ shown|value }}", "zh", shown=Value("管网", "zh"))


def test_what_leads_nowhere_is_no_link() -> None:
    assert written("{{ name|link }}", name=Name("urn:x", "x", "", "")) == (
        '<span title="urn:x"><bdi>x</bdi></span>'
    )
    outside = Name("https://e/", "e", "", "https://e/")
    assert written("{{ name|link }}", name=outside) == '<a href="https://e/"><bdi>e</bdi></a>'


@pytest.mark.parametrize(("language", "comma"), [("en", ", "), ("zh", "、")])
def test_several_are_listed_as_the_language_lists_them(language: str, comma: str) -> None:
    names = [Name(one, one, "", "") for one in ("urn:a", "urn:b")]
    one, other = (written("{{ name|link }}", language, name=name) for name in names)
    assert written("{{ names|links }}", language, names=names) == f"{one}{comma}{other}"
    assert not written("{{ names|links }}", language, names=[])


def test_plain_texts_are_listed_escaped_and_cut() -> None:
    shown = written("{{ texts|listed }}", texts=["<b>", "endless" * 1000])
    assert shown.startswith("&lt;b&gt;, endless")
    assert len(shown) < 300
    assert not written("{{ texts|listed }}", texts=[])


def test_a_figure_is_never_broken_within_its_number() -> None:
    said = saying("70 to 80", unit=Label("km", "en"))
    assert written('{{ said|saying("number") }}', said=said) == (
        '<span class="number"><b>70\u00a0to\u00a080</b> <bdi>km</bdi></span>'
    )


def test_several_figures_are_a_list_within_a_sentence() -> None:
    several = [saying("70"), saying("80")]
    one, other = (written('{{ said|saying("number") }}', said=said) for said in several)
    assert written("{{ several|sayings }}", several=several) == f"{one}, {other}"


def test_several_values_stand_below_each_other() -> None:
    several = [Value(HOSTILE), Name("urn:a", "a", "", "/a")]
    one, other = (written("{{ shown|value }}", shown=shown) for shown in several)
    assert written("{{ several|values }}", several=several) == (
        f"<div>{one}</div><div>{other}</div>"
    )
    assert written("{{ several|values }}", several=several[:1]) == one


def test_what_has_no_number_says_so_in_the_reader_s_language() -> None:
    english, chinese = (written("{{ said|saying }}", one, said=saying("")) for one in ("en", "zh"))
    assert "<b></b>" not in english
    assert english != chinese


def test_filters_give_what_is_not_escaped_again() -> None:
    name = Name("urn:a", "a", "", "/a")
    assert "&lt;" not in written("{{ (name|link) ~ '' }}", name=name)
