"""Names that are kept from page to page: of one release, in one language, at one place."""

from collections.abc import Iterable
from types import SimpleNamespace
from typing import cast

from govkg.graph.index import Label
from govkg.iris import Addresses
from govkg.web.pages.language.reader import Reader
from govkg.web.pages.terms.names import Name, Names
from govkg.web.pages.terms.recent import Recent
from govkg.web.served import ServedRelease

BASE = "https://example.org/"
PIPES = f"{BASE}indicator/pipes"
UNSAID = f"{BASE}indicator/unsaid"
BOTH = [Label("pipes", "en"), Label("管网", "zh")]


class Index:
    """An index that counts what it is asked."""

    def __init__(self, labels: dict[str, list[Label]]) -> None:
        """Say something of the keys of *labels*, and give them these."""
        self.labels = labels
        self.asked: list[set[str]] = []

    def described(self, iris: Iterable[str]) -> dict[str, list[Label]]:
        """Give those of *iris* that something is said of."""
        self.asked.append(set(iris))
        return {iri: self.labels[iri] for iri in self.asked[-1] & self.labels.keys()}


def served(index: Index) -> ServedRelease:
    dataset = SimpleNamespace(languages=("en", "zh"))
    return cast(
        "ServedRelease",
        SimpleNamespace(
            index=index,
            manifest=SimpleNamespace(dataset=dataset),
            addresses=Addresses(BASE),
        ),
    )


def test_a_second_page_asks_only_for_what_the_first_did_not() -> None:
    index = Index({PIPES: BOTH})
    release = served(index)
    Names(release, Reader(), [PIPES, UNSAID])
    names = Names(release, Reader(), [PIPES, UNSAID])
    names.add(["urn:other"])
    assert index.asked == [{PIPES, UNSAID}, {"urn:other"}]
    assert names.of(PIPES) == Name(PIPES, "pipes", "en", "/indicator/pipes")
    assert names.of(UNSAID) == Name(UNSAID, "unsaid", "", "")


def test_no_reader_is_given_the_names_of_another() -> None:
    release = served(Index({PIPES: BOTH}))
    readers = (
        Reader("en"),
        Reader("zh"),
        Reader("zh", suffix="zh.html"),
        Reader("zh", prefix="/below"),
    )
    for _ in range(2):
        found = [Names(release, reader, [PIPES]).of(PIPES) for reader in readers]
        assert [(name.text, name.href) for name in found] == [
            ("pipes", "/indicator/pipes"),
            ("管网", "/indicator/pipes"),
            ("管网", "/indicator/pipes.zh.html"),
            ("管网", "/below/indicator/pipes"),
        ]


def test_no_release_is_given_the_names_of_another() -> None:
    before, after = served(Index({PIPES: BOTH})), served(Index({PIPES: [Label("tubes", "en")]}))
    assert Names(before, Reader(), [PIPES]).of(PIPES).text == "pipes"
    assert Names(after, Reader(), [PIPES]).of(PIPES).text == "tubes"
    assert Names(before, Reader(), [PIPES]).of(PIPES).text == "pipes"


def test_what_was_not_added_has_its_fallback_though_another_page_named_it() -> None:
    release = served(Index({PIPES: BOTH}))
    Names(release, Reader(), [PIPES])
    assert Names(release, Reader(), []).of(PIPES) == Name(PIPES, "pipes", "", "")


def test_what_is_used_stays_and_what_is_not_goes() -> None:
    recent: Recent[str, int] = Recent(4)
    recent.put("often", -1)
    for number in range(100):
        recent.put(str(number), number)
        assert recent.get("often") == -1
        assert recent.get(str(number)) == number
    kept = [number for number in range(100) if recent.get(str(number)) is not None]
    assert len(kept) <= 8
    assert 99 in kept


def test_labels_that_are_at_hand_are_not_looked_up() -> None:
    index = Index({})
    names = Names(served(index), Reader("zh"), [])
    names.label([(PIPES, BOTH), (UNSAID, [])])
    assert not index.asked
    assert names.of(PIPES) == Name(PIPES, "管网", "zh", "/indicator/pipes")
    assert names.of(UNSAID) == Name(UNSAID, "unsaid", "", "/indicator/unsaid")
