"""Charts: drawn once, in the colours of the style sheet, by a process that ends with its owner."""

from collections.abc import Iterator

import pytest

from govkg.web.pages.charts.drawer import OwnDrawer
from govkg.web.pages.charts.rendering import Charts
from govkg.web.pages.charts.views import axis_label

YEARS = [
    {"year": "2023", "number": 3, "role": "promised"},
    {"year": "2024", "number": 5, "role": "reported"},
]
TEXTS: dict[str, object] = {"chart.statements": "陈述数 <b>", "ticks": 4}


@pytest.fixture(scope="module")
def charts() -> Iterator[Charts]:
    opened = Charts(OwnDrawer())
    yield opened
    opened.close()


def test_a_chart_shows_its_numbers_in_the_colours_of_the_page(charts: Charts) -> None:
    picture = charts.draw("years", YEARS, TEXTS)
    assert picture is not None
    assert picture.startswith("<svg")
    for text in ("2023", "2024", "陈述数 &lt;b&gt;", "var(--tone-0)", "var(--tone-2)"):
        assert text in picture
    assert 'aria-hidden="true"' in picture
    assert "style=" not in picture
    assert "role=" not in picture


def test_a_chart_is_drawn_once(charts: Charts) -> None:
    first = charts.draw("years", YEARS, TEXTS)
    assert charts.draw("years", YEARS, TEXTS) is first
    assert charts.draw("years", YEARS[:1], TEXTS) is not first


def test_promised_and_reported_figures_are_told_apart(charts: Charts) -> None:
    rows = [
        {"year": str(year), "amount": year - 2000, "role": role, "label": "", "tone": "red"}
        for year, role in ((2020, "target"), (2021, "result"), (2022, "baseline"))
    ]
    picture = charts.draw("readings", rows, {"unit": "km", "label": axis_label("en")})
    assert picture is not None
    assert 'stroke="red"' in picture
    assert 'fill="red"' in picture
    assert "stroke-dasharray" in picture
    assert ">km<" in picture


@pytest.mark.parametrize(
    ("language", "most", "words"),
    [
        ("zh", 8_000_000_000, (">20亿<", ">80亿<")),
        ("zh", 100_000, (">2万<", ">10万<")),
        ("en", 8_000_000_000, (">2 billion<", ">8 billion<")),
        ("en", 2_500_000, (">500,000<", ">2.5 million<")),
    ],
)
def test_an_axis_says_large_numbers_in_the_words_of_the_language(
    charts: Charts, language: str, most: int, words: tuple[str, ...]
) -> None:
    rows = [{"year": "2020", "amount": most, "role": "target", "label": "", "tone": "red"}]
    picture = charts.draw("readings", rows, {"unit": "km", "label": axis_label(language)})
    assert picture is not None
    assert all(word in picture for word in words), picture


def test_where_nothing_draws_there_is_no_picture(
    charts: Charts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("govkg.web.pages.charts.drawer._COMMAND", ("/nowhere/at-all",))
    broken = Charts(OwnDrawer())
    assert broken.draw("years", YEARS, TEXTS) is None
    broken.close()
    monkeypatch.undo()
    assert charts.draw("years", [{"year": "1", "number": 1, "role": "promised"}], TEXTS) is not None


def test_a_process_that_was_killed_is_replaced() -> None:
    drawer = OwnDrawer()
    charts = Charts(drawer)
    assert charts.draw("years", YEARS, TEXTS) is not None
    assert drawer._process is not None
    drawer._process.kill()
    drawer._process.wait()
    assert charts.draw("years", YEARS[:1], TEXTS) is not None
    ended = drawer._process
    charts.close()
    assert ended.poll() is not None


def test_what_is_closed_starts_no_process_again() -> None:
    drawer = OwnDrawer()
    charts = Charts(drawer)
    charts.close()
    assert charts.draw("years", YEARS, TEXTS) is None
    assert drawer._process is None


def test_a_picture_is_drawn_while_others_go_on_and_none_is_waited_for_in_vain() -> None:
    charts = Charts(OwnDrawer())
    begun = charts.begin("years", YEARS, TEXTS)
    picture = begun.result()
    assert picture is not None
    assert picture.startswith("<svg")
    charts.close()
    assert charts.begin("years", YEARS, TEXTS).result() is None
