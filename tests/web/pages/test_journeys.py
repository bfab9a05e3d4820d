"""What people come for: a promise and its words, from any door, in their language."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from browsing import SCHEMES, WIDTHS, Scheme, needs_chromium, open_page
from govkg.web.served import Releases
from page_types import page_types, templates_of_pages
from seed import PAGES, PIPES

pytestmark = needs_chromium

_FOCUSED = """() => {
    const focused = document.activeElement;
    if (focused === document.body) return "nothing";
    const outlined = one => one && (getComputedStyle(one).outlineStyle === "solid"
        || outlined(one.parentElement));
    if (focused === window.before) return "a trap";
    window.before = focused;
    const place = focused.closest("header") ? "the header" : "main";
    return `${outlined(focused) ? "seen" : "unseen"} in ${place}`;
}"""
"""Of an editor it is the frame that shows where one is."""
WORDS = "renovate another 4,600 kilometers of old pipe networks"


@pytest.fixture(scope="module")
def phone(browser: Browser) -> Page:
    """Open a page for what leaves nothing behind: each one of its own takes a process to begin."""
    return open_page(browser, 360)


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("width", WIDTHS)
def test_a_reader_filters_the_table_and_reaches_the_words(
    browser: Browser, server: str, width: int, *, script: bool
) -> None:
    page = open_page(browser, width, script=script)
    page.goto(f"{server}/explore.en.html")
    filters = page.locator("details.filters > summary")
    if filters.is_visible():
        filters.click()
    unit = page.get_by_role("heading", name="Unit", exact=True)
    page.locator("summary").filter(has=unit).click()
    page.get_by_role("link", name="Kilometre").click()
    expect(page.get_by_role("status")).to_have_text("1 statement of 36")
    assert "unit=unit:KiloM" in page.url
    page.get_by_role("link", name="Renovation of old pipe networks").click()
    expect(page.get_by_text(WORDS).first).to_be_visible()
    page.context.close()


@pytest.mark.parametrize("width", WIDTHS)
def test_a_reader_changes_the_language_and_stays_in_it(
    browser: Browser, server: str, width: int
) -> None:
    page = open_page(browser, width, script=False)
    page.goto(f"{server}{PIPES}.en.html")
    page.get_by_role("link", name="中文").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("改造老旧管网")
    assert page.locator("html").get_attribute("lang") == "zh"
    page.get_by_role("link", name="住房", exact=True).click()
    assert page.url.endswith("/pillar/housing.zh.html")
    page.get_by_role("link", name="浏览", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("浏览全部承诺")
    page.context.close()


def test_a_search_answers_as_one_types(browser: Browser, server: str) -> None:
    page = open_page(browser, 1280)
    page.goto(f"{server}/index.en.html")
    page.get_by_label("Names, promises, words").press_sequentially("管网")
    expect(page.get_by_role("status")).to_have_text("2 matches for “管网”")
    page.get_by_label("Names, promises, words").press("Enter")
    page.wait_for_url("**/search*")
    expect(page.get_by_role("status")).to_have_text("2 matches for “管网”")
    page.context.close()


def test_a_page_is_found_again_from_a_wrong_address(browser: Browser, server: str) -> None:
    page = browser.new_page(java_script_enabled=False)
    response = page.goto(f"{server}/commitment/scio-liaoning-2024/housing-pipe-network")
    assert response is not None
    assert response.status == 404
    page.get_by_role("link", name="Renovation of old pipe networks").click()
    expect(page.get_by_text(WORDS).first).to_be_visible()
    page.context.close()


def test_a_syntax_error_is_pointed_at(browser: Browser, server: str) -> None:
    page = browser.new_page(java_script_enabled=False)
    query = "SELECT%20*%20%7B%0A%20%20%3Fs%20%3Fp%20%0A%7D"
    response = page.goto(f"{server}/sparql?query={query}&format=csv")
    assert response is not None
    assert response.status == 400
    assert "▲ the query breaks here" in page.inner_text("pre")
    page.context.close()


@pytest.mark.parametrize("scheme", SCHEMES)
def test_focus_is_seen_and_nothing_is_out_of_its_reach(
    browser: Browser, server: str, scheme: Scheme
) -> None:
    page = open_page(browser, 1280, scheme)
    page.goto(f"{server}/explore.en.html")
    seen: set[str] = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        style = page.evaluate(
            "(e => [getComputedStyle(e).outlineStyle, e.tagName, e.innerText ?? ''])"
            "(document.activeElement)"
        )
        assert style[0] == "solid", style
        seen.add(style[2].strip())
    assert {"Explore", "Find", "Field"} <= seen
    page.context.close()


@pytest.mark.parametrize("template", sorted(templates_of_pages()))
def test_every_page_is_walked_through_by_keyboard(
    phone: Page, seed_server: tuple[str, Path], template: str
) -> None:
    address, folder = seed_server
    release = Releases(folder / "releases").active().id
    phone.goto(address + page_types(release)[template])
    phone.keyboard.press("Tab")
    skip = phone.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    phone.keyboard.press("Enter")
    for _ in range(8):
        phone.keyboard.press("Tab")
        focused = phone.evaluate(_FOCUSED)
        if focused == "nothing":  # behind the last link
            break
        assert focused == "seen in main"


def test_targets_of_a_finger_are_large_enough(browser: Browser, server: str) -> None:
    """At least 24 by 24 (WCAG 2.2, 2.5.8), links within a sentence apart."""
    page = open_page(browser, 360)
    for path in ("/explore.en.html", "/index.en.html"):
        page.goto(server + path)
        small = page.evaluate(
            "[...document.querySelectorAll('header a, .filters a, .filters summary, button, input,"
            " .doors a, .bars a')].filter(e => e.checkVisibility() && e.type !== 'hidden')"
            ".filter(e => e.getBoundingClientRect().height < 24).map(e => e.outerHTML)"
        )
        assert small == []
    page.context.close()


@pytest.mark.parametrize("name", [name for name in PAGES if name not in {"query", "ontology"}])
def test_a_page_weighs_little_and_nothing_in_it_moves(
    browser: Browser, server: str, name: str
) -> None:
    """Of the others, one brings the editor and one is a whole vocabulary."""
    page = open_page(browser, 1280)
    requests: list[Request] = []

    def note(request: Request) -> None:
        requests.append(request)

    page.on("requestfinished", note)
    page.goto(server + PAGES[name], wait_until="networkidle")
    assert 0 < sum(request.sizes()["responseBodySize"] for request in requests) < 100_000
    shift = page.evaluate(
        "new Promise(done => { let sum = 0; new PerformanceObserver(list => list.getEntries()"
        ".forEach(entry => sum += entry.value)).observe({type: 'layout-shift', buffered: true});"
        " setTimeout(() => done(sum), 50); })"
    )
    assert shift < 0.01
    page.context.close()


def test_motion_is_left_out_where_none_is_wanted(browser: Browser, server: str) -> None:
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.goto(server)
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    context.close()


def test_a_printed_page_leaves_out_what_is_for_a_screen(browser: Browser, server: str) -> None:
    page = open_page(browser, 1280, "dark")
    page.goto(f"{server}{PIPES}.en.html")
    page.emulate_media(media="print")
    assert not page.get_by_role("navigation", name="Site").is_visible()
    assert page.get_by_text(WORDS).first.is_visible()
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    assert not page.get_by_text("All that is recorded here").is_visible()
    page.goto(f"{server}/shapes.en.html")
    assert page.locator("#Statement-label").is_visible()
    page.context.close()
