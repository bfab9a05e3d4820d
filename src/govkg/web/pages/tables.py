"""The complete description of a document, as the shapes lay it out.

A new property appears here without a change of code: its name, order and group come from a shape,
or its name from its label.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Final, NamedTuple

from pyoxigraph import NamedNode

from govkg.graph.index import Label
from govkg.graph.index.collation import collate
from govkg.release.presentation import Presentation, Property
from govkg.web.pages.language.reader import best_tag, rank
from govkg.web.pages.terms.facts import Facts, Said, Term
from govkg.web.pages.terms.names import READERS, Audience, Name, Names
from govkg.web.pages.terms.recent import Recent
from govkg.web.pages.terms.values import Shown, show

_LAST: Final = 1000.0
_LAYOUTS: Final = 512

Layout = tuple[tuple[Label, tuple[Name, ...]], ...]
"""Titles of groups, each with the names of its properties, all in order."""


class Row(NamedTuple):
    """Values, and the property that has them: several *predicates*, where they say the same."""

    predicates: tuple[Name, ...]
    values: tuple[Shown, ...]


class Group(NamedTuple):
    """Rows that belong together; *title* has no text where no shape groups them."""

    title: Label
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """All that is said of one resource; *anchor* is its fragment, *name* its heading."""

    name: Shown
    anchor: str
    groups: tuple[Group, ...]


def tables_of(facts: Facts, names: Names, presentation: Presentation) -> list[Table]:
    """Lay out every resource of a document: the entity first, then its fragments."""
    layouts = _layouts(names.audience)
    found = []
    for subject, said in facts.by_subject():
        iri = subject.value if isinstance(subject, NamedNode) else ""
        anchor = iri.partition("#")[2]
        properties = tuple(said)
        layout = layouts.get(properties)
        if layout is None:
            layout = _lay_out(properties, names, presentation)
            layouts.put(properties, layout)
        groups = tuple(Group(title, _rows(named, said, names)) for title, named in layout)
        found.append(Table(show(subject, names), anchor, groups))
    return sorted(found, key=lambda table: bool(table.anchor))


def terms_of(tables: Sequence[Table]) -> list[Table]:
    """Give the fragments that have a name of their own, in order of their names."""
    named = (
        table
        for table in tables
        if table.anchor and (table.name.language or table.name.text != table.anchor)
    )
    return sorted(named, key=lambda table: collate(table.name.text))


@lru_cache(maxsize=READERS)
def _layouts(audience: Audience) -> Recent[tuple[str, ...], Layout]:
    """Give the layouts of properties that stand together, as pages show them to one audience."""
    del audience
    return Recent(_LAYOUTS)


def _lay_out(properties: Iterable[str], names: Names, presentation: Presentation) -> Layout:
    """Put *properties* in their order, and in groups."""
    titles: dict[tuple[float, str], Label] = {}
    placed: dict[tuple[float, str], list[tuple[float, str, Name]]] = defaultdict(list)
    for iri in properties:
        laid_out = presentation.properties.get(iri)
        group = laid_out.group if laid_out else None
        key = (group.order, group.iri) if group else (_LAST, "")
        titles[key] = _pick(group.labels, names.chain) if group else Label("", "")
        name = _named(iri, laid_out, names)
        placed[key].append((laid_out.order if laid_out else _LAST, name.text, name))
    return tuple(
        (titles[key], tuple(name for *_, name in sorted(placed[key], key=itemgetter(0, 1))))
        for key in sorted(placed)
    )


def _rows(named: Iterable[Name], said: Said, names: Names) -> tuple[Row, ...]:
    """Fill the rows; what is said in the very same words, as label and preferred label, is one."""
    rows: list[Row] = []
    spoken: dict[tuple[Shown, ...], int] = {}
    for name in named:
        values = _values(said[name.iri], names)
        if all(not isinstance(shown, Name) and shown.language for shown in values):
            same = spoken.setdefault(values, len(rows))
            if same < len(rows):
                rows[same] = Row((*rows[same].predicates, name), values)
                continue
        rows.append(Row((name,), values))
    return tuple(rows)


def _values(terms: Sequence[Term], names: Names) -> tuple[Shown, ...]:
    shown = [show(term, names) for term in terms]
    if len(shown) > 1:
        shown.sort(key=lambda one: _among(one, names.chain))
    return tuple(shown)


def _among(shown: Shown, chain: tuple[str, ...]) -> tuple[int, str]:
    """Place a value among others: texts by the reader's languages, links by their names."""
    if isinstance(shown, Name):
        return len(chain) + 1, collate(shown.text)
    return rank(shown.language, chain)[0], ""


def _named(iri: str, laid_out: Property | None, names: Names) -> Name:
    name = names.of(iri)
    shown = _pick(laid_out.names, names.chain) if laid_out and laid_out.names else None
    return Name(iri, shown.text, shown.language, name.href) if shown else name


def _pick(labels: Mapping[str, str], chain: tuple[str, ...]) -> Label:
    tag = best_tag(labels, chain)
    return Label("", "") if tag is None else Label(labels[tag], tag)
