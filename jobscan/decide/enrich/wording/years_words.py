"""The words around years of experience: what asks for them, what wishes for them, and what else lasts years.

The patterns are for text in lower case: ignoring case would make each of them several times slower.
"""

from __future__ import annotations

import re

#: Numbers in words, of the languages that are read.
NUMBERS = {
    word: number
    for number, words in {
        1: "one ein einem eines einjährige un une uno una één jeden rok",
        2: "two zwei deux dos due twee dwa dwóch två dois duas",
        3: "three drei trois tres tre drie trzy trzech três",
        4: "four vier quatre cuatro quattro cztery czterech fyra quatro",
        5: "five fünf cinq cinco cinque vijf pięć pięciu fem",
        6: "six sechs seis sei zes sześć sześciu sex",
        7: "seven sieben sept siete sette zeven siedem sju sete",
        8: "eight acht huit ocho otto osiem åtta oito",
        9: "nine neun neuf nueve nove negen dziewięć nio",
        10: "ten zehn dix diez dieci tien dziesięć tio dez",
        12: "twelve zwölf douze doce dodici twaalf dwanaście tolv doze",
        15: "fifteen fünfzehn quinze quince quindici vijftien piętnaście femton",
        20: "twenty zwanzig vingt veinte venti twintig dwadzieścia tjugo vinte",
    }.items()
    for word in words.split()
}

_NUMBER = "|".join(sorted(NUMBERS, key=len, reverse=True))
_FIGURE = rf"\d{{1,2}}(?:[.,]5)?|(?:{_NUMBER})(?!\w)"
_REPEATED = r"(?:\s*\(\s*\d{1,2}\s*\+?\s*\))?"
_AND_MORE = (
    r"[\s\-]*(?:\+|plus(?!\w)|or (?:more|greater|above)|and (?:more|above|up)|oder mehr|und mehr|ou plus|et plus|o más"
    r"|y más|o più"
    r"|of meer|en meer|ou mais|lub więcej|eller mer)"
)
#: The figure that ends where a word for year begins: "3-5", "five (5)+", "at least 2".
FIGURE = re.compile(
    rf"(?<![\w.,/$€£%''])(?:(?P<low>{_FIGURE}){_REPEATED}(?:\s*\+|\s*(?:years?|yrs?|jahre?|ans|años))?"
    r"\s*(?P<joined>-|–|—|−|~|/|to|through|till|and|or|bis|und|oder|à|a|et|ou|y|o|e|tot|of|do|i|lub|till|til|och"
    r"|eller)\s*)?"
    rf"(?P<last>{_FIGURE}){_REPEATED}\)?(?P<more>{_AND_MORE})?\)?"
    r"[\s\-‐‑–]*(?:full|solid|consecutive|total|complete|volle|ganze|good|recent|pełne)?[\s\-‐‑]*\Z"
)
#: Words that may stand between the figure and the year.
BEHIND_FIGURE = frozenset(
    "plus more greater above up mehr más più meer mais więcej mer full solid consecutive total complete volle ganze "
    "good"
    " recent pełne".split()
)
#: The word for year at a place that has one of the anchors.
YEAR = re.compile(
    r"(?:years?(?:\s?\(s\))?|yrs?\.?|jahren?|jahre?s?|jährige[rnsm]?|ans|an|années?|année|años?|anos?|anni|anno|jaren"
    r"|jaar"
    r"|lata|lat|rok|roku|letni\w{0,3}|års?)(?!\w)"
)
#: "3 years or more", "3 Jahre und mehr".
MORE_BEHIND = re.compile(
    r"'?\s*(?:\+|plus(?! \w)|or more|or greater|minimum|and above|oder mehr|und mehr|ou plus|o más"
    r"|o più|of meer|ou mais)(?!\w)"
)

