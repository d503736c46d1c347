"""Public holidays, by the `holidays` package."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from holidays import country_holidays


def public_holidays(country: str, years: Iterable[int]) -> frozenset[date]:
    """Return the public holidays of a country.

    Args:
        country: ISO 3166 code, e.g. `BE`.
        years: All at once: each call sets up the country's rules anew.

    Raises:
        NotImplementedError: For a country that the package does not know.
    """
    return frozenset(country_holidays(country, years=years))
