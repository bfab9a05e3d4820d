"""How a choice among statements is written in an address, and read from one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote, urlencode

from govkg.formats import CSV, JSON_LD
from govkg.graph.index.statements.collecting import (
    EVENT,
    INDICATOR,
    KIND,
    PLACE,
    SOURCE,
    UNIT,
    YEAR,
)
from govkg.vocabulary import DCTERMS, GOVKG, NAMESPACE, curie, expand

FILTERS: Final = {
    "pillar": f"{GOVKG}pillar",
    "actor": f"{GOVKG}actor",
    "speaker": f"{GOVKG}speaker",
    "event": EVENT,
    "place": PLACE,
    "year": YEAR,
    "unit": UNIT,
    "kind": KIND,
    "firmness": f"{GOVKG}firmness",
    "indicator": INDICATOR,
    "beneficiary": f"{GOVKG}beneficiary",
    "type": f"{GOVKG}resultType",
    "plan": f"{GOVKG}plan",
    "source": SOURCE,
    "aim": f"{DCTERMS}isPartOf",
}
"""What statements can be chosen by: the names in addresses and the properties behind them."""

SORTS: Final = {
    "latest": "explore.by_latest",
    "earliest": "explore.by_earliest",
    "label": "explore.by_label",
    "year": "explore.by_year",
    "amount": "explore.by_amount",
}
"""The orders of the table, the first unless another is asked for, and the names of their texts."""
FIRST: Final = "latest"
_LITERAL: Final = frozenset({"year"})


@dataclass(frozen=True, slots=True)
class View:
    """A view of the table: everything that its address says.

    *chosen* are for each name of `FILTERS` the values of which a statement has one, as IRIs or
    years; *words* are searched for, *after* is the IRI of the last statement of the page before.
    """

    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    words: str = ""
    sort: str = FIRST
    after: str = ""

    def address(self, base_iri: str, extension: str = "") -> str:
        """Give the address of the view."""
        pairs = [
            (name, shortened(value, base_iri))
            for name in FILTERS
            for value in self.chosen.get(name, ())
        ]
        pairs += [
            (name, value)
            for name, value in (("q", self.words), ("after", shortened(self.after, base_iri)))
            if value
        ]
        if self.sort != FIRST:
            pairs.append(("sort", self.sort))
        query = urlencode(pairs, quote_via=quote, safe="/:")
        return f"/explore{extension}{'?' if query else ''}{query}"

    def files(self, base_iri: str) -> list[tuple[str, str]]:
        """Give the formats in which all of the view is to be had, each with its address."""
        whole = View(self.chosen, self.words, self.sort)
        return [
            (form.title, whole.address(base_iri, f".{form.extension}")) for form in (CSV, JSON_LD)
        ]

    def with_choice(self, name: str, value: str) -> "View":
        """Add a choice, or take it back where it stands already; the list begins anew."""
        present = self.chosen.get(name, ())
        kept = tuple(one for one in present if one != value)
        changed = {**self.chosen, name: kept if value in present else (*present, value)}
        return View({key: some for key, some in changed.items() if some}, self.words, self.sort)


def read_view(pairs: Iterable[tuple[str, str]], base_iri: str) -> View:
    """Read the view of an address; what is unknown there is passed over."""
    chosen: dict[str, list[str]] = {}
    others: dict[str, str] = {}
    for name, text in pairs:
        if name in FILTERS and text:
            value = text if name in _LITERAL else expanded(text, base_iri)
            if value not in chosen.setdefault(name, []):
                chosen[name].append(value)
        else:
            others[name] = text
    sort = others.get("sort", "")
    return View(
        chosen={name: tuple(chosen[name]) for name in FILTERS if name in chosen},
        words=" ".join(others.get("q", "").split())[:200],
        sort=sort if sort in SORTS else FIRST,
        after=expanded(others["after"], base_iri) if others.get("after") else "",
    )


def shortened(iri: str, base_iri: str) -> str:
    """Write an IRI short: without the base, else with a prefix, else as it is.

    >>> shortened("https://example.org/pillar/housing", "https://example.org/")
    'pillar/housing'
    >>> shortened("http://qudt.org/vocab/unit/KiloM", "https://example.org/")
    'unit:KiloM'
    """
    if iri.startswith(base_iri) and ":" not in iri.removeprefix(base_iri):
        return iri.removeprefix(base_iri)
    if iri.startswith(f"{NAMESPACE}vocabulary/"):
        return f"vocabulary:{iri.removeprefix(f'{NAMESPACE}vocabulary/')}"
    return curie(iri) or iri


def expanded(text: str, base_iri: str) -> str:
    """Read what `shortened` wrote.

    >>> expanded("vocabulary:firmness/firm", "https://example.org/")
    'https://w3id.org/govkg/vocabulary/firmness/firm'
    """
    if text.startswith("vocabulary:"):
        return f"{NAMESPACE}vocabulary/{text.removeprefix('vocabulary:')}"
    known = expand(text)
    if known:
        return known
    return text if ":" in text else f"{base_iri}{text}"
