"""Pictures of shared pages are drawn anew after a while, so that none outlives its page for long."""

from datetime import time

from chapter import clock
from chapter.front import pictures
from chapter.i18n import lazy
from chapter.jobs import daily


@daily(at=time(4, 30), label=lazy("Delete old pictures of shared pages"))
def forget() -> None:
    """Delete those that are old; whoever asks for one gets a new one."""
    pictures.forget_old(clock.now())
