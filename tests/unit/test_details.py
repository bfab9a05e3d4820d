"""What errors say in other languages follows the code that says it."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from govkg.web.pages.language import details
from govkg.web.pages.language.details import detail_in

_SOURCE = Path(details.__file__).parents[3]
_SAID = tomllib.loads(Path(details.__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_CASES = [(language, said) for language, texts in _SAID.items() for said in texts]
_PLACE = re.compile(r"\{\w+\}")


def sentences() -> Iterator[str]:
    """Give all texts of the code, with ``{}`` for what is filled in."""
    for file in _SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                parts = (
                    part.value if isinstance(part, ast.Constant) else "{}" for part in node.values
                )
                yield "".join(map(str, parts))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


_SENTENCES = {re.sub(r"\{[^{}]*\}", "{}", sentence) for sentence in sentences()}
_LIMITED = re.compile(r"limit of (time|memory|answer size): \{\} (seconds|bytes)")


@pytest.mark.parametrize(("language", "said"), _CASES)
def test_each_sentence_is_one_of_the_code(language: str, said: str) -> None:
    del language
    plain = _PLACE.sub("{}", said)
    assert _LIMITED.sub("limit of {}: {} {}", plain) in _SENTENCES


@pytest.mark.parametrize(("language", "said"), _CASES)
def test_a_translation_has_the_same_places(language: str, said: str) -> None:
    filled = _PLACE.sub(lambda place: f"<{place[0][1:-1]}>", said)
    told = detail_in(language, filled)
    assert told is not None
    assert set(re.findall(r"<\w+>", filled)) == set(re.findall(r"<\w+>", told))
