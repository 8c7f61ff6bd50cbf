"""Our two countries' holidays are those that a library of all the world's has: it is large, so only tests load it."""

import holidays
import pytest

from chapter.settings.rules_holidays import public_holidays


@pytest.mark.parametrize("country", ["SE", "NO"])
def test_the_holidays_of_a_century(country: str):
    for year in range(2005, 2101):
        assert public_holidays(country, year) == set(holidays.country_holidays(country, years=year))
