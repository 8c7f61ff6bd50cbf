"""The words that invented people are made of: names by origin and age, towns, tags, unions, skills, interests."""

from typing import NamedTuple


class Origin(NamedTuple):
    """Names that go together. ``weight`` is how common they are; first names by age: old, middle, young."""

    weight: int
    women: tuple[list[str], list[str], list[str]]
    men: tuple[list[str], list[str], list[str]]
    last: list[str]


class Words(NamedTuple):
    """All words of one country's demo."""

    origins: list[Origin]
    towns: list[tuple[str, str]]
    tags: dict[str, bool]
    new_tag: str
    unions: list[str]
    skills: list[str]
    interests: list[str]
    sources: list[str]
    why_not_call: list[str]


def _ages(*names: str) -> tuple[list[str], list[str], list[str]]:
    """First names by age; where only one list is given, it serves all ages."""
    old, middle, young = (names * 3)[:3]
    return old.split(), middle.split(), young.split()


FINNISH = Origin(
    6,
    _ages("Aino Helmi Kaarina Marjatta Raili Tuula", "Päivi Satu Tarja Minna Heli", "Aino Venla Siiri Elli"),
    _ages("Veikko Eino Pentti Reijo Tauno Kalevi", "Jari Timo Markku Harri", "Eetu Niilo Onni Väinö"),
    "Heikkinen Jokela Koskela Lampinen Mattila Niskanen Rautio Salmela Tuominen Vuorela".split(),
)
SAMI = Origin(
    2,
    _ages("Inga Elle Berit", "Máret Elle Biret", "Sárá Inga Ánne Láilá"),
    _ages("Nils-Anders Per-Ánte Aslak", "Áslat Máhtte Nils-Jon", "Issát Jovnna Mikkal"),
    "Blind Omma Labba Kuhmunen Svonni Tomma Utsi Valkeapää Gaup Bongo Varsi".split(),
)
ARABIC = Origin(
    7,
    _ages("Layla Amal Hanan Rana Samira Nour Yasmin Dalia Huda Rim Maryam Salma Zeinab"),
    _ages("Omar Khaled Samir Bassam Yousef Hassan Nabil Rami Karim Tarek Ziad Ali Ibrahim"),
    "Haddad Khoury Mansour Al-Amin Saleh Darwish Nasser Hamdan Aziz Farah Al-Jabri Sabbagh".split(),
)
SOMALI = Origin(
    4,
    _ages("Amina Hodan Fadumo Ifrah Sagal Hibo Najma Sahra Deeqa"),
    _ages("Abdi Mahad Liban Warsame Guled Yusuf Abshir Ayub"),
    "Warsame Abdullahi Jama Hirsi Farah Duale Egal Geedi Roble Elmi".split(),
)
PERSIAN = Origin(
    4,
    _ages("Shirin Parvin Mahin Soraya", "Niloufar Azadeh Maryam Roya", "Sara Ava Parisa Tara Nika"),
    _ages("Behrouz Houshang Parviz", "Kaveh Arash Siamak Mehdi", "Arvin Kian Daniel Navid"),
    "Rostami Karimi Moradi Tehrani Bahrami Jalali Sohrabi Kazemi Ghorbani Naderi".split(),
)
BOSNIAN = Origin(
    4,
    _ages("Fatima Mirsada Senada Jasna", "Amra Selma Sanela Edina", "Lejla Emina Ajla Hana"),
    _ages("Mehmed Ismet Zijad Hasan", "Senad Almir Jasmin Nermin", "Adnan Tarik Haris Amar"),
    "Hadžić Begović Delić Kovačević Mujić Softić Omerović Zukić Karić Halilović".split(),
)
POLISH = Origin(
    3,
    _ages("Halina Danuta Krystyna", "Agnieszka Beata Joanna Ewa", "Zuzanna Maja Oliwia Natalia"),
    _ages("Zbigniew Jerzy Stanisław", "Tomasz Marek Piotr Krzysztof", "Jakub Filip Kacper Szymon"),
    "Wiśniewska-Lind Zając Kowalczyk Pawlak Sikora Wrona Maciejewicz Górka Duda-Ek Kozłow".split(),
)
ERITREAN = Origin(
    2,
    _ages("Senait Rahel Feven Selam Mebrat Helen"),
    _ages("Dawit Yonas Filmon Tesfay Samuel Isak"),
    "Tekle Haile Gebremariam Woldu Berhane Mehari Kidane Asfaha".split(),
)
TURKISH_KURDISH = Origin(
    3,
    _ages("Zeynep Berivan Elif Rojin Ayşe Dilan Nazlı Hêlîn"),
    _ages("Baran Mehmet Serhat Rojhat Emre Azad Cemal Deniz"),
    "Yıldız Aydın Demir Kaya Aslan Çelik Şahin Bozan Doğan".split(),
)
CHILEAN = Origin(
    2,
    _ages("Carmen Gloria Rosa", "Ximena Paola Claudia", "Camila Valentina Elena"),
    _ages("Sergio Raúl Hernán", "Mauricio Rodrigo Marcelo", "Mateo Andrés Nicolás"),
    "Fuentes Sepúlveda Araya Contreras Morales Tapia Valdés Rojas Cárdenas".split(),
)

