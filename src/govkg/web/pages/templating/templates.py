"""Templates, rendered for a reader: texts, numbers and dates are in the reader’s language."""

from functools import lru_cache
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from govkg.graph.index.statements.reading import Statements
from govkg.vocabulary import GOVKG
from govkg.web.pages.language.reader import LANGUAGES, Reader
from govkg.web.pages.language.texts import texts_in
from govkg.web.pages.templating import phrasing, speaking
from govkg.web.served import ServedRelease

_FOLDER: Final = Path(__file__).parents[2] / "templates"

_PILLARS: Final = 64
_ACCENTS: Final = 8
"""Colours in the style sheet; with more fields than colours, some fields share one."""


@lru_cache(maxsize=4)
def _accents(statements: Statements) -> dict[str, int]:
    """Give each field of policy its colour, which stays the same on all pages of a release."""
    fields = statements.choices(f"{GOVKG}pillar", _PILLARS)
    return {iri: at % _ACCENTS for at, iri in enumerate(sorted(fields))}


class Templates:
    """Renders templates; a name that is missing in one is an error, not a gap."""

    def __init__(self) -> None:
        """Make ready the folder of templates."""
        self._environment = Environment(
            loader=FileSystemLoader(_FOLDER),
            autoescape=True,
            auto_reload=False,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters.update(phrasing.FILTERS, **speaking.FILTERS)

    def prepare(self) -> None:
        """Compile all templates, so that no first page of its kind waits for it."""
        for name in self._environment.list_templates():
            self._environment.get_template(name)

    def render(
        self, template: str, release: ServedRelease | None, reader: Reader, **facts: object
    ) -> str:
        """Fill *template* with *facts*, the manifest of *release*, and what says them."""
        dataset = release.manifest.dataset if release else None
        return self._environment.get_template(template).render(
            manifest=release.manifest if release else None,
            dataset=dataset.said_in(reader.language) if dataset else None,
            reader=reader,
            languages=LANGUAGES,
            texts=texts_in(reader.language),
            accents=_accents(release.index.statements) if release else {},
            **facts,
        )
