"""Recordings without sentences and people: what stays of an answer, and what the script says that it did."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fixtures.corpus import SCRUBBED
from tests.fixtures.replay import read_routes
from tests.recordings.scrub import main, names_in, scrub_html, scrub_json, scrub_xml
from tests.recordings.texts import Scrubber
from tests.recordings.words import Words

POSTING: dict[str, Any] = {
    "id": 4754075,
    "title": "Senior Engineer",
    "absolute_url": "https://boards.greenhouse.io/acme/jobs/4754075",
    "location": {"name": "Berlin"},
    "departments": [{"id": 1, "name": "Web Engineering"}],
    "updated_at": "2023-07-06T11:23:32-04:00",
    "content": "&lt;p&gt;Write to Jane&lt;/p&gt;",
    "metadata": [
        {"id": 1, "name": "Region", "value": "North America", "value_type": "single_select"},
        {"id": 2, "name": "Skills", "value": ["Doer", "Solver"], "value_type": "multi_select"},
        {"id": 3, "name": "One line", "value": "We pay 5", "value_type": "long_text"},
        {"id": 4, "name": "Manager's number", "value": "208714", "value_type": "short_text"},
        {"id": 5, "name": "Recruiter", "value": {"name": "Jane Doe", "email": "jane@acme.com"}, "value_type": "user"},
    ],
    "new_field": "Jane",
    "meta": None,
}


def scrubber() -> Scrubber:
    return Scrubber(Words(b"a key"))


def scrubbed(text: str, system: str = "greenhouse") -> str:
    return scrub_json(text, system, scrubber())


def test_facts_stay_and_everything_else_gets_other_words() -> None:
    made = json.loads(scrubbed(json.dumps({"jobs": [POSTING]})))["jobs"][0]
    others = {"content", "metadata", "new_field"}
    assert {key: made[key] for key in made.keys() - others} == {key: POSTING[key] for key in POSTING.keys() - others}
    words = scrubber()
    assert made["content"] == words.text(POSTING["content"])
    assert made["new_field"] == words.text("Jane") != "Jane"


def test_json_in_a_text_stays_json_and_is_judged_by_its_own_paths() -> None:
    text = 'We pay "5".\n'
    ad = {"datePosted": "2024-02-26", "description": text, "hiringOrganization": {"name": "Acme"}}
    (made,) = json.loads(scrubbed(json.dumps([json.dumps(ad)]), "paycom"))
    assert json.loads(made) == {**ad, "description": scrubber().text(text)}
    assert scrubber().text(text) != text
    assert json.loads(scrubbed('["{\\"not json"]', "paycom")) != []


def test_what_an_employer_chose_is_a_fact_and_what_somebody_wrote_is_none() -> None:
    region, skills, line, number, recruiter = json.loads(scrubbed(json.dumps(POSTING)))["metadata"]
    assert [region, skills] == POSTING["metadata"][:2]
    assert (line["name"], line["value"][-2:]) == ("One line", " 5")
    assert line["value"] != "We pay 5"
    assert number["value"].isdigit()
    assert number["value"] != "208714"
    assert recruiter["name"] == "Recruiter"
    assert not {"Jane Doe", "jane@acme.com"} & set(recruiter["value"].values())


@pytest.mark.parametrize(
    "text",
    [
        '{"id":1,"title":"a"}',
        '{\n  "title" : "a \\u0026 b",\t"id": 1.0e5 }',
        '{"title": "x", "title": "y", "id": 10000000000000000000001}',
        '[null, true, -0.0, [], {}, ""]',
        '{"content": "\\u0026\\u003c\\/ \\" \\\\ \\n \\ud83d\\ude00 😀 5"}',
    ],
)
def test_what_is_no_sentence_stays_byte_for_byte(text: str) -> None:
    assert scrubbed(text) == text


@pytest.mark.parametrize(
    ("text", "pattern"),
    [
        ('"\\u00e9t\\u00e9 été"', ["\\u00", "\\u00", " "]),
        ('"a\\u0026b\\nc"', ["\\u0026", "\\n"]),
        ('"\\ud835\\udc01old"', ["\\ud835\\udc"]),
    ],
)
def test_characters_are_escaped_as_they_were(text: str, pattern: list[str]) -> None:
    made = scrubbed(text)
    assert (len(made), made == text) == (len(text), False)
    assert all(part in made for part in pattern)
    assert len(json.loads(made)) == len(json.loads(text))


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(max_codepoint=0x17F)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*POSTING, "x"]), inner, max_size=4),
    max_leaves=12,
)


def skeleton(value: Any) -> Any:
    """Return a value with the lengths of its strings instead of them."""
    if isinstance(value, dict):
        return {key: skeleton(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [skeleton(inner) for inner in value]
    return ("text", len(value)) if isinstance(value, str) else value


@given(values, st.booleans())
def test_any_json_keeps_its_shape(value: Any, escaped: bool) -> None:
    text = json.dumps(value, ensure_ascii=escaped)
    assert skeleton(json.loads(scrubbed(text))) == skeleton(value)


def test_a_page_is_scrubbed_between_its_tags_and_in_the_json_of_its_scripts() -> None:
    data = '{"name": "Engineer", "email": "jane@acme.com", "details": [{"name": "About", "value": "<p>Ask Jane</p>"}]}'
    page = f"<html><title>Acme</title><script>\nDATA = {data};\nNOTHING = null;\n</script><p>Ask Jane</p></html>"
    words = scrubber()
    title, text = words.text("Acme"), words.text("<p>Ask Jane</p>")
    made = data.replace("<p>Ask Jane</p>", text).replace("jane@acme.com", words.text("jane@acme.com"))
    assert scrub_html(page, "comeet", words) == (
        f"<html><title>{title}</title><script>\nDATA = {made};\nNOTHING = null;\n</script>{text}</html>"
    )


FEED = """<?xml version="1.0" encoding="UTF-8"?>
<workzag-jobs lang="de">
<position><id>24</id><office>Koblenz</office><additionalOffices><office>Bonn</office></additionalOffices>
<name>Aushilfe &amp; mehr</name><createdAt>2026-01-11T20:04:28+00:00</createdAt><empty/>
<jobDescriptions><jobDescription><name>Aufgaben</name><value><![CDATA[ <p>Frag Jana</p> ]]></value></jobDescription>
</jobDescriptions></position><!-- Jana -->
</workzag-jobs>"""


def test_xml_keeps_its_elements_and_what_facts_names() -> None:
    words = scrubber()
    made = scrub_xml(FEED, "personio", words)
    expected = FEED.replace("Jana", words.text("Jana")).replace("Frag", words.text("Frag"))
    assert made == expected.replace("Aufgaben", words.text("Aufgaben"))
    assert "Jana" not in made


def test_xml_with_names_that_are_none_is_scrubbed_too() -> None:
    made = scrub_xml(
        "<Job-Listing><Job><ReqId>1</ReqId><>375</><Text>Ask</Text></Job></Job-Listing>", "successfactors", scrubber()
    )
    assert made.startswith("<Job-Listing><Job><ReqId>1</ReqId><>375</><Text>")
    assert "Ask" not in made


PAGE = (
    '<!DOCTYPE html><html><head><title>Acme</title><meta name="description" content="Ask Jane">'
    '<script type="application/ld+json">{"@type": "JobPosting", "title": "Engineer", "description": "<p>Ask Jane</p>",'
    ' "hiringOrganization": {"@type": "Organization", "name": "Acme", "telephone": "208714"},'
    ' "author": {"@type": "Person", "name": "Jane"}}</script><script>ask("Jane")</script></head>'
    '<body><!-- Jane --><div class="a row"><h3 title="Ask">Engineer <b>II</b></h3><p title="Ask">Ask Jane</p>'
    '<a href="/jobs/1?a=b">More</a><a href="mailto:jane@acme.com">x</a><br></div></body></html>'
)


def test_a_page_keeps_its_elements_its_links_and_what_facts_names() -> None:
    made = scrub_html(PAGE, "icims", scrubber())
    assert len(made) == len(PAGE)
    for kept in (
        '<h3 title="Ask">Engineer <b>II</b></h3>',
        '<a href="/jobs/1?a=b">',
        '"title": "Engineer"',
        '{"@type": "Organization", "name": "Acme", "telephone": "',
        "<!DOCTYPE html>",
        '<div class="a row">',
    ):
        assert kept in made
    for gone in ("Jane", "jane", "208714", "More", '<p title="Ask">', "ask("):
        assert gone not in made


def test_json_of_schema_org_is_scrubbed_by_its_own_keys() -> None:
    text = '{"dataFeedElement": [{"item": {"@type": "JobPosting", "url": "u", "description": "Ask", "name": "Jane"}}]}'
    made = scrub_json(text, "softgarden", scrubber())
    assert made.startswith('{"dataFeedElement": [{"item": {"@type": "JobPosting", "url": "u", "description": "')
    assert not {"Ask", "Jane"} & set(json.loads(made)["dataFeedElement"][0]["item"].values())


def test_a_script_that_does_more_needs_a_rule() -> None:
    with pytest.raises(ValueError, match=r"more than JSON in variables: .*init"):
        scrub_html("<script>A = {}; init('Jane')</script>", "comeet", scrubber())


# The script.


@pytest.fixture
def originals(tmp_path: Path) -> Path:
    """Two months of a board, an error, a page that has no rule."""
    folder = tmp_path / "originals"
    later = {**POSTING, "content": POSTING["content"].replace("Jane", "Jane or Joe")}
    files = {
        "greenhouse/acme.2023-07.json": json.dumps([POSTING]),
        "greenhouse/acme.2023-08.json": json.dumps([later]),
        "greenhouse/errors/404.json": '{"error": "Job not found"}',
        "greenhouse/acme.page.pdf": "%PDF",
        "unheard/acme.json": '{"text": "Jane"}',
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


def read(folder: Path, name: str) -> Any:
    return json.loads(gzip.decompress((folder / f"{name}.gz").read_bytes()))


def test_it_takes_recordings_in_and_says_what_it_replaced(
    tmp_path: Path, originals: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = ["greenhouse/acme.2023-08.json", "greenhouse/acme.2023-07.json", "greenhouse/errors/404.json"]
    main([str(originals), *names, "--into", str(tmp_path / "tree")])
    assert names_in(tmp_path / "tree") == sorted(names)
    assert [line.split("\t") for line in capsys.readouterr().out.splitlines()] == [
        ["changed", "word", "address", "mail", "phone", "recording"],
        ["yes", "8", "0", "1", "0", names[1]],
        ["yes", "10", "0", "1", "0", names[0]],
        ["yes", "0", "0", "0", "0", names[2]],
        ["", "18", "0", "2", "0", "in all"],
    ]
    [july], [august] = (read(tmp_path / "tree", name) for name in (names[1], names[0]))
    words = july["content"].removesuffix("&lt;/p&gt;").split()
    assert august["content"].split()[: len(words)] == words
    assert read(tmp_path / "tree", names[2]) == {"error": "Job not found"}


def test_once_more_changes_nothing_and_says_so(
    tmp_path: Path, originals: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tree = tmp_path / "tree"
    main([str(originals), "greenhouse/acme.2023-07.json", "--into", str(tree)])
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in tree.rglob("*.gz")}
    capsys.readouterr()
    main([str(originals), "--into", str(tree)])
    assert {line.split("\t")[0] for line in capsys.readouterr().out.splitlines()[1:]} == {"no", ""}
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in tree.rglob("*.gz")} == before


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("greenhouse/gone.json", "CONTRIBUTING.md says how a recording is taken in"),
        ("greenhouse/acme.page.pdf", "there is no rule for .pdf files"),
        ("unheard/acme.json", "which strings of unheard are facts?"),
    ],
)
def test_what_it_cannot_scrub_it_names(
    tmp_path: Path, originals: Path, capsys: pytest.CaptureFixture[str], name: str, message: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        main([str(originals), name, "--into", str(tmp_path / "tree")])
    assert ended.value.code == 1
    error = capsys.readouterr().err
    assert error.startswith(f"{name}: ")
    assert message in error
    assert names_in(tmp_path / "tree") == []


# The recordings that there are.


def test_the_recordings_are_small() -> None:
    assert 0 < sum(path.stat().st_size for path in SCRUBBED.root.rglob("*.gz")) < 3_000_000


def test_the_recordings_hold_no_time_of_their_packing() -> None:
    assert {path.read_bytes()[4:8] for path in SCRUBBED.root.rglob("*.gz")} == {bytes(4)}


def test_every_recording_that_is_served_is_there() -> None:
    served = {name for route in read_routes().values() for name in route.files}
    assert served - set(names_in(SCRUBBED.root)) == set()
