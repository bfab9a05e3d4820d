"""Debian's Chromium, for tests that look at pages as people do."""

import shutil

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

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
SCHEMES = ("light", "dark")
needs_chromium = pytest.mark.skipif(
    CHROMIUM is None, reason="Chromium is not installed; `make test` installs it"
)


def open_page(browser: Browser, width: int, scheme: str = "light", *, script: bool = True) -> Page:
    """Open an empty page, and listen for complaints of the browser."""
    context = browser.new_context(
        viewport=ViewportSize(width=width, height=900),
        color_scheme="dark" if scheme == "dark" else "light",
        java_script_enabled=script,
    )
    page = context.new_page()
    page.on("console", lambda message: pytest.fail(f"{page.url}: {message.text}"))
    return page
