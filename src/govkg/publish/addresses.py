"""Refuse what a server could not answer: entities at its own addresses, or two at one."""

from collections.abc import Iterable, Iterator

from govkg.iris import RESERVED, Addresses, document_of, split_extension
from govkg.validation.findings import Finding, Message, Severity
from govkg.vocabulary import SHAPES


def check_addresses(subjects: Iterable[str], addresses: Addresses) -> Iterator[Finding]:
    """Look at every subject's document under the base."""
    documents = {document_of(iri): iri for iri in sorted(subjects, reverse=True)}
    for document, iri in sorted(documents.items()):
        segment = addresses.segment(document)
        if segment is None:
            continue
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
