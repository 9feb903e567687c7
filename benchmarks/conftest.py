"""Measurements stand on what tests stand on: a real database, a real browser, the same small world."""

pytest_plugins = ["tests.database", "tests.browser", "tests.network", "tests.world", "tests.journeys.conftest"]
