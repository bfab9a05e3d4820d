"""The project's data in parts, as checks divide it, and the report on it."""

import re
from dataclasses import replace
from pathlib import Path

from govkg.validation.findings import Finding, ordered
from govkg.validation.parts.lines import Lines
from govkg.validation.parts.part import Part
from govkg.validation.report import write_report
from shapes_world import ROOT, read

DATA = sorted((ROOT / "data").rglob("*.ttl"))
ONTOLOGY = sorted((ROOT / "ontology").rglob("*.ttl"))


def lines(file: Path) -> list[str]:
    """Read a file as lines of N-Quads."""
    return [f"{triple} <urn:g> ." for triple in read(file)]


def divided() -> list[Part]:
    """Give the project's data; its one source is cut in pieces, as if it were many.

    Of every other it is known in which graph all of it is.
    """
    parts = [Part(str(file), Lines(lines(file)), shared=True) for file in ONTOLOGY]
    for file in DATA:
        found = lines(file)
        if len(found) < 1000:
            parts.append(Part(str(file), Lines(found)))
            continue
        pieces: dict[str, list[str]] = {}
        for line in found:
            document = re.split(r"[#>]", line, maxsplit=1)[0]
            pieces.setdefault(document, []).append(line)
        parts += [Part(f"{file}{document}", Lines(said)) for document, said in pieces.items()]
    return [replace(part, graph="urn:g" if number % 2 else "") for number, part in enumerate(parts)]


PARTS = divided()


def report(findings: list[Finding]) -> str:
    """Write a report, as it is published."""
    return write_report(ordered(findings), "json")
