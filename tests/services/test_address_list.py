"""Lists of addresses, as people keep them."""

from __future__ import annotations

import pytest

from jobscan.services.address_list import AddressListError, ListedAddress, read_addresses

OPML = """<?xml version="1.0"?>
<opml version="2.0"><body>
  <outline text="Jobs">
    <outline text="Acme" title="Acme Robotics" htmlUrl="https://acme.example/jobs" xmlUrl="https://acme.example/feed"/>
    <outline text="Globex" xmlUrl="https://globex.example/rss"/>
    <outline text="A folder"/>
  </outline>
</body></opml>"""


@pytest.mark.parametrize(
    ("file", "text", "expected"),
    [
        (
            "x.txt",
            "https://a.example/jobs\n\n# a note\nlever/b # theirs\n  c.example  \n",
            ["https://a.example/jobs", "lever/b", "c.example"],
        ),
        ("x.txt", "https://a.example/#/jobs\nhttps://a.example/#/jobs\n", ["https://a.example/#/jobs"]),
        ("-", "", []),
        ("x.csv", "Company,URL\nAcme,https://a.example\nNobody,\n", [("https://a.example", "Acme")]),
        ("x.CSV", 'name;careers url\n"A; B";https://a.example\n;lever/x\n', [("https://a.example", "A; B"), "lever/x"]),
        ("x.csv", "url\nhttps://a.example\n", ["https://a.example"]),
        (
            "x.opml",
            OPML,
            [("https://acme.example/jobs", "Acme Robotics"), ("https://globex.example/rss", "Globex")],
        ),
    ],
)
def test_each_address_is_read_once_with_the_name_that_the_list_gives(
    file: str, text: str, expected: list[str | tuple[str, str]]
) -> None:
    assert read_addresses(text, file) == [
        ListedAddress(each) if isinstance(each, str) else ListedAddress(*each) for each in expected
    ]


@pytest.mark.parametrize(
    ("file", "text", "reason"),
    [
        ("x.csv", "company,town\nAcme,Berlin\n", "no column holds addresses; name it url (columns: company, town)"),
        ("x.csv", "", "no column holds addresses; name it url (columns: none)"),
        ("x.opml", "<opml><outline", "is not valid OPML"),
        ("x.opml", '<!DOCTYPE o [<!ENTITY a "b">]><opml><outline url="&a;"/></opml>', "is not valid OPML"),
    ],
)
def test_what_is_no_such_list_says_why(file: str, text: str, reason: str) -> None:
    with pytest.raises(AddressListError) as caught:
        read_addresses(text, file)
    assert reason in str(caught.value)
    assert str(caught.value).startswith(file)
