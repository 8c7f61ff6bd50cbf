"""Who erased somebody is stored, but never whom."""

from chapter.i18n import lazy
from chapter.people.claims import signed
from chapter.people.stored import also

also("did", "erasure", "erasing_switch")
signed("erasure", lazy("Times when you erased people"))
signed("erasing_switch", lazy("Times when you said whether leavers go by themselves"))
