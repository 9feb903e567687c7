"""The check that every journey trusts: it finds what is wrong, with scripts and without."""

import pytest
from playwright.sync_api import Page

from tests.browser import assert_accessible

WRONG = "<html lang=en><title>A page</title><main><h1>A page</h1><img src='data:,'></main>"
RIGHT = WRONG.replace("<img", "<img alt='A garden'")


def shown(page: Page, html: str) -> Page:
    page.route("http://localhost/page", lambda route: route.fulfill(body=html, content_type="text/html"))
    page.goto("http://localhost/page")
    return page


@pytest.mark.parametrize("kind", ["page", "page_without_js"])
def test_a_picture_without_words_is_told_and_one_with_words_is_not(kind: str, request: pytest.FixtureRequest):
    page: Page = request.getfixturevalue(kind)
    assert_accessible(shown(page, RIGHT))
    page.unroute_all()
    with pytest.raises(pytest.fail.Exception, match="image-alt"):
        assert_accessible(shown(page, WRONG))
