"""The way round the chapter's face: the front page with all that it can have, its news, and how it is made."""

from collections.abc import Iterator
from io import BytesIO

from PIL import Image

from chapter import clock
from chapter.access import Audience
from chapter.front import actions
from chapter.front.rules import Part
from chapter.media import actions as media
from tests.browser.world import LONG, MARKDOWN, Stop, World
from tests.front import made
from tests.groups import made as groups

SAVE = "main .primary"


def stops(world: World) -> Iterator[Stop]:
    """Before anybody has made anything of it, and afterwards."""
    writer = world.coordinator
    for page in ("edit", "words", "picture_form", "all_news"):
        yield Stop(writer, f"front.{page}")
    yield Stop(None, "front.news")
    yield Stop(None, "front.your_data")
    _fill(world)
    yield Stop(None, "home.front")
    for page in ("home.front", "home.preview", "front.edit", "front.words", "front.picture_form"):
        yield Stop(writer, page)
    for what in ("links", "groups"):
        yield Stop(writer, "front.order", {"what": what})
    yield Stop(writer, "front.words", fill={"#heading_sv": "Ny"}, press="[name=look]")
    yield Stop(
        writer, "front.picture_form", status=422, fill={"#picture_says_sv": "", "#picture_says_nb": ""}, press=SAVE
    )
    yield from _news(world)


def _fill(world: World) -> None:
    """Words, a picture, a part that is left out, groups."""
    file = BytesIO()
    Image.new("RGB", (800, 600), "teal").save(file, "PNG")
    picture = media.keep(file.getvalue(), "torget.png", "", clock.now())
    group = groups.group(about={"sv": LONG, "nb": LONG})
    facts = {"heading": {"sv": "Tillsammans", "nb": "Sammen"}, "text": {"sv": MARKDOWN, "nb": MARKDOWN}}
    shown = {"groups": [str(group.id)], "parts": [f"-{Part.MEMBERS}"]}
    says = {"sv": "Fem personer", "nb": "Fem personer"}
    actions.change({**facts, "picture_id": picture.id, "picture_says": says, "arranged": shown}, world.coordinator, 0)
    made.page()


def _news(world: World) -> Iterator[Stop]:
    writer, text = world.coordinator, {"sv": MARKDOWN, "nb": MARKDOWN}
    news, draft = made.news(text=text), made.news(is_published=False, is_pinned=True)
    made.news(audience=Audience.MEMBERS)
    yield Stop(None, "home.front")
    yield Stop(None, "front.news")
    for account in (None, writer):
        yield Stop(account, "front.one_news", {"news_id": news.id, "name": "bussen-blir-kvar"})
    yield Stop(writer, "front.all_news")
    yield Stop(writer, "front.new_news")
    yield Stop(writer, "front.new_news", status=422, press=SAVE)
    yield Stop(writer, "front.edit_news", {"news_id": draft.id}, press="[name=look]")
    for page in ("edit_news", "ask_remove_news"):
        yield Stop(writer, f"front.{page}", {"news_id": draft.id})
