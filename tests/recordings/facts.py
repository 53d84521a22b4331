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
        "applyUrl company/* compensation/* content/company/* content/department/* content/id content/language/*"
        " content/location/* content/name content/ref content/refNumber content/releasedDate"
        " content/typeOfEmployment/* content/uuid content/visibility department/* id jobAdId jobId language/*"
        " location/* name postingUrl refNumber releasedDate typeOfEmployment/* uuid"
    ),
    "personio": (
        "position/additionalOffices/office position/createdAt position/department position/employmentType position/id"
        " position/name position/occupation position/occupationCategory position/office"
        " position/recruitingCategory position/salaryInformation/* position/schedule position/seniority"
        " position/subcompany position/yearsOfExperience"
    ),
    "rss-neogov": (
        "channel/item/link channel/item/pubDate channel/item/title channel/language channel/link channel/title"
        " channel/item/advertiseFromDate channel/item/advertiseFromDateUTC channel/item/advertiseToDateTime"
        " channel/item/advertiseToDateTimeUTC channel/item/department channel/item/categories/*"
        " channel/item/location channel/item/state channel/item/jobId channel/item/jobNumberSingle"
        " channel/item/jobType channel/item/salaryInterval channel/item/salaryCurrency"
    ),
    "rss-wwr": (
        "channel/item/category channel/item/country channel/item/expires_at channel/item/guid channel/item/link"
        " channel/item/pubDate channel/item/region channel/item/state channel/item/title channel/item/type"
        " channel/language channel/link channel/title"
    ),
    "atom-peopleadmin": ("entry/author/name entry/id entry/published entry/title entry/updated id link title updated"),
    "taleo": (
        "channel/item/department channel/item/guid channel/item/link channel/item/location channel/item/locationCity"
        " channel/item/locationState channel/item/pubDate channel/item/reqId channel/item/title channel/language"
        " channel/link channel/pubDate channel/title"
    ),
    "zoho": "channel/item/link channel/item/title channel/language channel/link channel/pubDate channel/title",
    "successfactors": (
        "Job/ Job/Department Job/JobTitle Job/Posted-Date Job/ReqId Job/filter1/* Job/filter2/* Job/filter3/*"
        " Job/filter5/* Job/filter7/* Job/filter12/*"
    ),
    "eightfold": "domain positions/* data/positions/* data/sortBy url/*",
    "icims-jibe": (
        "data/apply_url data/categories/name data/category data/city data/country data/country_code data/create_date"
        " data/employment_type data/full_location data/hiring_organization data/language data/languages"
        " data/location_name data/location_type data/meta_data/canonical_url data/posted_date data/req_id"
        " data/short_location data/slug data/state data/title data/update_date languageCounts/*"
    ),
    "phenom": (
        "searchJobs/data/jobs/category searchJobs/data/jobs/detailUrl searchJobs/data/jobs/jobSeqNo"
        " searchJobs/data/jobs/location searchJobs/data/jobs/multi_location searchJobs/data/jobs/reqId"
        " searchJobs/data/jobs/title searchJobs/status"
    ),
    "hibob": (
        "filterGroups/* jobAdDetails/country jobAdDetails/department jobAdDetails/employmentType"
        " jobAdDetails/employmentTypeId jobAdDetails/id jobAdDetails/language jobAdDetails/publishedAt"
        " jobAdDetails/site jobAdDetails/title jobAdDetails/workspaceType jobAdDetails/workspaceTypeId"
    ),
    "manatal": (
        "next previous results/city results/country results/hash results/location_display results/position_name"
        " results/state"
    ),
    "teamtailor": (
        "feed_url home_page_url items/_jobposting/@context items/_jobposting/@type items/_jobposting/baseSalary/*"
        " items/_jobposting/datePosted items/_jobposting/hiringOrganization/*"
        " items/_jobposting/identifier/* items/_jobposting/jobLocation/@type"
        " items/_jobposting/jobLocation/address/@type items/_jobposting/jobLocation/address/addressCountry"
        " items/_jobposting/jobLocation/address/addressLocality items/_jobposting/jobLocation/address/addressRegion"
        " items/_jobposting/title items/_jobposting/validThrough items/date_published items/id items/title items/url"
        " next_url title version"
    ),
    "dover": "id locations/* title workplace_type",
    "brassring": "Jobs/Job/Link Jobs/Job/Questions/* Jobs/Job/localeId",
    "radancy": "",
    "phenom-paradox": (
        "applyURL availableLanguages isInternal lang locations/city locations/cityState locations/country"
        " locations/state originalURL reference title uniqueID"
    ),
    "careers-html-plain": "name",
    "join": (
        "props/pageProps/initialState/company/name props/pageProps/initialState/jobs/items/*"
        " props/pageProps/initialState/jobs/aggregations/*"
    ),
    "workable": (
        "application_url city country created_at department education employment_type experience function industry"
        " locations/* name published_on shortcode shortlink state title url"
    ),
    "recruitee": (
        "offers/careers_apply_url offers/careers_url offers/city offers/close_at offers/company_name offers/country"
        " offers/country_code offers/created_at offers/department offers/education_code offers/employment_type_code"
        " offers/experience_code offers/guid offers/location offers/locations/city offers/locations/country"
        " offers/locations/country_code offers/locations/name offers/locations/state offers/locations/state_code"
        " offers/published_at offers/salary/* offers/slug offers/state_code offers/state_name offers/status"
        " offers/title offers/updated_at"
    ),
    "bamboohr": (
        "result/atsLocation/* result/departmentId result/departmentLabel result/employmentStatusLabel result/id"
        " result/jobOpening/atsLocation/* result/jobOpening/datePosted result/jobOpening/departmentId"
        " result/jobOpening/departmentLabel result/jobOpening/employmentStatusLabel result/jobOpening/jobOpeningName"
        " result/jobOpening/jobOpeningShareUrl result/jobOpening/jobOpeningStatus result/jobOpening/location/*"
        " result/jobOpening/locationType result/jobOpeningName result/location/* result/locationType type"
    ),
    "rippling": (
        "companyName department/* items/department/* items/id items/language items/locations/* items/name items/url"
        " name url uuid workLocation/* workLocations"
    ),
    "breezy": (
        "company/friendly_id company/name department friendly_id id location/city location/country/* location/id"
        " location/name location/remote_details/* location/state/* locations/city locations/country/* locations/id"
        " locations/name locations/remote_details/* locations/state/* name published_date salary type/* url"
    ),
    "pinpoint": (
        "data/compensation data/compensation_currency data/compensation_frequency data/deadline_at data/employment_type"
        " data/employment_type_text data/id data/job/department/* data/job/id data/job/requisition_id"
        " data/location/city data/location/id data/location/name data/location/province data/path data/title data/url"
        " data/workplace_type data/workplace_type_text"
    ),
    "gem": (
        "absolute_url created_at departments/* employment_type first_published_at id internal_job_id location/*"
        " location_type offices/* requisition_id title updated_at"
    ),
    "oracle-orc": (
        "items/Category items/ContentLocale items/ExternalPostedStartDate items/Id items/JobSchedule items/JobShift"
        " items/PrimaryLocation items/PrimaryLocationCountry items/RequisitionType items/SiteNumber items/StudyLevel"
        " items/Title items/WorkplaceType items/WorkplaceTypeCode items/primaryLocationCoordinates/*"
        " items/requisitionList/Id items/requisitionList/JobSchedule items/requisitionList/Language"
        " items/requisitionList/PostedDate items/requisitionList/PrimaryLocation"
        " items/requisitionList/PrimaryLocationCountry items/requisitionList/Title"
        " items/requisitionList/WorkplaceType items/requisitionList/WorkplaceTypeCode"
        " items/requisitionList/secondaryLocations/* items/secondaryLocations/* links/*"
    ),
    "adp": (
        "jobRequisitions/clientRequisitionID jobRequisitions/customFieldGroup/* jobRequisitions/itemID"
        " jobRequisitions/payGradeRange/* jobRequisitions/postDate jobRequisitions/requisitionLocations/*"
        " jobRequisitions/requisitionTitle jobRequisitions/workLevelCode/* meta/links/*"
    ),
    "ukg": (
        "opportunities/Id opportunities/JobCategoryName opportunities/Locations/* opportunities/PostedDate"
        " opportunities/RequisitionNumber opportunities/Title"
    ),
    "ukg-ready": (
        "job_requisitions/base_pay_frequency job_requisitions/employee_type/* job_requisitions/job_title"
        " job_requisitions/location/*"
    ),
    "dayforce": (
        "jobPostings/clientNamespace jobPostings/jobTitle jobPostings/postingExpiryTimestampUTC"
        " jobPostings/postingLocations/* jobPostings/postingStartTimestampUTC"
    ),
    "paylocity": (
        "CookieBannerScriptSource Departments Jobs/HiringDepartment Jobs/JobLocation/* Jobs/JobTitle Jobs/LocationName"
        " Jobs/PublishedDate LeadJoinUrl Locations ModuleId ModuleTitle"
    ),
    "csod": (
        "data/requisitions/displayJobTitle data/requisitions/locations/* data/requisitions/postingEffectiveDate"
        " data/requisitions/postingExpirationDate status timestamp"
    ),
    # Below "jobPosting" there is JSON in a text, whose own paths begin anew.
    "paycom": (
        "jobPostingPreviews/jobTitle jobPostingPreviews/locations jobPostingPreviews/positionType"
        " jobPosting/city jobPosting/clientCode jobPosting/descriptionTitle jobPosting/jobShift jobPosting/jobTitle"
        " jobPosting/legalRevisionDate/* jobPosting/location jobPosting/positionType jobPosting/primaryPhoneCountry"
        " jobPosting/qualificationsTitle @context @type datePosted employmentType hiringOrganization/* identifier image"
        " jobLocation/* title url workHours"
    ),
    "isolved": "data/jobs/* data/jobInfoOrder/*",
    "schoolspring": ("value/jobsList/displayDate value/jobsList/employer value/jobsList/location value/jobsList/title"),
    "tylerportico": "code id jobClass jobFamily postingEndDate postingStartDate title",
}
#: Elements of web pages, by name or ".class", whose texts and attributes are facts; lists of postings have these.
_PAGE_FACTS = {
    "careers-html-plain": "h1 h2 h3 h4 .file-holder .role-meta .apply",
    "icims": "h3 .header .iCIMS_JobHeaderField .iCIMS_JobHeaderData .iCIMS_Paging",
    "jazzhr": ".list-group-item h3 title",
    "jobvite": "td",
    "join": "",
    "jsonld-html": "title",
    "eightfold": "h1 title",
    "neogov": ".jobs__box",
    "successfactors": ".data-row .paginationLabel",
}
_PAGES = {system: frozenset(names.split()) for system, names in _PAGE_FACTS.items()}

