"""The way round what is read: the handbook, a page with all that a page can have, A to Ö, and the book."""

from collections.abc import Iterator

from chapter import clock
from chapter.access import Audience
from chapter.handbook.rules import Section
from chapter.handbook.shipping import ship
from tests.browser.world import Stop, World
from tests.editing.made import page

EVERYTHING = """Så här är det. [[Ringkön|ringkö]] väntar, ring {call_leader} på {call_leader.phone}.

## Steg för steg

::: steps
1. Öppna [Min sida](screen:home.my_page).
2. Ring.
   ::: important
   Lyssna mer än du pratar.
   :::
:::

::: tip
Ta med en vän.
:::

::: script
**Du:** Hej!
:::

## Vad svaren betyder

| Svar | Vad som händer |
|---|---|
| Ja | Personen står inte längre i kön. |
| Nej | Någon ringer igen. |

## Mer att läsa

> Ett samtal i taget.

![Ett öra](drawing:listen) Läs [om allt](page:caller) och [mer](https://example.org/om-att-ringa).
"""


def stops(world: World) -> Iterator[Stop]:
    """Every page of it, for a stranger, a caller and a writer."""
    ship(clock.now())
    first = page("Allt om allt", EVERYTHING, audience=Audience.PUBLIC)
    page("Bare på norsk", "Ring først.", language="nb", parent=first)
    page("Utkast", EVERYTHING, parent=first, published=False)
    page("Om oss", "Vi är många.", section=Section.ABOUT, audience=Audience.PUBLIC).owner = world.leader
    for title in ("Öppna möten", "Åkermark", "Buss", "Äldreomsorg"):
        page(title, "Ja.", section=Section.STANDPOINTS, audience=Audience.PUBLIC)
    for account in (None, world.caller, world.leader):
        yield Stop(account, "handbook.front")
        yield Stop(account, "handbook.page", {"section": "handbook", "slug": first.slug})
        yield Stop(account, "handbook.standpoints")
        yield Stop(account, "handbook.about")
    yield Stop(world.caller, "handbook.page", {"section": "handbook", "slug": "bare-pa-norsk"})
    yield Stop(world.leader, "handbook.page", {"section": "handbook", "slug": "utkast", "draft": 1})
    yield Stop(world.leader, "handbook.page", {"section": "about", "slug": "om-oss"})
    yield Stop(world.caller, "handbook.page", {"section": "standpoints", "slug": "buss"})
    yield Stop(world.caller, "handbook.page", {"section": "handbook", "slug": "finns-inte"}, status=404)
    yield Stop(world.caller, "handbook.standpoints", {"q": "finns inte"})
    yield Stop(world.caller, "handbook.paper", {"chapter": first.id})
