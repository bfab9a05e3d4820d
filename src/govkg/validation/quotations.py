"""Read the source files again: does each quotation stand where the data says it does?

A source file is found by the SHA-256 that the data states, whatever its name. Offsets count code
points of the file as it is, line ends included.
"""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from pyoxigraph import Literal, Triple

from govkg.errors import UnreadableError
from govkg.validation.findings import Finding, Message, Severity
from govkg.vocabulary import OA, SCHEMA, SHAPES

_SHOWN: Final = 60
_RULE: Final = "12"


@dataclass(frozen=True, slots=True)
class Quotation:
    """Exact words of a source, and the code points where they start and end."""

    excerpt: str
    source: str
    words: str
    start: int
    end: int


class _Facts:
    """The triples by subject and predicate."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self._objects: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._subjects: dict[str, list[str]] = defaultdict(list)
        for triple in triples:
            subject, predicate, value = (_text(term) for term in triple)
            self._objects[subject, predicate].append(value)
            self._subjects[predicate].append(subject)

    def objects(self, subject: str, predicate: str) -> list[str]:
        return self._objects[subject, predicate]

    def subjects(self, predicate: str) -> list[str]:
        return sorted(set(self._subjects[predicate]))

    @cached_property
    def checksums(self) -> dict[str, list[str]]:
        """The sources of each SHA-256."""
        found: dict[str, list[str]] = defaultdict(list)
        for source in self.subjects(f"{SCHEMA}encoding"):
            for file in self.objects(source, f"{SCHEMA}encoding"):
                for checksum in self.objects(file, f"{SCHEMA}sha256"):
                    found[checksum.lower()].append(source)
        return dict(found)


def _text(term: Any) -> str:
    return str(term.value)


def _quotations(facts: _Facts) -> Iterator[Quotation]:
    for excerpt in facts.subjects(f"{OA}hasSelector"):
        words: list[str] = []
        spans: list[tuple[int, int]] = []
        for selector in facts.objects(excerpt, f"{OA}hasSelector"):
            words += facts.objects(selector, f"{OA}exact")
            starts = facts.objects(selector, f"{OA}start")
            ends = facts.objects(selector, f"{OA}end")
            spans += [
                (int(start), int(end))
                for start, end in zip(starts, ends, strict=False)
                if start.isdecimal() and end.isdecimal()
            ]
        for source in facts.objects(excerpt, f"{OA}hasSource"):
            for exact in words:
                for start, end in spans:
                    yield Quotation(excerpt, source, exact, start, end)


def check_quotations(triples: Iterable[Triple], folder: Path) -> list[Finding]:
    """Compare every quotation in *triples* with the source files in *folder* and below it.

    Raises:
        UnreadableError: *folder* is no folder.
    """
    if not folder.is_dir():
        raise UnreadableError(f"{folder}: no such folder of source files")
    facts = _Facts(triples)
    quotations = list(_quotations(facts))
    texts: dict[str, str] = {}
    strange: dict[Path, str] = {}
    for file in sorted(item for item in folder.rglob("*") if item.is_file()):
        content = file.read_bytes()
        sources = facts.checksums.get(hashlib.sha256(content).hexdigest())
        if sources is None:
            strange[file] = content.decode(errors="replace")
            continue
        try:
            text = content.decode()
        except UnicodeDecodeError as error:
            raise UnreadableError(
                f"{file}: not UTF-8: {error.reason} at byte {error.start}"
            ) from None
        texts.update(dict.fromkeys(sources, text))
    described = {source for sources in facts.checksums.values() for source in sources}
    findings: list[Finding] = []
    for source in sorted(described - texts.keys()):
        altered = _altered([item.words for item in quotations if item.source == source], strange)
        findings.append(_altered_file(source, altered) if altered else _missing_file(source))
        strange.pop(altered or folder, None)
    findings += map(_unknown_file, strange)
    findings += [
        _misquoted(quotation, texts[quotation.source])
        for quotation in quotations
        if quotation.source in texts and not _stands(quotation, texts[quotation.source])
    ]
    return findings


def _altered(words: Collection[str], strange: Mapping[Path, str]) -> Path | None:
    """Find the file in which most of the *words* of a source stand, if half of them do."""
    shares = {file: sum(said in text for said in words) for file, text in strange.items()}
    best = max(shares, key=lambda file: shares[file], default=None)
    return best if best and words and 2 * shares[best] >= len(words) else None


def _stands(quotation: Quotation, text: str) -> bool:
    return text[quotation.start : quotation.end] == quotation.words


def _misquoted(quotation: Quotation, text: str) -> Finding:
    found = text[quotation.start : quotation.end]
    place = _nearest(quotation, text)
    if place is None:
        en = "nowhere in it. Quote word for word, or state the file that was read."
        zh = "源文件中没有这些词句。请逐字引用，或注明所读的文件。"
    else:
        end = place + len(quotation.words)
        en = f"at {place} to {end}. Correct oa:exact, or oa:start and oa:end."
        zh = f"这些词句位于第 {place} 至 {end} 个字符。请改正 oa:exact，或 oa:start 和 oa:end。"
    return Finding(
        severity=Severity.VIOLATION,
        focus_node=quotation.excerpt,
        shape=f"{SHAPES}Excerpt-words-in-source",
        rule=_RULE,
        path=f"{OA}hasSelector",
        term=str(Literal(quotation.words)),
        message=Message(
            en=f"Characters {quotation.start} to {quotation.end} of the source read "
            f"“{_cut(found)}”; the quoted words stand {en}",
            zh=f"源文件第 {quotation.start} 至 {quotation.end} 个字符是“{_cut(found)}”；{zh}",
        ),
    )


def _nearest(quotation: Quotation, text: str) -> int | None:
    """Find where the words stand, as near as may be to where they should."""
    before = text.rfind(quotation.words, 0, quotation.start + len(quotation.words))
    after = text.find(quotation.words, quotation.start)
    found = [place for place in (before, after) if place >= 0]
    return min(found, key=lambda place: abs(place - quotation.start), default=None)


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"


def _altered_file(source: str, file: Path) -> Finding:
    return Finding(
        severity=Severity.VIOLATION,
        focus_node=source,
        shape=f"{SHAPES}Source-file-known",
        rule=_RULE,
        message=Message(
            en=f"The source was read from another file than {file.name}, in which its words stand: "
            "the SHA-256 differs. Bring back the file that was read, or correct schema:sha256 and "
            "the offsets.",
            zh=f"此来源的词句见于{file.name}，但其SHA-256不符，当初所读并非此文件。"
            "请恢复所读的文件，或更正schema:sha256及各处偏移。",
        ),
    )


def _unknown_file(file: Path) -> Finding:
    return Finding(
        severity=Severity.INFO,
        focus_node=file.resolve().as_uri(),
        shape=f"{SHAPES}Source-file-unused",
        rule=_RULE,
        file=str(file),
        message=Message(
            en=f"No source states the SHA-256 of {file.name}, and the words of none stand in it. "
            "It belongs to another dataset, or is to be described as a source.",
            zh=f"没有任何来源注明{file.name}的SHA-256，其中也没有任何来源的词句。"
            "它属于别的数据集，或应登记为来源。",
        ),
    )


def _missing_file(source: str) -> Finding:
    return Finding(
        severity=Severity.WARNING,
        focus_node=source,
        shape=f"{SHAPES}Source-file-present",
        rule=_RULE,
        message=Message(
            en="No file in the folder has this source's SHA-256: its quotations were not checked. "
            "Put the file there.",
            zh="文件夹中没有与此来源的 SHA-256 相符的文件，因此未核对其引文。请放入该文件。",
        ),
    )
