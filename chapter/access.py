"""Who may do what. Closed by default: a view without ``@allow`` answers 403."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from flask import Flask, Response, abort, current_app, has_request_context, redirect, request, url_for
from flask_login import current_user

from chapter.i18n import lazy
from chapter.origin import page_of_sender


class Role(StrEnum):
    """The hats a person can wear; every account is a volunteer's, the others are given."""

    VOLUNTEER = "volunteer"
    MEMBER = "member"
    CALL_LEADER = "call_leader"
    GROUP_CONTACT = "group_contact"
    MEMBER_COORDINATOR = "member_coordinator"
    BOARD = "board"
    ELECTION_COMMITTEE = "election_committee"
    ADMINISTRATOR = "administrator"


class Audience(StrEnum):
    """Who may read a page, a file, a course: each wider than the one after it."""

    PUBLIC = "public"
    VOLUNTEERS = "volunteers"
    """Whoever is signed in."""
    MEMBERS = "members"
    OFFICERS = "officers"


def audiences(roles: set[Role]) -> frozenset[Audience]:
    """Those that somebody with ``roles`` belongs to; nobody's roles are a stranger's, who is not signed in."""
    found = {Audience.PUBLIC}
    if roles:
        found.add(Audience.VOLUNTEERS)
    if others := roles - {Role.VOLUNTEER}:
        found.add(Audience.MEMBERS)
        if others - {Role.MEMBER}:
            found.add(Audience.OFFICERS)
    return frozenset(found)


def reader_s() -> frozenset[Audience]:
    """The audiences that whoever asks belongs to."""
    return audiences(current_user.roles if current_user.is_authenticated else set())


class Permission(StrEnum):
    """What a role opens. Callers are no role: an assignment is opened by being on it."""

    CALLING_CALL = "calling.call"
    CALLING_LEAD = "calling.lead"
    FLAGS_HANDLE = "flags.handle"
    LEAVING_HANDLE = "leaving.handle"
    DO_NOT_CALL_LIFT = "do_not_call.lift"
    REGISTER_READ = "register.read"
    REGISTER_CHANGE = "register.change"
    REGISTER_ADD = "register.add"
    REGISTER_IMPORT = "register.import"
    REGISTER_EXPORT = "register.export"
    REGISTER_FIGURES = "register.figures"
    PEOPLE_ERASE = "people.erase"
    SEARCHES_KEEP = "searches.keep"
    GROUPS_MANAGE = "groups.manage"
    GROUPS_RECEIVE = "groups.receive"
    SIGNUP_MANAGE = "signup.manage"
    PAGES_WRITE = "pages.write"
    FRONT_WRITE = "front.write"
    CONTACTS_CHANGE = "contacts.change"
    WELCOME_WORK = "welcome.work"
    WELCOME_MANAGE = "welcome.manage"
    WELCOME_FOLLOW_UP = "welcome.follow_up"
    WELCOME_FIGURES = "welcome.figures"
    OUTBOX_READ = "outbox.read"
    BACKGROUND_READ = "background.read"
    BACKGROUND_RUN = "background.run"
    ROLES_GIVE = "roles.give"
    SETTINGS_CHANGE = "settings.change"
    READ_LOG_READ = "read_log.read"
    RIGHTS_HANDLE = "rights.handle"
    RETENTION_READ = "retention.read"
    INSTALLATION_CHECK = "installation.check"


ANYONE, SIGNED_IN = "anyone", "signed in"

