"""Reads the folder of a module, strictly: what is missing, unknown or empty is said with its file and line."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.front_matter import front_matter_plugin
from pydantic import BaseModel, ValidationError

from talkingpiece.training.schema import AssessedBy, Head, Quiz, Rubric
from talkingpiece.training.states import WRITTEN, Part

PACK = Path(__file__).parent / "pack"
TEXT, RUBRIC, QUIZ = "module.md", "rubric.yaml", "quiz.yaml"
STEPS = "pages.md"  # what somebody who learns alone reads before the quiz: a page for each heading
HEADINGS = {str(part.label): part for part in WRITTEN}
M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True)
class Problem:
    file: Path
    line: int
    words: str


class NotWhole(Exception):
    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("; ".join(f"{one.file.name}:{one.line}: {one.words}" for one in problems))


@dataclass(frozen=True)
class Step:
    """One page of a course that somebody takes alone."""

    title: str
    words: str


@dataclass(frozen=True)
class Module:
    head: Head
    parts: Mapping[Part, str]  # Markdown
    rubric: Rubric
    quiz: Quiz | None
    steps: tuple[Step, ...] = ()
    digests: Mapping[Part, str] = field(default_factory=dict)

    @property
    def slug(self) -> str:
        return self.head.id.lower()

    @property
    def number(self) -> int:
        return int(self.head.id[1:])


@cache
def library() -> Mapping[str, Module]:
    """The modules that this version of the product brings, by slug, in their order. Raises NotWhole."""
    return load_pack(PACK)


def load_pack(pack: Path) -> Mapping[str, Module]:
    found = [load(folder) for folder in _folders(pack)]
    return {one.slug: one for one in sorted(found, key=lambda one: one.number)}


def problems(pack: Path) -> Iterator[Problem]:
    known: dict[str, Path] = {}
    wanted: list[tuple[str, Path]] = []
    for folder in _folders(pack):
        try:
            module = load(folder)
        except NotWhole as wrong:
            yield from wrong.problems
            continue
        head = module.head
        if head.id in known:
            yield Problem(folder / TEXT, 1, f"{head.id} is also the id of {known[head.id].name}")
        if not folder.name.startswith(f"m{module.number:02d}-"):
            yield Problem(folder / TEXT, 1, f"the folder of {head.id} must begin with m{module.number:02d}-")
        known[head.id] = folder
        wanted += [(one, folder) for one in head.prerequisites]
    for one, folder in wanted:
        if one not in known:
            yield Problem(folder / TEXT, 1, f"the prerequisite {one} is no module of the pack")


def _folders(pack: Path) -> list[Path]:
    return sorted(path for path in pack.iterdir() if path.is_dir() and not path.name.startswith((".", "__")))


def load(folder: Path) -> Module:
    """Raises NotWhole with everything that is wrong in this folder."""
    wrong: list[Problem] = []
    for other in sorted(folder.iterdir()):
        if other.name not in {TEXT, RUBRIC, QUIZ, STEPS}:
            wrong.append(Problem(other, 1, "this file belongs to no module"))
    head, parts = _text(folder / TEXT, wrong)
    rubric = _yaml(folder / RUBRIC, Rubric, wrong)
    quiz = _yaml(folder / QUIZ, Quiz, wrong) if (folder / QUIZ).exists() else None
    if head and head.assessed_by is AssessedBy.QUIZ and not (folder / QUIZ).exists():
        wrong.append(Problem(folder / QUIZ, 1, "the module is assessed by a quiz, and has none"))
    steps = _steps(folder / STEPS, wrong) if (folder / STEPS).exists() else ()
    if wrong or head is None or rubric is None:
        raise NotWhole(wrong)
    parts[Part.RUBRIC] = rubric.as_markdown()
    if quiz is not None:
        parts[Part.ASSESSMENT] += "\n\n" + quiz.as_markdown()
    digests = {part: hashlib.sha256(words.encode()).hexdigest() for part, words in parts.items()}
    return Module(head, parts, rubric, quiz, steps, digests)


def _text(path: Path, wrong: list[Problem]) -> tuple[Head | None, dict[Part, str]]:
    if not path.is_file():
        wrong.append(Problem(path, 1, "the text of the module is missing"))
        return None, {}
    source = path.read_text(encoding="utf-8")
    tokens = MarkdownIt("commonmark").use(front_matter_plugin).parse(source)
    front = next((one for one in tokens if one.type == "front_matter"), None)
    if front is None:
        wrong.append(Problem(path, 1, "the front matter is missing"))
    head = _checked(path, front.content, Head, wrong, offset=1) if front else None
    return head, _parts(path, source, tokens, wrong)


def _parts(path: Path, source: str, tokens: list[Token], wrong: list[Problem]) -> dict[Part, str]:
    """The text of each part, cut out between the headings."""
    lines = source.splitlines()
    front = next((_map(one)[1] for one in tokens if one.type == "front_matter"), 0)
    _headings_in_order(path, tokens, wrong)
    starts: list[tuple[Part | None, int, int]] = [(Part.ABOUT, front, front)]
    for title, first, after in _headings(tokens, "h2"):
        part = HEADINGS.get(title)
        if part is None:
            wrong.append(Problem(path, first + 1, f"no part of a module is called “{title}”"))
        elif any(part is known for known, _first, _after in starts):
            wrong.append(Problem(path, first + 1, f"“{title}” stands there twice"))
        starts.append((part, first, after))
    ends = [first for _part, first, _after in starts[1:]] + [len(lines)]
    parts: dict[Part, str] = {}
    for (part, first, after), end in zip(starts, ends, strict=True):
        words = "\n".join(lines[after:end]).strip()
        if part is not None and not words:
            wrong.append(Problem(path, first + 1, f"“{part.label}” is empty"))
        elif part is not None:
            parts[part] = words
    known = {part for part, _first, _after in starts}
    wrong += [Problem(path, len(lines), f"“{part.label}” is missing") for part in WRITTEN if part not in known]
    return parts


def _headings_in_order(path: Path, tokens: list[Token], wrong: list[Problem]) -> None:
    """A part begins its headings at the third level and leaves none out: so do its page and its paper."""
    last = 2
    for token in tokens:
        if token.type == "heading_open":
            level = int(token.tag[1])
            if level == 1 or level > last + 1:
                wrong.append(Problem(path, _map(token)[0] + 1, f"a heading of level {level} cannot stand here"))
            last = max(level, 2)


def _steps(path: Path, wrong: list[Problem]) -> tuple[Step, ...]:
    source = path.read_text(encoding="utf-8")
    lines = source.splitlines()
    found = list(_headings(MarkdownIt("commonmark").parse(source), "h2"))
    ends = [first for _title, first, _after in found[1:]] + [len(lines)]
    steps = []
    for (title, first, after), end in zip(found, ends, strict=True):
        words = "\n".join(lines[after:end]).strip()
        if not words:
            wrong.append(Problem(path, first + 1, f"the page “{title}” is empty"))
        steps.append(Step(title, words))
    if not steps:
        wrong.append(Problem(path, 1, "there is no page in it"))
    return tuple(steps)


def _headings(tokens: list[Token], tag: str) -> Iterator[tuple[str, int, int]]:
    """Title, first line, and the line after it."""
    for opening, inside in zip(tokens, tokens[1:], strict=False):
        if opening.type == "heading_open" and opening.tag == tag:
            first, after = _map(opening)
            yield inside.content.strip(), first, after


def _map(token: Token) -> tuple[int, int]:
    first, after = token.map or [0, 0]
    return first, after


def _yaml(path: Path, schema: type[M], wrong: list[Problem]) -> M | None:
    if not path.is_file():
        wrong.append(Problem(path, 1, "the file is missing"))
        return None
    return _checked(path, path.read_text(encoding="utf-8"), schema, wrong, offset=0)


def _checked(path: Path, source: str, schema: type[M], wrong: list[Problem], *, offset: int) -> M | None:
    """`offset`: how many lines of the file stand above the source."""
    try:
        node = yaml.compose(source, Loader=yaml.SafeLoader)
        data = yaml.safe_load(source)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line if error.problem_mark else 0
        wrong.append(Problem(path, line + offset + 1, f"cannot be read: {error.problem}"))
        return None
    try:
        return schema.model_validate(data)
    except ValidationError as error:
        for one in error.errors():
            place = ".".join(str(step) for step in one["loc"])
            line = _line(node, one["loc"])
            wrong.append(Problem(path, line + offset + 1, f"{place}: {one['msg']}" if place else one["msg"]))
        return None


def _line(node: Any, loc: tuple[int | str, ...]) -> int:
    """Where the last step of a path stands that is there at all."""
    line = node.start_mark.line if node is not None else 0
    for step in loc:
        if isinstance(node, yaml.MappingNode):
            found = next(((key, value) for key, value in node.value if key.value == str(step)), None)
            if found is None:
                break
            line, node = found[0].start_mark.line, found[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            line = node.start_mark.line
        else:
            break
    return int(line)
