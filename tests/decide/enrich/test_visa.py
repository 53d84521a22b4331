"""What an employer says about visas and the right to work."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from jobscan.decide.enrich.visa import find_visa
from jobscan.domain.facts import VisaPolicy

SAID = {
    VisaPolicy.YES: (
        "We're happy to sponsor visas.",
        "We can sponsor your visa and help with relocation.",
        "Visa sponsorship & relocation package",
        "Relocation assistance and visa sponsorship available",
        "We provide visa sponsorship for exceptional candidates.",
        "Visa sponsorship may be available for this role.",
        "This role is eligible for visa sponsorship.",
        "H-1B sponsorship available",
        "Full visa support for you and your family",
        "We help with visa and relocation",
        "We offer relocation support, including visa sponsorship",
        "We will support you with your visa application.",
        "Open to sponsoring work visas",
        "Acme sponsors work visas",
        "You'll get visa sponsorship if you need it.",
        "We are a licensed sponsor and can sponsor Skilled Worker visas",
        "Wir übernehmen die Kosten für dein Visum.",
        "Wir helfen dir mit Visum und Umzug",
        "Aide à l'obtention du visa",
        "Wij helpen met je visum en verhuizing",
        "Visumsponsoring mogelijk",
        "Ofrecemos apoyo con el visado",
        "We sponsor visas for this role.",
        "We do sponsor visas! However, we cannot do it for every role and every candidate.",
        "Visa sponsorship: We do sponsor visas! However, we aren't able to sponsor visas for every candidate.",
        "Visa sponsorship is available for this position.",
        "Visa sponsorship available",
        "- Visa sponsorship",
        "- Relocation and visa support",
        "- Visa and relocation assistance",
        "We offer visa sponsorship and a moving budget.",
        "You can move to Lisbon (we offer VISA sponsorship).",
        "We can support visa applications for people who already live in Norway.",
        "We'll help you with your work visa and the paperwork.",
        "Don't have a work permit? No problem, we sponsor visas.",
        "If you need a visa, we can sponsor it.",
        "Visa Sponsorship: Yes",
        "Sponsorship available: yes",
        "Visa sponsorship offered:\nYes",
        "Our company will sponsor H-1B visas for the right candidate.",
        "Wir unterstützen dich beim Visum und bei der Wohnungssuche.",
        "Unterstützung bei der Beantragung der Arbeitserlaubnis",
        "Nous vous accompagnons dans la demande de visa.",
        "Prise en charge du visa et du déménagement",
        "Wij regelen je visum en werkvergunning.",
        "Ofrecemos patrocinio de visa para este puesto.",
        "Apoyamos tu permiso de trabajo.",
    ),
    VisaPolicy.NO: (
        "We are unable to provide visa sponsorship at this time.",
        "Unfortunately we are unable to provide sponsorship for this role.",
        "This position is not eligible for visa sponsorship.",
        "This role is not eligible for immigration sponsorship.",
        "Applicants must be currently authorized to work in the US on a full-time basis without"
        " sponsorship now or in the future.",
        "Must be authorized to work in the U.S. without the need for employment-based visa sponsorship"
        " now or in the future.",
        "Candidates must have permanent work authorization in Canada.",
        "Please note that we do not offer visa sponsorship.",
        "We will not sponsor individuals for employment visas, now or in the future, for this job opening.",
        "You must have an existing right to work in the UK; we cannot sponsor.",
        "Acme does not provide employment visa sponsorship.",
        "Sponsorship is not offered for this role.",
        "No sponsorship available.",
        "We're not able to offer relocation or visa support.",
        "Applicants must possess work authorization which does not require sponsorship by the employer for a visa.",
        "Proof of eligibility to work in the EU required",
        "Only candidates with a valid EU work permit will be considered.",
        "You have a valid work permit for the EU",
        "Must have unrestricted work authorization",
        "EU work permit required",
        "This role requires you to have the legal right to work in Brazil.",
        "Applicants for this position must not now, or at any point in the future, require sponsorship for employment.",
        "Ability to work legally in the United States without sponsorship",
        "Du besitzt eine gültige Arbeitserlaubnis für die EU.",
        "Gültige Arbeits- und Aufenthaltserlaubnis für Deutschland",
        "Eine Arbeitserlaubnis für Deutschland wird vorausgesetzt",
        "Wir können derzeit keine Visa sponsern.",
        "Vous êtes autorisé à travailler en France",
        "Nous ne sommes pas en mesure de sponsoriser un visa",
        "Wij kunnen geen visum sponsoren",
        "Een geldige verblijfs- en werkvergunning is vereist",
        "No se ofrece patrocinio de visado",
        "Debes contar con permiso de trabajo en España",
        "We are not able to sponsor visas.",
        "We cannot offer visa sponsorship for this job opening.",
        "Unfortunately, we are unable to sponsor or take over sponsorship of employment visas at this time.",
        "Visa sponsorship is not available for this posting.",
        "Sponsorship is not available.",
        "No visa sponsorship",
        "This role does not offer sponsorship.",
        "Acme will not offer sponsorship for employment status (including, but not limited to, H1-B).",
        "Applicants must be authorized to work in the United States for any employer without current"
        " or future sponsorship.",
        "You must be able to work legally in Singapore, without our sponsorship, to be considered.",
        "Candidates who require sponsorship will not be considered.",
        "Acme will not consider applicants for employment immigration sponsorship.",
        "We don’t sponsor work permits for this position.",
        "Visa sponsorship: No",
        "Sponsorship available: no",
        "Visa Sponsorship: Not available",
        "Visa sponsorship provided?: No",
        "Must be legally authorized to work in the US.",
        "Right to work in the UK is required.",
        "You must have the right to work in Ireland.",
        "Candidates need to be eligible to work in Germany.",
        "- Valid work permit for Switzerland",
        "- Authorization to work in Canada is required",
        "- Full working rights in Australia required",
        "Must be a US citizen or green card holder.",
        "Must be a U.S. citizen or be authorized to work in the U.S.",
        "Eine gültige Arbeitserlaubnis für Deutschland ist erforderlich.",
        "Voraussetzung: Aufenthaltstitel mit Arbeitserlaubnis, bitte bringen Sie eine gültige Arbeitserlaubnis mit.",
        "Leider können wir kein Visa-Sponsoring anbieten.",
        "Visa-Sponsoring ist leider nicht möglich.",
        "Nous ne sponsorisons pas de visas.",
        "Permis de travail valide obligatoire",
        "Vous devez disposer d'une autorisation de travail en France.",
        "Wij bieden geen visumsponsoring.",
        "Je bent in het bezit van een geldige werkvergunning.",
        "No ofrecemos patrocinio de visa.",
        "Permiso de trabajo vigente imprescindible",
    ),
    VisaPolicy.CITIZENS: (
        "Must be a United States citizen",
        "U.S. Citizenship is a requirement for this position",
        "Due to government contract requirements, only US citizens are eligible for this role",
        "Applicants selected must be US Citizens and able to obtain a security clearance",
        "Must be a U.S. Citizen with an active Secret clearance",
        "US citizenship and an active clearance are required",
        "Candidates must hold UK citizenship",
        "U.S. citizenship is required.",
        "US Citizenship Required",
        "US Citizenship Required: Yes",
        "U.S. Citizenship required:\nYes",
        "Must be a US citizen.",
        "Applicants must be U.S. citizens due to the contract.",
        "Only Australian citizens can be hired for this job.",
        "Able to obtain a Top Secret clearance, which requires a US citizenship.",
        "This position is open to UK citizens only.",
        "Security clearance (U.S. citizenship required)",
        "Die deutsche Staatsangehörigkeit ist erforderlich.",
        "Nationalité française obligatoire",
        "De Nederlandse nationaliteit is vereist.",
        "Nacionalidad española imprescindible",
    ),
    VisaPolicy.EXPORT_CONTROL: (
        'Candidates must be a "U.S. Person" as defined by ITAR (22 CFR 120.15).',
        "This position requires access to information subject to U.S. export controls; applicants must"
        " be U.S. citizens, green card holders or refugees.",
        "Employment is contingent on the ability to obtain export license authorization where"
        " required; must be a U.S. citizen, national or permanent resident.",
        "To comply with U.S. Government space technology export regulations, applicant must be a U.S."
        " citizen, lawful permanent resident of the U.S., protected individual as defined by 8 U.S.C."
        " 1324b(a)(3), or eligible to obtain the required authorizations from the U.S. Department of State.",
        "This job requires that you be eligible to access export-controlled technology.",
        "To conform to export regulations, applicants must be a U.S. citizen, lawful permanent"
        " resident, refugee or asylee.",
        "This position is subject to ITAR; candidates must be U.S. persons.",
        "Must be a U.S. person.",
        "Due to ITAR you must be a US citizen or a permanent resident.",
        "Candidates must be eligible to access export-controlled information.",
        "U.S. Person status is required",
    ),
    None: (
        "Do you require sponsorship?",
        "You will lead sponsorship sales for our festival.",
        "We are a proud sponsor of local clubs and do not take this lightly.",
        "Sponsorship of new initiatives by senior leaders",
        "Manage the relationship with project sponsors and stakeholders",
        "Clinical trial sponsors and CROs",
        "Our sponsors include Visa and Adidas.",
        "Visa is a world leader in digital payments",
        "At Visa, you'll have the opportunity to create impact at scale",
        "Experience at Visa, Stripe or Adyen",
        "You process visa applications for our clients",
        "Assist customers with their visa applications",
        "Knowledge of immigration law and visa processes",
        "Military veterans are welcome; a citizen-centred service",
        "Delivering better services to citizens",
        "We build software for citizens and cities.",
        "Citizenship and immigration services",
        "Applicants with a criminal record will be considered. Citizenship status is protected.",
        "Regardless of race, citizenship, or immigration status",
        "Authorized to work independently",
        "You are authorised to approve invoices",
        "Export control classification of products",
        "Support audits for ITAR and EAR",
        "Sponsored by the European Social Fund",
        "Preference is given to EU citizens",
        "Employer-sponsored health insurance; no waiting period",
        "Free company-sponsored lunch, no strings attached",
        "We do not require sponsors for our events",
        "Company does not accept unsolicited resumes from agencies without authorization",
        "Proof of eligibility to work in the US is verified via E-Verify",
        "You must be willing to obtain a visa for travel to India",
        "Travel visa required for business trips",
        "Must have a valid passport and visa for international travel",
        "Experience with military logistics",
        "US Citizenship Required: No",
        "U.S. citizenship required:\nNo",
        "Maintaining an overview of students’ visa status",
        "Ensure that no student breaches visa regulations.",
        "You will ensure the provision of visa support to students.",
        "Advise recruiters on visa eligibility and sponsorship options",
        "Manage visa cases from offer to renewal",
        "You own our event sponsorship budget.",
        "Negotiate sponsorships with conferences",
        "We have no sponsorship deals with football clubs yet.",
        "Act as executive sponsor of large customers",
        "Company-sponsored retirement plan",
        "We accept Visa and Mastercard.",
        "Experience with Visa card payments",
        "We work with banks such as Visa to move money.",
        "Interfaces such as GPIB, USB, VISA and TCP/IP",
        "We do not discriminate on the basis of race, age, citizenship or visa status.",
        "All applicants will be considered regardless of citizenship, age or religion.",
        "Acme is an equal opportunity employer and hires without regard to citizenship.",
        "We participate in E-Verify and will verify your identity and eligibility to work in the United States.",
        "You complete Form I-9 to prove that you are authorized to work.",
        "Ensure compliance with ITAR and export control regulations",
        "Knowledge of export control laws (EAR, ITAR)",
        "Will you now or in the future require visa sponsorship?",
        "Are you legally authorized to work in the country of this job?",
        "Evaluation is a first-class citizen here.",
        "You are a good citizen of the open-source world.",
        "We help senior citizens with their phones.",
        "Citizen developers use our tools.",
        "Travel without running into visa issues",
        "You are authorized to work on high-voltage systems.",
        "U.S. citizens are preferred.",
        "Work authorization required: No",
        "Sie arbeiten mit dem Amt für Aufenthalt und Migration zusammen.",
        "Hot work permitting and lockout",
        "Permit to work systems",
    ),
}


def test_sentences_say_their_policy() -> None:
    wrong = []
    for policy, texts in SAID.items():
        for text in texts:
            for whole in (text, f"A bakery.\n\n{text}\n\nWe bake bread. It is good."):
                reading = find_visa(whole)
                if (reading.policy if reading else None) is not policy:
                    wrong.append((whole, policy, reading))
    assert wrong == []


def test_the_most_restrictive_of_plain_words_counts_and_what_is_implied_least() -> None:
    for text, policy in (
        ("You must have the right to work in Spain. We sponsor visas.", VisaPolicy.YES),
        ("We sponsor visas.\n\nFor this role, visa sponsorship is not available.", VisaPolicy.NO),
        ("No visa sponsorship.\n\nMust be a U.S. person.", VisaPolicy.EXPORT_CONTROL),
        ("Must be a U.S. person.\n\nU.S. citizenship is required.", VisaPolicy.CITIZENS),
    ):
        reading = find_visa(text)
        assert reading is not None, text
        assert reading.policy is policy, text


def test_the_words_are_shown() -> None:
    for text, words in (
        ("A bakery. Visa sponsorship is available here.", "Visa sponsorship is available"),
        ("A bakery.\nVisa sponsorship: no", "Visa sponsorship: no"),
        ("We bake. We can’t sponsor visas.", "t sponsor"),
    ):
        reading = find_visa(text)
        assert reading is not None, text
        assert words in text[slice(*reading.span)], text


_PARTS = st.sampled_from(
    "we cannot sponsor visas visa sponsorship is not available . \n must be a U.S. citizen or ITAR"
    " required: No yes ? İ ’ work permit".split(" ")
)


@given(st.one_of(st.text(max_size=400), st.lists(_PARTS, max_size=40).map(" ".join)))
def test_any_text_is_read_in_the_same_way_twice_and_shown_inside_of_it(text: str) -> None:
    reading = find_visa(text)
    assert find_visa(text) == reading
    if reading is not None:
        assert 0 <= reading.span.start < reading.span.end <= len(text)
        assert text[slice(*reading.span)].strip()
