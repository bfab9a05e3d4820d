"""Write what was undertaken and reported at one event, and what came of it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Final

from bench.generation.agents import ASSESSORS, REPORT_YEARS
from bench.generation.excerpts import Figure, excerpt, figure
from bench.generation.outline import Event, Outline, Subject
from bench.generation.turtle import label, resource
from bench.generation.vocabulary import indicator_label
from bench.generation.words.amounts import Amount, say, speak_amount, speak_exactly, whole_value
from bench.generation.words.themes import Part, Theme
from bench.generation.words.transcript import Transcript

_FIRMNESS: Final = ("firm",) * 6 + ("intention",) * 3 + ("ongoing", "conditional")
_VERDICTS: Final = ("in-progress",) * 4 + ("partly-kept", "partly-kept", "stalled", "broken")
_ACHIEVEMENTS: Final = 2**31
"""Items of an event from here on are achievements."""
_TRIES: Final = 8
"""How often an earlier commitment of the same theme is looked for."""

# Which part of the statements, or of the figures, has what not all have.
_TRANSLATED: Final = 0.4
_TYPED: Final = 0.5
_SERVING: Final = 0.3
_YEAR: Final = 0.75
_PART_OF_AIM: Final = 0.25
_SAID_BEFORE: Final = 0.04
_ASSESSED: Final = 0.08


class StatementWriter:
    """Writes the statements of one event, and the text that they are quoted from."""

    def __init__(self, outline: Outline, event: Event) -> None:
        """Begin with a text that has nothing but its title."""
        self.outline = outline
        self.event = event
        title = f"{event.place.en}, {event.day}, {event.number}"
        self.transcript = Transcript(event.language, outline.random(event.number, 2**32 - 2), title)
        self.source = f"source/{event.slug}"

    def commitment(self, item: int) -> str:
        """Write a commitment with its targets, quotations and assessments."""
        event, random = self.event, self.outline.random(self.event.number, 2**30 + item)
        subject = self.outline.subject(event.number, item)
        theme = subject.theme
        iri = f"commitment/{event.slug}/{subject.slug}"
        figures, quotations = self._figures(subject, random)
        facts = [
            "a govkg:Commitment , govkg:Statement",
            *self._common(theme, random),
            f"govkg:firmness firmness:{random.choice(_FIRMNESS)}",
            *_links("govkg:target", (f"{iri}#{item.slug}" for item in figures)),
            *_links("prov:wasDerivedFrom", _quotes(iri, len(quotations))),
            *self._relations(item, theme, random),
        ]
        return "".join(
            [
                resource(f"<{iri}>", facts),
                *(figure(iri, "Target", theme, item, quote=n) for n, item in enumerate(figures, 1)),
                *self._excerpts(iri, quotations),
                *self._assessments(iri, subject, random),
            ]
        )

    def achievement(self, item: int) -> str:
        """Write an achievement with its result and quotation."""
        event, random = self.event, self.outline.random(self.event.number, _ACHIEVEMENTS + item)
        theme = self.outline.subject(event.number, _ACHIEVEMENTS + item).theme
        iri = f"achievement/{event.slug}/{theme.slug}-{item}"
        year = event.day.year - 1
        amount = speak_amount(theme, random, event.language)
        words = _phrase(theme, amount, event.language, done=True)
        words = f"{year}年{words}" if event.language == "zh" else f"in {year} we {words}"
        facts = [
            "a govkg:Achievement , govkg:Statement , schema:Claim",
            *self._common(theme, random),
            f"govkg:result <{iri}#result>",
            f"prov:wasDerivedFrom <{iri}#quote-1>",
        ]
        result = replace(_whole(theme, amount, year), slug="result")
        return "".join(
            [
                resource(f"<{iri}>", facts),
                figure(iri, "Result", theme, result, quote=1),
                *self._excerpts(iri, [words]),
            ]
        )

    def _common(self, theme: Theme, random: Random) -> Iterator[str]:
        """Give what statements of both kinds say."""
        event = self.event
        en, zh = f"{event.place.en}: {theme.noun}", f"{event.place.zh}：{theme.noun_zh}"
        yield label(en, zh if random.random() < _TRANSLATED else "")
        if event.speakers:
            yield f"govkg:speaker <person/{random.choice(event.speakers).slug}>"
        yield f"govkg:actor <org/{event.place.slug}>"
        yield f"govkg:event <event/{event.slug}>"
        yield f"govkg:pillar <pillar/{theme.pillar}>"
        if random.random() < _TYPED:
            yield f"govkg:resultType result-type:{theme.result_type}"
        if random.random() < _SERVING:
            yield f"govkg:beneficiary <beneficiary/{theme.beneficiary}>"

    def _figures(self, subject: Subject, random: Random) -> tuple[list[Figure], list[str]]:
        """Give the targets of a commitment, and for each the words, else those without figures."""
        theme, language = subject.theme, self.event.language
        if not subject.has_figure:
            return [], [_aim(theme, language)]
        year = self.event.day.year + random.randint(0, 6) if random.random() < _YEAR else None
        if subject.has_parts:
            return _breakdown(theme, random, year, language)
        amount = speak_amount(theme, random, language)
        return [_whole(theme, amount, year)], [_dated(theme, amount, year, language)]

    def _excerpts(self, iri: str, quotations: Sequence[str]) -> Iterator[str]:
        for number, words in enumerate(quotations, start=1):
            yield excerpt(iri, number, self.source, words, self.transcript.quote(words))

    def _relations(self, item: int, theme: Theme, random: Random) -> Iterator[str]:
        """Link some commitments to the aim they serve, and some to what was said before."""
        event, outline = self.event, self.outline
        if item and random.random() < _PART_OF_AIM:
            aim = outline.subject(event.number, 0)
            yield f"dcterms:isPartOf <commitment/{event.slug}/{aim.slug}>"
        if not event.number or random.random() > _SAID_BEFORE:
            return
        for _ in range(_TRIES):
            earlier = outline.event(random.randrange(event.number))
            if earlier.commitments == 0:
                continue
            other = outline.subject(earlier.number, random.randrange(earlier.commitments))
            if other.theme is theme and earlier.day < event.day:
                predicate = random.choice(("govkg:restates", "govkg:restates", "dcterms:replaces"))
                yield f"{predicate} <commitment/{earlier.slug}/{other.slug}>"
                return

    def _assessments(self, iri: str, subject: Subject, random: Random) -> Iterator[str]:
        """Let some commitments be judged one to three years later."""
        if random.random() > _ASSESSED:
            return
        assessor = random.choice(list(ASSESSORS))
        day = self.event.day + timedelta(days=random.randint(365, 1095))
        if day > self.outline.last_day or day.year not in REPORT_YEARS:
            return
        en, zh = ASSESSORS[assessor]
        yield resource(
            f"<assessment/{self.event.slug}/{subject.slug}/{day}-{assessor}>",
            [
                "a govkg:Assessment",
                label(f"{en} on {subject.theme.noun}", f"{zh}：{subject.theme.noun_zh}"),
                f"govkg:assesses <{iri}>",
                f"govkg:verdict verdict:{random.choice(_VERDICTS)}",
                f'dcterms:issued "{day}"^^xsd:date',
                f"prov:wasAttributedTo <org/{assessor}>",
                f"prov:wasDerivedFrom <source/{assessor}-{day.year}>",
            ],
        )


def _whole(theme: Theme, amount: Amount, year: int | None) -> Figure:
    return Figure("total", theme.slug, indicator_label(theme), amount, year)


def _breakdown(
    theme: Theme, random: Random, year: int | None, language: str
) -> tuple[list[Figure], list[str]]:
    """Give a whole and its parts, which add up to it, and the words of each."""
    values = [whole_value(theme, random) for _ in theme.parts]
    amount = speak_exactly(theme.unit, sum(values), language)
    figures, words = [_whole(theme, amount, year)], [_dated(theme, amount, year, language)]
    for part, value in zip(theme.parts, values, strict=True):
        figures.append(
            replace(
                figures[0],
                slug=part.slug,
                indicator=f"{theme.slug}-{part.slug}",
                labels=(part.en, part.zh),
                amount=speak_exactly(theme.unit, value, language),
                part_of="total",
            )
        )
        words.append(_including(part, say(theme.unit, value, language), language))
    return figures, words


def _including(part: Part, amount: str, language: str) -> str:
    return f"其中{part.zh}{amount}" if language == "zh" else f"including {amount} of {part.en}"


def _aim(theme: Theme, language: str) -> str:
    return f"扎实做好{theme.noun_zh}工作" if language == "zh" else f"do more for {theme.noun}"


def _quotes(iri: str, number: int) -> Iterator[str]:
    return (f"{iri}#quote-{serial}" for serial in range(1, number + 1))


def _links(predicate: str, iris: Iterator[str]) -> Iterator[str]:
    objects = " , ".join(f"<{iri}>" for iri in iris)
    if objects:
        yield f"{predicate} {objects}"


def _phrase(theme: Theme, amount: Amount, language: str, *, done: bool = False) -> str:
    if language == "zh":
        verb = f"已{theme.verb_zh}" if done else theme.verb_zh
        return theme.unit.phrase_zh.format(verb=verb, noun=theme.noun_zh, amount=amount.words)
    return theme.unit.phrase_en.format(verb=theme.verb[done], noun=theme.noun, amount=amount.words)


def _dated(theme: Theme, amount: Amount, year: int | None, language: str) -> str:
    words = _phrase(theme, amount, language)
    if year is None:
        return words
    return f"到{year}年{words}" if language == "zh" else f"{words} by {year}"
