"""What is stored about new members while they are welcomed."""

from collections.abc import Mapping
from typing import Any

from chapter.access import Permission
from chapter.i18n import lazy
from chapter.people.claims import claim, signed
from chapter.people.stored import Basis, also, describe
from chapter.welcome.rules import LAST_DAY
from chapter.welcome.words import CLOSINGS, step_name
from chapter.welcome.words_call import ANSWERS, wishes_in_words
from chapter.welcome.words_follow_up import CAME, RESULTS, TRAINING

describe(
    "welcome",
    60,
    *("welcome_case", "case_step", "case_note", "welcome_invitation", "welcome_referral", "welcome_follow_up"),
    title=lazy("When you are new"),
    what=lazy("What you told us that you would like to do, what we invited you to, and how it went."),
    why=lazy("So that you are met by somebody who knows what you said last time."),
    basis=Basis.MEMBERS,
    kept=lazy(
        "Until you have been welcomed, and %(days)s days at the most. Then only a figure without names is left.",
        days=LAST_DAY,
    ),
    seen_by=lazy("The one who welcomes you. What you say in the follow-up: the member coordinator alone."),
    may=[Permission.WELCOME_WORK],
)
also("did", "welcomer", "welcome_routine")


def _wishes(wishes: Any, _row: Mapping[str, Any]) -> str:
    return "; ".join(f"{name}: {said}" for name, said in wishes_in_words(wishes))


def _step(key: Any, _row: Mapping[str, Any]) -> str:
    return step_name(key)


claim(
    "welcome_case",
    lazy("How you are welcomed"),
    labels={
        "opened_at": lazy("Begun"),
        "started_on": lazy("Counted from"),
        "how_came": lazy("How you came to us"),
        "wishes": lazy("What you told us"),
        "paused_on": lazy("Resting since"),
        "paused_until": lazy("Resting until"),
        "closed_on": lazy("Ended"),
        "closed_why": lazy("Why it ended"),
    },
    words={"wishes": _wishes, "closed_why": CLOSINGS},
    inner="id person_id rests ticks",
    others="opened_by responsible_id closed_by",
)
claim(
    "case_step",
    lazy("What has been done to welcome you"),
    labels={
        "key": lazy("What"),
        "done_on": lazy("Day"),
        "is_skipped": lazy("Left out"),
        "words": lazy("Why"),
    },
    words={"key": _step},
    newest="done_at",
    inner="case_id how message_id",
    twice="done_at",
    others="by",
)
claim(
    "case_note",
    lazy("Notes"),
    "at",
    labels={"text": lazy("Note")},
    newest="at",
    inner="id case_id",
    others="by",
)
claim(
    "welcome_invitation",
    lazy("What you were invited to"),
    labels={
        "what": lazy("What"),
        "at": lazy("When"),
        "place": lazy("Place"),
        "answer": lazy("Your answer"),
        "made_at": lazy("Invited on"),
        "came": lazy("You came"),
        "reminded_at": lazy("Reminded"),
    },
    words={"answer": ANSWERS},
    newest="made_at",
    inner="id case_id step",
    others="by",
)
claim("welcome_referral", lazy("Groups that you were told of"), "group_id.name at", inner="id case_id", others="by")
claim(
    "welcome_follow_up",
    lazy("The follow-up call"),
    "at",
    labels={
        "came": lazy("You came into the group"),
        "training": lazy("Training"),
        "result": lazy("How it went"),
        "help": lazy("What you need help with"),
        "unclear": lazy("What is unclear to you"),
        "note": lazy("Note"),
    },
    words={"came": CAME, "training": TRAINING, "result": RESULTS},
    inner="case_id",
    others="by",
)
claim(
    "welcomer",
    lazy("If you welcome new members"),
    labels={
        "shares": lazy("You are given new ones"),
        "title": lazy("What stands under your letters"),
        "told_for": lazy("Told last"),
    },
    inner="account_id picture_id",
)
signed("welcome_case", lazy("New members whom you welcome"))
signed("case_step", lazy("Steps that you noted"))
signed("case_note", lazy("Notes on new members"))
signed("welcome_invitation", lazy("Invitations that you made"))
signed("welcome_referral", lazy("Referrals that you made"))
signed("welcome_follow_up", lazy("Follow-up calls that you made"))
signed("welcome_routine", lazy("The routine, changed or signed by you"))
