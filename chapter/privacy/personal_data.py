"""Who erased somebody is stored, but never whom."""

from chapter.people.stored import also

also("did", "erasure", "erasing_switch")
