"""One file of settings, all from the environment. What is missing in a real service stops it with a sentence."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from talkingpiece.config.database import database

BASE_DIR = Path(__file__).resolve().parents[2]
env = os.environ.get

# demo: everybody is invented, one-click sign-in. development and test: no real people either. production: all else.
TP_MODE = env("TP_MODE", "production")
if TP_MODE not in {"demo", "development", "test", "production"}:
    raise ImproperlyConfigured(f"TP_MODE is {TP_MODE!r}; it must be demo, development, test or production.")
_REAL = TP_MODE == "production"

# Which of the two doors this process serves; both together only where nobody is real.
TP_DOOR = env("TP_DOOR", "staff" if _REAL else "both")
if TP_DOOR not in {"public", "staff", "both"} or (TP_DOOR == "both" and _REAL):
    raise ImproperlyConfigured("TP_DOOR must be public or staff; both together are for the demo only.")
TP_STAFF_PREFIX = "/staff/" if TP_DOOR == "both" else "/"
# What systems of agencies ask for lies behind the workers' door; its operations are composed in config.api.
TP_API_PREFIX = f"{TP_STAFF_PREFIX}api/"
TP_API = "talkingpiece.config.api.api"


def _needed(name: str, otherwise: str) -> str:
    value = env(name, "")
    if not value and _REAL:
        raise ImproperlyConfigured(f"{name} is missing. A real service does not start without it.")
    return value or otherwise


TP_HOME = Path(env("TP_HOME", str(BASE_DIR / ".home")))
TP_KEY_FILE = env("TP_KEY_FILE", str(TP_HOME / "root-key.json"))
TP_SIGNING_KEY_FILE = env("TP_SIGNING_KEY_FILE", str(Path(TP_KEY_FILE).with_name("signing-key.json")))
# Where the heads of the trail are copied, hourly: storage that this host can add to and not overwrite.
TP_ANCHORS = _needed("TP_ANCHORS", str(TP_HOME / "anchors"))
TP_APP_ROLE = env("TP_APP_ROLE", "talkingpiece_app")
TP_PUBLIC_ROLE = env("TP_PUBLIC_ROLE", "talkingpiece_public")
TP_AREA = env("TP_AREA", "")  # the slug of the area whose public door this is; empty: the only one
TP_EXIT_TO = env("TP_EXIT_TO", "https://www.bbc.co.uk/weather")
TP_PUBLIC_NAME = env("TP_PUBLIC_NAME", "Talking Piece")
# Where the public door is found, for links that workers hand to agencies; empty: at the address of this process.
TP_PUBLIC_ADDRESS = env("TP_PUBLIC_ADDRESS", "")
# Where systems of agencies find our interface, for what is sent to them: https://rj.example.org; empty: paths alone.
TP_API_ADDRESS = env("TP_API_ADDRESS", "").rstrip("/")
# Where nobody is real, nothing is sent to agencies' systems but to receivers on this machine; in a real service, never.
TP_ENDPOINTS_HERE = not _REAL

SECRET_KEY = _needed("TP_SECRET_KEY", "only-for-the-demo-and-for-tests-" + "x" * 32)
DEBUG = False
ALLOWED_HOSTS = _needed("TP_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1],testserver").split(",")

DATABASES: dict[str, dict[str, Any]] = {"default": database(_needed("DATABASE_URL", "postgresql:///talkingpiece"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

ROOMS = [
    "rehearsal",
    "casefile",
    "records",
    "planning_group",
    "offender_management",
    "evaluation",
    "meetings",
    "engagement",
    "identification",
    "referrals",
    "risk",
    "staffing",
    "training",
    "information_sharing",
    "notifications",
    "consents",
    "cases",
    "clients",
    "outbox",
    "agreements",
    "people",
    "documents",
    "accounts",
    "areas",
    "audit",
    "core",
    "protection",
    "ui",
]
INSTALLED_APPS = [
    "talkingpiece.demo",
    *(f"talkingpiece.{room}" for room in ROOMS),
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "csp",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
]
if _REAL:
    INSTALLED_APPS.remove("talkingpiece.demo")

MIDDLEWARE = [
    # Outermost: whatever answers, also a redirect to https and an error of another of these, is not kept.
    "talkingpiece.config.middleware.NothingStored",
    "talkingpiece.clients.middleware.ForMachines",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "csp.middleware.CSPMiddleware",
    "talkingpiece.config.middleware.KnownMethods",
    "talkingpiece.config.middleware.ShowsNothingAfterLeaving",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "talkingpiece.clients.middleware.InContext",
    "talkingpiece.config.middleware.Layout",
    "talkingpiece.config.middleware.OnlyDeclaredFiles",
]

ROOT_URLCONF = {
    "public": "talkingpiece.config.urls_public",
    "staff": "talkingpiece.config.urls_staff",
    "both": "talkingpiece.config.urls",
}[TP_DOOR]
WSGI_APPLICATION = "talkingpiece.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "talkingpiece.ui.context.layout",
            ]
        },
    }
]
FORM_RENDERER = "talkingpiece.ui.renderer.Renderer"

AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "sign_in"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# A password alone opens nothing, but in the demo, where nobody has one. Tests of signing in switch it on.
TP_SECOND_FACTOR = TP_MODE in {"production", "development"}
# Of allauth we use the second factors, the list of sessions and the counting of tries; its pages are not reached.
MFA_ADAPTER = "talkingpiece.accounts.sealing.SealedFactors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # clocks of telephones go half a minute wrong
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _REAL
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = {
    "tp_address": "10/m/ip",
    "tp_address_and_name": "5/m/key,15/h/key,40/d/key",
    "tp_code": "5/m/user,20/h/user",
    "tp_dead_link": "10/m/ip",
    "tp_system": "300/m/key",
    "tp_token": "60/m/ip",
    "tp_token_and_name": "10/m/key",
}
# How many proxies stand before us, each adding the address of whoever asked it; none may be believed otherwise.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env("TP_BEHIND_PROXY") else 0
# Counts of tries and used codes are shared by all processes.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "tp_cache"}}

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English")]
LOCALE_PATHS = [BASE_DIR / "talkingpiece" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/London"

STATIC_URL = "/static/"
# A real service serves what `collectstatic` gathered; elsewhere files are served from where they lie.
STATIC_ROOT = TP_HOME / "static" if _REAL else None
STATICFILES_DIRS = [path for path in [Path(env("TP_STATIC_BUILD", str(BASE_DIR / "static_build")))] if path.is_dir()]
# Letters and reports are set in these; the service does not start without them.
TP_PRINT_FONTS = Path(env("TP_STATIC_BUILD", str(BASE_DIR / "static_build"))) / "tp" / "print"
WHITENOISE_USE_FINDERS = not _REAL
WHITENOISE_AUTOREFRESH = False

# Sessions idle out after half an hour; what was being typed is kept (accounts.kept).
# Workers' sessions are out of the public door's reach.
if TP_DOOR == "public":
    SESSION_ENGINE = "talkingpiece.referrals.front_sessions"
SESSION_COOKIE_AGE = 30 * 60
SESSION_SAVE_EVERY_REQUEST = True
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Strict" if TP_DOOR == "public" else "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = _REAL
SESSION_COOKIE_NAME = "__Host-s" if _REAL else "s"
CSRF_COOKIE_NAME = "__Host-c" if _REAL else "c"
CSRF_FAILURE_VIEW = "talkingpiece.config.errors.csrf_failure"
SECURE_HSTS_SECONDS = 31_536_000 if _REAL else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = _REAL
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env("TP_BEHIND_PROXY") else None
# Not "no-referrer": browsers would then send "Origin: null" with forms and the CSRF check would fail.
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        # default-src speaks for these; said once more for browsers that ask each by itself.
        "object-src": [NONE],
        "frame-src": [NONE],
        "worker-src": [NONE],
        "manifest-src": [NONE],
        "media-src": [NONE],
        "script-src-attr": [NONE],
        "style-src-attr": [NONE],
    }
}
# No page of ours uses anything of the device.
PERMISSIONS_POLICY: dict[str, list[str]] = {
    feature: []
    for feature in (
        "accelerometer",
        "ambient-light-sensor",
        "autoplay",
        "bluetooth",
        "browsing-topics",
        "camera",
        "display-capture",
        "encrypted-media",
        "fullscreen",
        "gamepad",
        "geolocation",
        "gyroscope",
        "hid",
        "idle-detection",
        "local-fonts",
        "magnetometer",
        "microphone",
        "midi",
        "otp-credentials",
        "payment",
        "picture-in-picture",
        "screen-wake-lock",
        "serial",
        "storage-access",
        "usb",
        "web-share",
        "window-management",
        "xr-spatial-tracking",
    )
}

# Where messages go: in the demo into files, which its pages show; in a real service to SMTP.
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = env("TP_SMTP_HOST", "localhost")
EMAIL_PORT = int(env("TP_SMTP_PORT", "25"))
DEFAULT_FROM_EMAIL = env("TP_MAIL_FROM", "service@example.org")
TP_OUTBOX = TP_HOME / "outbox"

# Files that were brought lie here, encrypted; nothing serves this folder.
TP_FILES = TP_HOME / "files"
# Who says whether a file is harmful: unix:/run/clamav/clamd.ctl or tcp://127.0.0.1:3310. Without it every file that
# comes in stays locked away.
TP_CLAMD = env("TP_CLAMD", f"unix:{TP_HOME / 'scanner'}" if TP_MODE == "demo" else "")
# What is being sent lies in memory alone: a picture of somebody's home is never written down in clear.
DATA_UPLOAD_MAX_NUMBER_FILES = 1
FILE_UPLOAD_HANDLERS = ["talkingpiece.documents.uploads.InMemoryOnly"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "discreet": {
            "()": "talkingpiece.config.logs.Discreet",
            "fmt": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "discreet"}},
    "root": {"handlers": ["console"], "level": env("TP_LOG_LEVEL", "WARNING")},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
