"""Words around an amount that say what the money is for, in the languages of the boards. All are lower case."""

from __future__ import annotations

from enum import IntEnum
from functools import lru_cache

from jobscan.domain.facts import PayBasis


class MoneyWord(IntEnum):
    """What a word says about the amount next to it."""

    NONE = 0
    #: Other money if nothing says pay: "revenue", "quota". Such words also stand in titles ("Revenue Manager").
    TOPIC = 1
    #: Pay, or what others earn or pay: "earn", "rate", "offer".
    MAYBE = 2
    #: Pay: "salary", "Gehalt".
    PAY = 3
    #: Other money of an employee, which is not what a person is paid for the work: "bonus", "stipend".
    OTHER = 4


def _words(*rows: str) -> frozenset[str]:
    return frozenset(word for row in rows for word in row.split())


_PAY = _words(
    # English
    "salary salaries salaried pay payrate payscale compensation comp wage wages remuneration remunerated earnings",
    "hourly-rate day-rate base-salary base-pay on-target ote ctc tc",
    # German
    "gehalt gehälter lohn löhne vergütung entlohnung bezahlung verdienst entgelt besoldung tagessatz stundensatz",
    "jahresbrutto monatsbrutto",
    # French
    "salaire salaires salariale rémunération rémunérations rému tjm smic",
    # Spanish, Portuguese
    "salario salarios salarial salariales sueldo sueldos remuneración retribución jornal",
    "salário salários salariais remuneração vencimento vencimentos ordenado",
    # Italian
    "stipendio stipendi retribuzione ral compenso paga",
    # Dutch
    "salaris salarissen loon beloning tarief uurtarief",
    # Polish, Czech
    "wynagrodzenie wynagrodzenia wynagrodzeniu płaca płace pensja pensji pensję stawka stawki stawkę zarobki widełki",
    "mzda mzdy plat",
    # Swedish, Norwegian, Danish
    "lön lönen löner lønn lønnen lønnes løn lønspænd",
)
_PAY_ENDINGS = (
    *("gehalt", "gehalts", "lohn", "vergütung", "entgelt", "verdienst", "salaris", "lön", "lønn", "lønnen"),
    *("løn", "salary"),
    # "loon" alone also ends "balloon".
    *("uurloon", "weekloon", "maandloon", "jaarloon", "brutoloon", "basisloon", "startloon", "minimumloon"),
)
_PAY_BEGINNINGS = ("gehalts", "vergütungs", "entgelt", "salaris", "löne", "lønn")
_MAYBE = _words(
    "expect earn earns earners earning make makes making pays paid paying rate rates range band bands offer offers",
    "offering package base",
    "starting gross hourly depending commensurate negotiable doe",
    "brutto netto verdienen verdienst verdient verdien bieten zahlen zahlt erhältst verhandelbar",
    "brut bruts net fixe gagner gagnez proposons rémunéré",
    "bruto fijo ganar ganarás ofrecemos ofrece oferecemos lordo lordi fisso offriamo",
    "verdient bieden aanbieden oferujemy zarabiaj erbjuder tjäna tjänar tilbyr",
)
_OTHER = _words(
    # English
    "bonus bonuses boni stipend stipends match matches matched matching 401 401k budget budgets lifetime referral",
    "referrals refer voucher vouchers differential differentials allowance allowances reimbursement reimbursements",
    "reimburse reimbursed signing sign-on relocation tuition contribution contributions contribute contributes",
    "commission commissions deducted deduction deductions incentive incentives variable variables variabel gratuity",
    "tips reward rewards prize",
    "prizes deductible",
    "deductibles hsa fsa hra rrsp espp donation donations donated donate charity charitable scholarship scholarships",
    "grant grants rebate subsidy subsidies perk perks premium premiums per-diem credit credits gift gifts retention",
    "threshold thresholds increase increases raise raises savings discount discounts one-time retirement pension",
    "profit-sharing cashback every everyday vesting commuter",
    # German
    "variabler variablen prämie prämien zuschuss zuschüsse zulage zulagen gutschein gutscheine pauschale sachbezug",
    "weihnachtsgeld",
    "urlaubsgeld provision provisionen",
    # French
    "prime primes ticket tickets titres indemnité indemnités remboursement cooptation intéressement participation",
    "forfait",
    # Spanish, Portuguese, Italian
    "bono bonos ayuda presupuesto cheque cheques dietas comisiones prima primas incentivos bonificación",
    "bolsa-auxílio",
    "bônus vale vale-refeição vale-alimentação vr auxílio ajuda subsídio orçamento buoni buono rimborso premio premi",
    "indennità welfare",
    # Dutch
    "vergoeding toeslag vakantiegeld",
    # Polish
    "premia premii premie budżet dofinansowanie dofinansowania dodatek bon bony polecenie poleceń",
    # Swedish, Norwegian, Danish
    "bidrag friskvård traktamente tillägg tillæg tillegg",
)
_OTHER_ENDINGS = (
    *("budget", "bonus", "zuschuss", "prämie", "zulage", "pauschale", "gutschein", "voucher", "bidrag", "vergoeding"),
    *("toeslag", "tillägg", "tillegg", "tillæg", "sgeld", "geldkarte"),
)
_TOPIC = _words(
    # Of companies
    "alumni donors donor giving fundraising underwrite revenue revenues funding funded fund funds raised valuation",
    "valued worth backed investment investments invested",
    "accommodation value values arr mrr gmv acv tcv aum quota quotas deal deals check checks size sizes portfolio",
    "portfolios",
    "assets spend",
    "spending spent equity stock stocks rsu rsus options shares series transaction transactions volume payments",
    "profit",
    "profits turnover sales loan loans debt rent housing household invoice invoices billing charging charged",
    "customer customers client clients accounts",
    "contracts fee fees cost costs price prices priced pricing save saves saved saving",
    "umsatz umsätze kosten investitionen finanzierung affaires levée facturación inversión ventas financiación omzet",
    "obrót przychód przychody faturamento fatturato omsättning omsetning omsætning investering",
    # Of people, but not for their work
    "insurance insured coverage cover education learning training development wellness wellbeing gym fitness phone",
    "internet laptop equipment home-office furniture childcare fertility infertility adoption medical dental health",
    "travel lunch meal meals food visa benefit benefits holiday charge charges fine fines tax taxes purchase limit",
    "weiterbildung jobticket",
)
_BASES = {
    word: basis
    for basis, words in (
        (PayBasis.BASE, "base base-salary base-pay basic fixed fixe fijo fisso hourly hourly-rate stundenlohn"),
        (PayBasis.BASE, "salary salaries wage wages gehalt lohn salaire salario sueldo salaris wynagrodzenie salário"),
        (PayBasis.BASE, "lön grundgehalt fixgehalt basisgehalt grundlön stipendio"),
        (PayBasis.OTE, "ote on-target zielgehalt zieleinkommen jahreszielgehalt ttc"),
        (PayBasis.TOTAL, "all-in gesamtvergütung gesamtpaket jahresgesamtvergütung ctc tc"),
    )
    for word in words.split()
}
_TOTALS = _words("total totale globale global gesamt totaal totalt całkowite overall")
_TARGETS = _words("target targeted ziel cible objetivo")
#: What follows them is not in the amount, or is added to it.
_ASIDE = _words(
    "excluding excludes exclusive excl exkl addition ohne zuzüglich zzgl without hors sans sin além bez exclusief",
    "exklusive utöver oltre eligible eligibility besides beyond not",
)
_INCLUDING = _words("including inclusive incl inkl inklusive inclusief incluido incluyendo incluso")


