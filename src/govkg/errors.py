"""Every failure that govkg names.

::

    GovkgError
    ├── UnreadableError           something given to a command cannot be used: exit 2
    │   ├── ProjectError          the project folder or its govkg.toml
    │   ├── SourceError           a data file: carries file and line
    │   ├── SourcesError          several data files: carries the error of each
    │   ├── AddressError          the host and port to serve on
    │   ├── ExportError           the folder to export to
    │   └── StoreError            another store, that a release is pushed to
    ├── InvalidDataError          the data breaks a rule: exit 1
    │   ├── ShrinkError           much of it would vanish, and nobody said that it is meant
    │   └── RedactedError         it says again what was taken out
    ├── ReleaseError              a release is missing or damaged: exit 2
    │   ├── ReleaseNameError      no release, or several, of that name
    │   └── SpaceError            the disk has no room for another
    └── RequestError              cannot be answered; `web.responses.failures` has its status
        ├── NotFoundError
        │   └── GoneError         an earlier release had it: carries when it was withdrawn
        ├── MethodError           carries the methods that are answered
        ├── NotAcceptableError    carries the media types on offer
        ├── BadRequestError
        │   └── QuerySyntaxError  carries line and column
        ├── ForbiddenQueryError   an update, or SERVICE
        ├── MediaTypeError        a request body in a type that is not read
        ├── BodySizeError         a request body over its limit
        ├── LimitError            an answer over a limit: carries the limit's name and value
        │   ├── QueryTimeoutError
        │   ├── QueryMemoryError
        │   └── AnswerSizeError
        ├── QueryBrokenError      the worker ended without an answer
        ├── CheckTimeoutError     a document took too long to check
        ├── CheckBrokenError      its check ended without a report
        ├── BusyError             every worker is taken
        ├── RateLimitError        a client asks too fast: carries the seconds to wait
        └── HungUpError           nobody waits for the answer any more
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Self


class GovkgError(Exception):
    """The root of the tree; its text is one line for a person."""


class UnreadableError(GovkgError):
    """Something given to a command cannot be used."""


class ProjectError(UnreadableError):
    """The project folder or its ``govkg.toml`` is missing or wrong."""


class SourceError(UnreadableError):
    """A file cannot be read as what its name says it is."""

    def __init__(self, file: Path, reason: str, *, line: int | None = None) -> None:
        """Name *file*, the *reason*, and the *line* (from 1) where it is known."""
        self.file = file
        self.line = line
        self.reason = reason
        place = f"{file}:{line}" if line else str(file)
        super().__init__(f"{place}: {reason}")


class SourcesError(UnreadableError):
    """Several files cannot be read."""

    def __init__(self, errors: Sequence[SourceError]) -> None:
        """Say what is wrong with each."""
        self.errors = tuple(errors)
        super().__init__("\n\n".join([f"{len(errors)} files cannot be read", *map(str, errors)]))


class AddressError(UnreadableError):
    """The address to serve on cannot be used."""


class ExportError(UnreadableError):
    """The folder to export to cannot be used."""


class StoreError(UnreadableError):
    """Another store refuses what is pushed to it, or cannot be reached."""


class InvalidDataError(GovkgError):
    """The data has at least one Violation; nothing was published."""


class ReleaseError(GovkgError):
    """A release is missing or damaged."""


class ShrinkError(InvalidDataError):
    """More than a tenth of what is published would vanish."""

    def __init__(self, before: int, after: int) -> None:
        """Compare the publisher's own statements *before* and *after*."""
        super().__init__(
            f"{after:,} statements would take the place of {before:,}; nothing was published. "
            "If that is meant, publish with --allow-shrink."
        )


class RedactedError(InvalidDataError):
    """The data says something about what was taken out of all releases."""

    def __init__(self, iri: str, place: str, reason: str) -> None:
        """Name the *iri*, the *place* where it stands, and the *reason* why it was taken out."""
        super().__init__(
            f"{place}: <{iri}> was redacted: {reason}; nothing was published. Remove it from the "
            "data, or, if it has been put right, publish with --allow-redacted."
        )


class ReleaseNameError(ReleaseError):
    """No kept release, or more than one, has the name that was given."""


class SpaceError(ReleaseError):
    """The disk has no room for another release."""

    def __init__(self, folder: Path, *, needed: int, free: int) -> None:
        """Compare the bytes that are *needed* and *free*."""
        super().__init__(
            f"{folder}: a release takes about {needed / 1e6:,.0f} MB, and {free / 1e6:,.0f} MB are "
            "free; make room, for example with “govkg prune --keep 3”"
        )


class RequestError(GovkgError):
    """A request that cannot be answered as asked; *facts* are for programs, the text for people."""

    def __init__(self, text: str, **facts: object) -> None:
        """Keep the *facts* beside the *text*."""
        self.facts = facts
        super().__init__(text)

    @classmethod
    def restore(cls, text: str, facts: dict[str, object]) -> Self:
        """Make an error anew from what a worker process says of it."""
        error = cls.__new__(cls, text)
        error.facts = facts
        return error


