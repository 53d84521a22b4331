"""The words of headings, by what follows under them, in nine languages."""

from __future__ import annotations

from jobscan.domain.facts import SectionKind

#: Kind → phrases of headings, in the order in which they decide: "ITAR requirements" is law, "preferred qualifications"
#: are no requirements. A phrase is whole words; "^" and "$" are the ends of the heading, "*" is any rest of the last
#: word, "(a|b)" either, "[- ]" either sign, "s?" with or without. Headings are compared in lower case, with straight
#: apostrophes, without signs at their ends.
SECTION_WORDS: tuple[tuple[SectionKind, str], ...] = (
    (SectionKind.COMPANY, "company description|company overview|our mission|our purpose*|unternehmensbeschreibung"),
    (
        SectionKind.LEGAL,
        "equal opportunit*|equal employment|equal-opportunity|eeo|eoe|itar|export control*|privacy|accommodation"
        "|accommodations|gdpr|legal|"
        "disclaimer*|e-verify|pay transparency|fair chance|our commitment to (diversity|inclusion)|diversity*"
        "|inclusion|"
        "commitment to (diversity|inclusion)|non-discrimination|work authori[sz]ation|visa*|sponsorship"
        "|background check|background checks|"
        "data protection|datenschutz|chancengleichheit|gleichstellung|vielfalt|égalité des chances|diversité"
        "|protection des données|"
        "igualdad de oportunidades|protección de datos|pari opportunità|protezione dei dati"
        "|gelijke kansen|privacidade|"
        "igualdade de oportunidades|klauzula|rodo|ochrona danych|mångfald|legal notice|other notices|notices"
        "|important notice|"
        "recruitment fraud|fraud|recruiters|agencies|agency submissions",
    ),
    (
        SectionKind.APPLYING,
        "how to apply|to apply|apply now|apply here|application process|applications?$|interview|interviews"
        "|hiring process|hiring journey|"
        "recruitment process|selection process|our process|the process|next steps|what happens next|what's next"
        "|^interested|ready to|"
        "referral*|process overview|how we hire|want to apply|apply$|application deadline|posting end date"
        "|closing date|^deadline|"
        "bewerbung|bewerbungsprozess|jetzt bewerben|so bewirbst|bewerben|kontakt|ansprechpartner*|dein weg zu uns"
        "|interesse|interessiert|"
        "comment postuler|candidature|processus de recrutement|postuler|intéressé*|cómo aplicar|proceso de selección"
        "|inscripción|"
        "come candidarsi|candidatura|processo di selezione|solliciteren|sollicitatieprocedure|sollicitatie"
        "|^interesse$|geïnteresseerd|"
        "como se candidatar|processo seletivo|jak aplikować|proces rekrutacji|rekrutacja|aplikuj|ansökan|ansök"
        "|sök tjänsten|rekryteringsprocess*",
    ),
    (
        SectionKind.PREFERRED,
        "nice[- ]to[- ]have*|nice[- ]to[- ]haves|good to have|great to have|would be nice|preferred|preferable"
        "|preferably|preferences|bonus points|"
        "^bonus$|bonus skills|bonus qualifications|bonus if|desired|desirable|desirables|plus points|pluses|^plus$"
        "|^a plus|"
        "additional (skills|qualifications|experience)|extra credit|extra points|brownie points|even better|stand out"
        "|standout|"
        "sets you apart|set you apart|^ideally$|^ideally you|^ideally, you|^ideal (candidate|skills"
        "|experience)$|valued skills|would be (a plus"
        "|great|a bonus)|it will be great|"
        "not required|optional|advantageous|an advantage|we'd love"
        "|we would love|icing|加分项|加分條件|歓迎(スキル|条件|要件)?|尚可"
        "|우대 ?사항|wish list|wishlist|"
        "von vorteil|wünschenswert*|wünschenswerte*|nice-to-haves|pluspunkte|das wäre toll|^idealerweise$|bonuspunkte"
        "|darüber hinaus|"
        "atouts?|serait un plus|les plus|un plus|souhaité*|^idéalement$|apprécié*|deseable*|valorable*|se valora*"
        "|valoramos|plus valorado*|"
        "requisiti preferenziali|preferenziali|costituisce titolo|costituiscono titolo|gradit*|sarà un plus"
        "|nice to have|pré is|een pré"
        "|pluspunten|wensen|mooi meegenomen|"
        "diferenciais|diferencial|desejável|desejáveis|valorizamos|mile widzian*|dodatkowym atutem|dodatkowe atuty"
        "|atutem|będzie plusem|"
        "meriterande|det är ett plus|extra plus|bonus om",
    ),
    (
        SectionKind.PAY,
        "^compensation$|compensation (range|details|philosophy|information)|annual compensation|pay range|pay details"
        "|pay rate|pay scale|^pay$|"
        "pay$|salary*|base salary|salaries|compensation$|wage|wages|hourly rate|remuneration$|^ote$|gehalt*|vergütung"
        "|verdienst|lohn|rémunération|"
        "salaire|salario|sueldo|retribución|remuneración|retribuzione|stipendio|ral|salaris|salário|remuneração"
        "|wynagrodzeni*|lön",
    ),
    (
        SectionKind.BENEFITS,
        "benefit*|benefits|perk*|perks|what we offer*|we offer*"
        "|our offer*|offers you|we provide|"
        "what's in it for|what is in it for|in return|rewards|what you'll get|what you get|what you will get"
        "|you'll enjoy|you will enjoy|you'll receive|"
        "why join|why us|why work|why you'll (love|like|enjoy|want)|reasons to|what we can do for you"
        "|what you can expect|"
        "compensation (and|&|+) benefits|total rewards"
        "|working with us|福利|福利待遇|薪资福利|福利厚生|待遇|혜택|복지|혜택 ?및 ?복지"
        "|working at|working here|life at|time off|our promise to you|"
        "perks|we've got you|what do we offer|advantages|come work with us|why should you"
        "|what's on offer|on offer|"
        "wir bieten|bieten wir|das bieten|was bieten|was wir dir|was wir ihnen|unser angebot|unsere benefits"
        "|deine vorteile|ihre vorteile|vorteile|"
        "dich erwartet bei uns|darauf kannst du dich freuen|darum|warum wir|warum du|deine benefits|benefits bei"
        "|leistungen|freu dich auf|das erwartet dich bei|"
        "nous offrons|nous vous offrons|nous t'offrons|ce que nous|ce qu'on (t'|vous )?offre|avantages|pourquoi nous"
        "|pourquoi|on t'offre|on vous offre|"
        "nous proposons|nos avantages|qué ofrecemos|ofrecemos|te ofrecemos|nuestra oferta|beneficios|qué te ofrecemos"
        "|lo que ofrecemos|ventajas|por qué|"
        "cosa offriamo|offriamo|ti offriamo|l'azienda offre|si offre|vantaggi|perché (noi|sceglierci|unirti)"
        "|wat wij bieden|wij bieden|wat bieden|wat we bieden|"
        "dit bieden|dit krijg je|wat krijg je|arbeidsvoorwaarden|ons aanbod|voordelen|wij bieden jou"
        "|we bieden|waarom|"
        "oferecemos|o que oferecemos|benefícios|vantagens|por que|oferujemy|co oferujemy|nasza oferta|benefity"
        "|benefit*|to oferujemy|zapewniamy|co zyskasz|warunki|"
        "vi erbjuder|vad vi erbjuder|erbjuder vi|förmåner|vad erbjuder|varför",
    ),
    (
        SectionKind.REQUIREMENTS,
        "requirement*|requirements|qualification*|qualifications|what you need*|what you'll need|you'll need|you need"
        "|you will need|who you are|"
        "who are you|about you|what we're looking|what we are looking|looking for|we look for|what are we looking"
        "|skills|skill|skillset*|skillsets|"
        "experience|expertise|must[- ]have*|must[- ]haves|^required*|education|what you bring|what you'll bring"
        "|what you will bring|you'll bring|you bring|"
        "you'll have|you will have|you have|will have|candidate*|might be a (fit|match|good)|could be a (fit|match"
        "|good)|may be a (fit|match|good)|"
        "you're a (great|good|fit|match)|good fit|great fit|right fit|we might be a match|your profile"
        "|your background*|your experience|your skills|your vibe|"
        "your expertise|background|we expect|who we're looking|who will|who should apply|this is who|ideal candidate"
        "|knowledge|competenc*|competencies|"
        "prerequisites|eligibility|we need|you should have|to be successful|to succeed|what it takes|certification*"
        "|certifications|licenses|license|credentials|"
        "person specification|essential*|characteristics|attributes|we'd like you|we would like you|we want you"
        "|would you like|sweep us off|"
        "tech stack you|foundational skills|physical demands|what makes you|we're excited about you|we'll expect"
        "|good baseline|任职要求|任职资格|岗位要求|職位要求|応募資格|必須(スキル|条件|要件)?|求める人物像"
        "|자격 ?요건|지원 ?자격|you are$|what we value|we value"
        "|traits|talents|you should apply|"
        "dein profil|ihr profil|profil|das bringst du|was du mitbringst|bringst du mit|bringen sie mit"
        "|was sie mitbringen|anforderung*|anforderungen|"
        "qualifikation*|qualifikationen|voraussetzung*|voraussetzungen|das zeichnet|zeichnet (sie|dich) aus"
        "|was wir erwarten|wir erwarten|wir suchen|"
        "deine qualifikation*|das solltest du|wen wir suchen|du bringst|kenntnisse|fähigkeiten|kompetenzen|ausbildung"
        "|dich aus$|du hast|über dich|"
        "votre profil|ton profil|profil recherché|profil|compétences|qualifications|qui êtes-vous"
        "|ce que nous recherchons|nous recherchons|exigences|"
        "prérequis|formation|expérience|vous êtes|tu es|vous avez|requisitos|perfil|tu perfil|qué buscamos|buscamos"
        "|qué necesitas|experiencia|formación|"
        "lo que buscamos|habilidades|conocimientos|competencias|requisiti|profilo|il tuo profilo|chi cerchiamo"
        "|cosa cerchiamo|cerchiamo|competenze|esperienza|"
        "chi sei|il candidato|jouw profiel|profiel|functie-eisen|functie eisen|wie ben jij|wie ben je|wat vragen wij"
        "|wij vragen|wat wij vragen|we vragen|"
        "wat breng je mee|wat neem je mee|dit breng je mee|dit ben jij|jij bent|jij hebt|jij beschikt|vereisten"
        "|ervaring|eisen|over jou|wat heb je nodig|"
        "requisitos|o que buscamos|o que esperamos|quem é você|qualificações|procuramos|competências|experiência"
        "|wymagania|wymagamy|czego wymagamy|"
        "kogo poszukujemy|kogo szukamy|oczekujemy|czego oczekujemy|oczekiwania|twój profil|profil kandydata"
        "|nasze wymagania|kwalifikacje|umiejętności|"
        "doświadczenie|od kandydatów|języki|znajomości|kravprofil|kvalifikationer|vem är du|din profil|vi söker"
        "|vad vi söker|om dig|du har|krav|erfarenhet|kompetens*|"
        "vi tror att du|din bakgrund|vem du är",
    ),
    (
        SectionKind.DUTIES,
        "responsibilit*|responsibilities|responsibilites|responibilities|duties|duty|what you'll do|what you will do"
        "|what you'll be doing|what you'd do|"
        "what you do|you'll do|you will do|you'll be doing|you will be doing|you will$|you'll$|you'll work"
        "|you will work|the role|this role|role|about the job|"
        "about this job|about the position|about this position|the position|position|the job|about the opportunity"
        "|the opportunity|your mission|^(the )?mission$|your day|"
        "typical day|a day in|day[- ]to[- ]day|day to day|your role|your responsibilities|your tasks|your impact"
        "|make an impact|how you'll|how you will|"
        "job summary|job description|job purpose|job overview|overview|^summary$|scope|key tasks|tasks|task"
        "|what you'll work|what you will work|"
        "what you can expect to do|what does the (role|job)|what will your job|your daily|this opportunity"
        "|overall expectation*|岗位职责|工作职责|职位描述|仕事内容|業務内容|職務内容"
        "|담당 ?업무|주요 ?업무|main tasks|key accountabilit*"
        "|accountabilities|essential functions|functions|objectives|"
        "the challenge|your challenge|what are the challenges|projects|project overview|what you'll own"
        "|what you'll build|you'll own|you'll be responsible|"
        "responsible for|what success looks like|success looks like|in your first|within your first"
        "|the work|expectations|expected outcomes|"
        "deliverables|what the candidate will do|do for us|description$|purpose of|the mission|involved in"
        "|what you'll learn|what you will learn|outcomes|"
        "aufgaben|deine aufgaben|ihre aufgaben|aufgabengebiet|aufgabenbereich|aufgabe|das machst du|deine rolle"
        "|ihre rolle|tätigkeit*|tätigkeiten|was dich erwartet|"
        "was sie erwartet|das erwartet dich|das erwartet sie|dein job|deine mission|verantwortung"
        "|verantwortlichkeiten|stellenbeschreibung|dein aufgaben*|"
        "deine verantwortung|was du tust|was du machst|darum geht's|die stelle|die rolle|"
        "^missions?$|^les missions|missions principales|vos missions|tes missions|vos responsabilités|responsabilités"
        "|le poste|votre rôle|ton rôle|description du poste|tâches|vos tâches|activités|"
        "ce que vous ferez|ce que tu feras|au quotidien|votre mission|le rôle|funciones|responsabilidades"
        "|tus funciones|tareas|qué harás|tu misión|descripción|"
        "el puesto|tu rol|el rol|misión|mansioni|responsabilità|attività|cosa farai|il ruolo|le tue responsabilità"
        "|compiti|la posizione|di cosa ti occuperai|"
        "taken|jouw taken|verantwoordelijkheden|wat ga je doen|jouw rol|functieomschrijving|functie-inhoud|de functie"
        "|werkzaamheden|jouw werk|dit ga je doen|"
        "wat je gaat doen|wat je doet|jouw functie|de rol|atividades|responsabilidades|atribuições"
        "|o que você (vai )?fará|o que você vai fazer|"
        "principais atividades|descrição|a vaga|obowiązki|zakres obowiązków|zadania|twoje zadania|twój zakres"
        "|czym będziesz się zajmować|będziesz odpowiedzialn*|"
        "za co będziesz|opis stanowiska|główne zadania|co będziesz robić|twoja rola|arbetsuppgifter"
        "|dina arbetsuppgifter|om rollen|om tjänsten|om jobbet|ansvarsområden|"
        "ditt uppdrag|rollen|vad du kommer|det här kommer du|huvudsakliga|dina uppgifter",
    ),
    (
        SectionKind.COMPANY,
        "about us|^about|^more about|who we are|who are we|get to know us|^who is"
        "|^what is|our mission|our vision|our values|our purpose*|our story|our culture|culture|the company"
        "|"
        "company description|company|^our team|^the team|about the team|what we do|how we work"
        "|^overview of|meet the team|our company"
        "|we are|what's the team|our core values|core values|"
        "über uns|wer wir sind|wir sind|unternehmen*|das unternehmen|das sind wir|das team|dein team|qui sommes-nous"
        "|à propos*|l'entreprise|notre entreprise|"
        "le contexte|sobre nosotros|quiénes somos|la empresa|sobre la empresa|acerca de|chi siamo|l'azienda|su di noi"
        "|over ons|wie zijn wij|wie wij zijn|wij zijn|het bedrijf|"
        "sobre nós|quem somos|a empresa|sobre a empresa|o nas|kim jesteśmy|o firmie|nasza firma|om oss|vilka är vi"
        "|om företaget",
    ),
)

#: Words that announce a part only in a short heading: "Technical skills", but not "Great computer skills necessary".
WEAK_WORDS = frozenset(
    "experience skills skill expertise knowledge education background license licenses certification certifications "
    "role"
    " position task tasks functions company culture scope projects overview salary wage wages lohn essential"
    " kontakt profil ausbildung formation expérience experiencia formación esperienza ervaring experiência interview"
    " interviews privacy visa legal inclusion diversity culture job attributes talents traits"
    " optional desirable".split()
)
