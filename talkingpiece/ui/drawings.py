"""The few drawings that stand inside a line of text or on the path. Decoration: the words beside them say the same."""

from collections.abc import Sequence

from django.utils.safestring import SafeString, mark_safe

ICONS = {
    "lock": '<rect x="5" y="11" width="14" height="9" rx="2"/><path d="M8 11V8a4 4 0 0 1 8 0v3"/>',
    "hand": '<path d="M8 13V6.5a1.5 1.5 0 0 1 3 0V11m0-.5v-5a1.5 1.5 0 0 1 3 0V11m0-4a1.5 1.5 0 0 1 3 0v7c0 '
    '4-2.5 6.5-6 6.5-3.2 0-4.4-1.7-6.3-5.2l-1.3-2.5c-.7-1.6 1.5-2.6 2.5-1.2L8 13"/>',
    "phone": '<path d="M6.5 3.5h3l1.5 4-2 1.7a12 12 0 0 0 5.8 5.8l1.7-2 4 1.5v3c0 1.2-1 2-2 2C11 19.5 4.5 13 4.5 '
    '5.5c0-1 .8-2 2-2z"/>',
    "person": '<circle cx="12" cy="8" r="4"/><path d="M4.5 20.5c.8-4 3.7-6 7.5-6s6.7 2 7.5 6"/>',
    "pause": '<path d="M9 5v14M15 5v14"/>',
    "stop": '<rect x="6" y="6" width="12" height="12" rx="1.5"/>',
    "eye": '<path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z"/>'
    '<circle cx="12" cy="12" r="2.8"/>',
    "check": '<path d="M4 12.5l5.2 5.2L20 7"/>',
    "cross": '<path d="M6 6l12 12M18 6L6 18"/>',
    "gate": '<path d="M4 21V7M20 21V7M4 11h16M4 17h16M9.3 11v6M14.6 11v6"/>',
    "up": '<path d="M12 19V5M6 11l6-6 6 6"/>',
    "down": '<path d="M12 5v14M6 13l6 6 6-6"/>',
}

MARKS = {
    "done": '<circle cx="20" cy="20" r="18.5" fill="var(--tp-lake)" stroke="#fff" stroke-width="3"/>'
    '<path d="M12 20.5l5.6 5.6L28.5 14.5" fill="none" stroke="#fff" stroke-width="3.6" stroke-linecap="round" '
    'stroke-linejoin="round"/>',
    "half": '<circle cx="20" cy="20" r="17.5" fill="#fff" stroke="var(--tp-lake)" stroke-width="2.5"/>'
    '<path d="M20 2.5a17.5 17.5 0 0 0 0 35z" fill="var(--tp-lake)"/>'
    '<path d="M7.8 20.3l3.4 3.4 5.6-6.6" fill="none" stroke="#fff" stroke-width="2.6" stroke-linecap="round" '
    'stroke-linejoin="round"/>',
    "now": '<circle cx="20" cy="20" r="18" fill="var(--tp-ember-tint)" stroke="var(--tp-ember-deep)" '
    'stroke-width="2.5"/><path d="M20 6.5C29 13.5 29.5 22.5 20 31C10.5 22.5 11 13.5 20 6.5Z" fill="var(--tp-ember)" '
    'stroke="var(--tp-ember-deep)" stroke-width="1.6"/><path d="M20 13V34" stroke="var(--tp-ember-deep)" '
    'stroke-width="1.6" stroke-linecap="round"/>',
    "gate": '<rect x="2.5" y="2.5" width="35" height="35" rx="7" fill="var(--tp-gate-tint)" stroke="var(--tp-gate)" '
    'stroke-width="2.5"/><path d="M11 31V11M29 31V11M11 16h18M11 25h18M17 16v9M23 16v9" fill="none" '
    'stroke="var(--tp-gate)" stroke-width="2.6" stroke-linecap="round"/>',
    "ahead": '<circle cx="20" cy="20" r="17" fill="#fff" stroke="var(--tp-rule-strong)" stroke-width="2.5" '
    'stroke-dasharray="3.5 4.2" stroke-linecap="round"/>',
}

PIECE = mark_safe(
    '<svg class="tp-piece" viewBox="0 0 20 20" aria-hidden="true" focusable="false">'
    '<path d="M10 .8C17.2 6.4 17.6 13 10 19.4C2.4 13 2.8 6.4 10 .8Z" fill="var(--tp-ember)" '
    'stroke="var(--tp-ember-deep)" stroke-width="1.3"/><path d="M10 5.2V16" stroke="var(--tp-ember-deep)" '
    'stroke-width="1.3" stroke-linecap="round"/></svg>'
)

# The path bends because the work does: odd steps stand low, even steps high.
LOW, HIGH = 53, 25


def icon(name: str) -> SafeString:
    """Raises KeyError for a name that is not drawn."""
    return mark_safe(
        f'<svg class="tp-icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{ICONS[name]}</svg>'
    )


def mark(state: str) -> SafeString:
    """Raises KeyError for a state that is not drawn."""
    return mark_safe(
        f'<svg class="tp-step__mark" viewBox="0 0 40 40" aria-hidden="true" focusable="false">{MARKS[state]}</svg>'
    )


def curve(states: Sequence[str]) -> tuple[str, str]:
    """The path data of what is walked and of what lies ahead; a stretch is walked when the step before it is done."""
    walked: list[str] = []
    ahead: list[str] = []
    for number, state in enumerate(states[:-1]):
        (walked if state == "done" else ahead).append(_stretch(number))
    return " ".join(walked), " ".join(ahead)


def _stretch(number: int) -> str:
    start, end = (LOW, HIGH) if number % 2 == 0 else (HIGH, LOW)
    left = 50 + 100 * number
    return f"M{left} {start}C{left + 50} {start} {left + 50} {end} {left + 100} {end}"
