"""What stream, nodes and pages say in RDF."""

from collections.abc import Iterable
from datetime import datetime

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse

from govkg.release.history.versions import Kind, Version
from govkg.vocabulary import DCTERMS, LDES, RDF, TREE
from govkg.web.catalogue.dataset.facts import Facts, typed
from govkg.web.catalogue.ldes.pages import Span, times_of
from govkg.web.catalogue.mementos.addresses import version_iri
from govkg.web.visit import Visit

DELETE = "https://www.w3.org/ns/activitystreams#Delete"
ROOT = "/ldes/stream.trig"


def describe_stream(facts: Facts, visit: Visit) -> None:
    """Say what the stream is, how versions are dated and how a withdrawal is told.

    Everything is kept from the first activation on, be its release pruned or not.
    """
    stream = stream_of(visit)
    facts.type(stream, f"{LDES}EventStream")
    facts.add(stream, f"{DCTERMS}title", visit.release.manifest.dataset.title)
    facts.link(stream, f"{DCTERMS}license", visit.release.manifest.dataset.licence)
    facts.link(stream, f"{TREE}view", visit.here.absolute(ROOT))
    facts.link(stream, f"{LDES}timestampPath", f"{DCTERMS}created")
    facts.link(stream, f"{LDES}versionOfPath", f"{DCTERMS}isVersionOf")
    facts.link(stream, f"{LDES}versionDeletePath", f"{RDF}type")
    facts.link(stream, f"{LDES}versionDeleteObject", DELETE)
    activations = visit.state.history.activations()
    if activations:
        policy = f"{visit.here.absolute(ROOT)}#retention"
        facts.link(visit.here.absolute(ROOT), f"{LDES}retentionPolicy", policy)
        facts.type(policy, f"{LDES}PointInTimePolicy")
        facts.add(policy, f"{LDES}pointInTime", moment(activations[0].time))


def stream_of(visit: Visit) -> str:
    """Give the canonical name of the stream."""
    return f"{visit.release.manifest.dataset.base_iri}ldes"


def describe_node(facts: Facts, visit: Visit, path: str, spans: Iterable[Span]) -> None:
    """Relate the node at *path* to those of *spans* by the times of their versions."""
    history = visit.state.history
    newest = history.last_number()
    here = visit.here.absolute(path)
    facts.type(here, f"{TREE}Node")
    for span, times in times_of(history, spans, newest).items():
        bounds = [("from", "GreaterThanOrEqualToRelation", times[0])]
        if span.full:
            bounds.append(("to", "LessThanOrEqualToRelation", times[1]))
        for name, kind, time in bounds:
            relation = f"{here}#{name}-{span.first}"
            facts.link(here, f"{TREE}relation", relation)
            facts.type(relation, f"{TREE}{kind}")
            facts.link(relation, f"{TREE}node", visit.here.absolute(span.path))
            facts.link(relation, f"{TREE}path", f"{DCTERMS}created")
            facts.add(relation, f"{TREE}value", moment(time))


def describe_members(facts: Facts, visit: Visit, versions: Iterable[Version]) -> list[Quad]:
    """Add *versions* as members; give what each says, in a graph of its own name."""
    said: list[Quad] = []
    listed = list(versions)
    bodies = visit.state.history.bodies(listed)
    for version, body in zip(listed, bodies, strict=True):
        name = version_iri(visit.release.addresses, version)
        facts.link(stream_of(visit), f"{TREE}member", name)
        facts.link(name, f"{DCTERMS}isVersionOf", version.document)
        facts.add(name, f"{DCTERMS}created", moment(version.time))
        if version.kind is Kind.WITHDRAWN:
            facts.type(name, DELETE)
        if body is not None:  # else redacted
            said += _state(body, version, NamedNode(name))
    return said


def _state(body: bytes, version: Version, graph: NamedNode) -> Iterable[Quad]:
    for quad in parse(body, format=RdfFormat.N_TRIPLES):
        subject, target = (_apart(term, version) for term in (quad.subject, quad.object))
        yield Quad(subject, quad.predicate, target, graph)  # type: ignore[arg-type]  # as it was


def _apart(term: object, version: Version) -> object:
    """Keep blank nodes of several versions apart, which stand in one document here."""
    return BlankNode(f"v{version.number}{term.value}") if isinstance(term, BlankNode) else term


def moment(time: datetime) -> Literal:
    """Write a time as RDF has it."""
    return typed(time.isoformat(), "dateTime")
