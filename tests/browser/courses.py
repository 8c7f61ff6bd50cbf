"""The way round search and the courses."""

from collections.abc import Iterator

from chapter import clock
from chapter.access import Audience
from chapter.courses import actions
from tests.browser.world import LONG, MARKDOWN, Stop, World
from tests.courses import made


def stops(world: World) -> Iterator[Stop]:
    """Every stop of the two rooms."""
    yield from _search(world)
    yield from _courses(world)


def _search(world: World) -> Iterator[Stop]:
    made.course(title={"sv": "Lyssna"}, about={"sv": LONG}, audience=Audience.PUBLIC)
    made.course(title={"nb": "Lytte"}, about={"nb": LONG}, audience=Audience.PUBLIC)
    yield Stop(None, "lookup.search")
    for words in ("arbetet", "lysna", "xyzzy torgdagen", "finns inte alls"):
        yield Stop(world.caller, "lookup.search", {"q": words})


def _courses(world: World) -> Iterator[Stop]:
    yield Stop(None, "courses.courses")
    course, (page, _other) = made.reading_course("Först", "Sedan", about={"sv": MARKDOWN, "nb": MARKDOWN})
    done, here = made.course(title={"sv": "Klar"}, leader_id=world.leader.id), {"course_id": course.id}
    occasion = made.occasion(course, link="https://example.org/rum", places=12)
    actions.tick(course, page.id, [page.id, 0], world.caller, clock.now())
    actions.have_done(done, world.caller, clock.now(), "Bo Ek")
    made.interested(course, world.idle)
    for account in (world.caller, world.idle, world.leader):
        yield Stop(account, "courses.courses")
        yield Stop(account, "courses.course", here)
    yield Stop(world.caller, "courses.course", {"course_id": done.id})
    for name in ("edit", "remove", "new_occasion", "pages", "people"):
        yield Stop(world.leader, f"courses.{name}", here)
    yield Stop(world.leader, "courses.people", {"course_id": done.id})
    yield Stop(world.leader, "courses.occasion", {**here, "occasion_id": occasion.id})
    yield Stop(world.leader, "courses.new")
    yield Stop(world.leader, "courses.new", status=422, press="main .primary")
    yield Stop(world.leader, "courses.new_occasion", here, status=422, press="main .primary")
    yield Stop(world.leader, "courses.pages", here, status=422, press="main form.card .primary")
