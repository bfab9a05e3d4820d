"""The catalogues of the interface: whole, alike in all languages, and used."""

import re
import string
from pathlib import Path

import pytest
from babel import Locale

from govkg.release.files.statistics import LINKED
from govkg.web.pages.language.reader import LANGUAGES
from govkg.web.pages.language.texts import LOCALES, Text, read_catalogue, texts_in
from govkg.web.responses.failures import STATUSES

WEB = Path(__file__).parents[2] / "src" / "govkg" / "web"
SOURCES = [*WEB.glob("templates/*.*ml"), *WEB.glob("pages/**/*.py")]
OTHERS = [language for language in LANGUAGES if language != "en"]


def forms(text: Text) -> list[str]:
    return list(text.values()) if isinstance(text, dict) else [text]


def places(text: Text) -> set[str | None]:
    found = {field for form in forms(text) for _, field, _, _ in string.Formatter().parse(form)}
    return found - {None}


@pytest.mark.parametrize("language", OTHERS)
def test_no_text_is_missing_in_a_language(language: str) -> None:
    english, other = read_catalogue("en"), read_catalogue(language)
    assert set(other) == set(english)
    for name, text in english.items():
        assert places(other[name]) == places(text), name
        assert all(form.strip() for form in forms(other[name])), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_with_forms_has_one_for_each_plural_of_its_language(language: str) -> None:
    wanted = set(Locale.parse(LOCALES[language]).plural_form.tags) | {"other"}
    plurals = {
        name: text for name, text in read_catalogue(language).items() if isinstance(text, dict)
    }
    assert plurals
    for name, text in plurals.items():
        assert set(text) == wanted, name


def test_chinese_is_chinese() -> None:
    latin_only = re.compile(r"[\x00-\x7f]*")
    assert not [
        name
        for name, text in read_catalogue("zh").items()
        if any(latin_only.fullmatch(form) for form in forms(text))
    ]


_MADE = ("explained.", "failure.", "use.", "file.", "action.", "severity.", "concern.", "linked.")


def test_every_text_is_used_and_every_used_text_is_there() -> None:
    catalogue = read_catalogue("en")
    sections = {name.partition(".")[0] for name in catalogue}
    named = re.compile(rf'"((?:{"|".join(sections)})\.(?!html")[a-z_]+)"')
    used = {name for file in SOURCES for name in named.findall(file.read_text(encoding="utf-8"))}
    made = {name for name in catalogue if name.startswith(_MADE)}
    assert used == set(catalogue) - made


def test_every_file_of_rules_has_a_title() -> None:
    files = (WEB.parents[2] / "shapes").glob("*.ttl")
    with_rules = {file.stem for file in files if "sh:severity" in file.read_text(encoding="utf-8")}
    titled = {name for name in read_catalogue("en") if name.startswith("concern.")}
    assert titled == {f"concern.{name}" for name in with_rules}


def test_every_failure_has_a_text() -> None:
    wanted = {f"failure.{kind.__name__}" for kind in STATUSES} | {"failure.InternalError"}
    assert wanted <= set(read_catalogue("en"))


def test_what_is_filled_in_is_escaped() -> None:
    assert "<b>" not in texts_in("en")("site.published_by", who="<b>")


def test_every_vocabulary_that_is_linked_to_has_a_name() -> None:
    named = {name for name in read_catalogue("en") if name.startswith("linked.")}
    assert named == {f"linked.{title.lower().replace(' ', '_')}" for title in LINKED.values()}


def test_a_text_is_filled_with_what_is_escaped() -> None:
    said = texts_in("en")("search.instead", words="<b>&")
    assert "&lt;b&gt;&amp;" in said
    assert "<b>" not in said


def test_a_text_without_places_is_given_as_it_stands() -> None:
    texts, catalogue = texts_in("en"), read_catalogue("en")
    assert texts("examples.lead") == str(catalogue["examples.lead"]).replace("{{name}}", "{name}")
    assert texts("common.comma", number=3) == catalogue["common.comma"]
