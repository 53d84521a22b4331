"""Currencies as postings write them: signs, codes and words, and which dollar or crown a country means."""

from __future__ import annotations

import re
from functools import lru_cache


def _pairs(*rows: str) -> dict[str, str]:
    """Return "€ EUR £ GBP" as a mapping."""
    words = " ".join(rows).split()
    return dict(zip(words[::2], words[1::2], strict=True))


#: Signs of one currency only.
_SIGNS = _pairs(
    "€ EUR £ GBP ₹ INR ₽ RUB ₴ UAH ₪ ILS ₺ TRY ₩ KRW ₦ NGN ₱ PHP ฿ THB ₫ VND zł PLN zl PLN Kč CZK Ft HUF R$ BRL",
    "RMB CNY RM MYR US$ USD CA$ CAD C$ CAD AU$ AUD A$ AUD",
    "NZ$ NZD SG$ SGD S$ SGD HK$ HKD NT$ TWD MX$ MXN SFr. CHF Fr. CHF",
)
#: ISO 4217, without codes that are also common words in capitals ("ALL", "TOP", "PEN", "TRY").
_CODES = frozenset(
    "USD EUR GBP CHF CAD AUD NZD SGD HKD TWD JPY CNY INR SEK NOK DKK ISK PLN CZK HUF RON BGN BRL MXN ARS CLP COP UYU"
    " ZAR ILS AED SAR QAR KWD EGP NGN KES UAH RUB THB IDR MYR PHP VND KRW PKR BDT LKR".split()
)
#: In lower case; "tkr", "TEUR" and "LPA" (lakh a year) are thousands and hundreds of thousands, too.
_WORDS = _pairs(
    "euro EUR euros EUR eur EUR dollar $ dollars $",
    "pounds GBP franken CHF złotych PLN zlotych PLN złoty PLN reais BRL",
    "kronor kr kroner kr kr kr tkr kr rupees INR lpa INR teur EUR lei RON",
    "ron RON pln PLN chf CHF sek SEK nok NOK dkk DKK usd USD gbp GBP",
)
#: Signs that several countries share → the country → its currency.
_SHARED = {
    "$": _pairs(
        "US USD PR USD EC USD SV USD PA USD CA CAD AU AUD NZ NZD SG SGD HK HKD TW TWD MX MXN AR ARS CL CLP CO COP",
        "UY UYU JM JMD TT TTD BB BBD BS BSD BZ BZD BM BMD KY KYD GY GYD FJ FJD NA NAD BN BND",
    ),
    "kr": _pairs("SE SEK NO NOK DK DKK IS ISK"),
    "¥": _pairs("JP JPY CN CNY"),
    "Rs": _pairs("IN INR PK PKR LK LKR NP NPR"),
}
_ADJECTIVES = _pairs("US USD U.S. USD Canadian CAD Australian AUD")

#: Characters that only money has.
MONEY_SIGNS = "$¥" + "".join(sign for sign in _SIGNS if len(sign) == 1)

_CODE = "(?:(?=[A-Z]{3})(?:" + "|".join(sorted(_CODES)) + "|RMB))"
_DOLLAR = r"(?:US|CA|AU|NZ|SG|HK|NT|MX|[CASR])?\$"
_INITIALS = "".join(sorted({letter for word in _WORDS for letter in (word[0], word[0].upper())}))
#: The look at the first letter spares the search most of its time.
_WORD = f"(?=[{_INITIALS}])(?i:" + "|".join(sorted(_WORDS, key=len, reverse=True)) + ")"
_END = r"(?![^\W_])"
#: In a pattern: a currency in front of a figure ("US$", "CAD $", "kr", "TEUR").
CURRENCY_BEFORE = (
    rf"(?:{_CODE} ?{_DOLLAR}|{_DOLLAR}(?: ?{_CODE})?|[{MONEY_SIGNS}]|T?{_CODE}|SFr\.|Fr\.|[Kk]r\.?|Rs\.?|RM)"
)
#: In a pattern: a currency behind a figure ("€", "USD", "Euro", "kr.").
CURRENCY_BEHIND = (
    rf"(?:{_DOLLAR}(?: ?{_CODE})?|{_CODE}{_END}|[{MONEY_SIGNS}]|[Kk]r\.(?= ?[/(a-zæøå])|z[łl]{_END}|Kč|Ft{_END}"
    rf"|(?:(?:US|U\.S\.|Canadian|Australian) )?{_WORD}{_END})"
)
_CODE_INSIDE = re.compile(_CODE)


@lru_cache(maxsize=1024)
def currency_of(written: str) -> str:
    """Return the currency that a sign, code or word stands for: ISO 4217, or a sign that several countries share."""
    written = written.strip(" ()\u00a0\u2009\u202f~")
    if code := _CODE_INSIDE.search(written):
        return _SIGNS.get(code[0], code[0])
    adjective, _, _ = written.rpartition(" ")
    if adjective in _ADJECTIVES:
        return _ADJECTIVES[adjective]
    plain = written.casefold().rstrip(".")
    return _SIGNS.get(written) or _WORDS.get(plain) or ("Rs" if plain == "rs" else written[-1:])


def currency_in(written: str, country: str | None) -> str | None:
    """Return the currency, as ISO 4217, that `currency_of` means in a country (ISO 3166-1); None when it is not clear.

    A country without a dollar of its own decides nothing: "$" is not its money.
    """
    shared = _SHARED.get(written)
    return written if shared is None else shared.get(country or "")


def is_shared(currency: str) -> bool:
    """Return whether several countries use what `currency_of` returned."""
    return currency in _SHARED


def is_same_money(one: str, other: str) -> bool:
    """Return whether what `currency_of` returned twice can be one currency: "$" and "CAD"."""
    return one == other or other in _SHARED.get(one, {}).values() or one in _SHARED.get(other, {}).values()


def shares_sign(currency: str, country: str) -> bool:
    """Return whether the country's own money has the sign."""
    return country in _SHARED.get(currency, ())
