"""Function words of languages, and the letters that they do not have."""

from __future__ import annotations

import re
from collections import defaultdict

_WORDS = {
    "en": "the and of to in for with you our we is are on as your will or be that this have an by at from us who "
    "what can"
    " their they it not all more about which has must should would how when into through within across",
    "de": "und die der das in zu den mit für von auf ist im dem nicht ein eine als auch es an werden aus er hat dass "
    "sie"
    " nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor zur bis mehr durch "
    "dein"
    " deine deiner deinen du dir dich wir uns unser unsere unserer unserem ihre ihr sich sowie bist hast",
    "fr": "le la les de des du un une et est en que qui dans pour pas sur au aux avec ce il sont par plus ne se vous "
    "nous"
    " votre vos notre nos ou cette ces être leur son sa ses sein ainsi tout à chez comme afin selon dès ils elle",
    "es": "el la los las de del un una y es en que por para con no se su al como más lo o pero sus le ha me si sin "
    "sobre"
    " este ya entre cuando todo esta ser son dos también fue muy nuestro nuestra nuestros nuestras tu tus te e donde"
    " tienes eres desde hasta así cada",
    "it": "il lo la i gli le di del della dei delle un una e è in che per con non si da al alla come"
    " più sono anche nel"
    " nella questo ma ti tuo tua nostro nostra nostri dal su ha ed o tra sul alle agli ai dell' siamo"
    " sei lavoro presso"
    " degli dalla essere chi cui loro",
    "nl": "de het een en van in is op te dat die voor met zijn aan niet je er om ook als bij maar hij"
    " naar of door over"
    " wij we ons onze jij jou jouw uit dan nog wat worden werd kan heeft hebben tot deze dit zo wordt"
    " bent hebt binnen"
    " ben zoals waar",
    "pt": "o a os as de do da dos das um uma e é em que por para com não se no na nos nas mais como mas ao ou seu sua"
    " seus suas nosso nossa nossos ser são você pelo pela também até isso já entre ter está foi tem à"
    " sem sobre nossas"
    " quem onde muito",
    "pl": "i w na z do się nie że jest to o jak dla po co od za ale czy oraz ze są przez lub być tego tym przy nas"
    " naszych nasz nasze nam ci ich jako tak może które który która pod u jeśli także również masz jesteś",
    "sv": "och i att det som en på är av för med den till du har vi ett om inte de kan så från eller oss dig din vår "
    "ditt"
    " våra dina ska att vara vill hos blir när även också där efter bli mycket där ha samt ditt alla nya vid",
    "da": "og i at det som en på er af for med den til du har vi et om ikke de kan så fra eller os dig din vores dit "
    "dine"
    " skal være vil hos bliver når også hvor efter blive meget der have samt alle nye ved din sammen din hvis dog"
    " mange hvad gerne kun vores lære arbejde arbejder noget mere let jer hinanden virksomhed mellem dem",
    "nb": "og i å det som en på er av for med den til du har vi et om ikke de kan så fra eller oss deg din vår ditt "
    "våre"
    " dine skal være vil hos blir når også hvor etter bli mye der ha samt alle nye ved både sammen"
    " hvis hva noen ønsker"
    " gjennom innen mellom vårt bare jobbe jobber noe mer gjerne lett lære deg hvordan arbeid"
    " selskapet hverandre oss",
    "nn": "og i å det som ein eit på er av for med den til du har vi om ikkje dei kan så frå eller oss deg din vårt"
    " våre dine skal vere vil hos blir når også kor etter bli mykje der ha samt alle nye ved både saman òg heile"
    " berre kva noko me",
    "fi": "ja on ei se että hän oli joka mutta ovat kun tai kuin sen myös olla voi niin ole sekä jos mukaan me meillä"
    " sinulla olet sinun meidän sinä mitä työ ovat tässä sinulle kanssa jotka joita",
    "cs": "a v na se je z do že to s i o pro jako k za po ve od by jsou nebo ale až co jak který"
    " která které jsme naše"
    " náš nás tě si při být u své máš jsi vás či ke ze není budeš také",
    "sk": "a v na sa je z do že to s i o pre ako k za po vo od by sú alebo ale až čo ktorý ktorá ktoré sme naša náš "
    "nás ťa"
    " si pri byť u svoje máš vás či ku zo nie budeš tiež aj ktorí",
    "hu": "a az és hogy nem is egy ez van meg de csak volt mint már vagy ha el le fel ki be kell lehet mely ami aki"
    " szerint után minden még több egyik között által valamint illetve nálunk számára csapat",
    "ro": "și de în la cu a pe nu o că din pentru mai este un care sau să ce se te ne prin fi sunt dar ca lui ale al"
    " către după între noi tău ta noastră nostru tale noștri ești ai vei fără dacă foarte acest această",
    "tr": "ve bir bu için ile de da olarak olan daha çok gibi sonra kadar ya veya en her ne biz siz ise tüm olan"
    " üzerinde yer iyi bizim sahip değil var konusunda ilgili",
    "vi": "và của là các có cho được trong với không một những để người khi này tại đã từ về hoặc bạn chúng tôi làm"
    " việc theo công trên đến như sẽ cùng bằng",
    "id": "yang dan di untuk dengan dari pada dalam ini ke adalah akan atau tidak anda kami dapat sebagai oleh juga"
    " memiliki bisa kita karena lebih secara serta para telah itu bekerja pengalaman minimal"
    " pelatihan wajib perusahaan kerja maksimal bidang tersebut",
    "ms": "yang dan di untuk dengan dari ini akan atau tidak anda kami mempunyai boleh kerana ialah"
    " bagi kepada daripada"
    " syarikat pasukan latihan awak pekerjaan",
    "ca": "el la els les de del i és en que per amb no un una al als dels es com més o però seva seu nostra nostre"
    " nostres aquest aquesta són ser també has et tens si amb ens sobre entre fins cada",
    "gl": "o a os as de do da dos das un unha e é en que por para con non se no na máis como ao ou seu súa noso nosa"
    " ser son ti tamén ata isto xa entre ter está moi",
    "hr": "i u na se je za da od s su o kao ili ne ima što koji koja koje biti iz po sa smo naš naša"
    " vam te do ako može"
    " će bez prema tvoj naše već također svi rad kod",
    "sl": "in v na se je za da od s so o kot ali ne ima kaj ki biti iz po z smo naš naša vam te do če bo pri tudi še"
    " svoje lahko naše ter bi tvoj",
    "et": "ja on ei see et ta oli kes aga kui või ka olla oma meie sa sinu mis ning kuid selle ta välja pakume kõik",
    "lv": "un ir ka no par uz ar kas vai lai pie kā bet mēs tu jūs mūsu tavs tas nav būt darba ja arī savu",
    "lt": "ir yra kad iš į su kaip ar tai apie prie bet mes tu jūs mūsų tavo nėra būti darbo jei taip pat savo už",
    "af": "die en van in is dat wat vir met nie om ons jy jou te op aan as ook by het hulle sal kan word hierdie sy",
    "is": "og að í er á sem til við það en af um með ekki hann var fyrir þú eða þér okkar við eru verið hjá",
    "ga": "agus an na i ar is le do a go ag sé tá ní mar ó faoi seo leis chun",
    "cy": "y yr a i yn o ar mae am gan eu ei i'r fod neu gyda ac bydd ein wedi",
    "eu": "eta da ez bat du ere dira baina edo izan gure zure dugu egin beste",
    "sq": "dhe në të e një për me që nga si është do tek ose nuk ne ju jonë tuaj",
    "tl": "ang ng sa mga na ay at para ito kung hindi ka namin aming mo nang ating",
    "sw": "ya na wa kwa ni katika za la kama hii au cha pia yako yetu",
    "eo": "la kaj de en estas por al ne kun ke mi vi ni sed pri esti",
    "la": "lorem ipsum dolor sit amet consectetur adipiscing adipisicing elit sed do eiusmod tempor incididunt ut "
    "labore"
    " et dolore magna aliqua enim ad minim veniam quis nostrud exercitation ullamco laboris nisi"
    " aliquip ex ea commodo"
    " consequat duis aute irure in reprehenderit voluptate velit esse cillum fugiat nulla pariatur excepteur sint"
    " occaecat cupidatat non proident sunt culpa qui officia deserunt mollit anim id est laborum vestibulum vivamus"
    " mauris nunc tellus ac vel eget nec at pellentesque quam purus faucibus turpis morbi tincidunt",
    "ru": "и в на не с по для что от как это или мы вы к до при из у за о наш наша нашей нас вас вам все также если "
    "есть"
    " будет быть которые который со нам ты твой более работы опыт а но так",
    "uk": "і в на не з по для що від як це або ми ви до при із у за про наш наша нашої нас вас вам всі також якщо є "
    "буде"
    " бути які який та зі нам ти твій більше роботи досвід а але так й",
    "bg": "и в на не с по за че от като това или ние вие към до при из у се да е са ще наш нашия нас"
    " вас ви всички също"
    " ако има бъде които който със ти твоят повече работа опит а но така си във един която което"
    " които нашата всичко без има трябва между като",
    "sr": "и у на не са по за што од као ово или ми ви до при из се да је су ће наш наша нас вас вам"
    " све такође ако има"
    " бити који која нама ти твој више рад а али тако о",
    "mk": "и во на не со по за што од како ова или ние вие до при се да е се ќе наш нашата нас вас ви"
    " сите исто ако има"
    " биде кои кој ти твојот повеќе работа а но така",
    "be": "і ў у на не з па для што ад як гэта або мы вы да пры за аб наш нашай нас вас вам усе"
    " таксама калі ёсць будзе"
    " быць якія які а але",
    "kk": "және бұл үшін мен бен бір болып бар жоқ біз сіз немесе",
    "hi": "और के में का की है को से पर हैं यह एक लिए आप हम या ने नहीं तो साथ",
    "mr": "आणि आहे च्या मध्ये एक आहेत व या साठी आपण किंवा नाही",
    "fa": "و در به از که این را با است برای",
}
#: Languages that are known only so that they are not taken for another.
UNNAMED = frozenset("la ms nn gl eo ga cy eu sq tl sw is af kk mr fa hr sr mk be ca".split())