SWEDISH_NAMES = Origin(
    63,
    _ages(
        "Birgitta Gunilla Inger Kerstin Margareta Solveig Barbro Gun Siv Britt Ulla Anita Maj-Britt Ingegerd",
        "Annika Helena Susanne Åsa Camilla Pernilla Jenny Therese Malin Katarina Ulrika Sofia Linda Jessica",
        "Emma Elin Wilma Matilda Alva Tilde Moa Ebba Ellen Nora Tuva Frida Amanda Julia Ida Ronja",
    ),
    _ages(
        "Bengt Sven Åke Rune Börje Lennart Gösta Kjell Arne Sture Hans Rolf Stig Leif Bo",
        "Fredrik Anders Magnus Jörgen Patrik Håkan Stefan Mattias Niklas Henrik Thomas Johan Peter Daniel",
        "Viktor Oskar Anton Elias Hugo Albin Axel Gustav Linus Filip Melker Isak Emil Simon Love",
    ),
    (
        "Andersson Johansson Karlsson Nilsson Eriksson Larsson Olsson Persson Svensson Gustafsson Pettersson "
        "Jonsson Jansson Hansson Bengtsson Jönsson Åkerlund Sandgren Tallberg Björkdahl Dahlqvist Ekström "
        "Hedlund Lindkvist Strandell Nyström Granath Söderlind Westling Rosenqvist Alfredsson Broman Sjölander "
        "Wikman Öberg Lundmark Fagerström Hallgren Norén Ahlgren Blomgren Engström Forslund Hagström Isaksson "
        "Källgren Löfqvist Molander Nordlander Palmgren Rydell Stenmo Thorell Viklund Ågren Åström Östling"
    ).split(),
)
NORWEGIAN_NAMES = Origin(
    68,
    _ages(
        "Solveig Randi Astrid Bjørg Turid Aslaug Gerd Torill Åse Reidun Eldbjørg Inger Kari Berit",
        "Hilde Anne-Lise Marit Bente Heidi Trine Monica Ragnhild Silje Kristin Camilla Tone Gunn Mette",
        "Ingrid Thea Nora Sunniva Emilie Frida Maren Tuva Hedda Amalie Synne Vilde Oda Ronja Jenny",
    ),
    _ages(
        "Arne Odd Kåre Leif Sverre Torstein Harald Asbjørn Ivar Steinar Egil Gunnar Oddvar Kjell",
        "Geir Terje Morten Øystein Frode Espen Rune Bjørn Trond Svein Kristian Stian Vegard Håvard",
        "Sander Jonas Eirik Sondre Tobias Mathias Henrik Magnus Sivert Brage Aksel Jørgen Ola Emil",
    ),
    (
        "Hansen Johansen Olsen Larsen Andersen Pedersen Nilsen Kristiansen Jensen Karlsen Johnsen Pettersen "
        "Eriksen Jacobsen Solheim Bakken Haugen Strand Myhre Lien Moen Sandvik Hovland Bråten Fossum Nygård "
        "Tveit Løken Aasen Engen Kvam Ruud Sæther Ødegård Hagen Lunde Brekke Dalen Skogen Eide Vik Aune "
        "Gjerde Holte Nordby Rønning Skaar Tangen Ulven Vestby Østby Åsheim Berge Eikeland Flaten Grønli"
    ).split(),
)

