"""What somebody typed into a form that could not be taken, so that they can copy it."""

from django import template
from django.http import QueryDict
from django.utils.translation import gettext as _

register = template.Library()

# Of the machine, not of the person: the tokens of the form's own guards.
GUARDS = frozenset({"csrfmiddlewaretoken", "submission", "version", "who"})


@register.simple_tag
def typed_lines(typed: QueryDict) -> list[tuple[str, str]]:
    """(field, what was typed), in the order of the form; empty fields and the form's guards are left out."""
    lines = []
    for name, values in typed.lists():
        written = [value for value in map(str, values) if value.strip()]
        if written and name not in GUARDS:
            lines.append((_in_words(name), ", ".join(written)))
    return lines


def _in_words(name: str) -> str:
    words = name.replace("_", " ").strip()
    return words[:1].upper() + words[1:] if words else _("Other")
