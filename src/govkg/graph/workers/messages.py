"""What is said of questions and answers, as packets: by who asks, and by who answers."""

import pickle

from govkg import errors
from govkg.errors import RequestError
from govkg.graph.sparql.evaluation import Answer, Limits, Question
from govkg.graph.workers.channel import Packet


def write_question(question: Question, limits: Limits) -> Packet:
    """Make the packet that asks *question*."""
    return Packet({}, pickle.dumps((question, limits), pickle.HIGHEST_PROTOCOL))


def read_question(packet: Packet) -> tuple[Question, Limits]:
    """Read what is asked."""
    # A worker believes its server; never the other way round, since queries come from strangers.
    question, limits = pickle.loads(packet.body)  # noqa: S301
    return question, limits


def write_answer(answer: Answer) -> Packet:
    """Make the packet that gives *answer*; its file stays open on this side."""
    files = (answer.file,) if answer.file is not None else ()
    header = {"content_type": answer.content_type, "size": answer.size}
    return Packet(header, answer.body, files)


def write_refusal(error: RequestError) -> Packet:
    """Make the packet that says why there is no answer."""
    return Packet({"error": type(error).__name__, "text": str(error), "facts": error.facts})


def read_answer(packet: Packet) -> Answer:
    """Read an answer; who gets *file* of it closes it.

    Raises:
        RequestError: what is said instead.
    """
    header = packet.header
    if "error" in header:
        kind: type[RequestError] = getattr(errors, header["error"])
        raise kind.restore(header["text"], header["facts"])
    file = packet.files[0] if packet.files else None
    return Answer(header["content_type"], packet.body, size=header["size"], file=file)
