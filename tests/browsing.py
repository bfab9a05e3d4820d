"""Debian's Chromium, for tests that look at pages as people do."""

import shutil
from typing import Literal

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, ViewportSize

Scheme = Literal["light", "dark"]
CHROMIUM = shutil.which("chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDTHS = (360, 1280)
HEIGHT = 900
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
needs_chromium = pytest.mark.skipif(
    CHROMIUM is None, reason="Chromium is not installed; `make test` installs it"
)


def open_page(
    browser: Browser,
    width: int,
    scheme: Scheme = "light",
    *,
    script: bool = True,
    language: str = "en",
) -> Page:
    """Open an empty page, and listen for complaints of the browser."""
    context = browser.new_context(
        viewport=ViewportSize(width=width, height=HEIGHT),
        color_scheme=scheme,
        java_script_enabled=script,
        locale=language,
    )
    page = context.new_page()
    page.on("console", _listen)
    return page


def _listen(message: ConsoleMessage) -> None:
    # What a page is answered with, or a query that it asks, is looked at by who asked for it.
    failed = message.text.startswith("Failed to load resource") and message.location
    page = message.page
    if not (failed and page and _path(message.location["url"]) == _path(page.url)):
        pytest.fail(f"{message.location}: {message.text}")


def _path(url: str) -> str:
    return url.partition("?")[0]
