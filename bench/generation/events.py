"""Write one event: its statements, the source they stand in, and who held it."""

from dataclasses import dataclass
from datetime import timedelta

from bench.generation.outline import Event, Outline
from bench.generation.statements import StatementWriter
from bench.generation.turtle import HEADER, label, resource
from bench.generation.words.transcript import checksum


@dataclass(frozen=True, slots=True)
class EventFile:
    """The Turtle about an event, and the text that its source would have."""

    event: Event
    turtle: str
    text: bytes


def write_event(outline: Outline, number: int) -> EventFile:
    """Write event *number* with all its statements."""
    event = outline.event(number)
    writer = StatementWriter(outline, event)
    statements = [writer.commitment(item) for item in range(event.commitments)]
    # One achievement for twenty commitments, in small events too.
    reported = (event.commitments + number % 20) // 20
    statements += [writer.achievement(item) for item in range(reported)]
    text = writer.transcript.content()
    about = [_event(event), _source(event, text)]
    return EventFile(event, "".join([HEADER, *about, *statements]), text)


def _event(event: Event) -> str:
    place = event.place
    return resource(
        f"<event/{event.slug}>",
        [
            "a schema:Event",
            label(
                f"{place.en}, {event.day}, no. {event.number}",
                f"{place.zh}{event.day}第{event.number}场",
            ),
            f"schema:organizer <org/{place.slug}>",
            f"schema:about <place/{place.slug}>",
            f'schema:startDate "{event.day}"^^xsd:date',
        ],
    )


def _source(event: Event, text: bytes) -> str:
    iri, file = f"<source/{event.slug}>", f"<source/{event.slug}#file>"
    return resource(
        iri,
        [
            "a schema:WebPage",
            label(
                f"What was said in {event.place.en} on {event.day}",
                f"{event.place.zh}{event.day}实录",
            ),
            f'schema:genre "{event.genre}"',
            f'schema:inLanguage "{event.language}"',
            f'dcterms:issued "{event.day + timedelta(days=1)}"^^xsd:date',
            f"dcterms:publisher <org/{event.place.slug}>",
            f"schema:url <https://bench.example/read/{event.slug}>",
            f"schema:about <event/{event.slug}>",
            f"schema:encoding {file}",
        ],
    ) + resource(
        file,
        [
            "a schema:MediaObject",
            f'schema:contentSize "{len(text)} bytes"',
            f'dcterms:extent "{len(text.decode())} code points"',
            f'schema:sha256 "{checksum(text)}"',
        ],
    )
