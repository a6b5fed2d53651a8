"""The thread in which residents vote now, within a budget and by equal shares."""

from home.demo.words import AT_THE_DESK, MOTION, Both, ItemText, ProposalWords, Remark, RoundText, Span, Thread, Vote
from participation.enums import Eligibility, Force, PhaseKind, TieRule
from proposals.enums import ParticipationLevel

ITEM = ItemText(
    slug=Both("leerplekken-in-de-wijk", "places-to-learn-in-the-neighbourhood"),
    title=Both("Leerplekken in de wijk", "Places to learn in the neighbourhood"),
    summary=Both(
        "Leren kan ook in een buurthuis, een atelier, een moskee of een werkplaats. Waterrijk helpt buurten om zo'n plek te "
        "beginnen, met geld waar inwoners zelf over stemmen.",
        "You can also learn in a community centre, a studio, a mosque or a workshop. Waterrijk helps neighbourhoods start such "
        "a place, with money that residents vote about themselves.",
    ),
    problem=Both(
        "<p>Het theater, het museum en de muziekschool staan in de Binnenhaven. Wie in de Rietzoom of in Sluisdorp woont, komt "
        "er weinig. In die buurten zijn wel ruimtes die het grootste deel van de week leegstaan.</p>",
        "<p>The theatre, the museum and the music school are in the Binnenhaven. People who live in the Rietzoom or in "
        "Sluisdorp seldom go there. Those neighbourhoods do have rooms that stand empty for most of the week.</p>",
    ),
    ambition=Both(
        "<p>In 2030 heeft elke buurt een plek waar je iets kunt leren van iemand die het al kan, ook als je weinig geld hebt.</p>",
        "<p>In 2030 every neighbourhood has a place to learn something from somebody who knows how, even if you have little "
        "money.</p>",
    ),
    measures=Both(
        "<ol><li>Elk jaar € 75.000 voor leerplekken, verdeeld door inwoners.</li>"
        "<li>Hulp bij vergunningen en verzekering.</li>"
        "<li>Het theater en het museum lenen materiaal en mensen uit.</li></ol>",
        "<ol><li>Every year € 75,000 for places to learn, divided by residents.</li>"
        "<li>Help with permits and insurance.</li>"
        "<li>The theatre and the museum lend equipment and people.</li></ol>",
    ),
    responsible=Both("Gemeente, afdeling Cultuur en Wijken", "Municipality, department of Culture and Neighbourhoods"),
    themes=("cultural-centres", "civic-participation"),
    feature_areas=("2-2", "2-6"),
    target_groups=("everybody",),
    areas=("WR02", "WR05", "WR07"),
    day=-190,
    budget=75_000,
    budget_year=2027,
    budget_source=Both("wijkbudget", "neighbourhood fund"),
)

