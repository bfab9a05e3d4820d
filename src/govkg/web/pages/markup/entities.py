"""Entities in the words of schema.org.

An achievement is a ``Claim``: it can be true or not. A commitment cannot; it is a ``Quotation``, of
somebody (``creator``) who spoke for somebody (``sourceOrganization``) at an event (``recordedAt``).
"""

from typing import Final

from govkg.graph.documents import Description
from govkg.vocabulary import DCTERMS, FOAF, GOVKG, OA, ORG, OWL, PROV, RDF, SCHEMA, SKOS
from govkg.web.pages.terms.facts import Facts
from govkg.web.pages.terms.names import Names

Markup = dict[str, object]

_TYPES: Final = {
    f"{GOVKG}Commitment": "Quotation",
    f"{GOVKG}Achievement": "Claim",
    f"{GOVKG}Assessment": "Review",
    f"{GOVKG}Plan": "CreativeWork",
    f"{FOAF}Person": "Person",
    f"{ORG}FormalOrganization": "Organization",
    f"{ORG}Organization": "Organization",
    f"{SCHEMA}Event": "Event",
    f"{SCHEMA}Place": "Place",
    f"{SCHEMA}WebPage": "WebPage",
    f"{SCHEMA}DigitalDocument": "DigitalDocument",
    f"{SKOS}ConceptScheme": "DefinedTermSet",
    f"{SKOS}Concept": "DefinedTerm",
    f"{OWL}Ontology": "DefinedTermSet",
}
"""The type of each class; where an entity has several, the first one counts."""
_LINKS: Final = {
    f"{GOVKG}speaker": "creator",
    f"{GOVKG}actor": "sourceOrganization",
    f"{GOVKG}event": "recordedAt",
    f"{GOVKG}pillar": "about",
    f"{GOVKG}assesses": "itemReviewed",
    f"{PROV}wasAttributedTo": "author",
    f"{DCTERMS}isPartOf": "isPartOf",
    f"{DCTERMS}publisher": "publisher",
    f"{SCHEMA}publisher": "publisher",
    f"{SCHEMA}organizer": "organizer",
    f"{SCHEMA}location": "location",
    f"{SCHEMA}about": "about",
    f"{SKOS}inScheme": "inDefinedTermSet",
}
_SAME: Final = (f"{OWL}sameAs", f"{SKOS}exactMatch")
_TEXTS: Final = {
    f"{SCHEMA}startDate": "startDate",
    f"{SCHEMA}endDate": "endDate",
    f"{SCHEMA}inLanguage": "inLanguage",
    f"{SKOS}definition": "description",
    f"{DCTERMS}description": "description",
    f"{DCTERMS}issued": "datePublished",
}


def entity_markup(description: Description, facts: Facts, names: Names) -> Markup:
    """Say what a document is about."""
    iri = description.iri
    kinds = facts.iris(iri, f"{RDF}type")
    markup: Markup = {
        "@context": "https://schema.org",
        "@type": next((name for kind, name in _TYPES.items() if kind in kinds), "Thing"),
        "@id": iri,
        "name": names.of(iri).text,
    }
    for predicate, name in _LINKS.items():
        linked = [{"@id": one, "name": names.of(one).text} for one in facts.iris(iri, predicate)]
        if linked:
            markup[name] = linked
    for predicate, name in _TEXTS.items():
        texts = names.best(facts.texts(iri, predicate))
        if texts:
            markup.setdefault(name, texts[0].value)
    same = [one for predicate in _SAME for one in facts.iris(iri, predicate)]
    if same:
        markup["sameAs"] = same
    words = [
        text.value
        for resource in description.resources
        for text in facts.texts(resource, f"{OA}exact")
    ]
    if words:
        markup["text"] = " […] ".join(words)
    return markup
