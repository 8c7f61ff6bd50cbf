"""What the register itself can be searched on, in the order in which it is offered."""

from chapter.searches import filters_members, filters_reach
from chapter.searches.registry import register

register(*filters_members.FILTERS, *filters_reach.FILTERS)