P, R = Permission, Role
GRANTS: dict[Role, frozenset[Permission]] = {
    R.VOLUNTEER: frozenset({P.CALLING_CALL}),
    R.MEMBER: frozenset(),
    R.CALL_LEADER: frozenset(
        {
            *(P.CALLING_LEAD, P.FLAGS_HANDLE, P.SEARCHES_KEEP, P.REGISTER_ADD, P.SIGNUP_MANAGE, P.OUTBOX_READ),
            *(P.PAGES_WRITE, P.CONTACTS_CHANGE),
        }
    ),
    R.GROUP_CONTACT: frozenset({P.GROUPS_RECEIVE}),
    R.MEMBER_COORDINATOR: frozenset(
        {
            *(P.CALLING_LEAD, P.FLAGS_HANDLE, P.LEAVING_HANDLE, P.DO_NOT_CALL_LIFT, P.SIGNUP_MANAGE, P.OUTBOX_READ),
            *(P.REGISTER_READ, P.REGISTER_CHANGE, P.REGISTER_ADD, P.REGISTER_IMPORT, P.REGISTER_EXPORT),
            *(P.REGISTER_FIGURES, P.PEOPLE_ERASE, P.SEARCHES_KEEP, P.GROUPS_MANAGE),
            *(P.WELCOME_WORK, P.WELCOME_MANAGE, P.WELCOME_FOLLOW_UP, P.WELCOME_FIGURES),
            *(P.BACKGROUND_READ, P.BACKGROUND_RUN, P.PAGES_WRITE, P.FRONT_WRITE, P.CONTACTS_CHANGE),
            *(P.RIGHTS_HANDLE, P.RETENTION_READ),
        }
    ),
    R.BOARD: frozenset(
        {
            *(P.SIGNUP_MANAGE, P.REGISTER_ADD, P.REGISTER_FIGURES, P.WELCOME_WORK, P.WELCOME_FIGURES),
            *(P.PAGES_WRITE, P.FRONT_WRITE, P.CONTACTS_CHANGE),
        }
    ),
    R.ELECTION_COMMITTEE: frozenset(),
    R.ADMINISTRATOR: frozenset(
        {
            *(P.SIGNUP_MANAGE, P.OUTBOX_READ, P.BACKGROUND_READ, P.BACKGROUND_RUN, P.ROLES_GIVE, P.SETTINGS_CHANGE),
            *(P.PAGES_WRITE, P.FRONT_WRITE, P.CONTACTS_CHANGE),
            *(P.READ_LOG_READ, P.RETENTION_READ, P.INSTALLATION_CHECK),
        }
    ),
}

AUDIENCE_NAMES = {
    Audience.PUBLIC: lazy("Everybody"),
    Audience.VOLUNTEERS: lazy("Whoever is signed in"),
    Audience.MEMBERS: lazy("Members and officers"),
    Audience.OFFICERS: lazy("Officers"),
}

ROLE_NAMES = {
    R.VOLUNTEER: lazy("Volunteer"),
    R.MEMBER: lazy("Member"),
    R.CALL_LEADER: lazy("Call leader"),
    R.GROUP_CONTACT: lazy("Group contact"),
    R.MEMBER_COORDINATOR: lazy("Member coordinator"),
    R.BOARD: lazy("Board"),
    R.ELECTION_COMMITTEE: lazy("Election committee"),
    R.ADMINISTRATOR: lazy("Administrator"),
}


def permissions_of(roles: set[Role]) -> frozenset[Permission]:
    """All that ``roles`` open together."""
    return frozenset().union(*(GRANTS[role] for role in roles))


instead: list[Callable[[str], Response | None]] = []
"""Asked before whoever is signed in is turned away for lack of a permission: somewhere that they had better go."""


def allow(need: Permission | str) -> Callable:
    """Say who may reach a view: a permission, ``SIGNED_IN`` or ``ANYONE``."""

    def mark(view: Callable) -> Callable:
        view.need = need  # type: ignore[attr-defined]
        return view

    return mark


def costly(view: Callable) -> Callable:
    """Say that a page takes the server long: strangers may not ask for it any number of times."""
    view.is_costly = True  # type: ignore[attr-defined]
    return view


def init_app(app: Flask) -> None:
    """Guard every view."""
    app.before_request(_guard)


def sign_in_first() -> Response:
    """To the sign-in page and back to the page one is on; htmx is told to load it as a page of its own."""
    is_htmx = "HX-Request" in request.headers
    here = request.full_path.rstrip("?") if request.method == "GET" and not is_htmx else page_of_sender()
    there = url_for("accounts.sign_in", next=here or url_for("home.my_page"))
    return Response(status=204, headers={"HX-Redirect": there}) if is_htmx else redirect(there, 303)  # type: ignore[return-value]


def may_open(endpoint: str) -> bool:
    """Whether who reads may open the view ``endpoint``; one that isn't there is open to nobody."""
    need = getattr(current_app.view_functions.get(endpoint), "need", None)
    if need in (None, ANYONE):
        return need == ANYONE
    return current_user.is_authenticated and (need == SIGNED_IN or need in current_user.permissions)


def may(need: Permission) -> bool:
    """Whether who reads has the permission ``need``; where nobody does, as in the background, nothing is hidden."""
    return not has_request_context() or (current_user.is_authenticated and need in current_user.permissions)


def _guard() -> Any:
    if request.endpoint is None or request.endpoint == "static":
        return None
    need = getattr(current_app.view_functions[request.endpoint], "need", None)
    if need == ANYONE:
        return None
    if need is None:
        abort(403)
    if not current_user.is_authenticated:
        return sign_in_first()
    if need != SIGNED_IN and need not in current_user.permissions:
        return next((there for ask in instead if (there := ask(need))), None) or abort(403)
    return None
