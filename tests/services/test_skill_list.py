from __future__ import annotations

import pytest

from jobscan.domain.skill import SkillEntry, SkillKind, SkillNeed
from jobscan.services.skill_list import SkillListError, read_skill_list

ESCO = (
    "conceptType,conceptUri,skillType,reuseLevel,preferredLabel,altLabels,status\n"
    'KnowledgeSkillCompetence,http://data.example/1,skill,cross-sector,basket weaving,"weave baskets\n'
    'weaving of baskets\nat",released\n'
    "KnowledgeSkillCompetence,http://data.example/2,skill,cross-sector,Basket Weaving,,released\n"
    "KnowledgeSkillCompetence,http://data.example/3,skill,cross-sector,"
    "manage the daily work of all people in a large workshop,,released\n"
)
ONET = (
    "O*NET-SOC Code\tExample\tCommodity Code\tCommodity Title\tHot Technology\tIn Demand\n"
    "11-1011.00\tLoomPlanner Pro\t43232306\tDatabase software\tN\tN\n"
    "11-1021.00\tLoomPlanner Pro\t43232306\tDatabase software\tN\tN\n"
    "11-1021.00\tQ\t43232306\tDatabase software\tN\tN\n"
)
ELEMENTS = "O*NET-SOC Code\tElement ID\tElement Name\tScale ID\n11-1011.00\t2.A.1.a\tReading Comprehension\tIM\n"
OWN = "name;aliases;kind;need\nLoom; looms | big loom;trade;\nQ;;language;beside\nBad;;no such kind;\n---;;;\n"


def test_lists_are_known_by_their_columns() -> None:
    esco = read_skill_list(ESCO, "skills_en.csv")
    assert esco.form == "ESCO"
    assert esco.entries == (SkillEntry("basket weaving", SkillKind.DOMAIN, ("weave baskets", "weaving of baskets")),)
    assert esco.skipped == {
        "too short to be found": 1,
        "named before": 1,
        "too long: no posting has them word for word": 1,
    }
    onet = read_skill_list(ONET, "Technology Skills.txt")
    assert (onet.form, onet.entries) == ("O*NET", (SkillEntry("LoomPlanner Pro", SkillKind.TOOL),))
    assert onet.skipped == {"named before": 1, "too short to be found": 1}
    assert read_skill_list(ELEMENTS, "Skills.txt").entries == (SkillEntry("Reading Comprehension", SkillKind.TOOL),)
    own = read_skill_list(OWN, "mine.csv")
    assert own.entries == (
        SkillEntry("Loom", SkillKind.TRADE, ("looms", "big loom")),
        SkillEntry("Q", SkillKind.LANGUAGE, (), SkillNeed.BESIDE),
    )
    assert own.skipped == {"with an unknown kind or need": 1, "without letters, or too long": 1}


def test_other_files_are_refused_with_what_they_need() -> None:
    for text in ("", "a,b\n1,2\n", "\x00", "<html>"):
        with pytest.raises(SkillListError, match=r"^some\.csv: is no list of skills that is known: it needs a column"):
            read_skill_list(text, "some.csv")
    with pytest.raises(SkillListError, match=r"some\.csv: line \d+ is not sound"):
        read_skill_list("name\n" + "x" * 1_000_001, "some.csv")
