"""What sources answer is kept, and is what they would answer."""

from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from govkg.publish.sources.kept import KeptSources
from govkg.publish.sources.places import Places, find_mentions
from govkg.publish.sources.reading import Source, read_files
from govkg.publish.sources.subjects import Subjects
from govkg.release.layout import SOURCES
from projects import BASE

NAMES = [f"{BASE}{name}" for name in "abcd"]
SAID = st.dictionaries(st.sampled_from("abcd"), st.sampled_from("abcd"), max_size=3)
"""What a file says: that some things point at others."""
TIMES = st.lists(
    st.tuples(st.lists(SAID, min_size=1, max_size=3), st.sets(st.sampled_from(NAMES))), max_size=4
)


@contextmanager
def kept_in(folder: Path) -> Iterator[KeptSources]:
    """Keep what is asked meanwhile."""
    with closing(KeptSources(folder / SOURCES)) as kept:
        yield kept
        kept.keep()


def read(folder: Path, files: Iterable[dict[str, str]], kept: KeptSources) -> list[Source]:
    """Write *files*, and read them."""
    sources: list[Source] = []
    for number, said in enumerate(files):
        file = folder / f"{number}.ttl"
        lines = (f"<{BASE}{one}> <urn:p> <{BASE}{other}> ." for one, other in said.items())
        file.write_text("\n".join(lines), encoding="utf-8")
        sources += read_files([(file, f"{BASE}graph/{number}")], base_iri=BASE, kept=kept)
    return sources


@given(TIMES)
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_is_kept_of_answers_is_what_sources_answer(
    tmp_path_factory: pytest.TempPathFactory, times: list[tuple[list[dict[str, str]], set[str]]]
) -> None:
    folder = tmp_path_factory.mktemp("answers")
    for files, wanted in times:
        with kept_in(folder) as kept:
            sources = read(folder, files, kept)
            found, plain = Places(sources, wanted, kept), Places(sources, wanted)
            assert [found.find(iri) for iri in NAMES] == [plain.find(iri) for iri in NAMES]
            assert find_mentions(sources, wanted, kept) == find_mentions(sources, wanted)


def test_of_sources_that_stay_only_what_is_new_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, frozenset[str]]] = []
    look = Subjects.places

    def spy(self: Subjects, wanted: frozenset[str]) -> Iterator[tuple[str, int | None]]:
        asked.append((next(iter(self)), frozenset(wanted)))
        return look(self, wanted)

    monkeypatch.setattr(Subjects, "places", spy)
    for files, wanted, expected in (
        ([{"a": "b"}, {"b": "c"}], NAMES[:2], [(NAMES[0], NAMES[:2]), (NAMES[1], NAMES[:2])]),
        ([{"a": "b"}, {"b": "d"}], NAMES[:2], [(NAMES[1], NAMES[:2])]),
        ([{"a": "b"}, {"b": "d"}], NAMES[1:3], [(NAMES[0], NAMES[2:3]), (NAMES[1], NAMES[2:3])]),
        ([{"a": "b"}, {"b": "d"}], NAMES[1:2], []),
    ):
        asked.clear()
        with kept_in(tmp_path) as kept:
            Places(read(tmp_path, files, kept), wanted, kept)
        assert asked == [(name, frozenset(names)) for name, names in expected]