class NotFoundError(RequestError):
    """The release has nothing at this address."""


class GoneError(NotFoundError):
    """An earlier release had this, and it was withdrawn (RFC 9110, section 15.5.11)."""

    def __init__(self, iri: str, withdrawn: datetime, reason: str = "") -> None:
        """Name what is gone, and since when; the *reason*, where it was taken out altogether."""
        facts = {"iri": iri, "withdrawn": withdrawn.isoformat()}
        if reason:
            text = f"{iri} was published, and was taken out on {withdrawn:%Y-%m-%d}: {reason}"
            super().__init__(text, **facts, reason=reason)
        else:
            text = f"{iri} was published, and was withdrawn on {withdrawn:%Y-%m-%d}."
            super().__init__(text, **facts)


class MethodError(RequestError):
    """The address does not answer this method (RFC 9110, section 15.5.6)."""

    def __init__(self, allowed: Sequence[str]) -> None:
        """List the methods that are answered."""
        self.allowed = tuple(allowed)
        super().__init__(f"Methods answered here: {', '.join(allowed)}.", allowed=self.allowed)


class NotAcceptableError(RequestError):
    """No offered format is acceptable to the client (RFC 9110, section 12.5.1)."""

    def __init__(self, offers: Sequence[str]) -> None:
        """List the media types that are on offer."""
        super().__init__(f"Available media types: {', '.join(offers)}.", offers=tuple(offers))


class BadRequestError(RequestError):
    """The request breaks the protocol; the text says where."""


class QuerySyntaxError(BadRequestError):
    """The query is not SPARQL 1.1."""

    def __init__(self, reason: str, *, line: int | None, column: int | None) -> None:
        """Keep the place, counted from 1, beside the *reason*."""
        super().__init__(reason, line=line, column=column)


class ForbiddenQueryError(RequestError):
    """The endpoint is read-only and asks no other server."""


class MediaTypeError(RequestError):
    """The request body has a media type that the endpoint does not read."""


class BodySizeError(RequestError):
    """The request body is over its limit."""


class LimitError(RequestError):
    """An answer ran into a limit, and none is given rather than a part of one."""

    def __init__(self, limit: str, value: float, unit: str) -> None:
        """Name the *limit* and its *value*, and say where everything is to be had."""
        super().__init__(
            f"The query was stopped at the limit of {limit}: {value:,.10g} {unit}. "
            "Ask for less, or take the whole dataset from /downloads/.",
            limit=limit,
            value=value,
            unit=unit,
        )


class QueryTimeoutError(LimitError):
    """The deadline passed, and the worker was killed."""

    def __init__(self, seconds: float) -> None:
        """Name the limit in *seconds*."""
        super().__init__("time", seconds, "seconds")


class QueryMemoryError(LimitError):
    """The worker ended without an answer, for want of memory."""

    def __init__(self, size: int) -> None:
        """Name the limit as a *size* in bytes."""
        super().__init__("memory", size, "bytes")


class AnswerSizeError(LimitError):
    """The answer is longer than an answer may be."""

    def __init__(self, size: int) -> None:
        """Name the limit as a *size* in bytes."""
        super().__init__("answer size", size, "bytes")


class QueryBrokenError(RequestError):
    """The worker ended without an answer, and not for want of memory."""

    def __init__(self) -> None:
        """Say what mostly helps."""
        super().__init__(
            "The query broke the process that evaluated it; mostly it is nested too deeply."
        )


class CheckTimeoutError(RequestError):
    """A document took too long to check, and the process that did it was killed."""

    def __init__(self, seconds: float) -> None:
        """Name the limit in *seconds*, and the way without one."""
        super().__init__(
            f"The check was stopped after {seconds:g} seconds. Check the document in parts, or on "
            "your own machine with “govkg check”.",
            limit="time",
            value=seconds,
        )


class CheckBrokenError(RequestError):
    """The process that checked a document ended without a report, mostly for want of memory."""

    def __init__(self) -> None:
        """Name the way out."""
        super().__init__(
            "The check ended without a report: the document needs too much memory. Check it in "
            "parts, or on your own machine with “govkg check”."
        )


class BusyError(RequestError):
    """Every worker is taken; try again in a moment."""


class RateLimitError(RequestError):
    """A client asks faster than it may (RFC 6585, section 4)."""

    def __init__(self, seconds: int, dump: str) -> None:
        """Say for how many *seconds* to wait, and that the *dump* holds everything."""
        super().__init__(
            f"Too many requests from your address: wait {seconds} seconds, or take everything at "
            f"once from {dump}",
            retry_after=seconds,
            dump=dump,
        )


class HungUpError(RequestError):
    """The client has gone; what is answered reaches nobody."""
