"""Somebody at a keyboard who counts: keys pressed, and how long the machine let them wait."""

from __future__ import annotations

import time
from dataclasses import dataclass
from statistics import median

from playwright.sync_api import Page

# Seconds for one key of an average typist, from the keystroke-level model (Card, Moran and Newell, 1980). Thinking and
# talking are not counted: they take as long on paper.
SECONDS_PER_KEY = 0.28


@dataclass
class Hands:
    page: Page
    keys: int = 0
    waited: float = 0.0
    taps: int = 0  # how often a page was asked for: with a thumb, each is one tap

    def type(self, text: str) -> Hands:
        self.page.keyboard.type(text)
        self.keys += len(text)
        return self

    def press(self, *keys: str) -> Hands:
        for key in keys:
            self.page.keyboard.press(key)
            self.keys += 1
        return self

    def tab_to(self, name: str, *, most: int = 120) -> Hands:
        """Press Tab until what has the focus is called so. Raises LookupError if it never is."""
        for _press in range(most):
            if name in self._focus():
                return self
            self.press("Tab")
        raise LookupError(f"“{name}” was not reached in {most} presses of Tab; the focus is on “{self._focus()}”.")

    def go(self, *keys: str) -> Hands:
        """Keys that ask the server for something, and the wait until its answer can be used."""
        before = time.perf_counter()
        with self.page.expect_navigation():
            self.press(*keys)
        self.waited += time.perf_counter() - before
        self.taps += 1
        return self

    def _focus(self) -> str:
        found = self.page.evaluate(
            """() => { const e = document.activeElement;
            if (!e || e === document.body) return "";
            const label = e.labels && e.labels.length ? e.labels[0].innerText : "";
            return [e.getAttribute("aria-label") || "", label, e.innerText || "", e.value || ""].join(" ") }"""
        )
        return " ".join(str(found).split())

    @property
    def seconds(self) -> float:
        return self.keys * SECONDS_PER_KEY + self.waited


@dataclass(frozen=True)
class Effort:
    """One task, done several times."""

    task: str
    runs: tuple[Hands, ...]

    def line(self) -> str:
        keys = sorted({hands.keys for hands in self.runs})
        typed = "/".join(str(count) for count in keys)
        waited, whole = median(h.waited for h in self.runs), median(h.seconds for h in self.runs)
        taps = "/".join(str(count) for count in sorted({hands.taps for hands in self.runs}))
        return f"{self.task:<44}{typed:>12}{taps:>8}{waited:>14.2f}{whole:>12.0f}"


HEADING = f"{'task':<44}{'keys':>12}{'pages':>8}{'waited, s':>14}{'in all, s':>12}"
