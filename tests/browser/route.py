"""The way round the small chapter: every page that can be got, in the states that it can be in."""

from collections.abc import Iterator

from chapter import clock
from chapter.calling.rules import Step
from chapter.duplicates import actions as duplicates
from chapter.duplicates.queries import suggested
from chapter.exports.actions import take_out
from chapter.exports.rules import Kind as Form
from chapter.groups.rules import Standing
from chapter.imports.comparing import stamp
from chapter.imports.rules import Kind, Stage
from chapter.searches.asked import compact
from chapter.searches.queries import finds
from chapter.searches.rules import EVERYBODY, condition, every, some
from tests import factories
from tests.background import made as jobs
from tests.browser import (
    courses,
    doctor,
    editing,
    factors,
    front,
    handbook,
    leaving,
    readlog,
    resources,
    rights,
    settings,
    welcome,
)
from tests.browser.world import LONG, MARKDOWN, Stop, World, enter_token
from tests.groups import made
from tests.imports import made as files
from tests.searches.built import built, opened

NOT_A_PAGE = {
    "calling.assignment_instructions",
    "calling.instructions",
    "calling.scan",
    "courses.occasion_ics",
    "exports.file",
    "front.picture",
    "front.robots",
    "front.security",
    "front.sitemap",
    "handbook.help",
    "healthz",
    "imports.unusable_csv",
    "leading.calls_csv",
    "media.file",
    "messages.picture",
    "messages.preview",
    "settings.colour",
    "settings.colours",
    "setup.mail_tested",
    "signup.qr",
    "static",
}
"""What is got but is no page: fragments of pages, files, a mail's own HTML."""

BROKEN = (400, 403, 404, 405, 413, 422, 429, 500, 503)


def stops(world: World) -> list[Stop]:
    """Every stop."""
    parts = _stranger, _account, _caller, _reports, _leader, _links, _flags, _office, _background, _groups, _searches
    parts += (
        _exports,
        _duplicates,
        welcome.stops,
        leaving.stops,
        rights.stops,
        readlog.stops,
        doctor.stops,
        resources.stops,
        front.stops,
        courses.stops,
        editing.stops,
    )
    parts += settings.stops, factors.stops, handbook.stops, _imports
    return [stop for part in parts for stop in part(world)]


def _stranger(world: World) -> Iterator[Stop]:
    slug = {"slug": world.link.slug}
    yield Stop(None, "home.front")
    yield Stop(None, "signup.join", slug)
    yield Stop(None, "signup.join", slug, status=422, press="#join .primary")
    yield Stop(None, "signup.join", {"slug": world.shut.slug})
    yield Stop(None, "signup.join", {"slug": "finns-inte"}, status=404)
    yield Stop(None, "accounts.sign_in")
    yield Stop(None, "accounts.sign_in", status=422, press="main .primary")
    yield Stop(None, "accounts.sign_in", fill={"#email": "bo@example.org"}, press="main .primary")
    yield Stop(None, "accounts.link_sent")
    yield Stop(None, "accounts.enter", {"token": enter_token(factories.account(name="Ny Ek", confirmed_at=None))})
    yield Stop(None, "accounts.enter", {"token": "fel"}, status=410)
    yield Stop(None, "messages.demo")
    for code in BROKEN:
        yield Stop(None, "healthz", {"code": code}, status=code)


def _account(world: World) -> Iterator[Stop]:
    for account in (world.idle, world.caller, world.leader, world.coordinator, world.admin):
        yield Stop(account, "home.my_page")
    yield Stop(world.admin, "home.front")
    yield Stop(world.caller, "accounts.me")
    yield Stop(world.caller, "accounts.roles", status=403)
    yield Stop(world.caller, "signup.join", {"slug": world.link.slug})
    yield Stop(world.idle, "signup.join", {"slug": world.link.slug})
    yield Stop(world.idle, "signup.no_place", {"slug": world.link.slug})


def _caller(world: World) -> Iterator[Stop]:
    here = {"assignment_id": world.assignment.id}
    yield Stop(world.caller, "calling.assignment", here)
    yield Stop(world.caller, "calling.practice.call", here)
    yield Stop(world.caller, "calling.rang_back")
    yield Stop(world.caller, "calling.rang_back", {"q": "dahl"})
    yield Stop(world.caller, "calling.call", {"call_id": world.report.id})


def _reports(world: World) -> Iterator[Stop]:
    for step, call in world.held.items():
        yield Stop(call.caller, "calling.call", {"call_id": call.id}, step=step)
    last = world.held[Step.SUMMARY]
    yield Stop(last.caller, "home.my_page")
    yield Stop(last.caller, "calling.assignment", {"assignment_id": world.assignment.id})


