"""Pages as text: what a page shows is gathered here, how it looks stands in its template.

Every page takes a constant number of queries, however much there is.
"""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from pathlib import Path
from typing import Final
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from govkg.formats import DOCUMENT_FORMATS, HTML, RESULT_FORMATS
from govkg.graph.documents import Description
from govkg.graph.sparql.evaluation import Limits
from govkg.iris import to_uri
from govkg.release.queries import Example, read_examples
from govkg.vocabulary import DCTERMS, GOVKG, RDF, SKOS, curie
from govkg.web.pages.choices import choices_for
from govkg.web.pages.completion import terms_of
from govkg.web.pages.figures.measures import measures_of
from govkg.web.pages.overview import overview_of
from govkg.web.pages.related import beside, statements_about
from govkg.web.pages.statements import is_statement, view_statement
from govkg.web.pages.tables import tables_of
from govkg.web.pages.terms.facts import Facts
from govkg.web.pages.terms.names import Names
from govkg.web.pages.terms.values import pointed_to
from govkg.web.served import ServedRelease

_TEMPLATES: Final = Path(__file__).parents[1] / "templates"
_EDITOR: Final = Path(__file__).parents[1] / "static" / "editor" / "yasgui.min.js"
_NOTES: Final = (f"{SKOS}definition", f"{DCTERMS}description", f"{SKOS}editorialNote")
_ALTERNATES: Final = tuple(form for form in DOCUMENT_FORMATS if form is not HTML)


