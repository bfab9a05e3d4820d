"""What every page is made with."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from govkg.web.pages.charts.rendering import Charts
from govkg.web.pages.figures.measures import measures_of
from govkg.web.pages.figures.quantities import Speech
from govkg.web.pages.language.reader import Reader
from govkg.web.pages.terms.names import Names
from govkg.web.served import ServedRelease


@dataclass(frozen=True, slots=True)
class PageContext:
    """A release and a reader, and how the one's things and figures are called for the other."""

    release: ServedRelease
    reader: Reader
    names: Names
    speech: Speech
    charts: Charts

    @classmethod
    def open(
        cls, release: ServedRelease, reader: Reader, charts: Charts, iris: Iterable[str] = ()
    ) -> Self:
        """Begin a page on which *iris* are named; more can be added to its names."""
        names = Names(release, reader, iris)
        speech = Speech(measures_of(release.selector), names.chain)
        return cls(release, reader, names, speech, charts)
