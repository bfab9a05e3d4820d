"""Texts, numbers, dates and addresses as pages write them: in the language of who reads."""

import pytest
from jinja2 import Environment

from govkg.web.pages.language.reader import Reader
from govkg.web.pages.language.texts import texts_in
from govkg.web.pages.templating.speaking import FILTERS

ENGLISH = Reader("en", suffix="en.html", prefix="/a")
CHINESE = Reader("zh")


def written(template: str, reader: Reader, **facts: object) -> str:
    environment = Environment(autoescape=True)
    environment.filters.update(FILTERS)
    source = environment.from_string(template)
    return source.render(reader=reader, texts=texts_in(reader.language), **facts)


@pytest.mark.parametrize(
    ("template", "english", "chinese"),
    [
        ('{{ "common.comma"|t }}', ", ", "、"),
        ("{{ 1234567|number }}", "1,234,567", "1,234,567"),
        ('{{ "2024-05-09"|date }}', "9 May 2024", "2024年5月9日"),
        ("{{ 0.857|share }}", "86%", "86%"),
        ("{{ 1234567|size }}", "1.2 MB", "1.2 MB"),
        ('{{ "/downloads/"|to }}', "/a/downloads/index.en.html", "/downloads/"),
        ('{{ "/static/x"|at }}', "/a/static/x", "/static/x"),
    ],
)
def test_each_is_said_as_its_reader_says_it(template: str, english: str, chinese: str) -> None:
    assert written(template, ENGLISH) == english
    assert written(template, CHINESE) == chinese


def test_what_is_filled_in_is_escaped_once() -> None:
    shown = written('{{ "search.instead"|t(words=words) }}', ENGLISH, words="<b>")
    assert "&lt;b&gt;" in shown
    assert "<b>" not in shown


def test_a_text_has_the_form_of_its_number() -> None:
    one, other = (
        written('{{ "home.statements"|t(number=n, n=n|number) }}', ENGLISH, n=n) for n in (1, 2000)
    )
    assert "2,000" in other
    assert one.replace("1", "") != other.replace("2,000", "")
