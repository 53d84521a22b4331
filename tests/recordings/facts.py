"""Which strings in the boards' answers are facts. Everything that is not named here counts as a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto
from typing import Any


class Keep(Enum):
    """What becomes of a string."""

    FACT = auto()
    #: Other words, the same numbers.
    SENTENCE = auto()
    #: Other words and other numbers.
    PERSON = auto()


#: Paths of keys in a posting; lists and the key "jobs" around all are no part of them, "a/*" is all below "a".
_FACTS = {
    "greenhouse": (
        "absolute_url ai_opt_out_request_url application_deadline company company_name data_compliance/type"
        " departments/name education employment fetched_at first_published language location/name metadata/name"
        " metadata/value_type metadata/value/max_value metadata/value/min_value metadata/value/unit offices/location"
        " offices/name requisition_id title updated_at"
    ),
    "lever": "applyUrl categories/* country hostedUrl id salaryRange/* text workplaceType",
    "ashby": (
        "address/* apiVersion applyUrl compensation/compensationTiers/components/compensationType"
        " compensation/compensationTiers/components/currencyCode compensation/compensationTiers/components/id"
        " compensation/compensationTiers/components/interval compensation/compensationTiers/id"
        " compensation/compensationTiers/title compensation/scrapeableCompensationSalarySummary"
        " compensation/summaryComponents/* department employmentType id jobUrl location publishedAt"
        " secondaryLocations/* team title workplaceType"
    ),
    "workday": (
        "facets/* hiringOrganization/name jobPostingInfo/additionalLocations jobPostingInfo/country/*"
        " jobPostingInfo/externalUrl jobPostingInfo/id jobPostingInfo/jobPostingId jobPostingInfo/jobPostingSiteId"
        " jobPostingInfo/jobReqId jobPostingInfo/jobRequisitionLocation/* jobPostingInfo/location"
        " jobPostingInfo/postedOn jobPostingInfo/questionnaireId jobPostingInfo/remoteType"
        " jobPostingInfo/secondaryQuestionnaireId jobPostingInfo/startDate jobPostingInfo/timeType"
        " jobPostingInfo/title jobPostings/*"
    ),
    "comeet": (
        "company_name company_uid custom_fields/details/name department details/name employment_type experience_level"
        " location/city location/country location/location_uid location/name location/postal_code location/state"
        " location/street_name location/street_number location/timezone name slug time_updated uid url_active_page"
        " url_comeet_hosted_page url_detected_page url_recruit_hosted_page workplace_type"
    ),
    "smartrecruiters": (
        "applyUrl company/* compensation/* content/company/* content/id content/location/* content/name content/ref"
        " content/refNumber content/releasedDate content/uuid id jobAdId jobId language/* location/* name postingUrl"
        " refNumber releasedDate typeOfEmployment/* uuid"
    ),
}
_OF = {system: frozenset(paths.split()) for system, paths in _FACTS.items()}

#: Types of a Greenhouse employer's own fields: what is chosen from a list or counted; sentences; the rest are names,
#: numbers and addresses of people ("HM Employee ID").
_CHOSEN = frozenset({"single_select", "multi_select", "yes_no", "date", "number", "number_range", "currency"})
_WRITTEN = frozenset({"long_text"})


def kind_of(system: str, path: tuple[str, ...], holder: Mapping[str, Any]) -> Keep:
    """Say what a string is, by the keys that lead to it and the object that it stands in.

    Raises `ValueError` for a system whose facts nobody has listed.
    """
    facts = _OF.get(system)
    if facts is None:
        raise ValueError(f"which strings of {system} are facts? List them in tests/recordings/facts.py")
    path = path[1:] if path[:1] == ("jobs",) else path
    if "/".join(path) in facts or any("/".join(path[:n]) + "/*" in facts for n in range(1, len(path))):
        return Keep.FACT
    if (system, path) == ("greenhouse", ("metadata", "value")):
        type_ = holder.get("value_type")
        return Keep.FACT if type_ in _CHOSEN else Keep.SENTENCE if type_ in _WRITTEN else Keep.PERSON
    return Keep.SENTENCE
