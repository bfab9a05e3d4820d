"""Pages in Chinese: every text, number and date, and each label where there is one."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path

import pytest

from govkg.settings import Project
from govkg.web.pages.charts.drawer import OwnDrawer
from govkg.web.pages.failures import Failure
from govkg.web.pages.language.reader import Reader
from govkg.web.pages.rendering import Pages
from govkg.web.served import Releases, ServedRelease
from seed import EVENT, publish_seed

CHINESE = Reader("zh", switch=(("en", "/x.en.html"), ("zh", "/x.zh.html")), suffix="zh.html")
BASE = "https://w3id.org/govkg/"
PAGES = Pages(OwnDrawer())


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return publish_seed(tmp_path_factory.mktemp("seed"))


@pytest.fixture(scope="module")
def release(project: Project) -> ServedRelease:
    return Releases(project.releases).active()


def entity(release: ServedRelease, path: str, reader: Reader = CHINESE) -> str:
    document = release.documents.first([f"{BASE}{path}"])
    assert document is not None
    description = release.describer.describe(document)
    return re.sub(r"\s+", " ", PAGES.entity(release, description, reader))


def text_of(page: str) -> str:
    shown = re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", shown))


def test_a_commitment_is_told_in_chinese(release: ServedRelease) -> None:
    page = entity(release, f"commitment/{EVENT}/employment-support-2024")
    text = text_of(page)
    assert '<html lang="zh">' in page
    assert "超过70亿元" in text
    assert "&gt; 7,000,000,000" in text
    assert "张立林代表辽宁省人民政府" in text
    assert "Zhang Lilin" not in page


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (f"commitment/{EVENT}/housing-pipe-networks", "各部分合计4,600公里。"),
        (f"commitment/{EVENT}/housing-old-communities", "1800万平方米"),
        (f"event/{EVENT}", "30项承诺、6项已报告"),
        ("pillar/housing", "住房"),
    ],
)
def test_an_entity_says_in_chinese(release: ServedRelease, path: str, text: str) -> None:
    assert text in text_of(entity(release, path))


def test_home_is_in_chinese(release: ServedRelease) -> None:
    text = text_of(PAGES.home(release, CHINESE))
    assert "政府承诺了什么" in text
    assert "网页日期为2024年5月9日" in text
    assert not re.search(r"[A-Za-z]{12,}", text.replace("SPARQL", ""))


def test_the_switch_leads_to_the_addresses_it_is_given(release: ServedRelease) -> None:
    page = PAGES.home(release, CHINESE)
    assert '<a href="/x.en.html" lang="en" hreflang="en">English</a>' in page
    assert '<a href="/x.zh.html" lang="zh" hreflang="zh" aria-current="true">中文</a>' in page
    assert '<link rel="alternate" hreflang="en" href="/x.en.html">' in page


def test_links_to_entities_stay_in_the_language(release: ServedRelease) -> None:
    page = entity(release, f"commitment/{EVENT}/housing-pipe-networks")
    assert 'href="/person/zhang-lilin.zh.html"' in page
    assert 'href="/pillar/housing.zh.html"' in page


def test_a_label_in_another_language_says_which(release: ServedRelease) -> None:
    page = entity(release, "source/scio-liaoning-2024-05-09")
    assert re.search(r'<bdi lang="en">SCIO press conference on writing', page)


@contextmanager
def labelled(folder: Path, labels: str) -> Iterator[ServedRelease]:
    from govkg.publish.publication import publish_project
    from govkg.settings import read_project

    (folder / "data").mkdir()
    (folder / "data" / "a.ttl").write_text(
        f"<https://example.org/a> <http://www.w3.org/2000/01/rdf-schema#label> {labels} .",
        encoding="utf-8",
    )
    (folder / "govkg.toml").write_text(
        'title = "T"\nbase_iri = "https://example.org/"\nshapes = []\nlanguages = ["fr", "de"]\n',
        encoding="utf-8",
    )
    project = read_project(folder)
    publish_project(project)
    yield Releases(project.releases).active()


@pytest.mark.parametrize(
    ("labels", "shown"),
    [
        ('"un"@fr , "eins"@de , "one"@en , "一"@zh', "<h1><bdi>一</bdi>"),
        ('"un"@fr , "eins"@de , "one"@en , "一"@zh-Hans', '<h1><bdi lang="zh-hans">一</bdi>'),
        ('"un"@fr , "eins"@de , "one"@en', '<h1><bdi lang="fr">un</bdi>'),
        ('"eins"@de , "none" , "one"@en', '<h1><bdi lang="de">eins</bdi>'),
        ('"none" , "one"@en', "<h1><bdi>none</bdi>"),
        ('"one"@en , "uno"@it', '<h1><bdi lang="en">one</bdi>'),
    ],
)
def test_labels_fall_back_along_the_chain(tmp_path: Path, labels: str, shown: str) -> None:
    with labelled(tmp_path, labels) as release:
        document = release.documents.first(["https://example.org/a"])
        assert document is not None
        description = release.describer.describe(document)
        assert shown in PAGES.entity(release, description, Reader("zh")).replace("\n", "")


@pytest.mark.parametrize(
    ("detail", "said"),
    [
        (
            "No query “x” in this release.",
            '<p class="lead failure" lang="zh">此版本中没有名为“x”的查询。',
        ),
        ("Not in any catalogue.", '<p class="lead failure" lang="en">Not in any catalogue.'),
    ],
)
def test_an_error_is_told_in_chinese_or_says_that_it_is_not(
    release: ServedRelease, detail: str, said: str
) -> None:
    failure = Failure(HTTPStatus.NOT_FOUND, "NotFoundError", "Nothing here", detail)
    assert said in PAGES.failure(failure, release, CHINESE)


def test_lists_are_in_order_of_pinyin_and_texts_begin_with_the_readers_own(
    release: ServedRelease,
) -> None:
    page = text_of(entity(release, "pillar"))
    listed = ("教育", "就业", "民生", "养老", "医疗卫生", "住房")
    places = [page.index(name, page.index("概念")) for name in listed]
    assert places == sorted(places)
    assert page.index("领域 zh") < page.index("Pillars en")
