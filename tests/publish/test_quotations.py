"""Quotations are compared with the file that was read, found by its checksum."""

import hashlib
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Triple, parse

from govkg.errors import UnreadableError
from govkg.validation.findings import Finding, Severity
from govkg.validation.quotations import check_quotations

TEXT = "We will renovate “another 4,600\u00a0kilometers” of old pipes.\r\nThank you. 谢谢"
WORDS = "another 4,600\u00a0kilometers"
START = TEXT.index(WORDS)

DATA = """
@base <https://example.org/> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix schema: <https://schema.org/> .
<source> schema:encoding <source#file> .
<source#file> schema:sha256 "{sha256}" .
<c#quote-1> oa:hasSource <source> ; oa:hasSelector <c#words> , <c#position> .
<c#words> oa:exact "{words}" .
<c#position> oa:start {start} ; oa:end {end} .
"""


def data(*, words: str = WORDS, start: int = START, text: str = TEXT) -> list[Triple]:
    """Describe one quotation of *text*."""
    turtle = DATA.format(
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        words=words,
        start=start,
        end=start + len(words),
    )
    return [quad.triple for quad in parse(turtle, format=RdfFormat.TURTLE)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder with the source file under some name."""
    (tmp_path / "some-name.bin").write_bytes(TEXT.encode())
    return tmp_path


def found(findings: list[Finding]) -> list[tuple[str, str]]:
    """Shorten findings to severity and the end of the shape's IRI."""
    return [(item.severity, (item.shape or "").rpartition("#")[2]) for item in findings]


def test_words_that_stand_at_their_place_are_found(folder: Path) -> None:
    """Code points of the raw file: no-break spaces, quotes and line ends count as they are."""
    assert check_quotations(data(), folder) == []


def test_a_changed_word_is_found(folder: Path) -> None:
    """The finding shows what the source reads instead."""
    (finding,) = check_quotations(data(words=WORDS.replace("4,600", "4,700")), folder)
    assert finding.focus_node == "https://example.org/c#quote-1"
    assert finding.severity is Severity.VIOLATION
    assert "4,600" in finding.message.en
    assert "nowhere" in finding.message.en


def test_a_wrong_offset_is_found_and_the_right_one_told(folder: Path) -> None:
    """The remedy is in the message."""
    (finding,) = check_quotations(data(start=START + 1), folder)
    assert f"at {START} to {START + len(WORDS)}" in finding.message.en
    assert f"第 {START} 至 {START + len(WORDS)} 个字符" in (finding.message.zh or "")


@pytest.mark.parametrize(("start", "right"), [(1, 0), (9, 8), (18, 16), (30, 16)])
def test_of_several_places_the_nearest_is_told(tmp_path: Path, start: int, right: int) -> None:
    text = "in 2024 in 2024 in 2024 and so on and on"
    (tmp_path / "source.txt").write_text(text)
    (finding,) = check_quotations(data(words="in 2024", start=start, text=text), tmp_path)
    assert f"stand at {right} to {right + 7}." in finding.message.en


def test_a_file_that_differs_is_named_at_its_source(folder: Path) -> None:
    """One byte is enough."""
    (folder / "some-name.bin").write_bytes(TEXT.encode() + b"\n")
    (finding,) = check_quotations(data(), folder)
    assert found([finding]) == [("Violation", "Source-file-known")]
    assert finding.focus_node == "https://example.org/source"
    assert "some-name.bin" in finding.message.en


def test_files_of_other_datasets_are_no_fault_of_this_one(folder: Path) -> None:
    (folder / "another.txt").write_text("another text")
    (finding,) = check_quotations(data(), folder)
    assert found([finding]) == [("Info", "Source-file-unused")]


def test_an_absent_source_is_a_warning(tmp_path: Path) -> None:
    """Not everyone may hold every source."""
    assert found(check_quotations(data(), tmp_path)) == [("Warning", "Source-file-present")]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    """It is the command that is wrong, not the data."""
    with pytest.raises(UnreadableError, match="no such folder"):
        check_quotations(data(), tmp_path / "nowhere")
