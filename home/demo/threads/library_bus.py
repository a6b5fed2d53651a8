"""The thread in which proposals are collected now."""

from home.demo.words import (
    MOTION,
    Both,
    Change,
    ItemText,
    Objection,
    PassageWords,
    ProposalWords,
    QuestionWords,
    Remark,
    RoundText,
    Span,
    Thread,
)
from participation.enums import AnnotationKind, Channel, Eligibility, Force, Ground, PhaseKind, TieRule
from proposals.enums import DecidingBody, ParticipationLevel, QuestionKind

ITEM = ItemText(
    slug=Both("bibliotheekbus", "library-bus"),
    title=Both(
        "Leren dicht bij huis: de bibliotheek komt naar de wijk",
        "Learning close to home: the library comes to the neighbourhood",
    ),
    summary=Both(
        "Er komt een bibliotheekbus die elke week langs zes plekken rijdt. Wie slecht ter been is of ver van het centrum "
        "woont, kan dan om de hoek lezen, leren en vragen stellen.",
        "There will be a library bus that stops at six places every week. If you do not walk well or live far from the centre, "
        "you can then read, learn and ask questions round the corner.",
    ),
    problem=Both(
        "<p>Eén op de vijf inwoners van de Buitenpolder komt nooit in de bibliotheek. De afstand is de reden die zij het "
        "vaakst noemen. Kinderen die niet leren lezen voor hun plezier, halen dat later moeilijk in.</p>",
        "<p>One in five residents of the Buitenpolder never visits the library. The distance is the reason they give most "
        "often. Children who do not learn to read for pleasure find it hard to catch up later.</p>",
    ),
    ambition=Both(
        "<p>In 2030 woont niemand in Waterrijk verder dan een kwartier lopen van een plek waar je boeken leent en hulp "
        "krijgt.</p>",
        "<p>In 2030 nobody in Waterrijk lives more than a quarter of an hour's walk from a place to borrow books and get "
        "help.</p>",
    ),
    measures=Both(
        "<ul><li>De bus stopt elke week op zes vaste plekken.</li>"
        "<li>Er is een bibliothecaris, en er zijn boeken in zes talen.</li>"
        "<li>Twee middagen per week helpt een vrijwilliger met de computer en met formulieren.</li></ul>",
        "<ul><li>The bus stops at six fixed places every week.</li>"
        "<li>There is a librarian, and there are books in six languages.</li>"
        "<li>Two afternoons a week a volunteer helps with the computer and with forms.</li></ul>",
    ),
    responsible=Both("Bibliotheek en gemeente samen", "Library and municipality together"),
    themes=("mobile-library", "volunteers"),
    feature_areas=("2-2", "2-6"),
    target_groups=("children-carers", "older-adults", "disability"),
    areas=("WR05", "WR07", "WR08"),
    day=-205,
    period=(2027, 2030),
    budget=180_000,
    budget_year=2027,
    budget_source=Both("gemeentebegroting", "municipal budget"),
)

MORE_STOPS = Change(
    day=-32,
    note=Both(
        "Na de inspiratiedag is het aantal haltes verhoogd van zes naar acht. De bus moet ook met een rolstoel "
        "toegankelijk zijn.",
        "After the inspiration day the number of stops went up from six to eight. The bus must be accessible by wheelchair "
        "too.",
    ),
    fields={
        "summary": Both(
            "Er komt een bibliotheekbus die elke week langs acht plekken rijdt. Wie slecht ter been is of ver van het "
            "centrum woont, kan dan om de hoek lezen, leren en vragen stellen.",
            "There will be a library bus that stops at eight places every week. If you do not walk well or live far from the "
            "centre, you can then read, learn and ask questions round the corner.",
        ),
        "measures": Both(
            "<ul><li>De bus stopt elke week op acht vaste plekken. Inwoners kiezen welke.</li>"
            "<li>De bus heeft een lift voor rolstoelen en kinderwagens.</li>"
            "<li>Er is een bibliothecaris, en er zijn boeken in zes talen.</li>"
            "<li>Twee middagen per week helpt een vrijwilliger met de computer en met formulieren.</li></ul>",
            "<ul><li>The bus stops at eight fixed places every week. Residents choose which.</li>"
            "<li>The bus has a lift for wheelchairs and prams.</li>"
            "<li>There is a librarian, and there are books in six languages.</li>"
            "<li>Two afternoons a week a volunteer helps with the computer and with forms.</li></ul>",
        ),
    },
)