ROUND = RoundText(
    slug=Both("verdeel-75000-euro", "divide-75000-euros"),
    title=Both("Verdeel samen 75.000 euro voor leerplekken", "Divide 75,000 euros for places to learn together"),
    summary=Both(
        "Zeven plannen van inwoners zijn haalbaar. Jij stemt welke plannen het geld waard zijn.",
        "Seven plans of residents can be carried out. You vote which plans are worth the money.",
    ),
    background=Both(
        "<p>Inwoners dienden acht plannen in. De gemeente keek wat elk plan kost en of het mag. Eén plan kan niet doorgaan; "
        "bij dat plan staat waarom.</p><p>Je stem telt voor de plannen die je aankruist. We tellen zo dat elke groep inwoners "
        "een eerlijk deel van het geld kan besteden, ook een kleine buurt.</p>",
        "<p>Residents handed in eight plans. The municipality looked what each plan costs and whether it is allowed. One plan "
        "cannot go ahead; the reason stands with that plan.</p><p>Your vote counts for the plans you mark. We count in such a "
        "way that every group of residents can spend a fair part of the money, a small neighbourhood too.</p>",
    ),
    open_to_influence=Both(
        "<ul><li>Welke plannen geld krijgen.</li></ul>",
        "<ul><li>Which plans get money.</li></ul>",
    ),
    not_open=Both(
        "<ul><li>Het bedrag: € 75.000.</li><li>De kosten per plan. Die zijn samen met de indieners berekend.</li></ul>",
        "<ul><li>The sum: € 75,000.</li><li>The cost of each plan. It was worked out with the people who handed it in.</li></ul>",
    ),
    what_happens_next=Both(
        "De griffier telt de stemmen en publiceert de uitslag met uitleg. De raad heeft vooraf gezegd dat hij de uitslag volgt, "
        "tenzij er een goede reden is. In de zomer kunnen de eerste plekken open.",
        "The clerk counts the votes and publishes the outcome with an explanation. The council has said beforehand that it "
        "follows the outcome unless there is a good reason not to. The first places can open in summer.",
    ),
    phases=(
        Span(PhaseKind.COLLECT, -76, -50),
        Span(PhaseKind.DISCUSS, -76, -40),
        Span(PhaseKind.SUPPORT, -62, -40),
        Span(PhaseKind.ASSESS, -40, -14),
        Span(PhaseKind.VOTE, -9, 12),
    ),
    day=-80,
    level=ParticipationLevel.DECIDE,
    rules={
        "method": "equal-shares-add1u",
        "budget": 75_000,
        "tie_rule": TieRule.LOWER_COST,
        "force": Force.FOLLOWED_UNLESS,
        "eligibility": Eligibility.ROLL,
        "force_decision": MOTION,
    },
)

