# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Django's settings. What may differ between two installations comes from environment.py."""

from pathlib import Path

from csp.constants import NONCE

from hotline.site import environment, logs

ROOT = Path(__file__).parents[2]
DATA = environment.data_folder()

DEBUG = environment.yes("HOTLINE_DEBUG", default=False)
LOGGING = logs.configuration(environment.one_of("HOTLINE_LOG_LEVEL", "INFO", logs.LEVELS))
SECRET_KEY = environment.secret_key(DATA)
ALLOWED_HOSTS = environment.words("HOTLINE_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = environment.words("HOTLINE_ORIGINS", "")

WEB_ADDRESS = environment.text("HOTLINE_WEB_ADDRESS", "127.0.0.1")
WEB_PORT = environment.number("HOTLINE_WEB_PORT", 8000, lowest=1)
EXCHANGE_ADDRESS = environment.text("HOTLINE_EXCHANGE_ADDRESS", "127.0.0.1")
EXCHANGE_PORT = environment.number("HOTLINE_EXCHANGE_PORT", 8100, lowest=1)
# Where browsers find the exchange's socket: empty means this page's host with the exchange's port.
EXCHANGE_URL = environment.text("HOTLINE_EXCHANGE_URL", "")
SIP_ADDRESS = environment.own_address("HOTLINE_SIP_ADDRESS", "127.0.0.1")
SIP_PORT = environment.number("HOTLINE_SIP_PORT", 5070, lowest=1)
# Peers whose calls and asserted numbers are believed; "any" lets every address ring in besides.
SIP_TRUSTED = environment.who_may_ring_in("HOTLINE_SIP_TRUSTED", SIP_ADDRESS)
# The SIP proxy in front, as host:port; empty means straight to the other side.
SIP_EDGE = environment.address("HOTLINE_SIP_EDGE")
# The carrier we make ourselves known at, when it asks for that: its URI, ours there, and how we prove it.
SIP_REGISTRAR = environment.text("HOTLINE_SIP_REGISTRAR", "")
SIP_REGISTERED_AS = environment.text("HOTLINE_SIP_REGISTERED_AS", "")
SIP_USER = environment.text("HOTLINE_SIP_USER", "")
SIP_PASSWORD = environment.text("HOTLINE_SIP_PASSWORD", "")
NG_PORT = environment.number("HOTLINE_NG_PORT", 2223, lowest=1)
KEYS_PORT = environment.number("HOTLINE_KEYS_PORT", 2230, lowest=1)
MEDIA_INTERFACE = environment.text("HOTLINE_MEDIA_INTERFACE", "127.0.0.1")
MEDIA_PORT_MIN = environment.number("HOTLINE_MEDIA_PORT_MIN", 20000, lowest=1024)
MEDIA_PORT_MAX = environment.number("HOTLINE_MEDIA_PORT_MAX", 39999, lowest=1024)
# The demo's line answers at every hour when this is yes; every page says so in a banner.
FORCED_OPEN = environment.yes("HOTLINE_FORCED_OPEN", default=False)
# A page on which the browser is a citizen's telephone: for demonstrations and tests, never for production.
DEMO = environment.yes("HOTLINE_DEMO", default=FORCED_OPEN or DEBUG)

# A caller's number is forgotten after so many days: by `hotline jobs`, or by hand, `hotline calls forget`.
NUMBERS_KEPT_DAYS = environment.number("HOTLINE_NUMBERS_KEPT_DAYS", 30, lowest=1, highest=365)
# What an agent noted on an inquiry is forgotten after so many days; the inquiry itself stays for the figures.
NOTES_KEPT_DAYS = environment.number("HOTLINE_NOTES_KEPT_DAYS", 180, lowest=1, highest=3650)
# How to reach a citizen is forgotten so many days after the authority has closed the hand-over.
CONTACTS_KEPT_DAYS = environment.number("HOTLINE_CONTACTS_KEPT_DAYS", 14, lowest=1, highest=365)
# Whether authorities' systems may be told over plain http and inside private networks.
WEBHOOKS_ANYWHERE = environment.yes("HOTLINE_WEBHOOKS_ANYWHERE", default=False)

# Where people reach the pages from outside: links in mails begin so.
SITE_URL = environment.text("HOTLINE_URL", f"http://localhost:{WEB_PORT}").rstrip("/")

# Mail goes by SMTP when there is a server, otherwise into files in the data folder.
EMAIL_HOST = environment.text("HOTLINE_SMTP_HOST", "")
EMAIL_PORT = environment.number("HOTLINE_SMTP_PORT", 587, lowest=1)
EMAIL_HOST_USER = environment.text("HOTLINE_SMTP_USER", "")
EMAIL_HOST_PASSWORD = environment.text("HOTLINE_SMTP_PASSWORD", "")
SMTP_SECURITY = environment.one_of("HOTLINE_SMTP_SECURITY", "starttls", ("starttls", "tls", "none"))
EMAIL_USE_TLS, EMAIL_USE_SSL = SMTP_SECURITY == "starttls", SMTP_SECURITY == "tls"
EMAIL_TIMEOUT = 15
DEFAULT_FROM_EMAIL = environment.text("HOTLINE_MAIL_FROM", "hotline@localhost")
EMAIL_FILE_PATH = DATA / "mail"
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'filebased'}.EmailBackend"

