"""Where simulated work is done, what is paid there, and which language it is advertised in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Country(NamedTuple):
    """A labour market."""

    #: ISO 3166-1 alpha-2.
    code: str
    name: str
    #: ISO 4217.
    currency: str
    #: The pay of a specialist per `interval`, in whole units of the currency.
    pay: int
    #: "year" or "month": the period for which salaries are quoted.
    interval: str
    #: The language of about half of the postings; the others are in English.
    language: str


@dataclass(frozen=True, slots=True)
class SimulatedPlace:
    """A place of work: a city, or remote work from a country."""

    country: Country
    #: "" for remote work.
    city: str
    #: The state or province as people write it after the city; "" if they do not.
    region: str
    #: IANA.
    timezone: str

    @property
    def is_remote(self) -> bool:
        """Return whether this is not a city but anywhere in the country."""
        return not self.city

    @property
    def label(self) -> str:
        """Return what a person would type: "Denver, CO", "Berlin, Germany", "Remote - Germany"."""
        if self.is_remote:
            return f"Remote - {self.country.name}"
        return f"{self.city}, {self.region or self.country.name}"


_COUNTRIES = {
    country.code: country
    for country in (
        Country("US", "United States", "USD", 142_000, "year", "en"),
        Country("GB", "United Kingdom", "GBP", 68_000, "year", "en"),
        Country("DE", "Germany", "EUR", 72_000, "year", "de"),
        Country("FR", "France", "EUR", 56_000, "year", "fr"),
        Country("ES", "Spain", "EUR", 44_000, "year", "es"),
        Country("PL", "Poland", "PLN", 17_500, "month", "pl"),
        Country("IL", "Israel", "ILS", 29_000, "month", "he"),
        Country("JP", "Japan", "JPY", 8_400_000, "year", "ja"),
        Country("CA", "Canada", "CAD", 112_000, "year", "en"),
        Country("NL", "Netherlands", "EUR", 70_000, "year", "en"),
        Country("IE", "Ireland", "EUR", 74_000, "year", "en"),
        Country("CH", "Switzerland", "CHF", 118_000, "year", "de"),
        Country("AT", "Austria", "EUR", 61_000, "year", "de"),
        Country("SE", "Sweden", "SEK", 52_000, "month", "en"),
        Country("IN", "India", "INR", 2_900_000, "year", "en"),
        Country("SG", "Singapore", "SGD", 104_000, "year", "en"),
        Country("AU", "Australia", "AUD", 136_000, "year", "en"),
        Country("BR", "Brazil", "BRL", 14_500, "month", "en"),
        Country("MX", "Mexico", "MXN", 62_000, "month", "es"),
    )
}

#: Country, time zone, and cities with the region people write after them.
_CITIES = (
    ("US", "America/New_York", "New York:NY", "Boston:MA", "Raleigh:NC", "Miami:FL", "Pittsburgh:PA", "Atlanta:GA"),
    ("US", "America/Chicago", "Austin:TX", "Chicago:IL", "Minneapolis:MN", "St. Louis:MO", "Nashville:TN"),
    ("US", "America/Denver", "Denver:CO", "Salt Lake City:UT", "Boise:ID"),
    (
        "US",
        "America/Los_Angeles",
        "San Francisco:CA",
        "Seattle:WA",
        "Santa Clara:CA",
        "Portland:OR",
        "Coeur d'Alene:ID",
    ),
    ("GB", "Europe/London", "London", "Manchester", "Edinburgh", "Bristol", "Stoke-on-Trent"),
    ("DE", "Europe/Berlin", "Berlin", "München", "Hamburg", "Köln", "Frankfurt am Main", "Nürnberg"),
    ("FR", "Europe/Paris", "Paris", "Lyon", "Nantes", "Aix-en-Provence", "Saint-Étienne"),
    ("ES", "Europe/Madrid", "Madrid", "Barcelona", "Málaga", "A Coruña"),
    ("PL", "Europe/Warsaw", "Warszawa", "Kraków", "Wrocław", "Gdańsk", "Łódź"),
    ("IL", "Asia/Jerusalem", "Tel Aviv-Yafo", "Haifa", "Yokneam", "Be'er Sheva", "Herzliya"),
    ("JP", "Asia/Tokyo", "Tokyo", "大阪市", "Fukuoka", "Kyoto"),
    ("CA", "America/Toronto", "Toronto:ON", "Montréal:QC", "Ottawa:ON"),
    ("CA", "America/Vancouver", "Vancouver:BC", "Calgary:AB"),
    ("NL", "Europe/Amsterdam", "Amsterdam", "Rotterdam", "'s-Hertogenbosch"),
    ("IE", "Europe/Dublin", "Dublin", "Cork"),
    ("CH", "Europe/Zurich", "Zürich", "Genève", "Basel"),
    ("AT", "Europe/Vienna", "Wien", "Graz"),
    ("SE", "Europe/Stockholm", "Stockholm", "Göteborg"),
    ("IN", "Asia/Kolkata", "Bengaluru", "Hyderabad", "Pune", "Chennai"),
    ("SG", "Asia/Singapore", "Singapore"),
    ("AU", "Australia/Sydney", "Sydney:NSW", "Melbourne:VIC"),
    ("BR", "America/Sao_Paulo", "São Paulo", "Florianópolis"),
    ("MX", "America/Mexico_City", "Ciudad de México", "Guadalajara"),
)


def _all_places() -> tuple[SimulatedPlace, ...]:
    places: list[SimulatedPlace] = []
    for code, timezone, *cities in _CITIES:
        for city in cities:
            name, _, region = city.partition(":")
            places.append(SimulatedPlace(_COUNTRIES[code], name, region, timezone))
    zones = {code: timezone for code, timezone, *_ in reversed(_CITIES)}
    places.extend(SimulatedPlace(country, "", "", zones[country.code]) for country in _COUNTRIES.values())
    return tuple(places)


#: The world; postings refer to places by their number here.
PLACES = _all_places()

#: Country → numbers of its places, cities first, remote last.
BY_COUNTRY = {
    code: tuple(number for number, place in enumerate(PLACES) if place.country.code == code) for code in _COUNTRIES
}