#: What pay is for.
JOB_WORDS = frozenset({"role", "position", "job", "hire", "opening"})


@lru_cache(maxsize=8192)
def meaning_of(word: str) -> MoneyWord:
    """Return what a lower-case word says about an amount; a word with hyphens says what its parts do."""
    for words, meaning in (
        (_OTHER, MoneyWord.OTHER),
        (_PAY, MoneyWord.PAY),
        (_MAYBE, MoneyWord.MAYBE),
        (_TOPIC, MoneyWord.TOPIC),
    ):
        if word in words:
            return meaning
    if word.endswith(_OTHER_ENDINGS):
        return MoneyWord.OTHER
    if word.endswith(_PAY_ENDINGS) or word.startswith(_PAY_BEGINNINGS):
        return MoneyWord.PAY
    return max(map(meaning_of, word.split("-")[:4])) if "-" in word else MoneyWord.NONE


def basis_of(word: str) -> PayBasis | None:
    """Return what an amount covers by a lower-case word next to it; None when it does not say."""
    return _BASES.get(word)


def is_total(word: str) -> bool:
    """Return whether a lower-case word makes pay the whole pay: "total"."""
    return word in _TOTALS


def is_target(word: str) -> bool:
    """Return whether a lower-case word makes pay what is paid when targets are met: "target"."""
    return word in _TARGETS


def sets_aside(word: str) -> bool:
    """Return whether what follows a lower-case word is not in the amount: "excluding"."""
    return word in _ASIDE


def takes_in(word: str) -> bool:
    """Return whether what follows a lower-case word is in the amount: "including"."""
    return word in _INCLUDING