ROUND = RoundText(
    slug=Both("haltes-bibliotheekbus", "stops-of-the-library-bus"),
    title=Both("Waar moet de bibliotheekbus stoppen?", "Where should the library bus stop?"),
    summary=Both(
        "Wijs een plek aan waar de bus elke week een paar uur kan staan. Later kiezen inwoners samen de acht haltes.",
        "Point out a place where the bus can stand for a few hours every week. Later residents choose the eight stops together.",
    ),
    background=Both(
        "<p>De bus is twaalf meter lang en blijft op elke plek drie uur staan. Een goede plek is veilig te bereiken, ook met "
        "een rollator of een kinderwagen. Er is stroom in de buurt, en liefst een bankje en een wc.</p>",
        "<p>The bus is twelve metres long and stays three hours at each place. A good place can be reached safely, also with "
        "a walking frame or a pram. There is electricity nearby, and ideally a bench and a toilet.</p>",
    ),
    open_to_influence=Both(
        "<ul><li>De plekken waar de bus stopt.</li><li>De dag en het deel van de dag.</li>"
        "<li>Wat er op een halte nog meer te doen is.</li></ul>",
        "<ul><li>The places where the bus stops.</li><li>The day and the part of the day.</li>"
        "<li>What else there is to do at a stop.</li></ul>",
    ),
    not_open=Both(
        "<ul><li>De bus komt er: het geld staat in de begroting.</li><li>Er zijn acht haltes, van maandag tot en met "
        "donderdag.</li></ul>",
        "<ul><li>The bus will come: the money is in the budget.</li><li>There are eight stops, from Monday to "
        "Thursday.</li></ul>",
    ),
    what_happens_next=Both(
        "De gemeente kijkt per plek of de bus er kan staan, en zegt het erbij als dat niet kan. Daarna stemmen inwoners. Het "
        "college volgt de uitslag, tenzij een plek onveilig blijkt.",
        "The municipality looks at each place to see if the bus can stand there, and says so if it cannot. Then residents "
        "vote. The mayor and aldermen follow the outcome, unless a place turns out to be unsafe.",
    ),
    phases=(
        Span(PhaseKind.COLLECT, -12, 16),
        Span(PhaseKind.DISCUSS, -12, 37),
        Span(PhaseKind.SUPPORT, 16, 37),
        Span(PhaseKind.ASSESS, 37, 51),
        Span(PhaseKind.VOTE, 54, 68),
    ),
    day=-20,
    who_decides=DecidingBody.EXECUTIVE,
    level=ParticipationLevel.COPRODUCE,
    rules={
        "method": "approval",
        "seats": 8,
        "tie_rule": TieRule.LIST_ORDER,
        "force": Force.FOLLOWED_UNLESS,
        "eligibility": Eligibility.ROLL,
        "force_decision": MOTION,
    },
    questions=(
        QuestionWords(
            "Op welk deel van de dag moet de bus er staan?", QuestionKind.CHOICE, ("ochtend", "middag", "avond")
        ),
        QuestionWords("Wie komen er vooral?", QuestionKind.TEXT),
    ),
)