#: Keys of schema.org whose strings are facts, wherever they stand.
_JSON_LD = frozenset(
    "@context @id @type addressCountry addressLocality addressRegion currency dateModified datePosted directApply"
    " employmentType identifier inLanguage industry jobLocationType logo maxValue minValue occupationalCategory"
    " postalCode propertyID salaryCurrency sameAs streetAddress title uniqueJobCode unitText url validThrough"
    " value".split()
)
#: What has a name that is a fact.
_NAMED = frozenset(
    "AdministrativeArea City Country Language Organization Place PropertyValue State PostalAddress".split()
)
#: Systems whose JSON is that of schema.org.
_SPEAKS_JSON_LD = frozenset({"json-ld", "softgarden"})

_OF = {system: frozenset(paths.split()) for system, paths in _FACTS.items()}

#: Types of a Greenhouse employer's own fields: what is chosen from a list or counted; sentences; the rest are names,
#: numbers and addresses of people ("HM Employee ID").
_CHOSEN = frozenset({"single_select", "multi_select", "yes_no", "date", "number", "number_range", "currency"})
_WRITTEN = frozenset({"long_text"})


def kind_of(system: str, path: tuple[str, ...], holder: Mapping[str, Any]) -> Keep:
    """Say what a string is, by the keys that lead to it and the object that it stands in.

    Raises `ValueError` for a system whose facts nobody has listed.
    """
    if system in _SPEAKS_JSON_LD:
        return _kind_in_json_ld(path, holder)
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


def _kind_in_json_ld(path: tuple[str, ...], holder: Mapping[str, Any]) -> Keep:
    key = path[-1] if path else ""
    if key in ("email", "telephone", "faxNumber"):
        return Keep.PERSON
    is_name = key == "name" and holder.get("@type") in _NAMED
    return Keep.FACT if key in _JSON_LD or is_name else Keep.SENTENCE


def page_facts(system: str) -> frozenset[str] | None:
    """Return the elements of a system's pages whose texts are facts; None when its pages are scrubbed as a whole."""
    return _PAGES.get(system)