#: The languages in the order of their counters in `FUNCTION_WORDS`.
LANGUAGES = tuple(_WORDS)


def _counters() -> dict[str, int]:
    """Return each word with a number that has a byte for each of its languages, and one for "known" after the last.

    The numbers of a sample's words, added up, hold the count of each language: one sum instead of a loop for each word,
    a quarter of the time.
    """
    counters: dict[str, int] = defaultdict(lambda: 1 << 8 * len(LANGUAGES))
    for index, words in enumerate(_WORDS.values()):
        for word in dict.fromkeys(words.split()):
            counters[word] += 1 << 8 * index
    return dict(counters)


#: Function word → its counters. A sample has at most `MOST_WORDS`, or a byte would overflow.
FUNCTION_WORDS = _counters()
MOST_WORDS = 255
#: Letters that a language has in names only. Texts of languages that are not known here have them more often.
FOREIGN_LETTERS = {
    language: re.compile(f"[{letters}]")
    for language, letters in {
        "en": "ąęłńśźżčďěňřšťůžåøæőűșțğışđãõñ¿¡ßœ",
        "de": "ąęłńśźżčďěňřšťůžåøæőűșțğışđãõñ¿¡çêèàâîôœ",
        "fr": "ąęłńśźżčďěňřšťůžåøæőűșțğışđãõñ¿¡ßäöü",
        "es": "ąęłńśźżčďěňřšťůžåøæőűșțğışđãõßäöèêàâîôœç",
        "it": "ąęłńśźżčďěňřšťůžåøæőűșțğışđãõñ¿¡ßäöüêâîôœç",
        "pt": "ąęłńśźżčďěňřšťůžåøæőűșțğışđñ¿¡ßäöüèîœ",
        "nl": "ąęłńśźżčďěňřšťůžåøæőűșțğışđãõñ¿¡ßœ",
        "sv": "ąęłńśźżčďěňřšťůžøæőűșțğışđãõñ¿¡ß",
        "da": "ąęłńśźżčďěňřšťůžőűșțğışđãõñ¿¡ßäö",
        "nb": "ąęłńśźżčďěňřšťůžőűșțğışđãõñ¿¡ßäö",
        "fi": "ąęłńśźżčďěňřťůøæőűșțğışđãõñ¿¡ßü",
        "pl": "čďěňřšťůžåøæőűșțğışđãõñ¿¡ßäöü",
        "cs": "ąęłńśźżåøæőűșțğışđãõñ¿¡ßľĺŕôä",
        "sk": "ąęłńśźżåøæőűșțğışđãõñ¿¡ßěřů",
        "hu": "ąęłńśźżčďěňřšťůžåøæșțğışđãõñ¿¡ß",
        "ro": "ąęłńśźżčďěňřšťůžåøæőűğıđãõñ¿¡ßäöü",
        "tr": "ąęłńśźżčďěňřšťůžåøæőűșțđãõñ¿¡ßä",
        "sl": "ąęłńśźżďěňřťůåøæőűșțğışđãõñ¿¡ßäöüćđ",
        "et": "ąęłńśźżčďěňřťůåøæőűșțğışđãñ¿¡ß",
        "id": "ąęłńśźżčďěňřšťůžåøæőűșțğışđãõñ¿¡ßäöü",
        "ru": "іїєґўјљњћђџѓќѕәғқңөұүһ",
        "uk": "ыэъёўјљњћђџѓќѕәғқңөұүһ",
        "bg": "ыэёіїєґўјљњћђџѓќѕәғқңөұүһ",
    }.items()
}