def _leader(world: World) -> Iterator[Stop]:
    here = {"assignment_id": world.assignment.id}
    yield Stop(world.leader, "leading.assignments")
    yield Stop(world.leader, "leading.new")
    yield Stop(world.leader, "leading.new", status=422, press="main .primary")
    for page in ("assignment", "edit", "callers", "calls"):
        yield Stop(world.leader, f"leading.{page}", here)
    yield Stop(world.leader, "leading.calls", {**here, "outcome": "busy"})
    yield Stop(world.leader, "leading.caller", {**here, "account_id": world.caller.id})
    yield Stop(world.leader, "leading.report", {"call_id": world.report.id})


def _links(world: World) -> Iterator[Stop]:
    here = {"link_id": world.link.id}
    yield Stop(world.leader, "signup.links")
    yield Stop(world.leader, "signup.new_link")
    yield Stop(world.leader, "signup.new_link", status=422, press="main .primary")
    for page in ("link", "edit_link", "poster"):
        yield Stop(world.leader, f"signup.{page}", here)


def _flags(world: World) -> Iterator[Stop]:
    yield Stop(world.coordinator, "flags.inbox")
    yield Stop(world.leader, "flags.inbox", {"show": "mine"})
    yield Stop(world.coordinator, "flags.flag", {"flag_id": world.flag.id})
    yield from _people(world)
    yield Stop(world.coordinator, "register.do_not_call")
    yield Stop(world.coordinator, "register.do_not_call", {"q": "finns inte"})
    yield Stop(world.coordinator, "register.people")
    yield Stop(world.coordinator, "register.people", {"q": "finns inte"})
    yield Stop(world.coordinator, "register.conditions")
    yield Stop(world.coordinator, "register.figures")
    yield Stop(world.leader, "flags.redact", {"call_id": world.flag.call_id})


def _people(world: World) -> Iterator[Stop]:
    here = {"person_id": world.flag.person_id}
    for page in ("person", "edit", "left", "changes"):
        yield Stop(world.coordinator, f"register.{page}", here)
    yield Stop(world.coordinator, "register.person", {**here, "about": "calls"})
    yield Stop(world.coordinator, "register.left", here, status=422, press="main .primary")
    yield Stop(world.leader, "register.add")
    yield Stop(world.leader, "register.add", status=422, press="main .primary")
    for show in ("missing", "wants", "left"):
        yield Stop(world.coordinator, "register.leaving", {"show": show})


def _office(world: World) -> Iterator[Stop]:
    yield Stop(world.admin, "accounts.roles")
    yield Stop(world.admin, "accounts.roles", {"q": "finns inte"})
    yield Stop(world.admin, "accounts.roles_of", {"account_id": world.leader.id})
    yield Stop(world.admin, "messages.outbox")
    for mail in world.mails:
        yield Stop(world.admin, "messages.message", {"message_id": mail.id})


def _background(world: World) -> Iterator[Stop]:
    jobs.an_hour_ago()
    for account in (world.coordinator, world.admin):
        yield Stop(account, "background.overview")
    for name in (jobs.WELL, jobs.FAILED, jobs.CUT_OFF, "background.forget"):
        yield Stop(world.admin, "background.job", {"name": name})


def _groups(world: World) -> Iterator[Stop]:
    contact = made.contact(language=world.leader.language)
    group, person = made.group(contact, about={"sv": MARKDOWN, "nb": MARKDOWN}), factories.person("Nora", "Falk")
    made.group(name={"sv": "Kören", "nb": "Koret"})
    closed, here = made.group(closed_at=group.created_at), {"group_id": group.id}
    waits = made.place(group, person, shares=["mobile", "email"], words=LONG)
    goes = made.place(group, factories.person("Olle", "Ny"), Standing.MEMBER, shares=["town"])
    member = made.member(language=world.leader.language)
    made.place(group, member.person, Standing.MEMBER)
    for account in (world.caller, world.coordinator, member, contact):
        yield Stop(account, "groups.groups")
        yield Stop(account, "groups.group", here)
    yield Stop(world.coordinator, "groups.group", {"group_id": closed.id})
    for place in (waits, goes):
        yield Stop(contact, "groups.person", {**here, "person_id": place.person_id})
    yield Stop(contact, "groups.people", here)
    yield Stop(contact, "groups.meets", here)
    yield Stop(world.coordinator, "groups.new")
    yield Stop(world.coordinator, "groups.new", status=422, press="main .primary")
    for page in ("edit", "close", "contacts", "people"):
        yield Stop(world.coordinator, f"groups.{page}", here)
    yield Stop(world.coordinator, "groups.contacts", {**here, "q": "a"})
    yield Stop(world.coordinator, "groups.find", {**here, "q": "a"})
    yield Stop(world.coordinator, "groups.refer", {"person_id": person.id})
    yield Stop(world.coordinator, "groups.refer", {"person_id": person.id}, status=422, press="main .primary")
    yield Stop(contact, "home.my_page")


