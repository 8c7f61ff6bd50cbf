"""What stages and promises are called in the figures."""

from chapter.i18n import lazy
from chapter.welcome.rules import Kind
from chapter.welcome.rules_figures import Stage

STAGES = {
    Stage.NO_LETTER: lazy("Never heard from us"),
    Stage.LETTER: lazy("Got a letter, and no call"),
    Stage.SPOKEN: lazy("Talked with us, and came to no group"),
    Stage.REFERRED: lazy("Were referred to a group, and never followed up"),
    Stage.CAME: lazy("Came to a group, and were never followed up"),
    Stage.ACTIVE: lazy("Are active"),
    Stage.ANOTHER_WAY: lazy("Try another way in"),
    Stage.NOT_NOW: lazy("Don’t want to now"),
    Stage.LEFT: lazy("Have left"),
}

LOST = {
    Stage.NO_LETTER: lazy("Most of those who are lost never heard from us: the letter is what to see to first."),
    Stage.LETTER: lazy("Most of those who are lost got a letter and no call: the call is what to see to first."),
    Stage.SPOKEN: lazy(
        "Most of those who are lost talked with us, but came to no group: see to a definite invitation."
    ),
    Stage.REFERRED: lazy("Most of those who are lost were referred to a group and not followed up: ask the groups."),
    Stage.CAME: lazy("Most of those who are lost came to a group and were never followed up: ring them after 8 weeks."),
}

PROMISES = {
    Kind.LETTER: lazy("The letter"),
    Kind.CALL: lazy("The call"),
    Kind.FOLLOW_UP: lazy("The follow-up"),
}
