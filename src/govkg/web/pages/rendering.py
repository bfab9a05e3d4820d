"""Pages as text: what a page shows is gathered here, how it looks stands in its template.

Every page is for a reader, and wholly in that reader's language. It takes a constant number of
queries, however much there is.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final
from urllib.parse import quote

from govkg.formats import GRAPH_FORMATS, RESULT_FORMATS, Format
from govkg.graph.documents import Description
from govkg.graph.sparql.evaluation import Limits
from govkg.release.queries import Example, read_examples
from govkg.vocabulary import GOVKG, curie
from govkg.web.pages.charts.drawer import Drawer
from govkg.web.pages.charts.rendering import Charts
from govkg.web.pages.choices import choices_for
from govkg.web.pages.completion import terms_of
from govkg.web.pages.context import PageContext
from govkg.web.pages.entities.described import named_in, query_address
from govkg.web.pages.entities.page import entity_page
from govkg.web.pages.explore.export import EXPORTS
from govkg.web.pages.explore.parameters import View
from govkg.web.pages.explore.searching import search_page
from govkg.web.pages.explore.table import explore_page
from govkg.web.pages.failures import Failure, near_matches, offers_of, pointer_of, remembered_of
from govkg.web.pages.language.details import detail_in
from govkg.web.pages.language.reader import Reader
from govkg.web.pages.language.texts import texts_in
from govkg.web.pages.markup.dataset import dataset_markup
from govkg.web.pages.overview import overview_of
from govkg.web.pages.statements.citation import Citation
from govkg.web.pages.statements.page import statement_page
from govkg.web.pages.statements.sourcefiles import SourceFiles
from govkg.web.pages.statements.view import is_statement
from govkg.web.pages.templating.templates import Templates
from govkg.web.pages.terms.facts import Facts
from govkg.web.pages.terms.names import Names
from govkg.web.served import ServedRelease
from govkg.web.validation.results import results_about

ENGLISH: Final = Reader()

_EDITOR: Final = Path(__file__).parents[1] / "static" / "editor" / "yasgui.min.js"


class Pages:
    """Renders the pages of any release for any reader."""

    def __init__(self, drawer: Drawer, sources: Path | None = None) -> None:
        """Make ready the templates; have *drawer* draw charts.

        *sources* is a folder of source files, where there is one.
        """
        self._templates = Templates()
        self._render = self._templates.render
        self._files = SourceFiles(sources)
        self._charts = Charts(drawer)

    def prepare(self, release: ServedRelease) -> None:
        """Read what all pages need, and draw a picture, so that nobody waits for the first one."""
        self._templates.prepare()
        read_examples(release.layout.queries)
        self.explore(release, View())
        results_about(release, release.manifest.dataset.base_iri)
        self._charts.draw("years", [], {"chart.statements": "", "ticks": 1})

    def close(self) -> None:
        """End what was started for drawing."""
        self._charts.close()

    def _context(
        self, release: ServedRelease, reader: Reader, iris: Iterable[str] = ()
    ) -> PageContext:
        return PageContext.open(release, reader, self._charts, iris)

    def home(self, release: ServedRelease, reader: Reader = ENGLISH) -> str:
        """Say what this is, how much there is, and how to get it."""
        overview = overview_of(release, reader)
        return self._render(
            "home.html",
            release,
            reader,
            overview=overview,
            browse=_browse,
            markup=dataset_markup(release, reader),
        )

    def entity(
        self, release: ServedRelease, description: Description, reader: Reader = ENGLISH
    ) -> str:
        """Show an entity: first what a reader wants of it, then all that is said of it."""
        template, view = self._view(release, description, reader)
        checked = results_about(release, description.iri)
        return self._render(template, release, reader, checked=checked, **view)

    def citation(
        self, release: ServedRelease, description: Description, reader: Reader = ENGLISH
    ) -> Citation:
        """Give the reference that the page of an entity shows."""
        citation = self._view(release, description, reader)[1]["citation"]
        if not isinstance(citation, Citation):
            raise TypeError("a page without a reference")
        return citation

    def _view(
        self, release: ServedRelease, description: Description, reader: Reader
    ) -> tuple[str, dict[str, object]]:
        facts = Facts(description)
        context = self._context(release, reader, named_in(description, facts))
        context.names.label((iri, facts.labels(iri)) for iri in description.resources)
        if is_statement(description, facts):
            return "statement.html", statement_page(context, description, facts, self._files)
        return "entity.html", entity_page(context, description, facts)

    def explore(self, release: ServedRelease, view: View, reader: Reader = ENGLISH) -> str:
        """Show the statements of *view* as a table, and what can be chosen."""
        facts = explore_page(self._context(release, reader), view)
        return self._render("explore.html", release, reader, **facts)

    def search(self, release: ServedRelease, words: str, reader: Reader = ENGLISH) -> str:
        """Show what *words* find."""
        facts = search_page(self._context(release, reader), words)
        return self._render("search.html", release, reader, **facts)

    def table(
        self, release: ServedRelease, view: View, form: Format, reader: Reader = ENGLISH
    ) -> Iterator[str]:
        """Write all statements of *view* in one of `EXPORTS`, part by part."""
        return EXPORTS[form](self._context(release, reader), view)

    def listing(
        self, release: ServedRelease, class_iri: str, reader: Reader = ENGLISH, *, after: str = ""
    ) -> str:
        """List members of a class in order of IRI, a page of those behind *after*."""
        limit = 100
        found = release.index.members(class_iri, after=after, limit=limit + 1)
        shown = found[:limit]
        names = Names(release, reader, [class_iri, *shown])
        return self._render(
            "listing.html",
            release,
            reader,
            name=names.of(class_iri),
            count=release.manifest.classes[class_iri],
            members=names.all_of(shown),
            after=after,
            next_after=shown[-1] if len(found) > limit else "",
        )

    def classes(self, release: ServedRelease, reader: Reader = ENGLISH) -> str:
        """List the classes, with how many members each has."""
        counts = release.manifest.classes
        names = Names(release, reader, counts)
        ranked = sorted(counts, key=lambda iri: (-counts[iri], names.place(iri)))
        listed = [(names.of(iri), counts[iri], _browse(iri)) for iri in ranked]
        return self._render(
            "classes.html",
            release,
            reader,
            own=[item for item in listed if item[0].iri.startswith(GOVKG)],
            others=[item for item in listed if not item[0].iri.startswith(GOVKG)],
        )

    def catalogue(
        self, template: str, release: ServedRelease, reader: Reader = ENGLISH, **facts: object
    ) -> str:
        """Show a page of the catalogue, whose *facts* are gathered there."""
        return self._render(template, release, reader, **facts)

    def sparql(
        self, release: ServedRelease, reader: Reader = ENGLISH, *, limits: Limits, query: str = ""
    ) -> str:
        """Show the form for a query, filled in with *query*, the examples and the *limits*."""
        return self._render(
            "sparql.html",
            release,
            reader,
            query=query,
            limits=limits,
            editor=_EDITOR.is_file(),
            terms=terms_of(release),
            examples=[
                (example, query_address(example.text)) for example in _examples(release, reader)
            ],
            result_formats=RESULT_FORMATS,
            graph_formats=GRAPH_FORMATS,
        )

    def examples(self, release: ServedRelease, reader: Reader = ENGLISH) -> str:
        """List the example queries, in the order of their first tags."""
        return self._render("examples.html", release, reader, examples=_examples(release, reader))

    def example(
        self,
        release: ServedRelease,
        example: Example,
        values: Mapping[str, str],
        links: Sequence[tuple[str, str]],
        reader: Reader = ENGLISH,
    ) -> str:
        """Show an example query with *values* of its parameters; *links* lead to its answers."""
        return self._render(
            "example.html",
            release,
            reader,
            example=example.said_in(reader.language),
            parameters=[(one, choices_for(release, reader, one)) for one in example.parameters],
            values=values,
            links=[(title, reader.at(path)) for title, path in links],
            editor=query_address(example.text),
        )

    def failure(
        self, failure: Failure, release: ServedRelease | None = None, reader: Reader = ENGLISH
    ) -> str:
        """Say what went wrong, and what leads on."""
        texts, name = texts_in(reader.language), f"failure.{failure.name}"
        explained = f"explained.{failure.name}"
        detail = detail_in(reader.language, failure.detail)
        context = self._context(release, reader) if release else None
        return self._render(
            "failure.html",
            release,
            reader,
            failure=failure,
            title=texts(name) if name in texts else failure.title,
            explained=texts(explained) if explained in texts else "",
            detail=detail or failure.detail,
            spoken=reader.language if detail else "en",
            near=near_matches(context, failure) if context else (),
            remembered=remembered_of(context, failure) if context else "",
            offers=offers_of(failure),
            pointer=pointer_of(failure),
        )


def _examples(release: ServedRelease, reader: Reader) -> list[Example]:
    """Give the example queries in the reader's language, in the order of their first tags."""
    examples = sorted(read_examples(release.layout.queries), key=_first_tag)
    return [example.said_in(reader.language) for example in examples]


def _first_tag(example: Example) -> tuple[str, str]:
    return example.tags[0] if example.tags else "~", example.name


def _browse(class_iri: str) -> str:
    """Give the address of a class's list."""
    return f"/browse/{quote(curie(class_iri) or class_iri, safe=':')}"
