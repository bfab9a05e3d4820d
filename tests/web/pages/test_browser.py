"""Pages in Chromium: at the width of a phone and of a desk, light and dark, without a script."""

from itertools import product
from urllib.parse import quote

import pytest
from playwright.sync_api import APIResponse, Browser, Route, ViewportSize

from browsing import HEIGHT, SCHEMES, WIDTHS, needs_chromium, open_page
from seed import ENTITIES, PAGES, PIPES, ROOT

EDITOR = ROOT / "src" / "govkg" / "web" / "static" / "editor" / "yasgui.min.js"
PAIRS = """() => [...document.querySelectorAll('main *, header *, footer *')]
    .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()))
    .map(e => {
        let under = e;
        const ground = x => getComputedStyle(x).backgroundColor;
        while (under.parentElement && ground(under) === 'rgba(0, 0, 0, 0)')
            under = under.parentElement;
        return [getComputedStyle(e).color, ground(under)].join('|');
    })"""
"""The colour of each text, and of what is under it."""
pytestmark = needs_chromium
needs_editor = pytest.mark.skipif(
    not EDITOR.is_file(), reason="npm could not bring the query editor when govkg was installed"
)


def test_no_page_scrolls_sideways(browser: Browser, server: str) -> None:
    page = open_page(browser, min(WIDTHS))
    for path in PAGES.values():
        response = page.goto(server + path)
        assert response is not None
        assert response.ok, path
        for scheme, width in product(SCHEMES, WIDTHS):
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size(ViewportSize(width=width, height=HEIGHT))
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, scheme)
    page.context.close()


@pytest.mark.parametrize(
    "path", ["/shapes.en.html#Statement-label", "/ontology.en.html#Commitment"]
)
def test_what_an_address_names_is_unfolded(browser: Browser, server: str, path: str) -> None:
    page = open_page(browser, 360, script=False)
    page.goto(server + path)
    assert page.locator(f"#{path.partition('#')[2]}").is_visible()
    page.goto(server + path.partition("#")[0])
    assert page.evaluate("document.documentElement.scrollHeight") < 5000
    page.context.close()


def test_the_figure_is_the_largest_text(browser: Browser, server: str) -> None:
    page = open_page(browser, 1280)
    page.goto(f"{server}{PIPES}")
    assert page.url.endswith(".html")
    sizes = page.evaluate(
        "[...document.querySelectorAll('main *')].filter(e => e.innerText?.trim())"
        ".map(e => [parseFloat(getComputedStyle(e).fontSize), e.innerText.trim()])"
    )
    assert max(sizes)[1] == "4,600"
    page.context.close()


def test_figures_of_one_stage_stand_below_one_another(browser: Browser, server: str) -> None:
    page = open_page(browser, 1280)
    page.goto(server + ENTITIES["several figures"])
    boxes = [
        box
        for one in page.locator(".stages .figure .headline").all()
        if (box := one.bounding_box())
    ]
    assert len(boxes) == 4
    assert len({(box["x"], box["height"]) for box in boxes}) == 1
    page.context.close()


def test_a_reader_gets_from_home_to_the_words_without_a_script(
    browser: Browser, server: str
) -> None:
    page = open_page(browser, 360, script=False)
    page.goto(server)
    page.get_by_role("link", name="Housing").click()
    page.get_by_role("link", name="Renovation of old pipe networks").first.click()
    quoted = page.get_by_text("renovate another 4,600 kilometers of old pipe networks")
    assert quoted.first.is_visible()
    page.get_by_text("All that is recorded here").click()
    assert page.get_by_role("rowheader", name="comparator").first.is_visible()
    # Followed without the browser, which would take a Turtle file for a download.
    turtle = page.request.get(
        server + str(page.get_by_role("link", name="Turtle").get_attribute("href"))
    )
    assert "govkg:Commitment" in turtle.text()
    page.context.close()


