"""What happens when, without writing any of it: events, their sizes, what each commitment is about.

Everything follows from the seed and two numbers, the event's and the commitment's in it: so any
commitment can be referred to without keeping those that were written.
"""

from bisect import bisect
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import accumulate
from random import Random
from typing import Final

from bench.generation.agents import Agent, make_people, make_places
from bench.generation.words.themes import PILLARS, THEMES, Theme

_FIRST_DAY: Final = date(2014, 1, 6)
_DAYS: Final = 4_200
_PILLAR_WEIGHTS: Final = {slug: 1 / rank**0.9 for rank, slug in enumerate(PILLARS, start=1)}
_THEME_WEIGHTS: Final = tuple(
    accumulate(
        _PILLAR_WEIGHTS[theme.pillar]
        / (1 + [t.pillar for t in THEMES[:number]].count(theme.pillar))
        for number, theme in enumerate(THEMES)
    )
)
_LANGUAGES: Final = ("zh", "zh", "zh", "en", "en")
_GENRES: Final = ("transcript",) * 7 + ("document",) * 2 + ("summary",)
_PER_SOURCE: Final = 50
_FIGURE: Final = 0.2
"""Part of the commitments that say how much."""
_PARTS: Final = 0.3
"""Part of these that say of what, where a theme has parts."""
_EVENTS_PER_PERSON: Final = 4


@dataclass(frozen=True, slots=True)
class Scale:
    """How large a project is; without *sources* there is one for each fifty commitments."""

    commitments: int
    sources: int = 0
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Event:
    """One event and the one source about it."""

    number: int
    slug: str
    day: date
    place: Agent
    speakers: tuple[Agent, ...]
    language: str
    genre: str
    commitments: int


@dataclass(frozen=True, slots=True)
class Subject:
    """What a commitment is about, and whether it says how much."""

    slug: str
    theme: Theme
    has_figure: bool
    has_parts: bool


class Outline:
    """The events of a project of some *scale*, in order of time."""

    def __init__(self, scale: Scale) -> None:
        """Decide the sizes of all events; heavy-tailed, and together exactly as asked."""
        self.scale = scale
        number = scale.sources or max(1, scale.commitments // _PER_SOURCE)
        random = Random(scale.seed)
        ends = list(accumulate(random.lognormvariate(0, 1) for _ in range(number)))
        shares = [round(end / ends[-1] * scale.commitments) for end in ends]
        self.sizes = [end - start for start, end in zip([0, *shares], shares, strict=False)]
        self.places = make_places()
        self.people = make_people(max(8, number // _EVENTS_PER_PERSON), scale.seed)

    def __len__(self) -> int:
        """Count the events."""
        return len(self.sizes)

    def random(self, event: int, item: int) -> Random:
        """Give the source of chance for one item of an event."""
        return Random((self.scale.seed * 2**32 + event) * 2**32 + item)

    def event(self, number: int) -> Event:
        """Give an event by its number."""
        random = self.random(number, 2**32 - 1)
        day = _FIRST_DAY + timedelta(days=number * _DAYS // len(self))
        place = self.places[_skewed(random, len(self.places))]
        genre = random.choice(_GENRES)
        speaking = 0 if genre != "transcript" else 1 + _skewed(random, 4)
        speakers = tuple(self.people[_skewed(random, len(self.people))] for _ in range(speaking))
        return Event(
            number=number,
            slug=f"{place.slug}-{day.year}-{number}",
            day=day,
            place=place,
            speakers=tuple(dict.fromkeys(speakers)),
            language=random.choice(_LANGUAGES),
            genre=genre,
            commitments=self.sizes[number],
        )

    def subject(self, event: int, item: int) -> Subject:
        """Say what commitment *item* of an event is about."""
        random = self.random(event, item)
        chosen = bisect(_THEME_WEIGHTS, random.random() * _THEME_WEIGHTS[-1])
        theme = THEMES[min(chosen, len(THEMES) - 1)]
        has_figure = random.random() < _FIGURE
        has_parts = has_figure and bool(theme.parts) and random.random() < _PARTS
        return Subject(f"{theme.slug}-{item}", theme, has_figure, has_parts)

    @cached_property
    def last_day(self) -> date:
        """The day by which all events are over."""
        return _FIRST_DAY + timedelta(days=_DAYS)


def _skewed(random: Random, number: int) -> int:
    """Choose one of *number* places in a row; the first ones often, as Zipf has it."""
    return min(number - 1, int(number ** random.random()) - 1)
