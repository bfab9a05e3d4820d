"""Refuse what a server could not answer: entities at its own addresses, or two at one."""

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import Final

from govkg.formats import DOCUMENT_EXTENSIONS
from govkg.iris import RESERVED, Addresses, document_of, split_extension
from govkg.publish.sources.answers import Answer, Ask, Question
from govkg.publish.sources.reading import Source
from govkg.validation.findings import Finding, Message, Severity
from govkg.vocabulary import SHAPES


def suspicious(base_iri: str) -> re.Pattern[str]:
    r"""Find in a text of IRIs, each between a line's end and a space, one that may be at fault.

    So a dataset without any is known at once. What is found need not be a fault.

    >>> found = suspicious("https://example.org/").search
    >>> bool(found("\nhttps://example.org/person/a \nhttps://example.com/search "))
    False
    >>> bool(found("\nhttps://example.org/search/a ")), bool(found("\nhttps://example.org/a.ttl "))
    (True, True)
    """
    kept, extensions = (
        "|".join(map(re.escape, sorted(names))) for names in (RESERVED, DOCUMENT_EXTENSIONS)
    )
    plain = rf"(?!(?:{kept})[/# ])[A-Za-z0-9]+[/# ]"
    ending = rf"[^# \n]*\.(?:{extensions})[# ]"
    return re.compile(rf"\n{re.escape(base_iri)}(?:(?!{plain})|{ending})")


def _matching(patterns: AbstractSet[str]) -> Ask:
    compiled = [re.compile(pattern) for pattern in patterns]

    def ask(source: Source) -> Answer:
        return {one.pattern: None for one in compiled if source.subjects.has(one)}

    return ask


SUSPICION: Final = Question("suspicion", _matching)
"""Whether what is `suspicious` is found in the IRIs of a source."""


def check_addresses(subjects: AbstractSet[str], addresses: Addresses) -> Iterator[Finding]:
    """Look at every subject's document under the base."""
    documents = {document_of(iri) for iri in subjects}
    base = addresses.base_iri
    faulty = {
        document
        for document in documents
        if document.startswith(base)
        and (_is_reserved(document, addresses) or _is_taken(document, documents))
    }
    if faulty:
        names: dict[str, str] = {}
        for iri in sorted(subjects):
            names.setdefault(document_of(iri), iri)
        for document in sorted(faulty):
            yield from _told(document, names[document], addresses, documents)


def _is_reserved(document: str, addresses: Addresses) -> bool:
    first = document[len(addresses.base_iri) :].partition("/")[0]
    # Only what the server keeps is asked for in full: names with escapes or a query are few.
    return (not first or first in RESERVED or not first.isalnum()) and (
        not (segment := addresses.segment(document)) or segment in RESERVED
    )


def _is_taken(document: str, documents: AbstractSet[str]) -> bool:
    split = split_extension(document)
    return split is not None and split[0] in documents


def _told(
    document: str, iri: str, addresses: Addresses, documents: AbstractSet[str]
) -> Iterator[Finding]:
    segment = addresses.segment(document)
    if not segment:
        yield _finding(
            iri,
            "Entity-address-reserved",
            en="The base IRI itself is the home page. Give the entity an IRI below it.",
            zh="基础 IRI 本身是首页。请为该实体指定其下的 IRI。",
        )
    elif segment in RESERVED:
        yield _finding(
            iri,
            "Entity-address-reserved",
            en=f"“/{segment}” is the server's own. Give the entity another first segment.",
            zh=f"“/{segment}”由服务器自用。请为该实体改用别的首段。",
        )
    split = split_extension(document)
    if split and split[0] in documents:
        yield _finding(
            iri,
            "Entity-address-unique",
            en=f"The address is that of {split[0]} in {split[1].title}. "
            "Give the entity an IRI without this extension.",
            zh=f"该地址是 {split[0]} 的 {split[1].title} 文档。请为该实体去掉此扩展名。",
        )


def _finding(iri: str, shape: str, *, en: str, zh: str) -> Finding:
    return Finding(
        severity=Severity.VIOLATION,
        focus_node=iri,
        shape=f"{SHAPES}{shape}",
        message=Message(en=en, zh=zh),
    )
