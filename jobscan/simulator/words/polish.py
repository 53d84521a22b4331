"""Polish."""

from __future__ import annotations

from jobscan.simulator.words.lexicon import Headings, WordList, lines, roles

POLISH = WordList(
    language="pl",
    roles=roles("""
Programista Python | Inżynieria | Platforma
Programistka Java | Inżynieria | Płatności
Inżynier danych | Dane | Hurtownia
Inżynier DevOps | Inżynieria | Infrastruktura
Tester oprogramowania | Inżynieria | Jakość
Analityczka biznesowa | Produkt | Analiza
Kierownik projektu | Produkt | Biuro projektów
Specjalista ds. sprzedaży | Sprzedaż | Rynek krajowy
Doradca klienta z językiem niemieckim | Obsługa klienta | Wsparcie
Księgowa | Finanse | Księgowość
Specjalistka ds. rekrutacji | HR | Rekrutacja
Magazynier | Operacje | Logistyka
Automatyk utrzymania ruchu | Produkcja | Utrzymanie ruchu
"""),
    levels=lines("""
{}
Starszy {}
Młodszy {}
Główny {}
{} (K/M)
{} – projekt międzynarodowy
{} / praca zdalna
Staż: {}
"""),
    headings=Headings(
        "O firmie {company}",
        "O stanowisku",
        "Twój zakres obowiązków",
        "Nasze wymagania",
        "Mile widziane",
        "Co oferujemy",
        "Wynagrodzenie",
    ),
    about=lines("""
{company} tworzy oprogramowanie dla obszaru {area}, z którego korzysta ponad 1200 firm w całej Europie.
Zaczynaliśmy w akademiku we Wrocławiu; dziś mamy biura w czterech krajach i ponad 300 osób na pokładzie.
Wierzymy w krótkie spotkania, długie testy i w to, że każdy może się pomylić – byle nie dwa razy tak samo.
Nasi klienci zostają z nami średnio przez osiem lat.
Rozwijamy się z własnych środków & nie musimy nikomu niczego udowadniać.
W {company} liczy się zaufanie, jakość i zdrowy rozsądek.
"""),
    opening=lines("""
Do naszego zespołu poszukujemy osoby na stanowisko: {title}.
Będziesz mieć realny wpływ na rozwój produktów w obszarze {area}, od pomysłu aż po utrzymanie.
Na co dzień pracujemy z {tool} oraz {other}, a decyzje podejmujemy wspólnie.
Oferujemy umowę o pracę lub kontrakt B2B – wybór należy do Ciebie.
Stanowisko jest nowe, więc to Ty zdecydujesz, od czego zacząć.
Po trzech miesiącach wdrożenia przejmiesz odpowiedzialność za własny obszar.
"""),
    team="Dołączysz do zespołu liczącego {size} osób.",
    duties=lines("""
Projektowanie, rozwój i utrzymanie rozwiązań w obszarze {area}
Współpraca z biznesem przy zbieraniu i doprecyzowaniu wymagań
Rozwijanie systemów opartych na {tool} i {other}
Tworzenie dokumentacji technicznej oraz procedur
Przeglądy kodu, testy automatyczne i dbałość o jakość
Przygotowywanie raportów i analiz dla zarządu
Obsługa zapytań klientów drogą telefoniczną i mailową
Budowanie długofalowych relacji z partnerami biznesowymi
Nadzór nad stanami magazynowymi & terminowością dostaw
Wdrażanie nowych pracowników i dzielenie się wiedzą
Diagnozowanie i usuwanie usterek maszyn i urządzeń
"""),
    wants=lines("""
Minimum trzy lata doświadczenia na podobnym stanowisku
Bardzo dobra znajomość {tool}; atutem będzie znajomość {other}
Wykształcenie wyższe kierunkowe lub równoważne doświadczenie
Język angielski na poziomie co najmniej B2
Samodzielność, dokładność i dobra organizacja pracy
Umiejętność jasnego przekazywania myśli w mowie i piśmie
Doświadczenie w obszarze {area} lub chęć jego zdobycia
Prawo jazdy kat. B i gotowość do sporadycznych wyjazdów
Otwartość na informację zwrotną i pracę zespołową
"""),
    nice=lines("""
Znajomość drugiego języka obcego
Certyfikaty z zakresu {tool}
Doświadczenie w firmie międzynarodowej
Udział w projektach otwartoźródłowych
"""),
    benefits=lines("""
Prywatna opieka medyczna dla Ciebie i rodziny
Karta sportowa i ubezpieczenie na życie
Elastyczne godziny pracy oraz praca hybrydowa
26 dni urlopu niezależnie od formy zatrudnienia
Budżet szkoleniowy 6000 zł rocznie
Dofinansowanie do posiłków & owoce w biurze
Sprzęt, jaki lubisz
Imprezy firmowe i wyjazdy integracyjne
"""),
    pay="Proponowane wynagrodzenie: od {low} do {high} brutto za {per}, w zależności od doświadczenia.",
    per={"year": "rok", "month": "miesiąc"},
    closing=lines("""
W {company} wszystkie kandydatury rozpatrujemy na równych zasadach, bez względu na płeć, wiek, niepełnosprawność,\
 narodowość, wyznanie czy orientację.
Prosimy o dopisanie klauzuli: „Wyrażam zgodę na przetwarzanie moich danych osobowych w celu rekrutacji”.
Odpowiadamy na każde zgłoszenie, zwykle w ciągu dziesięciu dni roboczych.
"""),
    areas=lines("""
bankowości
logistyki
e-commerce
ubezpieczeń
telemedycyny
automatyki przemysłowej
"""),
)
