"""The complete description of a document, as the shapes lay it out.

A new property appears here without a change of code: its name, order and group come from a shape,
or its name from its label.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode, Triple

from govkg.graph.documents import Description
from govkg.graph.index import Label
from govkg.graph.index.collation import collate
from govkg.release.presentation import Presentation, Property
from govkg.web.pages.language.reader import best_tag, rank
from govkg.web.pages.terms.facts import by_subject
from govkg.web.pages.terms.names import Name, Names
from govkg.web.pages.terms.values import Shown, show

_LAST: Final = 1000.0


@dataclass(frozen=True, slots=True)
class Row:
    """Values, and the property that has them: several *predicates*, where they say the same."""

    predicates: tuple[Name, ...]
    values: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that belong together; *title* has no text where no shape groups them."""

    title: Label
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """All that is said of one resource; *anchor* is its fragment, *name* its heading."""

    name: Shown
    anchor: str
    groups: tuple[Group, ...]


def tables_of(description: Description, names: Names, presentation: Presentation) -> list[Table]:
    """Lay out every resource of a document: the entity first, then its fragments."""
    found = []
    for subject, triples in by_subject(description.triples).items():
        iri = subject.value if isinstance(subject, NamedNode) else ""
        anchor = iri.partition("#")[2]
        found.append(Table(show(subject, names), anchor, _groups(triples, names, presentation)))
    return sorted(found, key=lambda table: bool(table.anchor))


def terms_of(tables: Sequence[Table]) -> list[Table]:
    """Give the fragments that have a name of their own, in order of their names."""
    named = (
        table
        for table in tables
        if table.anchor and (table.name.language or table.name.text != table.anchor)
    )
    return sorted(named, key=lambda table: collate(table.name.text))


def _groups(
    triples: Iterable[Triple], names: Names, presentation: Presentation
) -> tuple[Group, ...]:
    values: dict[str, list[Shown]] = defaultdict(list)
    for triple in triples:
        values[triple.predicate.value].append(show(triple.object, names))
    titles: dict[tuple[float, str], Label] = {}
    rows: dict[tuple[float, str], list[tuple[float, Row]]] = defaultdict(list)
    for predicate, shown in values.items():
        laid_out = presentation.properties.get(predicate)
        group = laid_out.group if laid_out else None
        key = (group.order, group.iri) if group else (_LAST, "")
        if key not in titles:
            titles[key] = _pick(group.labels, names.chain) if group else Label("", "")
        if len(shown) > 1:
            shown.sort(key=lambda one: _among(one, names.chain))
        order = laid_out.order if laid_out else _LAST
        rows[key].append((order, Row((_named(predicate, laid_out, names),), tuple(shown))))
    return tuple(
        Group(titles[key], _joined(row for _, row in sorted(rows[key], key=_place)))
        for key in sorted(rows)
    )


def _joined(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Put into one row what is said in the very same words, as label and preferred label are."""
    found: dict[object, Row] = {}
    for row in rows:
        spoken = all(not isinstance(shown, Name) and shown.language for shown in row.values)
        key = row.values if spoken else row.predicates
        same = found.get(key)
        found[key] = Row((*same.predicates, *row.predicates), row.values) if same else row
    return tuple(found.values())


def _among(shown: Shown, chain: tuple[str, ...]) -> tuple[int, str]:
    """Place a value among others: texts by the reader's languages, links by their names."""
    if isinstance(shown, Name):
        return len(chain) + 1, collate(shown.text)
    return rank(shown.language, chain)[0], ""


def _place(row: tuple[float, Row]) -> tuple[float, str]:
    return row[0], row[1].predicates[0].text


def _named(iri: str, laid_out: Property | None, names: Names) -> Name:
    name = names.of(iri)
    shown = _pick(laid_out.names, names.chain) if laid_out and laid_out.names else None
    return Name(iri, shown.text, shown.language, name.href) if shown else name


def _pick(labels: Mapping[str, str], chain: tuple[str, ...]) -> Label:
    tag = best_tag(labels, chain)
    return Label("", "") if tag is None else Label(labels[tag], tag)