class Pages:
    """Renders the pages of any release."""

    def __init__(self) -> None:
        """Make ready the templates; a name that is missing in one is an error, not a gap."""
        self._environment = Environment(
            loader=FileSystemLoader(_TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters["size"] = _size

    def home(self, release: ServedRelease) -> str:
        """Say what this is, how much there is, and how to get it."""
        overview = overview_of(release)
        return self._render("home.html", release, overview=overview, browse=_browse)

    def entity(self, release: ServedRelease, description: Description) -> str:
        """Show an entity: first what a reader wants of it, then all that is said of it."""
        facts = Facts(description)
        if is_statement(description, facts):
            return self._statement(release, description, facts)
        focus = description.iri
        measures = measures_of(release.selector)
        return self._render(
            "entity.html",
            release,
            notes=[text for predicate in _NOTES for text in facts.texts(focus, predicate)],
            statements=statements_about(release, measures, focus),
            **_described(release, description, facts, _names(release, description)),
        )

    def _statement(self, release: ServedRelease, description: Description, facts: Facts) -> str:
        focus = description.iri
        names = _names(release, description)
        measures = measures_of(release.selector)
        event = facts.iri(focus, f"{GOVKG}event")
        near = beside(statements_about(release, measures, event), focus) if event else ()
        return self._render(
            "statement.html",
            release,
            statement=view_statement(description, facts, names, measures),
            beside=near,
            **_described(release, description, facts, names),
        )

    def listing(
        self, release: ServedRelease, class_iri: str, *, after: str = "", limit: int = 100
    ) -> str:
        """List members of a class in order of IRI: *limit* of them behind *after*."""
        found = release.index.members(class_iri, after=after, limit=limit + 1)
        shown = found[:limit]
        names = Names(release, [class_iri, *shown])
        return self._render(
            "listing.html",
            release,
            name=names.of(class_iri),
            number=release.manifest.classes[class_iri],
            members=[names.of(iri) for iri in shown],
            after=after,
            next_after=shown[-1] if len(found) > limit else "",
        )

    def classes(self, release: ServedRelease) -> str:
        """List the classes, with how many members each has."""
        counts = release.manifest.classes
        names = Names(release, counts)
        ranked = sorted(counts, key=lambda iri: (-counts[iri], iri))
        listed = [(names.of(iri), counts[iri], _browse(iri)) for iri in ranked]
        return self._render(
            "classes.html",
            release,
            own=[item for item in listed if item[0].iri.startswith(GOVKG)],
            others=[item for item in listed if not item[0].iri.startswith(GOVKG)],
        )

    def downloads(self, release: ServedRelease) -> str:
        """List the public files."""
        return self._render("downloads.html", release)

    def sparql(self, release: ServedRelease, *, limits: Limits, query: str = "") -> str:
        """Show the form for a query, filled in with *query*, the examples and the *limits*."""
        examples = sorted(read_examples(release.layout.queries), key=_first_tag)
        return self._render(
            "sparql.html",
            release,
            query=query,
            limits=limits,
            editor=_EDITOR.is_file(),
            terms=terms_of(release),
            examples=[(example, _query_address(example.text)) for example in examples],
            result_formats=RESULT_FORMATS,
            graph_formats=_ALTERNATES,
        )

    def examples(self, release: ServedRelease) -> str:
        """List the example queries, in the order of their first tags."""
        examples = read_examples(release.layout.queries)
        return self._render("examples.html", release, examples=sorted(examples, key=_first_tag))

    def example(
        self,
        release: ServedRelease,
        example: Example,
        values: Mapping[str, str],
        links: Sequence[tuple[str, str]],
    ) -> str:
        """Show an example query with *values* of its parameters; *links* lead to its answers."""
        parameters = [(one, choices_for(release, one)) for one in example.parameters]
        return self._render(
            "example.html",
            release,
            example=example,
            parameters=parameters,
            values=values,
            links=links,
            editor=_query_address(example.text),
        )

    def failure(
        self,
        *,
        status: int,
        title: str,
        detail: str,
        choices: Sequence[tuple[str, str]] = (),
        release: ServedRelease | None = None,
    ) -> str:
        """Say what went wrong; *choices* are addresses with texts that lead on."""
        return self._render(
            "failure.html",
            release,
            status=status,
            phrase=HTTPStatus(status).phrase,
            title=title,
            detail=detail,
            choices=choices,
        )

    def _render(self, template: str, release: ServedRelease | None, **facts: object) -> str:
        manifest = release.manifest if release else None
        return self._environment.get_template(template).render(manifest=manifest, **facts)


def _names(release: ServedRelease, description: Description) -> Names:
    """Look up all that a document names."""
    links = {iri for link in description.incoming for iri in (link.subject, link.predicate)}
    return Names(release, pointed_to(description.triples) | links | set(description.resources))


def _described(
    release: ServedRelease, description: Description, facts: Facts, names: Names
) -> dict[str, object]:
    """Give what the pages of all entities have."""
    focus = description.iri
    return {
        "name": names.of(focus),
        "kinds": [names.of(iri) for iri in facts.iris(focus, f"{RDF}type")],
        "tables": tables_of(description, names, release.presentation),
        "incoming": [
            (names.of(link.subject), names.of(link.predicate)) for link in description.incoming
        ],
        "more_incoming": description.more_incoming,
        "formats": [(form, release.addresses.path(focus, form.extension)) for form in _ALTERNATES],
        "uri": to_uri(focus),
        "query_address": _query_address(f"DESCRIBE <{focus}>"),
    }


def _first_tag(example: Example) -> tuple[str, str]:
    return example.tags[0] if example.tags else "~", example.name


def _browse(class_iri: str) -> str:
    """Give the address of a class's list."""
    return f"/browse/{quote(curie(class_iri) or class_iri, safe=':')}"


def _query_address(query: str) -> str:
    return f"/sparql?query={quote(query, safe='')}"


def _size(number: int) -> str:
    """Write a number of bytes.

    >>> _size(999), _size(1_234_567)
    ('999 B', '1.2 MB')
    """
    for unit, power in (("GB", 9), ("MB", 6), ("kB", 3)):
        if number >= 10**power:
            return f"{number / 10**power:.1f} {unit}"
    return f"{number} B"
