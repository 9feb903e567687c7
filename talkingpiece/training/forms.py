from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from talkingpiece.accounts.models import User
from talkingpiece.training.loading import Module
from talkingpiece.training.schema import Item, Rubric
from talkingpiece.training.states import How, Level, Part
from talkingpiece.ui.forms import (
    CheckboxesField,
    DateTimeField,
    Form,
    LongTextField,
    RadioField,
    SelectField,
    TextField,
)


class AdaptForm(Form):
    part = SelectField(label=_("Which part?"), choices=Part.choices, missing=_("Choose a part"))
    how = RadioField(label=_("What should be different here?"), choices=How.choices, missing=_("Choose one"))
    words = LongTextField(
        label=_("In which words?"),
        help_text=_(
            "What you add, or why you leave the part out. Name nobody whom your work is about: examples are invented. "
            "A line that begins with - is an item of a list, **two stars** make bold."
        ),
        rows=8,
        max_length=8000,
        missing=_("Write what you add, or why you leave the part out"),
    )


class QuestionForm(Form):
    answer = RadioField(label="", choices=[], missing=_("Choose an answer"))

    def __init__(self, *args: Any, item: Item, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].label = item.asks
        choices = [(str(place), option.words) for place, option in enumerate(item.options)]
        self.fields["answer"].choices = choices  # type: ignore[attr-defined]


def _people(people: Iterable[User]) -> list[tuple[str, str]]:
    return [(str(one.pk), one.name) for one in people]


def _modules(modules: Iterable[Module]) -> list[tuple[str, str]]:
    return [(one.slug, f"{one.head.id} {one.head.title}") for one in modules]


class TrainerForm(Form):
    person = SelectField(label=_("Who?"), choices=[], missing=_("Choose who"))
    modules = CheckboxesField(
        label=_("What do they train?"),
        help_text=_("Only what they do themselves. What they train already stays."),
        choices=[],
        missing=_("Choose at least one module"),
        small=True,
    )

    def __init__(self, *args: Any, people: Iterable[User], modules: Iterable[Module], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", ""), *_people(people)]  # type: ignore[attr-defined]
        self.fields["modules"].choices = _modules(modules)  # type: ignore[attr-defined]


class SessionForm(Form):
    starts_at = DateTimeField(label=_("When does the session begin?"), missing=_("Enter when it begins"))
    place = TextField(label=_("Where?"), max_length=120, missing=_("Enter where it is"))


class CourseForm(SessionForm):
    title = TextField(
        label=_("What is the course called?"),
        help_text=_("For example Facilitators, spring."),
        max_length=80,
        missing=_("Enter what the course is called"),
    )
    trainer = SelectField(label=_("Who trains it?"), choices=[], missing=_("Choose who trains it"))
    modules = CheckboxesField(
        label=_("Which modules?"), choices=[], missing=_("Choose at least one module"), small=True
    )
    learners = CheckboxesField(label=_("Who learns?"), choices=[], missing=_("Choose at least one person"), small=True)
    field_order = ("title", "trainer", "modules", "learners", "starts_at", "place")

    def __init__(
        self,
        *args: Any,
        trainers: Iterable[User],
        people: Iterable[User],
        modules: Iterable[Module],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["trainer"].choices = [("", ""), *_people(trainers)]  # type: ignore[attr-defined]
        self.fields["modules"].choices = _modules(modules)  # type: ignore[attr-defined]
        self.fields["learners"].choices = _people(people)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("trainer") and cleaned["trainer"] in cleaned.get("learners", []):
            self.add_error("learners", _("Whoever trains the course does not learn in it"))
        return cleaned


class AttendanceForm(Form):
    there = CheckboxesField(label=_("Who was there?"), choices=[], required=False)

    def __init__(self, *args: Any, learners: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["there"].choices = list(learners)  # type: ignore[attr-defined]


class AssessForm(Form):
    """A question for each criterion of the rubric, with what each level looks like."""

    def __init__(self, *args: Any, rubric: Rubric, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in rubric.criteria:
            self.fields[one.key] = RadioField(
                label=one.looks_at,
                help_text=_("Nobody passes without it.") if one.must else "",
                choices=Level.choices,
                hints={level.value: getattr(one, level.value) for level in Level},
                missing=_("Choose a level for “%(what)s”") % {"what": one.looks_at},
            )
        self.fields["words"] = LongTextField(
            label=_("What did you see?"),
            help_text=_("One sentence for each criterion is enough. The learner reads it; nobody else does but you."),
            rows=6,
            max_length=4000,
            missing=_("Write what you saw"),
        )