PROPOSALS = (
    ProposalWords(
        by="leo",
        day=-74,
        title="Fietswerkplaats De Spaak",
        summary="Een loods waar je je fiets leert maken, met gereedschap dat je mag lenen.",
        body="Achter het station staat een loods van de gemeente leeg. Ik was dertig jaar fietsenmaker en heb er nog twee vrienden "
        "van die tijd bij. Wij willen twee dagen per week lesgeven: band plakken, remmen stellen, een wiel spaken.\n\nDe fietsen "
        "die we opknappen gaan naar kinderen die er geen hebben. Het geld is voor gereedschap, werkbanken en een verwarming.",
        area="WR03",
        cost=18_500,
        tags=("techniek", "hergebruik"),
        group="Drie fietsenmakers",
        supports=33,
        marks=15,
        remarks=(
            Remark(
                "hamza",
                "Mag je er ook heen als je twaalf bent?",
                1,
                replies=(Remark("leo", "Zeker. Wel met een briefje van thuis.", 0.3),),
            ),
            Remark("bea", "Mijn vrouw en ik hebben nog een heel rek met onderdelen liggen. Kom maar halen.", 5),
        ),
    ),
    ProposalWords(
        by="priya",
        day=-72,
        title="Wereldkeuken in het buurthuis",
        summary="Elke vrijdag leert iemand uit de buurt anderen een gerecht van thuis koken.",
        body="Iedereen kan iets koken wat een ander niet kan. Onder het koken leer je vanzelf de woorden. Wij hebben met zes vrouwen "
        "al drie keer proefgedraaid en het zat elke keer vol.\n\nNodig: een goede oven, pannen voor twintig mensen en huur.",
        area="WR05",
        cost=12_400,
        tags=("koken", "taal"),
        supports=29,
        marks=14,
        remarks=(Remark("nadia", "Ik was er bij de derde keer. Mijn Nederlands is daar echt beter geworden.", 3),),
    ),
    ProposalWords(
        by="ivo",
        day=-70,
        title="Sterrenkijken in de Buitenpolder",
        summary="Een kleine sterrenwacht op het dak van de oude gemaalloods, waar het nog echt donker is.",
        body="De Buitenpolder is de donkerste plek van Waterrijk. Met een goede telescoop zie je de ringen van Saturnus. Scholen "
        "kunnen overdag komen voor de zon, en op vrijdagavond is het voor iedereen.",
        area="WR08",
        cost=24_000,
        tags=("natuur", "techniek"),
        supports=21,
        marks=9,
        remarks=(
            Remark("wanda", "Eindelijk eens iets in de polder.", 2),
            Remark(
                "daan",
                "24.000 is wel een derde van het hele bedrag.",
                4,
                replies=(
                    Remark(
                        "ivo",
                        "Klopt. Een kleinere telescoop kan ook, maar dan zie je met tien kinderen tegelijk niks. Daarom deze.",
                        1,
                    ),
                ),
            ),
        ),
    ),
    ProposalWords(
        by="zeynep",
        day=-69,
        title="Naaiatelier met kinderhoek",
        summary="Leren naaien en kleding repareren, terwijl je kinderen naast je spelen.",
        body="Wij naaien nu aan mijn eettafel. Met vier is dat gezellig, met negen niet meer. Er is een lokaal in de oude school. "
        "We willen zes naaimachines, een lockmachine en een hoek met speelgoed, want zonder die hoek komen de moeders niet.",
        area="WR02",
        cost=9_800,
        tags=("vakwerk", "ouders"),
        supports=26,
        marks=13,
    ),
    ProposalWords(
        by="rosa",
        day=-66,
        title="Muziekzolder",
        summary="Instrumenten lenen en samen oefenen, zonder dat het meteen een dure les is.",
        body="De muziekschool kost 600 euro per jaar. Veel kinderen beginnen er nooit aan. Op de zolder van het wijkgebouw kan een "
        "oefenruimte met leeninstrumenten. Studenten van het conservatorium willen een keer per maand meespelen.",
        area="WR04",
        cost=16_000,
        tags=("muziek", "kinderen"),
        supports=24,
        marks=12,
        remarks=(
            Remark(
                "sofie",
                "En de buren? Is die zolder geïsoleerd?",
                2,
                replies=(Remark("rosa", "Isolatie zit in het bedrag. Ik heb het met de beheerder nagemeten.", 1.5),),
            ),
        ),
    ),
    ProposalWords(
        by="tom",
        day=-63,
        title="Repareren leer je samen",
        summary="Elke maand een zaterdag waarop je leert om spullen zelf te maken in plaats van weg te gooien.",
        body="Broodrooster kapot? Niet weggooien, openschroeven. Wij doen dit al in een garage maar daar passen maar vijf mensen in.",
        area="WR06",
        cost=6_200,
        tags=("techniek", "hergebruik"),
        supports=18,
        marks=11,
    ),
    ProposalWords(
        by="oliver",
        day=-60,
        title="Code club for grown-ups",
        summary="A weekly evening where adults learn to build a small website or program, with help from neighbours who do it for a living.",
        body="There are plenty of clubs for children, none for people over forty. We have six volunteers who work in software and a "
        "room at the library. The money is for ten refurbished laptops and for training the volunteers to teach.\n\nIt will be in "
        "simple Dutch, with English where it helps.",
        area="WR01",
        cost=11_500,
        tags=("computer",),
        language="en",
        supports=16,
        marks=8,
        remarks=(Remark("latifa", "Dit wil ik al jaren. Ik doe mee.", 6),),
    ),
    ProposalWords(
        by="otto",
        day=-58,
        title="Een leerboot op het kanaal",
        summary="Een boot met een lokaal erin die langs de buurten vaart.",
        body="Waterrijk heeft meer water dan wegen. Een oude rondvaartboot kan overal aanleggen. Overdag voor scholen, 's avonds voor "
        "cursussen.",
        area="WR02",
        cost=68_000,
        tags=("water",),
        supports=20,
        remarks=(Remark("henk", "Mooi plan, maar wie betaalt het onderhoud?", 3),),
        kept_off="Voor een boot met een leslokaal is een ligplaats nodig. De provincie geeft daarvoor op het kanaal geen vergunning. "
        "De indiener weet dit en denkt na over een plan aan de wal.",
    ),
)

THREAD = Thread(item=ITEM, consultation_round=ROUND, proposals=PROPOSALS, vote=Vote(voters=25, letters=AT_THE_DESK))
