"""The page of a release in a real browser: no request, no foreign script, tables that filter, marks that explain."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.report.browser import NARROW, WIDE, Opened
from tests.report.pages import ATTACKS


@pytest.fixture
def page(browser: Browser, pages: dict[str, Path]) -> Iterator[Page]:
    opened = Opened(browser, pages["coded"])
    yield opened.page
    assert opened.told == []
    opened.page.close()


@pytest.mark.parametrize("name", ["coded", "attacked"])
def test_it_asks_nobody_for_anything_and_tells_no_error(browser: Browser, pages: dict[str, Path], name: str) -> None:
    opened = Opened(browser, pages[name])
    assert opened.requests == [opened.address]
    assert opened.told == []
    opened.page.close()


def test_attacks_are_shown_as_text(browser: Browser, pages: dict[str, Path]) -> None:
    opened = Opened(browser, pages["attacked"])
    page = opened.page
    for mark in page.locator("[data-chart=network] .nodes path, [data-chart=map] .mark-symbol path").all()[-12:]:
        mark.hover(force=True)  # what the charts tell there is made of names, too
        expect(page.locator("#vg-tooltip-element")).to_be_visible()
    shown = page.locator("body").inner_text()
    assert all(attack.replace("\x07", "") in shown.replace("\x07", "") for attack in ATTACKS)
    assert page.evaluate("window.owned") is None
    assert page.locator("img").count() == 0
    assert page.locator("a[href^='javascript']").count() == 0
    assert page.locator("script:not([type='application/json'])").count() == 3
    assert opened.requests == [opened.address]
    page.close()


def test_no_script_but_its_own_may_run(browser: Browser, pages: dict[str, Path]) -> None:
    opened = Opened(browser, pages["coded"])
    opened.page.evaluate(
        """() => {
        const script = document.createElement("script");
        script.textContent = "window.owned = 1";
        document.body.append(script);
        document.body.insertAdjacentHTML("beforeend", "<p onclick='window.owned = 1' id='bait'>bait</p>");
        document.getElementById("bait").click();
        }"""
    )
    assert opened.page.evaluate("window.owned") is None
    assert any("Content Security Policy" in told for told in opened.told)
    opened.page.close()


def rows_of(page: Page, section: str) -> list[str]:
    return page.locator(f"#{section} table.sorted tbody tr").all_inner_texts()


def test_statements_filter_by_words_by_speaker_and_by_act(page: Page) -> None:
    before = rows_of(page, "statements")
    speaker = page.locator("#statements").get_by_label("filter speaker", exact=True)
    speaker.fill("minister")
    found = rows_of(page, "statements")
    assert 0 < len(found) < len(before)
    names = page.locator("#statements table.sorted tbody td:nth-child(2)").all_inner_texts()
    assert all("minister" in name.lower() for name in names)
    speaker.fill("")
    page.get_by_label("Search statements:").fill("cholera")
    found = rows_of(page, "statements")
    assert found
    assert all("cholera" in row.lower() for row in found)


def test_incidents_filter_by_status_chosen_from_a_list(page: Page) -> None:
    page.locator("#incidents").get_by_label("choose status").click()
    page.locator(".dtcc-dropdown").get_by_role("button", name="cancelled").click()
    page.keyboard.press("Escape")
    statuses = page.locator("#incidents table.sorted tbody td:nth-child(3)").all_inner_texts()
    assert statuses
    assert set(statuses) == {"cancelled"}


def test_incidents_sort_by_day(page: Page) -> None:
    page.locator("#incidents").get_by_label("sort by day").click()
    expect(page.locator("#incidents table.sorted th", has_text="day")).to_have_attribute("aria-sort", "ascending")
    days = page.locator("#incidents table.sorted tbody td:first-child").evaluate_all(
        "cells => cells.map(cell => cell.dataset.order)"
    )
    assert days == sorted(days)
    assert len(set(days)) > 1


def test_charts_are_drawn(page: Page) -> None:
    assert page.locator("[data-chart] svg").count() == 4


def test_a_mark_is_explained_on_focus_and_on_hover(page: Page) -> None:
    article = page.locator("details.article").first
    mark = article.locator(".text a").first
    tip = page.locator("#tip")
    mark.focus()
    expect(tip).to_be_visible()
    expect(tip).to_contain_text("rule ")
    expect(tip).to_contain_text("confidence 0.")
    expect(tip).to_contain_text("_id ")
    assert mark.get_attribute("aria-describedby") == "tip"
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    article.locator(".text .trigger").first.hover()
    expect(tip).to_contain_text("event_id")


def test_evidence_leads_to_its_place_in_the_article(page: Page) -> None:
    link = page.locator("#incidents table.sorted tbody a").nth(3)
    note = (link.get_attribute("href") or "#")[1:]
    link.click()
    expect(page.locator(f"[id='{note}']")).to_be_in_viewport()
    expect(page.locator(f"[id='{note}']")).to_be_focused()


def test_articles_are_found_by_their_words(page: Page) -> None:
    page.get_by_label("Find an article").fill("Woldia")
    expect(page.locator("details.article:visible")).to_have_count(1)
    expect(page.locator("#found")).to_have_text("1 found")


def test_without_scripts_it_still_reads(browser: Browser, pages: dict[str, Path]) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(pages["coded"].as_uri())
    expect(page.locator("#statements tbody tr").first).to_be_visible()
    expect(page.locator("details.article .text").first).to_be_visible()
    expect(page.locator("details.article .notes li").first).to_contain_text("confidence")
    page.close()


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_nothing_but_tables_is_wider_than_the_window(
    browser: Browser, pages: dict[str, Path], size: tuple[int, int]
) -> None:
    opened = Opened(browser, pages["attacked"], "light", size)
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= size[0]
    opened.page.close()