def _searches(world: World) -> Iterator[Stop]:
    parts = [condition("tags", [1]), condition("joined_from", "2026-01-01"), condition("never_called", True, True)]
    parts += [some(condition("left", True), condition("towns", ["Kvarnbyn"]), {**every(*parts[:2]), "not": True})]
    kept, words = {"search_id": world.search.id}, {"s": compact(every(*parts))}
    for account in (world.leader, world.coordinator):
        yield Stop(account, "searches.searches")
        for page in ("search", "delete"):
            yield Stop(account, f"searches.{page}", kept)
    yield Stop(world.leader, "searches.new")
    yield Stop(world.coordinator, "searches.new", words)
    yield Stop(world.coordinator, "searches.new", status=422, press="main .primary")
    yield Stop(world.leader, "leading.new", words)
    yield Stop(world.leader, "leading.new", {"search": world.search.id})
    fields = built(*parts[:3])
    for place in range(3):
        yield Stop(
            world.coordinator, "register.conditions", {**fields, "target-how": "all", "build": f"change-0-{place}"}
        )
    wrong = {**fields, **opened("age_from", "gammal", "0-3"), **opened("towns", [], "0-4"), "target-how": "all"}
    yield Stop(world.coordinator, "register.conditions", wrong, status=422)


def _imports(world: World) -> Iterator[Stop]:
    ready, done = files.rich(Stage.READY), files.rich(Stage.DONE, applied_at=clock.now())
    stages = [files.run(stage, total=600, done=200) for stage in (Stage.COMPARING, Stage.APPLYING, Stage.FAILED)]
    undone = files.run(Stage.UNDONE, applied_at=clock.now(), undone_at=clock.now(), figures={"removed": 2})
    unknown = files.run(Stage.MAPPING, headings=["Namn", "Övrigt"], sheets=["Medlemmar", "Blad2"], mapping={})
    for run in (ready, done, undone, *stages):
        yield Stop(world.coordinator, "imports.run", {"run_id": run.id})
    for kind in Kind:
        yield Stop(world.coordinator, "imports.run", {"run_id": ready.id, "kind": kind})
    much = files.run(counts={Kind.CHANGED: 400}, register_stamp=stamp())
    yield Stop(world.coordinator, "imports.run", {"run_id": much.id}, status=422, press="main .primary")
    for row in ready.rows:
        if row.kind is Kind.DOUBTFUL:
            yield Stop(world.coordinator, "imports.row", {"run_id": ready.id, "row_id": row.id})
    yield Stop(world.coordinator, "imports.conflicts", {"run_id": ready.id})
    for keep in ("ours", "theirs"):
        yield Stop(world.coordinator, "imports.ask_all", {"run_id": ready.id, "keep": keep})
    yield Stop(world.coordinator, "imports.ask_undo", {"run_id": done.id})
    yield Stop(world.coordinator, "imports.columns", {"run_id": unknown.id})
    yield Stop(world.coordinator, "imports.columns", {"run_id": unknown.id}, status=422, press="main .primary")
    yield Stop(world.coordinator, "imports.imports")
    yield Stop(world.coordinator, "imports.imports", status=422, press="main .primary")


def _exports(world: World) -> Iterator[Stop]:
    yield Stop(world.coordinator, "exports.log")
    yield Stop(world.coordinator, "exports.new")
    yield Stop(world.coordinator, "exports.new", status=422, press="main .primary")
    yield Stop(world.coordinator, "exports.new", {"s": "{garbage"})
    for kind in (Form.CSV, Form.LABELS, Form.EMAILS):
        facts = ["first_name", "email"]
        export = take_out([finds(EVERYBODY)], kind, facts, world.coordinator, clock.now(), why="Årsmötet", who="Alla")
        yield Stop(world.coordinator, "exports.export", {"export_id": export.id})
    yield Stop(world.coordinator, "exports.log")


def _duplicates(world: World) -> Iterator[Stop]:
    yield Stop(world.coordinator, "duplicates.pairs")
    one, other = (factories.person(name, "Tvilling", email=f"{name}@example.org") for name in ("Emma", "Ema"))
    duplicates.keep(suggested())
    yield Stop(world.coordinator, "duplicates.compare", {"one_id": one.id, "other_id": other.id})
    yield Stop(world.coordinator, "duplicates.of_person", {"person_id": one.id})
    yield Stop(world.coordinator, "duplicates.of_person", {"person_id": one.id, "q": "tvilling"})
    yield Stop(world.coordinator, "duplicates.pairs")
