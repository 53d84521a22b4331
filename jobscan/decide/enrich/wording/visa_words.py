"""The sentences about visas, citizenship and the right to work, as patterns for one sentence in lower case."""

from __future__ import annotations

import re


def _rule(*parts: str) -> re.Pattern[str]:
    return re.compile("|".join(parts))


#: A few words in between, in the same clause.
_SOME = r"[^.;:!?\n]{0,70}?"
_FEW = r"[^.;:!?\n]{0,40}?"
_COUNTRY = (
    r"(?:u\.?\s?s\.?(?:a\.?)?|united states|american|uk|u\.k\.|british|canadian|australian|german|french|dutch"
    r"|spanish|irish|singapore(?:an)?|indian|swiss"
    r"|israeli|polish|italian|japanese|new zealand|eu|e\.u\.|european(?: union)?|nato|saudi|emirati|south african)"
)
_VISA_THING = (
    r"(?:visas|work visas?|visa (?:sponsorships?|support|assistance|applications?|process(?:es|ing)?|transfers?"
    r"|procurement|costs?|fees|requirements|and|&|or|for)"
    r"|visa\b(?=\s*(?:\W|\Z|if|in|to|when))|work permits?|h-?1b|work authori[sz]ations?|immigration (?:support"
    r"|sponsorship|assistance))"
)

#: A line of a form, whose answer follows.
LABEL = re.compile(
    rf"(?P<citizens>\b{_COUNTRY} citizen(?:ship)?(?: is)? (?:required|needed|requirement)\s*\??\s*:)"
    r"|(?P<sponsors>\b(?:visa |immigration |work permit |employment )?sponsorship(?: is)?(?: available| offered"
    r"| provided| offer(?:ed)?| eligib\w+| eligible)?\s*\??\s*:"
    r"|\bvisa (?:support|assistance)(?: available| offered| provided)?\s*\??\s*:)"
    r"|(?P<needed>\b(?:work authori[sz]ation|right to work|work permit)(?: is)? (?:required|needed)\s*\??\s*:)"
)
ANSWER = re.compile(
    r"[\s*]{0,4}(?:(?P<yes>yes\b|y\b|available|offered|provided|possible|required|true)"
    r"|(?P<no>no\b|not\b|none\b|n\b|n/a|unavailable|false|we (?:do not|don't|are not|cannot|can't)))",
    re.IGNORECASE,
)
#: Parts of sentences in which the words stand for something else.
SAYS_NOTHING = (
    *(
        "discriminat",
        "regardless of",
        "without regard",
        "irrespective",
        "protected by",
        "protected status",
        "protected class",
    ),
    *("protected characteristic", "protected veteran", "equal opportunity", "equal-opportunity", "equal employment"),
    *(
        "marital status",
        "sexual orientation",
        "unabhängig von",
        "ungeachtet",
        "sans distinction",
        "ongeacht",
        "sin distinción",
    ),
    *(
        "e-verify",
        "i-9",
        "employment eligibility",
        "eligibility verification",
        "verify identity",
        "verify the identity",
    ),
    *(
        "verify your identity",
        "verify their identity",
        "mastercard",
        "amex",
        "american express",
        "visa card",
        "visa debit",
    ),
    *("visa credit", "visa inc", "credit card", "debit card", "gift card", "prepaid card", "gpib", "payment network"),
    *(
        "student visa",
        "students' visa",
        "visa compliance",
        "visa breach",
        "visa case",
        "visa matter",
        "visa regulation",
    ),
    *(
        "visa issue",
        "visa polic",
        "visa officer",
        "visa authorit",
        "visa status of",
        "immigration case",
        "immigration matter",
    ),
    *(
        "immigration polic",
        "immigration law",
        "immigration counsel",
        "corporate citizen",
        "global citizen",
        "senior citizen",
    ),
    *(
        "citizen science",
        "citizen scientist",
        "citizen developer",
        "citizen journalis",
        "citizen service",
        "citizen engagement",
    ),
    *(
        "citizen experience",
        "first-class citizen",
        "first class citizen",
        "citizens advice",
        "citizens bank",
        "good citizen",
    ),
)
#: "Need a visa? We sponsor" is one sentence here; the questions of a form are not answered in it.
PLAIN_QUESTION = _rule(r"\bwe (?:do |can |will )?(?:sponsor|offer|provide|help)")

