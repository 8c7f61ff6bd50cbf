"""For how long it is kept who changed a setting."""

from chapter import expiry
from chapter.i18n import lazy
from chapter.settings.models import SettingChange
from chapter.settings.rules_changes import KEPT, NAMES_KEPT

IS_OF_NAMES = SettingChange.room == "contacts"

expiry.keep(
    "settings.changes",
    SettingChange,
    what=lazy("Who changed a setting, and from what to what"),
    since=SettingChange.at,
    period=KEPT,
    only=[~IS_OF_NAMES],
    job="settings.forget",
)
expiry.keep(
    "settings.names",
    SettingChange,
    what=lazy("Whom pages named as a contact before"),
    since=SettingChange.at,
    period=NAMES_KEPT,
    only=[IS_OF_NAMES],
    job="settings.forget",
)
expiry.stays(lazy("Whom pages name as a contact"), lazy("Until somebody else takes over."), "contact")
