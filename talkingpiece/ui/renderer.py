from django.forms import renderers

from talkingpiece.ui.forms.bound import BoundField


class Renderer(renderers.DjangoTemplates):
    """Draws every form in the GOV.UK pattern, also the forms of other people's apps."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"
    bound_field_class = BoundField