SE = Words(
    [SWEDISH_NAMES, FINNISH, SAMI, ARABIC, SOMALI, PERSIAN, BOSNIAN, POLISH, ERITREAN, TURKISH_KURDISH, CHILEAN],
    [
        ("Lövåsen", "990 11"),
        ("Kvarnbyn", "990 24"),
        ("Norrtorp", "990 32"),
        ("Tallmyra", "990 41"),
        ("Åvinge", "991 05"),
        ("Brukshaga", "991 17"),
        ("Fagerlida", "991 28"),
        ("Ekersholm", "992 03"),
    ],
    {
        "Nattarbete": True,
        "Fackligt aktiv": True,
        "Student": True,
        "Småbarn": True,
        "Pensionär": True,
        "Har bil": True,
        "Delar gärna ut flygblad": True,
        "Vill skriva": True,
        "Teckenspråk": True,
        "Autogiro": False,
        "Förtroendevald": False,
        "Fanns på kongressen": False,
    },
    "Ny i år",
    "Kommunal;Handels;IF Metall;Byggnads;Vision;Vårdförbundet;Unionen;Seko;Sveriges Lärare;Fastighets;Transport".split(
        ";"
    ),
    "Kör gärna bil;Snickrar;Lagar mat för många;Fotograferar;Formger affischer;Kan ekonomi;Översätter;Håller studiecirklar;Är van att tala inför folk;Kan hemsidor;Spelar dragspel;Syr banderoller".split(
        ";"
    ),
    "Vården;Bostäder;Skolan;Klimatet;Kollektivtrafiken;Jämställdhet;Arbetsmiljö;Freden;Kulturen på orten;Äldreomsorgen;Integration;Landsbygden".split(
        ";"
    ),
    "Webben;Ett torgmöte;En vän;Anmälningslänk;Arbetsplatsbesök;Studiecirkel;Första maj;Dörrknackning".split(";"),
    ["Vill inte bli uppringd, läser mejl.", "Bad om att få slippa samtal.", "Hör dåligt, skriv i stället."],
)
NO = Words(
    [NORWEGIAN_NAMES, SAMI, ARABIC, SOMALI, PERSIAN, BOSNIAN, POLISH, ERITREAN, TURKISH_KURDISH, CHILEAN, FINNISH._replace(weight=2)],
    [
        ("Furulia", "9995"),
        ("Kvernbakken", "9995"),
        ("Nordvika", "9996"),
        ("Bergeslia", "9996"),
        ("Tømmerneset", "9997"),
        ("Elvestrand", "9998"),
        ("Hasselåsen", "9998"),
        ("Skarvøya", "9999"),
    ],
    {
        "Nattarbeid": True,
        "Aktiv i fagforeningen": True,
        "Student": True,
        "Småbarn": True,
        "Pensjonist": True,
        "Har bil": True,
        "Deler gjerne ut løpesedler": True,
        "Vil skrive": True,
        "Tegnspråk": True,
        "Avtalegiro": False,
        "Tillitsvalgt": False,
        "Var på landsmøtet": False,
    },
    "Ny i år",
    "Fagforbundet;Fellesforbundet;Handel og Kontor;NTL;Utdanningsforbundet;Sykepleierforbundet;FO;EL og IT;Industri Energi;Transportarbeiderforbundet".split(";"),
    "Kjører gjerne bil;Snekrer;Lager mat til mange;Fotograferer;Lager plakater;Kan regnskap;Oversetter;Leder studiesirkler;Er vant til å tale;Kan nettsider;Spiller trekkspill;Syr faner".split(";"),
    "Helse;Boliger;Skolen;Klimaet;Kollektivtrafikken;Likestilling;Arbeidsmiljø;Fred;Kulturen på stedet;Eldreomsorgen;Inkludering;Distriktene".split(";"),
    "Nettet;Stand;En venn;Påmeldingslenke;Arbeidsplassbesøk;Studiesirkel;Første mai;Husbesøk".split(";"),
    ["Vil ikke bli ringt, leser e-post.", "Ba om å slippe samtaler.", "Hører dårlig, skriv i stedet."],
)  # fmt: skip

