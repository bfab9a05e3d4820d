"""The dataset's description as a page."""

from govkg.formats import GRAPH_FORMATS
from govkg.release.files.statistics import LINKED
from govkg.web.catalogue.dataset.content import examples, vocabularies
from govkg.web.catalogue.dataset.description import Standing
from govkg.web.catalogue.dataset.distributions import SERVICES
from govkg.web.pages.language.reader import Reader
from govkg.web.pages.markup.dataset import dataset_markup
from govkg.web.pages.rendering import Pages
from govkg.web.pages.terms.names import Names
from govkg.web.served import ServedRelease


def render_dataset(
    pages: Pages, release: ServedRelease, standing: Standing | None, reader: Reader
) -> str:
    """Show what there is, how much of it, and how to get it."""
    statistics = release.statistics
    shown = examples(release)
    names = Names(release, reader, [*statistics.classes, *statistics.properties, *shown])

    def ranked(counts: dict[str, int]) -> list[str]:
        return sorted(counts, key=lambda iri: (-counts[iri], names.place(iri)))

    return pages.catalogue(
        "dataset.html",
        release,
        reader,
        markup=dataset_markup(release, reader),
        statistics=statistics,
        standing=standing,
        identifier=f"{release.manifest.dataset.base_iri}dataset",
        formats=GRAPH_FORMATS,
        services=SERVICES,
        examples=names.all_of(shown),
        vocabularies=vocabularies(release),
        links=[
            (LINKED[namespace], sum(predicates.values()))
            for namespace, predicates in statistics.links.items()
        ],
        classes=names.all_of(ranked(statistics.classes)),
        properties=names.all_of(ranked(statistics.properties)),
    )
