"""Which row of a file has its headings, and which field each column is.

Known are Swedish, Norwegian, Danish and English headings, those of Zetkin's files, and the names of the code.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice

HEADINGS = {
    "member_number": "medlemsnummer|medlemsnr|medlnr|medlem nr|medlems id|medlemskapsnummer|medlemsno|member no"
    "|member nr|member id|membership number|membership id|ext id|external id|externt id|ekstern id|eksternt id"
    "|externid",
    "name": "namn|navn|fullständigt namn|fullt namn|fullt navn|fulde navn|full name|hela namnet"
    "|för och efternamn|förnamn och efternamn|for og etternavn|fornavn og etternavn|for og efternavn"
    "|namn förnamn efternamn|medlemsnamn|medlemsnavn",
    "first_name": "förnamn|fornavn|given name|given names|tilltalsnamn|fornavne|forename",
    "last_name": "efternamn|etternavn|efternavn|surname|family name|slektsnavn|familjenamn",
    "email": "e-post|e-postadress|e-postadresse|mejl|mejladress|mail|mailadress|mailadresse|e-mail address"
    "|e-mailadresse|e-mailadress|email 1|e-post 1|e-post primär|primär e-post|e-post privat",
    "mobile": "mobil|mobilnummer|mobiltelefon|mobiltelefonnummer|mobilnr|mobiltlf|mob|mobile number"
    "|mobile phone|mobile no|cell phone|cell|telefon mobil|tlf mobil|telefon mobilt|mobil 1|sms|sms nummer"
    "|mobil privat|phone mobile",
    "phone": "telefon|telefonnummer|telefonnr|tel|tel nr|tlf|tlf nr|telefon 1|phone number|telephone"
    "|telephone number|phone 1",
    "phone2": "hemtelefon|hemnummer|telefon hem|tel hem|hjemmetelefon|telefon hjem|telefon privat|privattelefon"
    "|arbetstelefon|telefon arbete|telefon arbeid|jobbtelefon|telefon jobb|telefon 2|mobil 2|fasttelefon"
    "|telefon fast|second number|home phone|work phone|alt phone|alternate phone number"
    "|alternative phone number|alternativt telefonnummer|annat telefonnummer|andra numret|annet telefonnummer"
    "|andre nummer|andra nummer|nummer to|nummer två",
    "postcode": "postnummer|postnr|postkod|postal code|zip|zip code",
    "town": "ort|postort|postadress ort|bostadsort|stad|sted|poststed|by|bosted|city|postal town|bopostort",
    "birth_year": "födelseår|fødselsår|födelsedatum|fødselsdato|fødselsdag|födelsedag|född|født|född år|fødeår"
    "|year of birth|yob|date of birth|birth date|birthday|dob|born|födelsetid|född datum|født dato",
    "id_number": "personnummer|personnr|persnr|pnr|samordningsnummer|fødselsnummer|fødselsnr|fnr|d nummer"
    "|personnummer organisationsnummer|person organisationsnummer|cpr|cpr nummer|cprnr|ssn|national id"
    "|national id number|id nummer|person id nummer|personal number|personal identity number|födelsenummer",
    "gender": "kön|kjønn|sex|juridiskt kön",
    "language": "språk|sprog|målform",
    "joined_on": "medlem sedan|gick med|inträdesdatum|inträde|inträdd|inträdesdag|medlem från|medlem fr o m"
    "|startdatum|medlem siden|ble medlem|innmeldt|innmeldingsdato|innmeldt dato|innmelding|medlem fra|startdato"
    "|indmeldt|indmeldelsesdato|indmeldingsdato|joined|join date|date joined|member since|medlemskap från"
    "|medlemskap sedan|medlemskapsstart|membership start|registrerad som medlem",
    "fee_paid_for": "fee paid for year|fee paid|paid for|paid year|betalt|betalat|betald|betalt för"
    "|betalt för år|betald för|betald för år|betalt till"
    "|betalat till|betald till|betalt år|betalat år|betalt til|avgift|avgift betald|avgift betalt"
    "|avgift betald för|avgift betald för år|avgift betalt för år|medlemsavgift|medlemsavgift betald"
    "|medlemsavgift år|medlemsavgift betald för|kontingent|kontingent betalt|kontingentår|medlemskontingent"
    "|betalt kontingent|kontingent betalt for|kontingent betalt for år|betalt medlemsavgift"
    "|betald medlemsavgift|senast betalt|senast betalda år|sist betalt|paid until",
    "union": "fack|fackförbund|förbund|fagforening|fagforbund|trade union|facklig tillhörighet",
    "skills": "kompetens|kunskaper|färdigheter|kunnskaper|kompetanse|ferdigheter|kompetencer",
    "interests": "intressen|intresse|interesser|interesse",
    "source": "källa|kilde|how they came|hur de kom hit|hur de kom|hur kom de|hvordan de kom|hvordan kom de"
    "|värvad av|rekryterad via|rekruttert via",
    "tags": "taggar|tagg|tagger|etiketter|märkningar|tag|labels|kategorier|mærker",
    "do_not_call": "ring inte|ring ej|får ej ringas|får inte ringas|inte ringas|ska inte ringas upp|ska inte ringas"
    "|ikke ring|ring ikke|skal ikke ringes|skal ikke ringes opp|må ikke ringes|nås ej per telefon"
    "|not to be called|spärrad för samtal|reservert mot telefon",
}
"""What the columns are called out there; capitals, accents, spaces and punctuation aside.