KNOWN = frozenset(
    (
        "Ebba Hansson;Elin Ek;Emma Pettersson;Stefan Persson;Daniel Persson;Hans Alfredsson;Lennart Johansson;Leif Östling;"
        "Sven Nordlander;Kjell Bergqvist;Peter Forsberg;Henrik Larsson;Stefan Olsson;Anders Eriksson;Lars Norén;Moa Martinson;"
        "Anders Johansson;Sven Jansson;Åke Svensson;Gunilla Persson;Gunilla Andersson;Kerstin Ekman;Mattias Andersson;Bo Hansson;"
        "Emma Johansson;Emma Svensson;Anders Svensson;Bengt Andersson;Kjell Johansson;Magnus Svensson;Niklas Jonsson;Thomas Olsson;"
        "Tomas Jonsson;Kenny Jönsson;Jörgen Jönsson;Jörgen Persson;Patrik Andersson;Anders Andersson;Hans Jonsson;Börje Ahlstedt;"
        "Peter Eriksson;Jörgen Eriksson;Thomas Nilsson;Patrik Isaksson;Leif Pettersson;Leif Andersson;Sven Olsson;Bo Larsson;"
        "Patrik Sjöland;Daniel Larsson;Sven Pettersson;Camilla Svensson;Linda Bengtsson;Therese Johansson;Elin Nilsson;"
        "Susanne Eriksson;Johan Larsson;Johan Eriksson;Johan Hansson;Johan Olsson;Peter Jansson;Stig Larsson;Axel Johansson;"
        "Daniel Alfredsson;Simon Alfredsson;Viktor Hansson;Hans Karlsson;Fredrik Svensson;Ali Mansour;Omar Nasser;Hassan Aziz;"
        "Inga Utsi;Nils-Anders Valkeapää;Pablo Morales;Carmen Rojas;Yusuf Hirsi;Ali Karimi;Daniel Duda-Ek;Marek Kowalczyk;"
        "Solveig Kloppen;Turid Birkeland;Ingrid Lunde;Tone Damli;Marit Eriksen;Kjell Karlsen;Arne Strand;Arne Hansen;Terje Vik;"
        "Ingrid Kristiansen;Heidi Tangen;Bente Hansen;Harald Eriksen;Thorbjørn Berntsen;Morten Gjerde;Terje Hansen;Morten Olsen;"
        "Jonas Olsen;Stian Johnsen;Leif Andersen;Espen Eriksen;Espen Andersen;Erik Solheim;Karin Fossum;Kåre Kristiansen;"
        "Morten Pedersen;Odd Nilsen;Odd Børretzen;Vegard Hansen;Henrik Kristoffersen;Frode Johnsen;Trond Johansen;Gunnar Sandvik;"
        "Kristian Larsen;Trond Pedersen;Øystein Pettersen;Rune Larsen;Ola Hansen;Hilde Pedersen;Trine Rønning;Bjørn Hansen;"
        "Sverre Hansen;Gerd Kristiansen;Kristin Halvorsen;Egil Olsen;Egil Eide;Jan Eggum;Ola Bråten;Geir Karlsen;Trond Nymark;"
        "Erik Eriksson;Magnus Larsson;Egil Hovland;Jonas Fossum;Ragnhild Lunde;Jørgen Strand;Rune Bratseth;Henrik Andersson"
    ).split(";")
)
"""Names of people whom many know: nobody here is called that."""
