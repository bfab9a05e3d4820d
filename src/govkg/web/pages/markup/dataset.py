"""The dataset in the words of schema.org, as dataset search engines read it."""

from govkg.web.pages.language.reader import Reader
from govkg.web.pages.markup.entities import Markup
from govkg.web.served import ServedRelease


def dataset_markup(release: ServedRelease, reader: Reader) -> Markup:
    """Say what the dataset is and where its files are; addresses of files are on this server."""
    dataset, said = release.manifest.dataset, release.manifest.dataset.said_in(reader.language)
    markup: Markup = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "@id": f"{dataset.base_iri}dataset",
        "url": dataset.base_iri,
        "name": said.title,
        "version": release.id,
        "license": dataset.licence,
        "inLanguage": list(dataset.languages),
        "isAccessibleForFree": True,
        "distribution": [
            {
                "@type": "DataDownload",
                "name": file.name,
                "encodingFormat": file.media_type,
                "contentUrl": f"{reader.public}/releases/{release.id}/{file.name}",
                "contentSize": f"{file.size} B",
                "sha256": file.sha256,
            }
            for file in release.manifest.files
        ],
    }
    if said.description:
        markup["description"] = said.description
    if said.publisher:
        markup["creator"] = {"@type": "Organization", "name": said.publisher}
    return markup
