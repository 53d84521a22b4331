"""Lists of careers addresses as people keep them: a plain text, CSV, or OPML."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, NamedTuple

from jobscan.exceptions import JobscanError

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Titles of columns that hold what is wanted, in lower case, the likeliest first.
_URL_COLUMNS = ("url", "careers_url", "careers url", "board_url", "board url", "address", "link", "website", "source")
_NAME_COLUMNS = ("name", "company", "company name", "company_name", "employer", "title")


class AddressListError(JobscanError):
    """A list of addresses cannot be read."""


class ListedAddress(NamedTuple):
    """An address out of a list."""

    #: Or type/identifier, as `jobscan add` takes it.
    url: str
    #: Of the company; None: the list does not say.
    name: str | None = None


def read_addresses(text: str, file: str) -> list[ListedAddress]:
    """Return the addresses of a list, each once, in its order; ``file`` is its name, which tells CSV and OPML.

    Raises `AddressListError` when a CSV file has no column of addresses, or an OPML file is not sound.
    """
    suffix = file.rpartition(".")[2].lower()
    rows = _of_csv(text, file) if suffix == "csv" else _of_opml(text, file) if suffix == "opml" else _of_lines(text)
    # The first of equal ones.
    return list({row.url: row for row in reversed(list(rows))}.values())[::-1]


def _of_lines(text: str) -> Iterator[ListedAddress]:
    for line in text.splitlines():
        address = line.partition(" #")[0].strip()
        if address and not address.startswith("#"):
            yield ListedAddress(address)


def _of_csv(text: str, file: str) -> Iterator[ListedAddress]:
    # A spreadsheet writes what its country's lists are separated by.
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    rows = csv.DictReader(io.StringIO(text), delimiter=delimiter)
    titles = {title.strip().lower(): title for title in rows.fieldnames or () if title}
    url_title = next((titles[title] for title in _URL_COLUMNS if title in titles), None)
    if url_title is None:
        raise AddressListError(
            f"{file}: no column holds addresses; name it url (columns: {', '.join(titles) or 'none'})"
        )
    name_title = next((titles[title] for title in _NAME_COLUMNS if title in titles), None)
    for row in rows:
        url = (row[url_title] or "").strip()
        if url:
            yield ListedAddress(url, (row[name_title] or "").strip() or None if name_title is not None else None)


def _of_opml(text: str, file: str) -> Iterator[ListedAddress]:
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        root = fromstring(text.encode())
    except (ParseError, DefusedXmlException) as exc:
        raise AddressListError(f"{file}: is not valid OPML: {exc}") from exc
    for outline in root.iter("outline"):
        url = (outline.get("htmlUrl") or outline.get("url") or outline.get("xmlUrl") or "").strip()
        if url:
            yield ListedAddress(url, (outline.get("title") or outline.get("text") or "").strip() or None)
