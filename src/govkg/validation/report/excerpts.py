"""Which lines of a file show what a finding is about."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from govkg.validation.findings import Finding
from govkg.validation.lines import subject_lines

_MOST: Final = 4
"""Lines that are shown of a value that has a description of its own."""

Line = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Lines with their numbers, and the one to mend, as far as they are known.

    *again* are the lines where the same node is described once more.
    """

    lines: tuple[Line, ...] = ()
    line: int | None = None
    says_property: bool = False
    says_part: bool = False
    again: tuple[int, ...] = ()

    def says(self, value: str) -> bool:
        """Say whether *value* stands there letter by letter, or with all that is said of it."""
        return self.says_part or any(value in text for _, text in self.lines)


def excerpt_of(finding: Finding, document: str = "") -> Excerpt:
    """Show where a node begins, the line of the property, and what stands of a part of it.

    What is found in no file is shown in *document*. Of a node that nobody describes, *line* is that
    of what mentions it: the line with its name is shown then.
    """
    text = document if finding.file is None else _read(finding.file)
    lines = _lines(text)
    if finding.line is None or finding.line > len(lines):
        return Excerpt()
    shown = [(finding.line, lines[finding.line - 1])]
    block = list(_block(lines, finding.line))
    said: list[Line] = []
    if _is_described(finding, text):
        said = [line for line in block[1:] if finding.path and _is_of(line[1], finding.path)]
    elif finding.focus_node not in shown[0][1]:
        shown += [line for line in block[1:] if _names(line[1], finding.focus_node)][:1]
    if said:
        shown.append(next((line for line in said if _names(line[1], finding.value)), said[0]))
        shown += _further(block, shown[-1], finding)
    place = shown[-1][0]
    part = _lines_of_part(finding, text)
    if part is not None:
        shown += [line for line in list(_block(lines, part))[:_MOST] if line not in shown]
        place = part
    inner = _value_of_part(finding, block, text)
    if inner:
        shown += inner
        place = inner[-1][0]
    again = tuple(_further_descriptions(finding, text))
    return Excerpt(tuple(shown), place, bool(said), part is not None, again)


def _is_described(finding: Finding, text: str) -> bool:
    """Say whether the node begins at the finding's line, or is a blank one somewhere below it."""
    node = finding.focus_node
    return node.startswith("_:") or finding.line in _subjects(text).get(node, ())


def _further_descriptions(finding: Finding, text: str) -> Iterator[int]:
    """Give the lines after the first where the node, or its part, begins behind an empty line."""
    lines = _lines(text)
    for name in dict.fromkeys((finding.focus_node, finding.value or "")):
        for number in _subjects(text).get(name, ())[1:]:
            if not lines[number - 2].strip():
                yield number


def _value_of_part(finding: Finding, block: Sequence[Line], text: str) -> list[Line]:
    """Give where a text stands that is said of a part of the node's own document."""
    escaped = (finding.value or "").replace("\\", r"\\").replace('"', r"\"")
    value = f'"{escaped}"'
    if not (finding.term or "").startswith('"') or any(value in line for _, line in block):
        return []
    for first in _parts(text).get(finding.focus_node.partition("#")[0], ()):
        head, *said = _block(_lines(text), first)
        found = [line for line in said if value in line[1]]
        if found:
            return [head, found[0]]
    return []


def _block(lines: Sequence[str], first: int) -> Iterator[Line]:
    """Give the lines from *first* to the next empty one, or the next subject in N-Triples."""
    subject = lines[first - 1].partition(" ")[0]
    for number in range(first, len(lines) + 1):
        line = lines[number - 1]
        if not line.strip() or (line.startswith("<") and not line.startswith(subject)):
            return
        yield number, line


def _further(block: Sequence[Line], said: Line, finding: Finding) -> list[Line]:
    """Give the line of a value that stands below its property, among others."""
    if not (finding.term or "").startswith("<") or _names(said[1], finding.value):
        return []
    return [line for line in block if line > said and _names(line[1], finding.value)][:1]


def _lines_of_part(finding: Finding, text: str) -> int | None:
    """Find the line where a value begins that is a part of the node's own document."""
    value = finding.value or ""
    document, fragment, _ = value.partition("#")
    if not fragment or value == finding.focus_node:
        return None
    if document != finding.focus_node.partition("#")[0]:
        return None
    return next(iter(_subjects(text).get(value, ())), None)


def _names(line: str, value: str | None) -> bool:
    """Say whether *line* has *value*: its text, or the last part of its IRI."""
    return bool(value) and re.split(r"[#/]", value or "")[-1] in line


def _is_of(line: str, path: str) -> bool:
    local = re.split(r"[#/]", path)[-1]
    named = bool(local) and re.search(rf"(^|[\s:/#<]){re.escape(local)}([\s>]|$)", line) is not None
    return named or (path.endswith("type>") and " a " in line)


@lru_cache(maxsize=64)
def _read(file: str) -> str:
    try:
        return Path(file).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return ""


@lru_cache(maxsize=16)
def _lines(text: str) -> Sequence[str]:
    return text.split("\n")


@lru_cache(maxsize=16)
def _subjects(text: str) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for iri, line in subject_lines(text):
        found.setdefault(iri, []).append(line)
    return found


@lru_cache(maxsize=16)
def _parts(text: str) -> dict[str, list[int]]:
    """Give the lines where parts of each document begin."""
    found: dict[str, list[int]] = {}
    for node, (first, *_) in _subjects(text).items():
        document, sign, _ = node.partition("#")
        if sign:
            found.setdefault(document, []).append(first)
    return found
