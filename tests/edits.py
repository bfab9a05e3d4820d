"""Edits of a project in parts, chosen by chance: of lines, of nodes, of whole files."""

import random
import re
from collections.abc import Callable
from dataclasses import replace

from govkg.validation.parts.lines import Lines
from govkg.validation.parts.part import Part

RDF_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
SUBCLASS = "<http://www.w3.org/2000/01/rdf-schema#subClassOf>"
GOVKG = "https://w3id.org/govkg/ontology#"
CLASSES = [f"<{GOVKG}{name}>" for name in ("Commitment", "Target", "Figure", "Result", "Statement")]

Edit = Callable[[list[Part], random.Random], None]
"""Changes some of the parts in place."""


def pick(parts: list[Part], chance: random.Random, *, shared: bool | None = False) -> int:
    """Choose a part that says something; with *shared*, one of those that all may look at."""
    return chance.choice(
        [
            number
            for number, part in enumerate(parts)
            if part.lines and (shared is None or part.shared is shared)
        ]
    )


def subject_of(line: str) -> str:
    """Give the subject of a line."""
    return line.partition(" ")[0]


def drop_line(parts: list[Part], chance: random.Random) -> None:
    """Take a line away from any file, the ontology's among them."""
    number = pick(parts, chance, shared=None)
    lines = list(parts[number].lines)
    lines.pop(chance.randrange(len(lines)))
    parts[number] = replace(parts[number], lines=Lines(lines))


def copy_line(parts: list[Part], chance: random.Random) -> None:
    """Say in one file what another says, too."""
    number, other = pick(parts, chance), pick(parts, chance, shared=None)
    lines = [*parts[number].lines, chance.choice(parts[other].lines)]
    parts[number] = replace(parts[number], lines=Lines(lines))


def change_value(parts: list[Part], chance: random.Random) -> None:
    """Give a property the value of some other line."""
    number, other = pick(parts, chance), pick(parts, chance, shared=None)
    lines = list(parts[number].lines)
    place = chance.randrange(len(lines))
    head = " ".join(lines[place].split(" ", 2)[:2])
    lines[place] = f"{head} {chance.choice(parts[other].lines).split(' ', 2)[2]}"
    parts[number] = replace(parts[number], lines=Lines(lines))


def repeat_value(parts: list[Part], chance: random.Random) -> None:
    """Give a property a value that it has elsewhere: so repeats and contradictions come about."""
    number = pick(parts, chance)
    lines = list(parts[number].lines)
    place = chance.randrange(len(lines))
    subject, predicate, _ = lines[place].split(" ", 2)
    others = [
        line
        for line in parts[pick(parts, chance)].lines
        if line.split(" ", 2)[1] == predicate
        and line.split(" ", 2)[2] != lines[place].split(" ", 2)[2]
    ]
    if others:
        lines[place] = f"{subject} {predicate} {chance.choice(others).split(' ', 2)[2]}"
        parts[number] = replace(parts[number], lines=Lines(lines))


def twin_file(parts: list[Part], chance: random.Random) -> None:
    """Say what a file says once more, of other nodes."""
    number = pick(parts, chance)
    subjects = {subject_of(line) for line in parts[number].lines}
    name = f"twin-{chance.randrange(10**6)}"

    def renamed(term: str) -> str:
        return f"{term[:-1]}-{name}>" if term in subjects and term.startswith("<") else term

    said = [" ".join(map(renamed, line.split(" "))) for line in parts[number].lines]
    parts.append(Part(f"{name}.ttl", Lines(said)))


def change_digits(parts: list[Part], chance: random.Random) -> None:
    """Change a number or a year."""
    number = pick(parts, chance)
    lines = list(parts[number].lines)
    place = chance.randrange(len(lines))
    lines[place] = re.sub(r'"\d', '"9', lines[place], count=1)
    parts[number] = replace(parts[number], lines=Lines(lines))


def move_node(parts: list[Part], chance: random.Random) -> None:
    """Describe a node in another file, new or old, from now on."""
    number, other = pick(parts, chance), pick(parts, chance)
    node = subject_of(chance.choice(parts[number].lines))
    moved = [line for line in parts[number].lines if subject_of(line) == node]
    left = [line for line in parts[number].lines if subject_of(line) != node]
    parts[number] = replace(parts[number], lines=Lines(left))
    if chance.random() < 0.3:
        parts.append(Part(f"new-{chance.random()}.ttl", Lines(moved)))
    else:
        parts[other] = replace(parts[other], lines=Lines([*parts[other].lines, *moved]))


def rename_node(parts: list[Part], chance: random.Random) -> None:
    """Call a node otherwise in one file: by a blank node, or by another's name."""
    number = pick(parts, chance)
    lines = parts[number].lines
    node = subject_of(chance.choice(lines))
    other = subject_of(chance.choice(parts[pick(parts, chance, shared=None)].lines))
    name = f"_:b{chance.randrange(10**6)}" if chance.random() < 0.6 else other
    parts[number] = replace(parts[number], lines=Lines(line.replace(node, name) for line in lines))


def change_classes(parts: list[Part], chance: random.Random) -> None:
    """Add a class to the ontology, take one away, or place one below another."""
    number = pick(parts, chance, shared=True)
    lines = list(parts[number].lines)
    classes = [line for line in lines if RDF_TYPE in line or SUBCLASS in line]
    if classes and chance.random() < 0.5:
        lines.remove(chance.choice(classes))
    else:
        below, above = chance.sample([*CLASSES, f"<{GOVKG}New>"], 2)
        lines.append(f"{below} {SUBCLASS} {above} <urn:g> .")
    parts[number] = replace(parts[number], lines=Lines(lines))


def change_type(parts: list[Part], chance: random.Random) -> None:
    """Give a node one more class."""
    number = pick(parts, chance)
    node = subject_of(chance.choice(parts[number].lines))
    added = f"{node} {RDF_TYPE} {chance.choice([*CLASSES, f'<{GOVKG}New>'])} <urn:g> ."
    parts[number] = replace(parts[number], lines=Lines([*parts[number].lines, added]))


def drop_file(parts: list[Part], chance: random.Random) -> None:
    """Remove a file, or leave it empty."""
    number = pick(parts, chance)
    if chance.random() < 0.5:
        parts.pop(number)
    else:
        parts[number] = replace(parts[number], lines=Lines([]))


def copy_file(parts: list[Part], chance: random.Random) -> None:
    """Have two files say the same."""
    number = pick(parts, chance)
    parts.append(Part(f"copy-{chance.random()}.ttl", parts[number].lines))


EDITS: dict[str, Edit] = {
    edit.__name__: edit
    for edit in (
        *(drop_line, copy_line, change_value, repeat_value, change_digits),
        *(move_node, rename_node, change_classes, change_type),
        *(drop_file, copy_file, twin_file),
    )
}


def edited(parts: list[Part], name: str, seed: int) -> list[Part]:
    """Make the edit called *name*, the same for the same *seed*."""
    changed = list(parts)
    EDITS[name](changed, random.Random(seed))  # noqa: S311  # nothing is secret here
    return changed
