import pytest
from hypothesis import settings as hypothesis

# How long an example takes says nothing about whether it is right; speed belongs into benchmarks.
hypothesis.register_profile("here", deadline=None)
hypothesis.load_profile("here")

pytest_plugins = ["tests.database", "tests.browser", "tests.hashing", "tests.network", "tests.world"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        mark = item.get_closest_marker("django_db")
        if mark and (mark.kwargs.get("transaction") or mark.kwargs.get("reset_sequences")):
            raise pytest.UsageError(f"{item.nodeid}: Django's flush is never used: ask for committed_db instead.")
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.journey)
    # Once started, the browser's event loop stays in this thread, where tests of jobs need their own: a file with a
    # journey comes last whole. Files go to the workers one by one; all journeys to one, since two browsers at a time
    # make each other late.
    journeys = {item.path for item in items if item.get_closest_marker("journey")}
    items.sort(key=lambda item: item.path in journeys)
    for item in items:
        item.add_marker(pytest.mark.xdist_group("journeys" if item.path in journeys else str(item.path)))
