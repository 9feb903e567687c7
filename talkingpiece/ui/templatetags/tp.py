"""The tags of our templates: forms first, then small marks, then components."""

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms, template
from django.template.context import RequestContext
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from talkingpiece.ui import dates, drawings
from talkingpiece.ui.components import Stage, Step
from talkingpiece.ui.forms.bound import summary_links

register = template.Library()

register.simple_tag(dates.short_date, name="short_date")
register.simple_tag(dates.long_date, name="long_date")
register.simple_tag(dates.when, name="when")


@register.inclusion_tag("ui/forms/error_summary.html")
def error_summary(form: forms.BaseForm) -> dict[str, Any]:
    return {"form": form, "links": summary_links(form)}


@register.inclusion_tag("ui/forms/guards.html", takes_context=True)
def form_guards(context: RequestContext, form: forms.BaseForm | None = None) -> dict[str, Any]:
    return {
        "submission": getattr(form, "submission", None) or str(uuid.uuid4()),
        "version": getattr(form, "guard_version", ""),
        "who": getattr(context.get("request"), "tp_who", ""),
    }


@register.simple_tag
def field(form: forms.BaseForm, name: str, *, heading: bool = False, caption: str = "", size: str = "") -> SafeString:
    bound = form[name]
    context = {
        "field": bound,
        "heading": heading,
        "caption": caption,
        "size": size or ("l" if heading else "s"),
    }
    return mark_safe(form.renderer.render(bound.template_name, context))


@register.simple_tag
def fields(form: forms.BaseForm) -> SafeString:
    top = form.top_fields() if hasattr(form, "top_fields") else list(form)
    return mark_safe("\n".join(bound.as_field_group() for bound in top))


@register.inclusion_tag("ui/forms/buttons.html")
def buttons(
    label: str,
    *,
    secondary: str = "",
    name: str = "",
    cancel_url: str = "",
    cancel: str = "",
    warning: bool = False,
) -> dict[str, Any]:
    return dict(locals())


@register.simple_tag
def back_link(url: str) -> SafeString:
    if not url:
        return SafeString("")
    return format_html('<a class="govuk-back-link govuk-!-margin-top-0" href="{}">{}</a>', url, _("Back"))


@register.simple_tag
def icon(name: str) -> SafeString:
    return drawings.icon(name)


@register.simple_tag
def piece() -> SafeString:
    return drawings.PIECE


@register.simple_tag
def step_mark(state: str) -> SafeString:
    return drawings.mark(state)


@register.simple_tag
def tag(text: str, state: str = "") -> SafeString:
    return format_html('<span class="tp-tag{}">{}</span>', f" tp-tag--{state}" if state else "", text)


@register.inclusion_tag("ui/components/path.html")
def path(steps: Sequence[Step], *, key: bool = True) -> dict[str, Any]:
    walked, ahead = drawings.curve([step.state for step in steps])
    return {"steps": steps, "key": key, "walked": walked, "ahead": ahead, "width": 100 * len(steps)}


@register.inclusion_tag("ui/components/posts.html")
def posts(met: int, total: int) -> dict[str, Any]:
    return {"met": met, "total": total, "states": ["done"] * met + ["gate"] * (total - met)}


@register.inclusion_tag("ui/components/stages.html")
def stages(stages: Sequence[Stage]) -> dict[str, Any]:
    most = max((stage.count for stage in stages), default=0) or 1
    return {"rows": [(stage, round(100 * stage.count / most)) for stage in stages]}


@register.inclusion_tag("ui/components/sealed.html", takes_context=True)
def sealed(context: RequestContext, what: str, url: str, **hidden: str) -> dict[str, Any]:
    return {"what": what, "url": url, "hidden": hidden, "request": context.get("request")}


@register.simple_block_tag
def sealed_files(content: str) -> SafeString:
    return format_html(
        '<div class="tp-files"><div class="tp-files__seam" aria-hidden="true">{}</div>{}</div>',
        drawings.icon("lock"),
        content,
    )


@register.simple_block_tag
def sealed_file(content: str, side: str, title: str, note: str = "") -> SafeString:
    """One side's sealed file; `side` is "victim" or "offender"."""
    return format_html(
        '<section class="tp-file tp-file--{0}" aria-labelledby="file-{0}"><div class="tp-file__head">'
        '<h2 id="file-{0}">{1} {2}</h2>{3}</div><div class="tp-file__body">{4}</div></section>',
        side,
        drawings.icon("lock"),
        title,
        format_html("<p>{}</p>", note) if note else "",
        content,
    )
