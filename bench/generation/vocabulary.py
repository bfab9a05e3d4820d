"""The publisher's own schemes: pillars, beneficiaries, indicators, counting units."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from bench.generation.turtle import HEADER, resource
from bench.generation.words.themes import (
    BENEFICIARIES,
    COUNTED,
    PERCENT,
    PILLARS,
    THEMES,
    Theme,
    Unit,
)

_LICENCE: Final = "dcterms:license <https://creativecommons.org/licenses/by/4.0/>"
_COUNT: Final = "qkdv:A0E0L0I0M0H0T0D1"


def vocabulary_files() -> dict[str, str]:
    """Give each vocabulary's Turtle by the name of its file."""
    return {
        "pillars": _scheme("pillar", ("Pillars", "领域"), PILLARS),
        "beneficiaries": _scheme("beneficiary", ("Beneficiaries", "受益对象"), BENEFICIARIES),
        "indicators": "".join([HEADER, _top("indicator", ("Indicators", "指标")), *_indicators()]),
        "units": "".join([HEADER, *map(_unit, COUNTED)]),
    }


def indicator_label(theme: Theme) -> tuple[str, str]:
    """Name what *theme* measures, in English and Chinese."""
    return theme.noun[0].upper() + theme.noun[1:], theme.noun_zh


def _scheme(name: str, title: tuple[str, str], concepts: Mapping[str, tuple[str, str]]) -> str:
    parts = [_concept(name, slug, labels) for slug, labels in concepts.items()]
    return "".join([HEADER, _top(name, title), *parts])


def _top(name: str, title: tuple[str, str]) -> str:
    facts = ["a skos:ConceptScheme", *_names(title), f"dcterms:subject govkg:{name}", _LICENCE]
    return resource(f"<{name}>", facts)


def _names(labels: tuple[str, str]) -> Iterator[str]:
    en, zh = labels
    for predicate in ("rdfs:label", "skos:prefLabel", "skos:definition"):
        yield f'{predicate} "{en}"@en , "{zh}"@zh'


def _concept(scheme: str, slug: str, labels: tuple[str, str], more: Iterable[str] = ()) -> str:
    facts = ["a skos:Concept", *_names(labels), *more, f"skos:inScheme <{scheme}>"]
    return resource(f"<{scheme}/{slug}>", facts)


def _indicators() -> Iterator[str]:
    for theme in THEMES:
        measure = [f"qudt:hasUnit {theme.unit.iri}"]
        if theme.unit is PERCENT:
            measure += ["schema:minValue 0", "schema:maxValue 100"]
        yield _concept("indicator", theme.slug, indicator_label(theme), measure)
        for part in theme.parts:
            en, zh = part.en[0].upper() + part.en[1:], part.zh
            narrower = [*measure, f"skos:broader <indicator/{theme.slug}>"]
            yield _concept("indicator", f"{theme.slug}-{part.slug}", (en, zh), narrower)


def _unit(unit: Unit) -> str:
    slug = unit.iri.removeprefix("<unit/").removesuffix(">")
    facts = [
        "a qudt:CountingUnit , qudt:Unit",
        f'rdfs:label "{slug}"@en , "{unit.zh}"@zh',
        f'qudt:ucumCode "{{{slug}}}"',
        "qudt:scalingOf unit:NUM",
        "qudt:conversionMultiplier 1.0",
        f"qudt:hasDimensionVector {_COUNT}",
        f"qudt:hasQuantityKind <quantity/{slug}>",
    ]
    kind = ["a qudt:QuantityKind", f'rdfs:label "Number of {slug}s"@en , "{unit.zh}数"@zh']
    return resource(unit.iri, facts) + resource(f"<quantity/{slug}>", kind)