# How an answer is sent to a citizen who asked for it. By default it is written into the data folder.
MAIL_GATEWAY = environment.one_of(
    "HOTLINE_MAIL_GATEWAY", "smtp" if EMAIL_HOST else "file", ("file", "console", "smtp")
)
SMS_GATEWAY = environment.one_of("HOTLINE_SMS_GATEWAY", "file", ("file", "console", "http"))
SMS_URL = environment.text("HOTLINE_SMS_URL", "")
SMS_AUTHORIZATION = environment.text("HOTLINE_SMS_AUTHORIZATION", "")
SMS_SENDER = environment.text("HOTLINE_SMS_SENDER", "Hotline")
SMS_BODY = environment.json_text("HOTLINE_SMS_BODY", '{"to": "{to}", "from": "{from}", "message": "{text}"}')

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "hotline.organisations",
    "hotline.people",
    "hotline.calls",
    "hotline.knowledge",
    "hotline.inquiries",
    "hotline.measures",
    "hotline.planning",
    "hotline.webhooks",
    "hotline.handovers",
    "hotline.sending",
    "hotline.duty",
    "hotline.reports",
    "hotline.public",
    "hotline.api",
    "hotline.jobs",
    "hotline.live",
    "hotline.wallboard",
    "hotline.desk",
    "hotline.wires",
    "hotline.site",
    "django.forms",  # after ours, so that our templates for forms are found first
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "hotline.site.middleware.NoNulls",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "hotline.site.middleware.LanguageOfTheReader",
    "django.contrib.messages.middleware.MessageMiddleware",
    "hotline.site.middleware.TurboAnswers",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "hotline.site.urls"
ASGI_APPLICATION = "hotline.site.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"  # forms look as the design system has them

DATABASES = {"default": environment.database(DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.User"
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "start"
LOGOUT_REDIRECT_URL = "front"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LANGUAGE_CODE = "da"
LANGUAGES = [("da", "Dansk"), ("en", "English")]
USE_TZ = True
TIME_ZONE = "Europe/Copenhagen"
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = DATA / "uploads"

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Behind TLS the cookies travel only there; on one's own machine plain http must work.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = environment.yes("HOTLINE_TLS", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SESSION_COOKIE_SECURE else None

# Where a page may open the exchange's socket. A policy cannot name an address of IPv6.
EXCHANGE_SOURCES = (
    [EXCHANGE_URL] if EXCHANGE_URL else environment.socket_sources(ALLOWED_HOSTS, EXCHANGE_PORT)
)
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'", NONCE],
        "style-src": ["'self'", NONCE],  # Turbo's progress bar brings its style with it
        "img-src": ["'self'", "data:"],
        "media-src": ["'self'", "blob:", "mediastream:"],
        "connect-src": ["'self'", *EXCHANGE_SOURCES],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
        "base-uri": ["'self'"],
        "object-src": ["'none'"],
    }
}