_PERSON = (
    r"(?:citizens?|citizenship|nationals?|permanent residents?|green card|refugees?|asylees?|(?:u\.?s\.?"
    r"|united states) persons?)"
)
EXPORT_CONTROL = _rule(
    rf"\b(?:itar|ear|export[ -](?:control(?:s|led)?|regulations?|laws?|administration|licen[cs]\w+)"
    rf"|international traffic in arms)\b[^\n]{{0,260}}?\b{_PERSON}\b",
    rf"\b{_PERSON}\b[^\n]{{0,200}}?\b(?:itar|export[ -](?:control(?:s|led)?|regulations?|laws?|administration"
    rf"|licen[cs]\w+))\b",
    r"\b(?:must|required to|need to|has to|have to)\b[^.;\n]{0,80}?\b(?:u\.?s\.?|united states) persons?\b",
    r"\b(?:u\.?s\.?|united states) persons?\b[^.;\n]{0,60}?\b(?:required|only|requirement|status)\b",
    r"\b(?:position|role|job|candidates?|applicants?|you|employment|hire)\b[^.;\n]{0,120}?\b(?:subject to|eligib\w+"
    r"|able to obtain|authori[sz]ed|access(?:ing)?|comply)\b"
    r"[^.;\n]{0,80}?\b(?:itar|export[ -](?:control(?:s|led)?|regulations?|laws?|licen[cs]\w+))\b",
)
#: Export control as a task or a skill.
EXPORT_AS_TASK = _rule(
    r"\A\W*(?:ensur|manag|maintain|support|develop|lead|knowledge|experience|familiar|understanding|working knowledge"
    r"|work with|monitor|oversee|adher|assist|conduct"
    r"|administer|review|coordinate|train|responsible|advis|implement|prepar|perform|provid|own|strong|proven"
    r"|expertise|deep|in-depth|compl(?:y|iance) with)\w*\b(?!.*\b(?:must|required)\b)"
)
CITIZENS = _rule(
    rf"\b(?:must|required|requires?|requirement|need to|needs to|only|limited to|restricted to|open to|reserved for"
    rf"|has to|have to|hold)\b{_SOME}\b{_COUNTRY} citizen(?:s|ship)?\b",
    rf"\b{_COUNTRY} citizen(?:s|ship)?\b(?: status)?{_FEW}\b(?:only|(?:is |are |be )?(?:required|mandatory|a must"
    rf"|necessary|a requirement)|requirement)\b",
    r"\bmust be (?:a )?citizens? of (?:the )?\w",
    r"\bcitizenship (?:is )?required\b",
    r"(?:deutsche|österreichische|schweizer|eu)[- ]?staats(?:angehörigkeit|bürgerschaft)[^.\n]{0,40}(?:erforderlich"
    r"|voraus|notwendig|zwingend|nötig)",
    r"(?:erforderlich|voraussetzung)[^.\n]{0,30}(?:deutsche|österreichische) staatsangehörigkeit",
    r"nationalité (?:française|suisse|belge|canadienne|européenne)[^.\n]{0,40}(?:obligatoire|requise|exigée"
    r"|impérative|nécessaire)|(?:être|êtes) de nationalité (?:française|européenne)",
    r"nederlandse nationaliteit[^.\n]{0,40}(?:vereist|verplicht|noodzakelijk|voorwaarde|bezit)|(?:bezit"
    r"|beschikt over)[^.\n]{0,20}nederlandse nationaliteit",
    r"nacionalidad (?:española|mexicana|argentina|europea)[^.\n]{0,40}(?:imprescindible|obligatori|requerid|requisito"
    r"|necesari)",
)
NOT_ONLY_CITIZENS = _rule(
    r"\b(?:or|and|and/or|/)\s*(?:a |an |other |another |lawful |legal |u\.?s\.? |valid |hold |holder |have |possess "
    r"|be |eligible |individuals?|those|us )*"
    r"(?:permanent|lpr|green|national|refugee|asylee|authori|residen|visa|work|pr\b|gc\b|person|person[s]? "
    r"|equivalent|perm|eligib|right|otherwise|legally|settled|stamp)",
    r"citizen(?:s|ship)?\s*(?:/|,|\bor\b)\s*(?:\(?\w+\)?\s+){0,2}(?:permanent|green|gc|lpr|resid|pr\b|national|perm"
    r"|eu\b)",
    r"\bno(?:t|n)?\b[^.\n]{0,25}citizen|citizen(?:s|ship)?[^.\n]{0,30}\bnot\b|n't[^.\n]{0,25}citizen",
    r"(?:prefer|encouraged|plus|desired|ideally|nice to have|welcome)",
    r"\b(?:oder|ou|of|o)\b[^.\n]{0,60}(?:erlaubnis|titel|titre|permis|autorisation|vergunning|permiso)",
)
#: What an employer sponsors, or does not.
SPONSORED = re.compile(
    r"sponsor(?:ship|ships|s|ed|ing)?\b(?! (?:deal|package|budget|agreement|partner|program|opportunit|event"
    r"|activation|contract|revenue|sale|team|portfolio))|visas?\b|work permits?\b"
)
#: Ends the clause in which a "not" belongs to what follows: "if you have none, we sponsor".
CLAUSE = re.compile(r"[.;:!?\n]|\bbut\b|\bhowever\b|, we\b|\bno problem\b|\bnot (?:only|just)\b")
NOT_BEFORE_SPONSOR = re.compile(
    r"(?:\b(?:not|cannot|unable|never|nor|neither|no longer|no|without|ineligible)\b|n't\b)[^.;:!?\n]*\Z"
)
NOT_BEFORE_VISA = re.compile(
    r"(?:\b(?:not|cannot|unable|never|nor|neither|no longer)\b|n't\b)[^.;:!?\n]*\b(?:offer|provid|support|assist|help"
    r"|sponsor|process|arrang|cover|handl|issue)\w*\b[^.;:!?\n]*\Z"
)
NOT_BEHIND_SPONSOR = re.compile(
    r"[^.;:!?\n]{0,50}?(?:\b(?:is|are|will|can|may|be)(?: \w+)?\s?(?:not|n't)\b|\bcannot\b|\bunavailable\b"
    r"|\bnot (?:available|offered|provided|possible|supported|considered))"
    r"(?! (?:required|needed|necessary|limited|a problem))"
)
#: Makes clear that work is about, and no event.
ABOUT_WORK = re.compile(
    r"visa|h-?1b|permit|immigration|\bwork\b|authori[sz]|legally|employ|applicant|candidate|position|\brole\b|opening"
    r"|posting|\bjob\b|requir|offer|provide|available|at this time"
    r"|now or in the future|unable to sponsor|not able to sponsor|cannot sponsor|\bno sponsorship"
)
NO_SPONSOR_ELSEWHERE = _rule(
    r"\b(?:kein\w*|nicht|leider)\b[^.\n]{0,60}(?:visa-?\s?sponsor\w*|visum\w*|visa\b"
    r"|arbeitserlaubnis)[^.\n]{0,50}(?:anbieten|unterstütz|möglich|sponsern|beantragen|übernehmen|angeboten|bieten)",
    r"\bkein\w* (?:visa-?\s?sponsor\w*|visum-?\s?sponsor\w*|sponsoring)|(?:visa"
    r"|visum)[- ]?s?-?sponsor\w*[^.\n]{0,30}\b(?:nicht|kein)\b|können[^.\n]{0,40}(?:visa|visum)[^.\n]{0,30}\bnicht\b",
    r"\b(?:ne|n')\s?\w+[^.\n]{0,30}\bpas\b[^.\n]{0,60}\b(?:visas?|sponsor\w*|parrain\w*|permis de travail)|(?:pas"
    r"|aucun)\w* (?:de |d')?(?:sponsor\w*|parrainage|prise en charge)[^.\n]{0,30}(?:visa)?",
    r"\b(?:geen|niet)\b[^.\n]{0,50}(?:visum\w*|visa\b|werkvergunning\w*)[^.\n]{0,40}(?:sponsor|aanbieden|bieden"
    r"|regelen|verzorgen|mogelijk|ondersteun)|\bgeen (?:visum|visa)[- ]?sponsor\w*|(?:visum"
    r"|visa)[- ]?sponsor\w*[^.\n]{0,30}\bniet\b",
    r"\bgeen[^.\n]{0,40}sponsor\w*[^.\n]{0,30}(?:visum|visa|vergunning)",
    r"\bno (?:se |le |te |os )?(?:podemos |puede )?(?:patrocin\w+|ofrec\w+|tramit\w+"
    r"|gestion\w+)[^.\n]{0,30}\b(?:visas?|visados?"
    r"|permisos? de trabajo)|\bsin patrocinio",
)
#: "For every role" is no refusal.
SOME_SPONSOR = _rule(
    r"\b(?:sponsor\w*|visas?)\b[^.\n]{0,40}\b(?:every|all|some|certain)\b[^.\n]{0,20}\b(?:role|candidate|case"
    r"|position|applicant)|guarantee",
    r"\bevents?\b|conference|\bcompany-sponsored\b|executive sponsor|employer-sponsored|project sponsor|team sponsor"
    r"|not only|not just",
    r"\bif you (?:do not|don't|need|require)\b.{0,60}\bwe (?:can|will|do|are happy|offer|sponsor|help)",
)
SPONSOR = _rule(
    r"\b(?:eligible for|get|receive|includes?|including) (?:full |our )?visa (?:sponsorship|support|assistance)\b",
    r"\b\w+ sponsors (?:\w+ ){0,2}(?:visas|h-1b)\b|\baide à l'obtention (?:du|d'un|de) (?:visa|permis)",
    r"\bvisas?\b[^.;\n]{0,40}, we(?:'ll| can| will| do)? (?:\w+ )?(?:sponsor|help|support|arrange)",
    r"\bvisa (?:and |& |/ ?)?(?:work permit |relocation )?(?:sponsorship|support|assistance"
    r"|application support)s?\b[^.;?\n]{0,60}?\b(?:available|offered|provided|possible|included|can be|is open"
    r"|considered|eligible)",
    r"\b(?:visa|h-?1b|work permit|immigration) sponsorship (?:is )?(?:available|offered|provided|possible)"
    r"|\bsponsorship (?:is |may be |can be )?(?:available|offered|provided|possible)\b",
    rf"\b(?:we|company|employer|it|which)(?:'re| are| is)?\s+(?:\w+\s+){{0,3}}?(?:sponsor"
    rf"|sponsoring)\b{_SOME}\b(?:{_VISA_THING}|candidates?|applicants?|you\b|employees?|international)",
    rf"\bwe(?:'ll|'re| are| will| can| do| also| happily| gladly| may)*\s+(?:\w+\s+){{0,3}}?(?:offer|provide|support"
    rf"|assist|help|cover|handle|arrange|take care)\w*\b{_FEW}\b{_VISA_THING}",
    rf"\b(?:can|will|able to|happy to|willing to|open to) (?:also )?(?:sponsor|support|assist|help with|provide|offer"
    rf"|facilitate)\b{_FEW}\b{_VISA_THING}",
    r"\A\W*(?:full |free )?(?:visa|h-?1b|work permit|relocation(?: package| support| assistance)?(?: and| &|/|,"
    r"| \+) ?visa|visa(?:,| and| &|/| \+) ?relocation|immigration)"
    r"(?: and relocation| & relocation|/relocation| \+ relocation)?(?: (?:sponsorship|support|assistance|help|package"
    r"|sponsor|costs?|application))+\b(?! (?:for students|to students|team|function|specialist))[^.\n]{0,60}\Z",
    r"\b(?:relocation|benefits?|perks?)\b[^.?\n]{0,60}\b(?:and|&|\+|,) (?:full )?visa (?:sponsorship|support"
    r"|assistance)\b",
    r"\bwir\b[^.\n]{0,60}(?:unterstütz|helf|begleit|übernehm|kümmern|sponsern|bieten)\w*[^.\n]{0,70}(?:visum|visa\b"
    r"|visums\w*|arbeitserlaubnis|aufenthalts\w+)",
    r"(?:unterstützung|hilfe|support)[^.\n]{0,40}(?:visum|visa\b|visums\w*|visa[- ]\w+|arbeitserlaubnis"
    r"|aufenthalts\w+)|visa-?sponsoring (?:möglich|wird angeboten)",
    r"\bnous\b[^.\n]{0,50}(?:accompagn|sponsor|parrain|prenons en charge|aid|soutenons"
    r"|proposons)\w*[^.\n]{0,60}(?:visas?|permis de travail|titre de séjour)|(?:prise en charge|sponsoring|parrainage"
    r"|accompagnement)[^.\n]{0,30}\bvisas?\b",
    r"\b(?:wij|we)\b[^.\n]{0,50}(?:sponsor|regel|help|ondersteun|verzorg|bied)\w*[^.\n]{0,50}(?:visum|visa\b"
    r"|werkvergunning|verblijfs\w+)|(?:visum|visa)-?\s?sponsor\w*[^.\n]{0,20}(?:mogelijk|beschikbaar)",
    r"(?:ofrecemos|brindamos|apoyamos|patrocinamos|ayudamos|gestionamos|tramitamos)[^.\n]{0,60}(?:visas?|visados?"
    r"|permisos? de trabajo)|patrocinio de (?:visa|visado)\b[^.\n]{0,20}(?:disponible|ofrec|incluid)",
)
#: Duties, not offers.
NO_VISA_OFFER = _rule(
    r"\A\W*(?:manag|advis|own|ensur|provid(?:e|ing) (?:visa|guidance|support to)|driv|coordinat"
    r"|assist(?:ing)? (?:with|students|clients|employees)|support(?:ing)? (?:students|clients|employees)|handl"
    r"|experience|knowledge|prepar"
    r"|develop|lead|process|oversee|monitor|responsible|being|organi[sz]|administ|understand|familiar"
    r"|help(?:ing)? (?:our )?(?:students|clients|customers))\w*\b",
    r"\bstudents?\b|\bcompliance\b|\breporting\b|\bownership\b|\bour (?:clients|customers|users)\b"
    r"|\bpartners'?\b[^.\n]{0,20}\bvisa|\bfor (?:clients|customers|travellers|travelers)\b|\b(?:clients|customers"
    r"|travellers|travelers) (?:with|to)\b",
    r"(?:\b(?:not|cannot|unable|never|no longer|no(?! problem))\b|n't\b)[^.;,\n]{0,40}\b(?:offer"
    r"|provide|sponsor|support|available"
    r"|possible)|\bif\b[^.\n]{{0,20}}\bnot available",
)
RIGHT_TO_WORK = _rule(
    r"\b(?:êtes|être|es) (?:légalement )?autorisée?s? à travailler",
    r"\b(?:must|required|require[sd]?|need|needs|only|should|able to|you are|you're|you have|who are|have to|has to"
    r"|already|legally|be|currently)\b[^.;?\n]{0,80}?"
    r"\b(?:authori[sz]ed to (?:live and )?work|legal(?:ly)? (?:authori[sz]\w+|right|eligible|entitled|permitted|able"
    r"|status)[^.;?\n]{0,20}work|eligible to (?:live and )?work|rights? to (?:live and )?work|entitled to work"
    r"|work legally"
    r"|(?:valid |unrestricted |existing |legal |current |full |us |u\.s\. |uk |eu |permanent )*(?:work (?:permit"
    r"|authori[sz]ation|visa|rights)|working rights|working visa))\b",
    r"\b(?:rights? to (?:live and )?work|eligib(?:le|ility) to work|authori[sz]ation to work|authori[sz]ed to work"
    r"|work (?:permit|authori[sz]ation|rights))\b[^.;?\n]{0,60}?\b(?:required|mandatory|a must|necessary|essential"
    r"|requirement|needed|is a prerequisite)",
    r"\A\W*(?:valid |existing |full |legal |unrestricted |current |legally |eligibility|authori[sz]ation"
    r"|authori[sz]ed|eligible|u\.?s\.? |eu |uk )+(?:and )?(?:to (?:live and )?work|(?:work (?:permit|authori[sz]ation"
    r"|visa|rights)|working rights|right to work))\b",
    r"(?:gültige?\w*|unbefristete?\w*)[^.\n]{0,40}(?:arbeitserlaubnis|aufenthalts\w+)|(?:arbeits"
    r"|aufenthalts)(?:erlaubnis|titel|genehmigung)[^.\n]{0,50}(?:erforderlich|voraus|zwingend|notwendig|benötigt"
    r"|vorhanden|verfügen|besitz)|arbeitserlaubnis (?:für|in) (?:deutschland|österreich|die schweiz|der schweiz)",
    r"(?:permis de travail|titre de séjour|autorisation de travail(?:ler)?)[^.\n]{0,50}(?:valide|valable|requis"
    r"|obligatoire|exigé|nécessaire|en cours)|(?:disposer|détenir|titulaire|posséder|muni"
    r"|être)\w*[^.\n]{0,50}(?:permis de travail|titre de séjour|autorisation de travail|autorisée? à travailler)",
    r"(?:geldige?|bezit van|beschikt over|beschikken over)[^.\n]{0,50}(?:werkvergunning|verblijfsvergunning"
    r"|tewerkstellingsvergunning)|(?:werkvergunning|verblijfsvergunning)[^.\n]{0,40}(?:vereist|noodzakelijk|verplicht"
    r"|nodig)",
    r"(?:permiso de trabajo|permiso de residencia|autorización de trabajo)[^.\n]{0,50}(?:vigente|válid|en regla"
    r"|imprescindible|obligatori|necesari|requisito|requerid)|(?:contar con|tener|disponer de"
    r"|poseer)[^.\n]{0,40}permiso de trabajo",
    rf"\b(?:must|required|only)\b[^.\n]{{0,60}}\b{_COUNTRY} citizens?\b[^.\n]{{0,40}}\b(?:or"
    rf"|/)\s*[^.\n]{{0,30}}(?:permanent|green card|gc\b|resident|visa|work)",
)
NOT_NEEDED = _rule(
    r"\b(?:will|can|do|happy to|able to|we) (?:\w+ )?(?:help|assist|support|sponsor)\b",
    r"(?:authori[sz]ation|permit|rights?|visa)[^.\n]{0,20}\bnot (?:required|needed|necessary)",
    r"\bauthori[sz]ed to work on\b|\bright to work (?:check|verification|document)s?\b(?![^.\n]{0,60}required)",
    r"\bstudents?'? (?:visa|work)",
)