PROPOSALS = (
    ProposalWords(
        by="gerda",
        day=-11,
        title="Bij de oude sluis in Sluisdorp",
        summary="Op het plein bij de sluis is ruimte, er staan bankjes en iedereen komt er langs.",
        body="In Sluisdorp is niks meer. De winkel ging dicht, de bank ook, en de bus naar het centrum rijdt om het uur. Bij de "
        "sluis komt iedereen: de kinderen om te vissen, de ouderen voor het bankje.\n\nHet liefst op woensdagmiddag. Dan zijn "
        "de kinderen vrij en is mijn kleindochter bij mij.",
        area="WR07",
        tags=("kinderen", "ouderen"),
        answers={
            "Op welk deel van de dag moet de bus er staan?": "middag",
            "Wie komen er vooral?": "Kinderen en ouderen.",
        },
        remarks=(
            Remark(
                "ruud",
                "Woensdagmiddag is ook voetbaltraining. Kan het na vieren?",
                1.2,
                replies=(
                    Remark(
                        "gerda", "Dat kan ook. Als het maar licht is, want de lantaarn bij de brug doet het niet.", 0.5
                    ),
                ),
            ),
            Remark("mila", "Ja graag. Mijn dochter leest alles wat los en vast zit en we hebben geen auto.", 3),
        ),
    ),
    ProposalWords(
        by="emre",
        day=-10,
        title="Op het schoolplein van De Waaier",
        summary="Na schooltijd, als de ouders er toch al staan.",
        body="Om kwart over drie staan er honderd ouders op dat plein. De meeste kennen elkaar niet. Als de bus daar staat, gaan "
        "de kinderen vanzelf naar binnen en de ouders erachteraan.",
        area="WR05",
        tags=("school",),
        remarks=(
            Remark(
                "marijke",
                "Als juf zeg ik: graag. Wel even overleggen, want het plein is dan ook de route van de taxibusjes.",
                2,
            ),
        ),
    ),
    ProposalWords(
        by="grace",
        day=-8,
        title="At the station, on weekday evenings",
        summary="A stop at Waterrijk station between six and nine, for people who come home from work by train.",
        body="Most of my neighbours work in another city and get back after six. By then everything in Waterrijk is closed. A "
        "library bus at the station would be the first thing we see when we get off the train.\n\nI am still learning Dutch. "
        "I would borrow children's books in Dutch and read them with my son.",
        area="WR03",
        language="en",
        tags=("commuters",),
        remarks=(
            Remark("oliver", "Same here. Evenings only, please; the mornings are too rushed.", 1.5, language="en"),
            Remark("lien", "Goed idee, en het station is verlicht en droog.", 2.2),
        ),
    ),
    ProposalWords(
        by="jan",
        day=-6,
        title="Naast de volkstuinen",
        summary="Op de parkeerplaats van de volkstuinen staan op donderdag toch al dertig fietsen.",
        body="Donderdag is onze werkdag. Wij hebben stroom, koffie en een wc. Boeken over snoeien mogen ook mee.",
        area="WR06",
        tags=("tuin",),
    ),
    ProposalWords(
        by="hanna",
        day=-4,
        title="Een halte bij het verzorgingshuis, met iemand die helpt instappen",
        summary="Voor bewoners die nog graag lezen maar niet meer naar de stad kunnen.",
        body="Ik werk in het verzorgingshuis in het Elzenpark. Wij hebben bewoners van boven de negentig die twee boeken per week "
        "lezen. Zelf halen lukt niet meer, en de familie neemt altijd hetzelfde mee.\n\nWat we nodig hebben is een vlakke stoep "
        "van acht meter en iemand die een arm geeft. De stoep is er. Voor de arm willen wij met onze vrijwilligers zorgen.",
        area="WR04",
        tags=("ouderen", "grote letters"),
        remarks=(Remark("joke", "Grote letters graag, en luisterboeken.", 1),),
    ),
    ProposalWords(
        by="pim",
        day=-2,
        title="Bij de skatebaan",
        summary="Laat de bus ook een keer staan waar jongeren al zijn, met strips en een printer.",
        body="Ik ben 15. Niemand van mijn vrienden gaat naar de bieb, maar iedereen is bij de skatebaan. Een printer zou helpen "
        "want thuis hebben we die niet en op school kost het geld.",
        area="WR02",
        tags=("jongeren",),
        waits=True,
    ),
    ProposalWords(
        by="anton",
        day=-5,
        title="Niet voor het huis van mijn overbuurman",
        summary="Die heeft al genoeg herrie gemaakt dit jaar.",
        body="Zet de bus overal, maar niet voor nummer 14. Daar woont iemand die elke nacht muziek draait en ik wil niet dat hij "
        "er ook nog voordeel van heeft.",
        hidden=Objection(
            Ground.PERSONAL_DATA,
            "Je noemt het huisnummer van iemand anders en schrijft over zijn gedrag. Een plek aanwijzen waar de bus wel kan "
            "staan, mag natuurlijk: dien dan een nieuw voorstel in.",
        ),
    ),
    ProposalWords(
        by="kees",
        day=-9,
        title="Voor de sporthal in het Kanaalkwartier",
        summary="Op dinsdagavond is de hele wijk daar.",
        body="Ouders wachten een uur tot de training voorbij is. In de kantine is licht en warmte.",
        area="WR02",
        tags=("sport",),
    ),
    ProposalWords(
        by="farid",
        day=-9,
        title="Op het marktplein, tegelijk met de markt",
        summary="Vrijdag is iedereen op de markt.",
        body="Zet de bus naast de viskraam. Wie zijn boodschappen doet, neemt een boek mee.",
        area="WR01",
        tags=("markt",),
        around=60,
    ),
    ProposalWords(
        by="esther",
        day=-8,
        title="Bij de speeltuin in de Rietzoom",
        summary="Daar zitten elke middag ouders met kleine kinderen.",
        body="De speeltuin heeft een hek, een wc en schaduw. De beheerder vindt het goed.",
        area="WR05",
        tags=("kinderen",),
    ),
    ProposalWords(
        by="bea",
        day=-7,
        title="Aan de kade, bij de veerpont",
        summary="Wie op de pont wacht, heeft tijd om te lezen.",
        body="De pont vaart elk half uur. Er is een steiger waar de bus kan staan zonder iemand te hinderen.",
        area="WR01",
    ),
    ProposalWords(
        by="ivo",
        day=-7,
        title="Bij het dorpshuis van de Buitenpolder",
        summary="Het dorpshuis is het enige dat er nog is.",
        body="De sleutel ligt bij mij. Koffie staat klaar, en de parkeerplaats is groot genoeg.",
        area="WR08",
        tags=("dorp",),
        around=120,
    ),
    ProposalWords(
        by="dorota",
        day=-6,
        title="Voor het gezondheidscentrum",
        summary="Wachten bij de dokter duurt lang.",
        body="Neem ook boeken mee over gezond eten, in het Pools en in het Turks.",
        area="WR03",
        tags=("gezond",),
    ),
    ProposalWords(
        by="samir",
        day=-5,
        title="Naast de moskee, op vrijdag na het gebed",
        summary="Dan staan er tweehonderd mensen op straat.",
        body="Veel vaders zoeken boeken voor hun kinderen en komen nooit in het centrum.",
        area="WR02",
    ),
    ProposalWords(
        by="lien",
        day=-5,
        title="In het Elzenpark, bij het theehuis",
        summary="Lezen in het gras, als het droog is.",
        body="In de zomer buiten, in de winter binnen in het theehuis. Er is stroom bij het podium.",
        area="WR04",
        tags=("park",),
        around=150,
    ),
    ProposalWords(
        by="tom",
        day=-4,
        title="Bij de kinderboerderij in het Weidevenster",
        summary="Elke woensdag komen daar drie schoolklassen.",
        body="De boerderij wil voorlezen aan de geiten. De bus mag op het gras staan als het niet heeft geregend.",
        area="WR06",
        tags=(
            "kinderen",
            "dieren",
        ),
    ),
    ProposalWords(
        by="sofie",
        day=-3,
        title="Op de parkeerplaats van de opleiding",
        summary="Voor studenten zonder laptop.",
        body="Tussen de lessen is er nergens een rustige plek. In de bus wel.",
        area="WR06",
        tags=("studie",),
    ),
    ProposalWords(
        by="yusuf",
        day=-3,
        title="Bij de flats aan de Sluisweg",
        summary="Driehonderd gezinnen, en geen enkele plek om te zitten.",
        body="Zet de bus op de rotonde die niemand gebruikt. Dan komt er eindelijk iets naar ons toe.",
        area="WR07",
    ),
    ProposalWords(
        by="wout",
        day=-5,
        title="Bij de kerk in de Buitenpolder",
        summary="Een briefje uit de bus van het dorpshuis.",
        body="Ik schrijf dit met de hand want een computer heb ik niet. Bij de kerk is een vlakke stoep, en na de koffie op dinsdag zijn wij "
        "er toch. Romans met grote letters graag.",
        name="Bep",
        area="WR08",
        tags=("grote letters", "ouderen"),
        channel=Channel.PAPER,
    ),
)

REACTIONS = (
    PassageWords("gerda", -8, 2, AnnotationKind.AGREE),
    PassageWords(
        "priya",
        -6,
        4,
        AnnotationKind.CHANGE,
        "Schrijf erbij dat de bus ook op zaterdag rijdt. Doordeweeks zijn wij aan het werk.",
    ),
    PassageWords("leo", -4, 4, AnnotationKind.QUESTION, "Hoe lang staat de bus op elke plek?"),
)

THREAD = Thread(item=ITEM, consultation_round=ROUND, proposals=PROPOSALS, changes=(MORE_STOPS,), reactions=REACTIONS)