``phone`` is a telephone of no said kind: the mobile where no column is that, else the second number.
"""
NAMES = {"name", "first_name"}
DEEP = 30
"""So many rows are looked through for the headings; above them stand titles and dates."""
FOLDED = str.maketrans({"ø": "o", "æ": "a", "ð": "d", "&": "och"})
ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")


@dataclass(frozen=True)
class Headings:
    """The row with the headings (0: there is none), their texts, and the field of each column that is known.

    Of two columns for one field the first has it: the other is told as left out, and can be chosen by hand.
    """

    row: int
    names: list[str]
    mapping: dict[int, str]


class NoHeadings(ValueError):
    """Nothing says where the names are; ``guess`` is the likeliest row of headings, to be mapped by hand."""

    def __init__(self, guess: Headings) -> None:
        super().__init__("no heading for the names")
        self.guess = guess


def find(rows: Iterable[tuple[int, Sequence[str]]]) -> Headings:
    """The headings among the first rows of a file: the row that most of them are known in. Raises NoHeadings."""
    first = list(islice(rows, DEEP))
    width = max((len(cells) for _number, cells in first), default=0)
    best: Headings | None = None
    for number, cells in first:
        mapping = map_columns(cells)
        filled = sum(bool(cell) for cell in cells)
        enough = len(mapping) >= 2 or len(mapping) == filled
        if enough and NAMES & set(mapping.values()) and (best is None or len(mapping) > len(best.mapping)):
            best = Headings(number, _padded(cells, width), mapping)
    if best is None:
        raise NoHeadings(_guess(first, width))
    return best


def likely(rows: Iterable[tuple[int, Sequence[str]]]) -> dict[int, str]:
    """The field of each column as far as the headings tell, even where none is for the names."""
    try:
        return find(rows).mapping
    except NoHeadings as error:
        return error.guess.mapping


def map_columns(names: Sequence[str]) -> dict[int, str]:
    """The field of each column whose heading is known."""
    found: dict[str, int] = {}
    for place, name in enumerate(names):
        field = field_of(name)
        if field == "phone" and "phone" in found and "mobile" not in found:
            found["mobile"] = found.pop("phone")
        if field is not None:
            found.setdefault(field, place)
    if "phone" in found:
        place = found.pop("phone")
        found.setdefault("phone2" if "mobile" in found else "mobile", place)
    return dict(sorted((place, field) for field, place in found.items()))


def field_of(heading: str) -> str | None:
    """The field that a heading is known to be for; ``phone`` for a telephone of no said kind."""
    if len(heading) > 80:
        return None
    return KNOWN.get(_plain(heading)) or KNOWN.get(_plain(ASIDE.sub(" ", heading)))


def fingerprint(names: Sequence[str]) -> str:
    """The same for the same headings in the same order, whatever their capitals, spaces and accents."""
    plain = [_plain(name) for name in names]
    while plain and not plain[-1]:
        plain.pop()
    return sha256("\x1f".join(plain).encode("utf-8", "replace")).hexdigest()[:32]


def _plain(heading: str) -> str:
    text = unicodedata.normalize("NFKD", heading.casefold().translate(FOLDED))
    return "".join(c for c in text if c.isalnum())


def _guess(first: list[tuple[int, Sequence[str]]], width: int) -> Headings:
    """The first of the widest rows, if it reads like headings; else every row is somebody, and no row has them."""
    widest = max((sum(bool(cell) for cell in cells) for _number, cells in first), default=0)
    for number, cells in first:
        filled = [cell for cell in cells if cell]
        if len(filled) >= max(1, widest * 0.8):
            if len({*filled}) == len(filled) and not any("@" in c or re.search(r"\d{3}", c) for c in filled):
                return Headings(number, _padded(cells, width), map_columns(cells))
            break
    return Headings(0, [""] * width, {})


def _padded(cells: Sequence[str], width: int) -> list[str]:
    return [*cells, *[""] * (width - len(cells))]


KNOWN = {_plain(name): field for field, names in HEADINGS.items() for name in (field, *names.split("|"))}