EXPERIENCE = re.compile(
    r"experien|expertise|\bexp\b|erfahr|expérien|expérimen|esperienz|ervaring|doświadcz|erfarenhe|experiên|\bpqe\b"
    r"|track record"
    r"|background|praxis|seniority|praktyk|経験|tenure in"
)
#: What makes a figure a least one, or addresses the applicant.
ASKS = re.compile(
    r"minimum|\bmin\.|\bat least\b|requir|\bmust\b|you (?:have|bring|possess|hold)|you'?ve|you are|looking for"
    r"|ideal candidate"
    r"|candidate|seek|applicant|qualif|typically|mindestens|\bmind\.|wenigstens|minst|mínimo|mínima|al menos"
    r"|como mínimo|pelo menos"
    r"|no mínimo|au moins|minim|almeno|minstens|co najmniej|verfügst|bringst|hast du|du hast|vous (?:avez|disposez"
    r"|justifiez)"
    r"|tu as|justifi|degree|diploma|bachelor|master|\bged\b|someone|\bwho\b|person|individual|cuentas con|tienes|need"
)
#: Directly behind the word for year: it lasts, ends or is an age.
NOT_BEHIND_YEARS = re.compile(
    r"[\s''\-‐‑–(]*(?:old\b|of age|or older|and older|ago\b|later|earlier|from now|ahead|out\b|in a row|running"
    r"|straight|anniversar"
    r"|(?:college |university |bachelor\S* |undergraduate |technical |accredited |post.?secondary )?(?:degree|diploma"
    r"|college|university)"
    r"|(?:\w+ )?(?:program|programme|certificate|course|apprentice|internship|traineeship|rotation|contract|fixed"
    r"|commitment|term\b"
    r"|plan\b|roadmap|strategy|vision|vesting|vest\b|cliff|warranty|lease|visa|bond|sabbatical|guarantee|grant"
    r"|residency|fellowship)"
    r"|in business|of (?:continuous |company |full-time |higher |post-secondary )?(?:service|tenure|history|college"
    r"|university|study|studies|schooling"
    r"|marriage|life|age|existence|heritage)\b"
    r"|alt\b|jung\b|lang\b|her\b|befristet|ausbildung|vertrag|révolus|d'existence|d'ancienneté|d'études"
    r"|d'histoire|de edad|de historia"
    r"|de antigüedad|de vida|di età|di storia|oud\b|geleden|wieku|gammal|gamla|de idade|de história|per\b"
    r"|a \w+ \w+ plan)"
)
#: Directly before the figure: a period, or how often.
_PERIOD = (
    r"(?:for|after|every|each|within|during|in|since|past|last|next|first|coming|previous|once|until|through"
    r"|throughout|over the|seit|nach|vor|alle"
    r"|innerhalb von|in den (?:letzten|nächsten)|letzten|nächsten|ersten|depuis|après|pendant|dans|en|tous les"
    r"|durante|desde|hace|cada|dentro de|tras"
    r"|últimos|próximos|primeros|da|dopo|ogni|tra|entro|per|sinds|na|elke|al|från|efter|sedan|od|przez|po|co|há"
    r"|após)"
)
_ABOUT = (
    r"(?:(?:about|almost|nearly|around|approximately|approx\.?|roughly|over|more than|well over|just over|up to"
    r"|the (?:last|past|next|coming|first)|de|von|"
    r"über|mehr als|fast|rund|circa|ca\.|knapp|plus de|près de|más de|casi|oltre|più di|meer dan|ruim|bijna|ponad"
    r"|mais de|mer än|über|einem|a|its|our|"
    r"les|los|die|den|gli)\s+){0,2}"
)
PERIOD_BEFORE = re.compile(rf"(?<!\w){_PERIOD}\s+{_ABOUT}\Z")
#: Before the figure: what is held, lasts or is studied for years.
NOT_BEFORE_YEARS = re.compile(
    r"(?:licen[cs]e|führerschein|permis de conduire|carnet|residen\w*|\blived|accident|driving record|dauer\b"
    r"|laufzeit|duration|durée|duración|durata"
    r"|\bduur\b|length of)[^.;]{0,40}\Z|(?:degree|diploma|programm?e?|course|certificate|studium)\s*\(\Z"
)
#: The experience of the employer.
EMPLOYER_BEFORE = re.compile(
    r"\b(?:we|our|us|company|firm|team|founded|established|combined|collective|history|heritage|legacy|has been"
    r"|have been|family|leader in"
    r"|wir|unser\w{0,2}|uns|nous|notre|nuestr[ao]|somos|noi|nostr[ao]|wij|ons|onze|vi|vår|nós|nossa|jesteśmy|nasza)\b"
    r"|\A[^,:]{2,40} (?:has|boasts|hat|verfügt über|tiene|possède)"
    r"(?: (?:over|more than|almost|nearly|über|mehr als|más de|plus de))?\s\Z"
)
BOASTS = re.compile(r"\b(?:with|almost|nearly|over|more than|mit|fast|über|avec|plus de|con|más de|oltre|met|ruim)\s")
#: "With almost 20 years of experience, Acme is the leader …".
EMPLOYER_BEHIND = re.compile(
    r"[^.;]{0,120}?,\s*(?:we\b|our\b|\S+(?: \S+){0,4} (?:is|are|has|have|offers|provides|helps|serves|delivers|ist"
    r"|hat|bietet|est|offre|es|ofrece)\b)"
)
WISHED_BEFORE = re.compile(
    r"(?:ideally|preferably|preferred|idealerweise|idéalement|idealmente|bij voorkeur|najlepiej|gärna|helst)"
    r"[^.;:]{0,25}\Z"
)
#: Ends of a clause that make a wish of it.
WISHED_BEHIND = (
    *("preferred", "preferable", "preferably", "a preference", "plus", "desire", "desired", "desirable", "advantage"),
    *("advantageous", "asset", "bonus", "nice to have", "beneficial", "von vorteil", "wünschenswert", "souhaité"),
    *(
        "souhaitée",
        "souhaités",
        "souhaitées",
        "apprécié",
        "appréciée",
        "appréciés",
        "appréciées",
        "un atout",
        "deseable",
    ),
    *("valorable", "se valorará", "wenselijk", "een pré", "gradita", "preferibile", "desejável", "um diferencial"),
    *("mile widziane", "meriterande", "ett plus"),
)
#: Between two figures: the second is another way to fulfil the first.
ALTERNATIVE = re.compile(
    r"(?:(?<!\w)(?:or|oder|ou|o|of|lub|eller)\s+(?:[^,;.\n]{0,80}(?:degree|bachelor|master|ph\.?d|diploma|abschluss"
    r"|studium|licence|laurea|título|option"
    r"|equivalen|certificat|at least|minimum)[^;\n]{0,60})?|[;,]\s*(?:an?\s+)?(?:bachelor|master|ph\.?d"
    r"|doctora)[^;\n]{0,60}|option [2-9][^;\n]{0,150})\Z"
)
PARTIAL = re.compile(r"including|\bwith (?:at least|a minimum)|of which|davon|dont|de los cuales|of whom|waarvan|w tym")
#: A line that holds for one of several grades or ways in.
ONE_OF_SEVERAL = re.compile(
    r"\W*(?:or\b|oder\b|option [2-9]|for senior|level (?:[2-9]|ii|iii|iv|v)\b|senior\b[^.]{0,30}:)"
)
GENERAL = re.compile(
    r"'?\s*(?:of\s+)?(?:(?:professional|work|working|industry|relevant|related|overall|total|progressive|prior"
    r"|full.?time|proven|practical|hands.?on)\s+){0,2}"
    r"(?:experience|berufserfahrung|d'expérience|de experiencia|di esperienza|werkervaring)"
)
UP_TO = re.compile(r"(?:up to|less than|bis zu|jusqu'à|hasta|fino a|maximaal|weniger als|moins de)\s+\Z")
CLAUSE_END = re.compile(r"[;.](?=\s|\Z)")
#: "(some in a start-up preferred)" is a wish about something else.
ASIDE = re.compile(r"\([^()]{12,200}\)")
#: What one did for years.
DOES = re.compile(
    r"'?\s*(?:\((?:required|preferred)\)|(?:of|in|as|with|working|leading|managing|building|across|within|als"
    r"|in der|im|bei|mit|comme|dans|en tant"
    r"|como|en|come|nel|jako|w|som|inom|\w{3,}ing)(?!\w))"
)
