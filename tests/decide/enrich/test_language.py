"""The language of a text: never wrong, silent when it is not certain."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from jobscan.decide.enrich.language import find_language

TEXTS = {
    "en": (
        "We are looking for a baker who will join our team in the old town. You will work with flour and "
        "water from the region, and you should not be afraid of getting up early. What we offer is a small "
        "team that can laugh."
    ),
    "de": (
        "Wir suchen für unsere Backstube eine Person, die gerne früh aufsteht und mit uns das Brot für die "
        "ganze Stadt bäckt. Du bist zuverlässig, hast Freude an der Arbeit und möchtest nicht nur nach "
        "Rezept arbeiten."
    ),
    "fr": (
        "Nous recherchons pour notre atelier une personne qui aime se lever tôt et faire le pain pour toute "
        "la ville. Vous êtes fiable, vous avez le sens du détail et vous travaillez avec plaisir dans une "
        "petite équipe."
    ),
    "es": (
        "Buscamos para nuestro taller una persona que quiera hacer el pan de todo el barrio. Eres fiable, te "
        "gusta trabajar en equipo y no tienes miedo de madrugar. Es un trabajo con mucho futuro para los que "
        "tienen paciencia."
    ),
    "it": (
        "Cerchiamo per il nostro forno una persona che ama alzarsi presto e fare il pane per tutta la città. "
        "Sei una persona precisa, hai voglia di imparare e non ti spaventa il lavoro della notte con la "
        "nostra squadra."
    ),
    "nl": (
        "Wij zoeken voor onze bakkerij iemand die graag vroeg opstaat en het brood voor de hele stad bakt. "
        "Je bent betrouwbaar, je werkt met plezier in een klein team en je hebt oog voor wat er in de winkel "
        "moet gebeuren."
    ),
    "pt": (
        "Procuramos para a nossa padaria uma pessoa que goste de acordar cedo e de fazer o pão para toda a "
        "cidade. Você tem paciência, trabalha com cuidado e não tem medo de aprender coisas novas com a "
        "equipa que está aqui."
    ),
    "pl": (
        "Szukamy do naszej piekarni osoby, która lubi wstawać wcześnie i piec chleb dla całego miasta. "
        "Jesteś osobą, na której można polegać, nie boisz się pracy w nocy oraz chcesz się uczyć od "
        "najlepszych."
    ),
    "sv": (
        "Vi söker till vårt bageri en person som gärna går upp tidigt och bakar bröd till hela staden. Du är "
        "noggrann, har lätt för att arbeta med andra och vill inte bara följa recept. Hos oss får du också "
        "lära dig mycket."
    ),
    "da": (
        "Vi søger til vores bageri en person, der gerne står tidligt op og bager brød til hele byen. Du er "
        "omhyggelig, har let ved at arbejde sammen med andre og vil ikke kun følge opskrifter. Hos os bliver "
        "du også en del af noget."
    ),
    "nb": (
        "Vi søker til bakeriet vårt en person som gjerne står opp tidlig og baker brød til hele byen. Du er "
        "nøye, har lett for å jobbe sammen med andre og vil ikke bare følge oppskrifter. Hos oss blir du "
        "også en del av noe større."
    ),
    "fi": (
        "Etsimme leipomoomme henkilöä, joka herää mielellään aikaisin ja leipoo leipää koko kaupungille. "
        "Sinulla on hyvä silmä ja olet luotettava, mutta myös utelias. Meillä on pieni tiimi, jossa kaikki "
        "ovat mukana kun on kiire."
    ),
    "cs": (
        "Do naší pekárny hledáme člověka, který rád vstává brzy a peče chleba pro celé město. Jsi "
        "spolehlivý, práce tě baví a nebojíš se učit. Nabízíme ti malý tým, ve kterém se všichni znají, a "
        "také čas na rodinu."
    ),
    "sk": (
        "Do našej pekárne hľadáme človeka, ktorý rád vstáva skoro a pečie chlieb pre celé mesto. Si "
        "spoľahlivý, práca ťa baví a nebojíš sa učiť. Ponúkame ti malý tím, v ktorom sa všetci poznajú, ale "
        "aj čas na rodinu. Sme tu pre vás."
    ),
    "hu": (
        "Pékségünkbe olyan munkatársat keresünk, aki szívesen kel korán és süti meg a kenyeret az egész "
        "városnak. Nem baj, ha még nincs tapasztalatod, de fontos, hogy legyen türelmed. Nálunk a csapat is "
        "számít, és minden nap más."
    ),
    "ro": (
        "Căutăm pentru brutăria noastră o persoană care se trezește devreme și face pâine pentru tot orașul. "
        "Ești un om de încredere, îți place să lucrezi în echipă și nu te sperie munca de noapte. Este un "
        "loc de muncă cu viitor."
    ),
    "tr": (
        "Fırınımız için erken kalkmayı seven ve bütün şehir için ekmek yapacak bir çalışma arkadaşı "
        "arıyoruz. Ekip ile uyumlu, güvenilir ve öğrenmeye açık olan biri bizim için çok önemli. İş yoğun "
        "ama her gün yeni bir şey var."
    ),
    "id": (
        "Kami mencari orang yang suka bangun pagi dan membuat roti untuk seluruh kota. Anda dapat bekerja "
        "dengan tim kecil, tidak takut belajar dan memiliki kesabaran. Kami akan memberikan pelatihan, "
        "karena itu pengalaman tidak wajib."
    ),
    "vi": (
        "Chúng tôi đang tìm một người thích dậy sớm và làm bánh mì cho cả thành phố. Bạn là người đáng tin "
        "cậy, làm việc tốt với mọi người và không ngại học những điều mới. Công việc này có nhiều niềm vui "
        "trong đội của chúng tôi."
    ),
    "el": (
        "Αναζητούμε για τον φούρνο μας ένα άτομο που ξυπνά νωρίς και φτιάχνει ψωμί για όλη την πόλη. Είσαι "
        "άνθρωπος που εμπνέει εμπιστοσύνη και θέλεις να μάθεις."
    ),
    "ru": (
        "Мы ищем в нашу пекарню человека, который любит вставать рано и печь хлеб для всего города. Вы "
        "работаете с душой и не боитесь учиться, а мы всё покажем. Это работа на полный день, но есть и "
        "свободное время."
    ),
    "uk": (
        "Ми шукаємо до нашої пекарні людину, яка любить рано вставати і пекти хліб для всього міста. Ви "
        "працюєте з душею та не боїтеся вчитися, а ми все покажемо. Це робота на повний день, але є також "
        "вільний час."
    ),
    "bg": (
        "Търсим за нашата пекарна човек, който обича да става рано и да пече хляб за целия град. Вие сте "
        "отговорен и не се страхувате да учите. Ние ще ви покажем всичко, което е нужно, а работата е на "
        "пълен ден."
    ),
    "ja": (
        "私たちのパン屋では、朝早く起きて町のためにパンを焼いてくれる仲間を探しています。経験がなくても大丈夫"
        "です。先輩が丁寧に教えます。"
    ),
    "zh": (
        "我们的面包店正在寻找一位喜欢早起的同事，为整个城市烘焙面包。没有经验也没有关系，我们会耐心地教你。团"
        "队虽小，但是气氛很好。"
    ),
    "ko": (
        "우리 빵집에서는 아침 일찍 일어나 마을 사람들을 위해 빵을 구울 동료를 찾고 있습니다. 경험이 없어도 "
        "괜찮습니다. 천천히 알려 드립니다."
    ),
    "he": (
        "אנחנו מחפשים למאפייה שלנו אדם שאוהב לקום מוקדם ולאפות לחם לכל העיר. לא צריך ניסיון, נלמד אותך הכול "
        "בסבלנות רבה."
    ),
    "ar": (
        "نبحث لمخبزنا عن شخص يحب الاستيقاظ مبكرا ويخبز الخبز لكل المدينة. لا يشترط وجود خبرة سابقة وسوف "
        "نعلمك كل شيء بهدوء."
    ),
    "th": ("ร้านขนมปังของเรากำลังมองหาเพื่อนร่วมงานที่ชอบตื่นเช้าและอบขนมปังให้คนทั้งเมือง ไม่จำเป็นต้องมีประสบการณ์ เราสอนให้ทุกอย่าง"),
}
#: Lorem ipsum, tables, names, other languages that are close to a known one.
UNCERTAIN = (
    (
        "Vi søkjer til bakeriet vårt ein person som gjerne står opp tidleg og bakar brød til heile byen. Du "
        "er nøye, har lett for å jobbe saman med andre og vil ikkje berre følgje oppskrifter."
    ),
    (
        "Tražimo osobu koja voli rano ustajati i peći kruh za cijeli grad. Ti si pouzdana osoba, voliš "
        "raditi u timu i ne bojiš se učiti. Nudimo ti mali tim u kojem se svi poznaju."
    ),
    (
        "Buscamos para o noso forno unha persoa que queira facer o pan de todo o barrio. Es de confianza, "
        "gústache traballar en equipo e non tes medo de madrugar."
    ),
    (
        "Бараме за нашата пекара човек кој сака да станува рано и да пече леб за целиот град. Вие сте "
        "одговорни и не се плашите да учите. Ние ќе ви покажеме сè што е потребно."
    ),
    (
        "Мы шукаем у нашу пякарню чалавека, які любіць рана ўставаць і пячы хлеб для ўсяго горада. Вы "
        "працуеце з душой і не баіцеся вучыцца, а мы ўсё пакажам."
    ),
    (
        "Mir sichen fir eis Bäckerei eng Persoun, déi gär fréi opsteet a Brout fir déi ganz Stad baakt. Du "
        "bass zouverlässeg, hues Freed un der Aarbecht a wëlls net nëmmen no Rezept schaffen."
    ),
    (
        "Gallia est omnis divisa in partes tres, quarum unam incolunt Belgae, aliam Aquitani, tertiam qui "
        "ipsorum lingua Celtae, nostra Galli appellantur."
    ),
    "We are in the Iğdır şube and you will be with the Muğla ekip for the Ağrı bölge, as is this.",
    (""),
    ("Berlin"),
    ("Apply now"),
    (
        "Java, Python, SQL, AWS, Docker, Kubernetes, Terraform, Kafka, Spark, Airflow, dbt, Snowflake, "
        "Looker, Git, Linux"
    ),
    (
        "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore "
        "et dolore magna aliqua. Ut enim ad minim veniam, quis nostrud exercitation ullamco laboris nisi ut "
        "aliquip ex ea commodo consequat."
    ),
    (
        "Ons soek vir ons bakkery 'n persoon wat graag vroeg opstaan en brood vir die hele stad bak. Jy is "
        "betroubaar en jy is nie bang om te leer nie, en ons sal jou met plesier alles leer wat jy moet weet."
    ),
    (
        "Busquem per al nostre forn una persona que vulgui fer el pa per a tota la ciutat. Ets una persona "
        "de confiança, t'agrada treballar amb els altres i no tens por d'aprendre coses noves amb nosaltres, "
        "que som un equip petit."
    ),
    (
        "Kami mencari orang yang suka bangun awal dan membuat roti untuk seluruh bandar. Anda boleh bekerja "
        "dengan pasukan kecil kerana kami akan memberikan latihan kepada anda, dan pengalaman ialah satu "
        "kelebihan bagi kami."
    ),
    (
        "ما برای نانوایی خود به دنبال کسی هستیم که صبح زود بیدار شود و برای شهر نان بپزد. این کار با آموزش "
        "همراه است و تجربه لازم نیست."
    ),
    (
        "엔지니어를 찾습니다 私たちは一緒に働く仲間を探しています 我们正在寻找工程师 よろしくお願いします "
        "감사합니다 谢谢大家的关注"
    ),
)


def test_sentences_have_their_language() -> None:
    assert {name: find_language(text) for name, text in TEXTS.items()} == {name: name for name in TEXTS}


def test_longer_texts_and_texts_with_terms_have_their_language() -> None:
    tools = "\n\n- Git, Docker, Python\n- SQL (PostgreSQL)\n- Kubernetes, Terraform\n\n"
    for name, text in TEXTS.items():
        assert find_language((text + tools) * 6) == name, name
        assert find_language(text.replace(". ", ".\n\n- ") * 3) == name, name


def test_uncertain_texts_have_none() -> None:
    for text in UNCERTAIN:
        assert find_language(text) is None, text
        assert find_language(text * 5) is None, text


def test_a_few_signs_have_none() -> None:
    for text in ("東京 大阪", "서울", "Москва", "Αθήνα", "!!!"):
        assert find_language(text) is None, text


def test_a_text_half_in_another_language_has_none() -> None:
    for first, second in (
        ("en", "de"),
        ("fr", "en"),
        ("ja", "en"),
        ("zh", "ko"),
        ("sv", "en"),
        ("es", "pt"),
        ("ru", "en"),
    ):
        text = TEXTS[first] * 4 + "\n\n" + TEXTS[second] * 4
        assert find_language(text) is None, (first, second)


def test_a_note_in_english_does_not_change_the_language() -> None:
    for name in ("de", "fr", "nl", "pl"):
        assert find_language(TEXTS[name] * 8 + "\n\nWe are an equal opportunity employer.") == name, name


@given(st.text(max_size=3000))
def test_any_text_is_read_in_the_same_way_twice(text: str) -> None:
    language = find_language(text)
    assert find_language(text) == language
    assert language is None or len(language) == 2