@needs_editor
@pytest.mark.parametrize("width", WIDTHS)
def test_the_editor_answers_as_a_table_and_as_a_chart(
    browser: Browser, server: str, width: int
) -> None:
    page = open_page(browser, width)
    page.goto(f"{server}/sparql")
    page.get_by_role("link", name="What was pledged in each pillar").click()
    # It is asked at once: the button would stop it.
    page.get_by_role("cell", name="Health care").wait_for()
    page.locator(".select_chart").click()
    chart = page.get_by_role("img", name="commitments by pillarLabel: 6 values from 1 to 8")
    chart.wait_for()
    assert "Care of the elderly" in str(chart.text_content())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.context.close()


@needs_editor
@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "Line 1, column 16: “)” is not expected here."),
        ("zh", "第1行第16列：此处不应出现“)”。"),
    ],
)
def test_a_query_of_an_address_is_asked_at_once_and_its_mistake_shown(
    browser: Browser, server: str, language: str, told: str
) -> None:
    page = open_page(browser, 360, "dark", language=language)
    page.goto(f"{server}/sparql?query={quote('SELECT ?s { ?s ) }')}")
    problem = page.get_by_role("alert")
    problem.wait_for()
    assert told in problem.inner_text()
    assert "▲" in problem.locator("pre").inner_text()
    page.goto(f"{server}/sparql?query={quote('SELECT (1 + 1 AS ?two) {}')}")
    page.get_by_role("cell", name='"2"^^').wait_for()
    page.context.close()


@needs_editor
def test_the_editor_completes_prefixes_and_terms(browser: Browser, server: str) -> None:
    page = open_page(browser, 1280)
    page.goto(f"{server}/sparql")
    page.locator(".CodeMirror").wait_for()
    page.evaluate(
        """() => { const yasqe = document.querySelector('.CodeMirror').CodeMirror;
           yasqe.setValue('PREFIX govkg: <https://w3id.org/govkg/ontology#>\\n{ ?s govkg:comp');
           yasqe.setValue(yasqe.getValue().replace('{', 'SELECT * {'));
           yasqe.focus(); yasqe.setCursor(1, 25); yasqe.autocomplete(); }"""
    )
    hints = page.locator(".CodeMirror-hints li")
    hints.first.wait_for()
    assert any("componentOf" in text for text in hints.all_inner_texts())
    page.context.close()


def test_a_query_can_be_sent_by_the_keyboard_alone(browser: Browser, server: str) -> None:
    page = open_page(browser, 1280, script=False)
    page.goto(f"{server}/sparql")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.get_by_label("Query", exact=True).fill("SELECT (1 AS ?one) {}")
    page.get_by_label("Answer as").select_option("json")
    answers: list[APIResponse] = []

    def shown_as_text(route: Route) -> None:
        answers.append(route.fetch())
        route.fulfill(body=answers[0].text(), content_type="text/plain")

    page.route("**/sparql?*", shown_as_text)
    page.get_by_role("button", name="Run").press("Enter")
    page.wait_for_url("**/sparql?*")
    assert answers[0].headers["content-type"] == "application/sparql-results+json"
    assert '"value":"1"' in page.inner_text("body")
    page.context.close()


def test_text_stands_out_from_its_ground(browser: Browser, server: str) -> None:
    """At least 4.5 to 1 (WCAG 2.2, 1.4.3), for each colour of text there is, in both schemes."""
    page = open_page(browser, 1280)
    for path in PAGES.values():
        page.goto(server + path)
        grounds = set()
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            grounds.add(page.evaluate("getComputedStyle(document.body).backgroundColor"))
            pairs = page.evaluate(PAIRS)
            assert pairs
            for pair in set(pairs):
                ink, ground = (luminance(colour) for colour in pair.split("|"))
                assert (max(ink, ground) + 0.05) / (min(ink, ground) + 0.05) >= 4.5, (path, pair)
        assert len(grounds) == len(SCHEMES)
    page.context.close()


def luminance(colour: str) -> float:
    """Give the relative luminance of ``rgb(r, g, b)`` (WCAG 2.2, section 3)."""
    values = [int(part) / 255 for part in colour.partition("(")[2].rstrip(")").split(",")[:3]]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in values
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
