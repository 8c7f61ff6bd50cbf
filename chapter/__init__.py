"""Chapter: turns a local branch's sign-ups into activists."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from flask import Flask

from chapter import access, commands, config, db, errors, health, i18n, jobs, pages, styleguide

FEATURES = (
    *("settings", "people", "media", "files", "messages", "accounts", "readlog", "factors", "background", "lookup"),
    *("handbook", "editing", "resources", "courses", "searches", "groups", "calling", "flags", "leading", "exports"),
    *("imports", "duplicates", "register", "welcome", "letters", "privacy", "signup", "front", "home", "setup"),
    *("backups", "rights", "retention", "doctor"),
)
"""The table of contents, lowest first: a feature knows only those before it."""

PARTS = ("models", "filters", "terms", "personal_data", "jobs", "commands", "routes")
"""What create_app looks for in a feature; a feature has only those it needs."""


def create_app(overrides: dict[str, Any] | None = None) -> Flask:
    """Make the application; ``overrides`` are settings by name, over the environment's."""
    app = Flask(__name__, template_folder="../templates", static_folder="../static")
    app.config.from_mapping(config.load(overrides))
    for tool in (db, i18n, errors, access, pages, jobs, health, styleguide):
        tool.init_app(app)
    for feature in FEATURES:
        for part in PARTS:
            name = f"chapter.{feature}.{part}"
            if find_spec(name):
                module = import_module(name)
                if part in ("routes", "commands"):
                    app.register_blueprint(module.bp)
    commands.init_app(app)
    return app
