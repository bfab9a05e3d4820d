"""Write findings for people: by severity, file and rule, each with its line, and how to mend it.

What must be mended stands last, where a terminal stops; behind all else what looks like a slip of
the pen, since much of what else is found in its file may follow from it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from itertools import groupby
from typing import Any, Final

from rich.console import Console
from rich.text import Text

from govkg.validation.findings import OWN_COMPONENT, Finding, Severity, conforms
from govkg.validation.report.excerpts import excerpt_of
from govkg.validation.report.words import CHINESE, ENGLISH, Words, verdict
from govkg.validation.visible import visible
from govkg.vocabulary import NAMESPACE, curie

_STYLES: Final = {
    Severity.VIOLATION: "bold red",
    Severity.WARNING: "bold yellow",
    Severity.INFO: "bold cyan",
}
_RANKS: Final = {severity: rank for rank, severity in enumerate(Severity)}
_PLACES: Final = {Severity.VIOLATION: 20, Severity.WARNING: 20, Severity.INFO: 3}
"""Places that are shown of each rule in one file."""
_ALIKE: Final = 3
"""Places that are shown of each value in one file."""
_NAMED: Final = re.compile(r"https?://[\w./#-]*\w", re.ASCII)
_SHARED: Final = re.compile(rf"{NAMESPACE}vocabulary/([\w-]+)/([\w-]+)", re.ASCII)
_SHOWN: Final = 100
_WIDE: Final = 100_000
"""So that no line is ever wrapped where programs read it."""
_NARROWEST: Final = 40
"""Columns below which no sentence is broken: the terminal does it."""


@dataclass(frozen=True, slots=True)
class _Style:
    """How it is written: see `write_text`."""

    console: Console
    columns: int | None
    language: str | None
    document: str

    @property
    def words(self) -> Words:
        return CHINESE if self.language == "zh" else ENGLISH

    def fitted(self, sentence: str, indent: int) -> Iterator[Text]:
        """Break a sentence between words where the terminal ends, and begin each line alike."""
        width = (self.columns or 0) - indent
        said = Text(sentence)
        for part in said.wrap(self.console, width) if width >= _NARROWEST else (said,):
            yield Text(" " * indent).append(part)


def write_text(
    findings: Sequence[Finding],
    *,
    columns: int | None = None,
    language: str | None = None,
    document: str = "",
) -> str:
    """Write *findings* in one *language* or in all; in colour for a terminal of so many *columns*.

    *document* is the text in which those without a file were found.
    """
    colour = columns is not None
    page = StringIO()
    console = Console(
        file=page,
        width=_WIDE,
        force_terminal=colour,
        color_system="standard" if colour else None,
        highlight=False,
        legacy_windows=False,
    )
    style = _Style(console, columns, language, document)
    named = any(item.file for item in findings)
    for (*_, file), in_file in groupby(sorted(findings, key=_order), key=_section):
        if named:
            heading = file or style.words.nowhere
            console.print(Text(heading, style="bold underline" if colour else ""))
        blocks = [list(alike) for _, alike in groupby(in_file, key=_rule)]
        for block in sorted(blocks, key=_place_in_file):
            for line in _block(block, style):
                console.print(line)
        console.print()
    hue = "bold green" if conforms(findings) else "bold red"
    console.print(Text(verdict(findings, style.words), style=hue))
    return page.getvalue()


def _section(finding: Finding) -> tuple[int, bool, bool, str]:
    """Sort by severity, the worst last, then by file.

    What no shape finds stands behind what shapes do: of a wrong base, all else follows.
    """
    own = finding.component == OWN_COMPONENT
    return -_RANKS[finding.severity], own, finding.file is None, finding.file or ""


def _rule(finding: Finding) -> str:
    return finding.shape or finding.message.en


def _place_in_file(findings: Iterable[Finding]) -> tuple[bool, int]:
    """Sort by line; behind all else, where a name is meant that is spelt otherwise elsewhere."""
    slip = any(finding.nearest for finding in findings)
    return slip, min(finding.line or 0 for finding in findings)


def _order(finding: Finding) -> tuple[Any, ...]:
    return *_section(finding), _rule(finding)


def _block(findings: Sequence[Finding], style: _Style) -> Iterator[Text]:
    """Say a rule once, then the places where it is broken."""
    first = findings[0]
    name = curie(first.shape) or first.shape if first.shape else ""
    words = style.words
    number = words.rule.format(n=first.rule) if first.rule else ""
    tail = ", ".join(part for part in (number, name) if part)
    head = Text("  ").append(words.severities[first.severity], style=_STYLES[first.severity])
    times = words.times.format(n=len(findings)) if len(findings) > 1 else ""
    yield head.append(times).append(f"  {tail}")
    once = len({finding.message for finding in findings}) == 1
    if once:
        yield from _message(first, style, indent=4)
    shown = list(_unlike(findings))[: _PLACES[first.severity]]
    for finding in shown:
        yield from _place(finding, style)
        if not once:
            yield from _message(finding, style, indent=8)
    if len(shown) < len(findings):
        yield Text(f"    {words.more.format(n=len(findings) - len(shown))}")


def _unlike(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Leave out what a value that is linked to breaks a rule with once more."""
    times: Counter[str] = Counter()
    for finding in findings:
        term = finding.term or ""
        times[term] += 1
        if not term.startswith("<") or times[term] <= _ALIKE:
            yield finding


def _message(finding: Finding, style: _Style, *, indent: int) -> Iterator[Text]:
    for text in finding.message.texts(style.language):
        named = _NAMED.sub(lambda iri: _named(iri[0], iri[0]), text)
        yield from style.fitted(visible(named), indent)


def _place(finding: Finding, style: _Style) -> Iterator[Text]:
    words = style.words
    excerpt = excerpt_of(finding, style.document)
    line = excerpt.line or finding.line
    where = f"{words.place(finding.file, line)}  " if line else ""
    yield Text("    ").append(where).append(visible(finding.focus_node), style="bold")
    for number, text in excerpt.lines:
        yield Text(f"      {number:>6} | {_cut(text, finding.value)}", style="dim")
    if finding.path and not excerpt.says_property:
        yield Text(f"        {words.path} {_short(finding.path)}")
    value = finding.value
    if value and value != finding.focus_node and not excerpt.says(value):
        described = words.described.format(at=finding.described) if finding.described else ""
        yield Text(f"        {words.value} {_cut(value)}{described}")
    for number in excerpt.again:
        yield Text(f"        {words.again.format(at=words.place(finding.file, number))}")
    if finding.nearest:
        yield Text(f"        {words.meant}  {_short(finding.nearest)}")


def _short(path: str) -> str:
    return re.sub(r"<([^>]*)>", lambda step: _named(step[1], step[0]), _named(path, path))


def _named(iri: str, otherwise: str) -> str:
    """Shorten an IRI as data files do: the prefix of a shared vocabulary is its name."""
    shared = _SHARED.fullmatch(iri)
    return f"{shared[1]}:{shared[2]}" if shared else curie(iri) or otherwise


def _cut(text: str, value: str | None = None) -> str:
    """Give what fits of a line: its beginning, or what stands around *value*."""
    line = visible(text.replace("\n", " ").rstrip())
    value = visible(value) if value else None
    if len(line) <= _SHOWN:
        return line
    end = line.rfind(value) + len(value) + 4 if value and value in line else 0  # and its tag
    start = max(0, min(end, len(line)) - _SHOWN)
    shown = line[start : start + _SHOWN]
    return f"{'…' if start else ''}{shown}{'…' if start + _SHOWN < len(line) else ''}"
