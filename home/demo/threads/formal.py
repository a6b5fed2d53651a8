"""Two drafts of decisions on which people give their formal view: one whose term is over, one that runs now."""

from home.demo.words import Both, RoundText, Span, Thread, ViewWords
from participation.enums import PhaseKind
from proposals.enums import DecidingBody, ParticipationLevel, ViewChannel

LAID_OUT = Both(
    "Stadhuis Waterrijk, Havenplein 1: op werkdagen van 9 tot 17 uur, op donderdag tot 20 uur.",
    "Town hall of Waterrijk, Havenplein 1: on working days from 9 to 17, on Thursdays until 20.",
)

LANGUAGE_HOUSE = RoundText(
    slug=Both("ontwerpbesluit-uitbouw-taalhuis", "draft-decision-extension-language-house"),
    title=Both("Ontwerpbesluit: een uitbouw voor het Taalhuis", "Draft decision: an extension of the Language House"),
    summary=Both(
        "Het Taalhuis krijgt twee lokalen erbij, op het parkeerterrein aan de kade. Wat vind je van de vergunning?",
        "The Language House gets two more classrooms, on the car park at the quay. What do you think of the permit?",
    ),
    background=Both(
        "<p>De uitbouw is vier meter hoog. Er verdwijnen zes parkeerplaatsen; er komt een stalling voor veertig fietsen.</p>",
        "<p>The extension is four metres high. Six parking spaces disappear; a shed for forty bicycles is added.</p>",
    ),
    open_to_influence=Both(
        "<ul><li>De hoogte en de plek van de uitbouw.</li><li>Wat er voor de parkeerplaatsen terugkomt.</li></ul>",
        "<ul><li>The height and the place of the extension.</li><li>What replaces the parking spaces.</li></ul>",
    ),
    not_open=Both(
        "<ul><li>Dat het Taalhuis twee avonden per week open is: dat besloot de raad.</li></ul>",
        "<ul><li>That the Language House is open two evenings a week: the council decided that.</li></ul>",
    ),
    what_happens_next=Both(
        "Het college leest alle zienswijzen, antwoordt op elke en neemt dan het besluit.",
        "The mayor and aldermen read all formal views, answer each of them and then decide.",
    ),
    phases=(Span(PhaseKind.DISCUSS, -64, -21), Span(PhaseKind.ANSWER, -12, 30)),
    day=-68,
    who_decides=DecidingBody.EXECUTIVE,
    level=ParticipationLevel.CONSULT,
    rules={"is_formal": True, "notice": "gmb-2026-900001"},
    laid_out=LAID_OUT,
    under="taalhuis",
)

TRADE_SCHOOL = RoundText(
    slug=Both("ontwerpbesluit-vakschool", "draft-decision-trade-school"),
    title=Both(
        "Ontwerpbesluit: een vakschool in de oude scheepsloods", "Draft decision: a trade school in the old ship shed"
    ),
    summary=Both(
        "In de leegstaande loods op de werf komen leslokalen en werkplaatsen. Dit is het ontwerp van het besluit; je kunt er zes "
        "weken een zienswijze op geven.",
        "Classrooms and workshops come into the empty shed at the shipyard. This is the draft of the decision; you can give your "
        "formal view on it for six weeks.",
    ),
    background=Both(
        "<p>De loods mag nu alleen voor scheepsbouw worden gebruikt. Met dit besluit mag er ook les worden gegeven, van maandag "
        "tot en met zaterdag, van 8 tot 21 uur.</p>",
        "<p>The shed may now be used for building ships only. With this decision lessons are possible too, from Monday to "
        "Saturday, from 8 to 21.</p>",
    ),
    open_to_influence=Both(
        "<ul><li>De dagen en de uren.</li><li>Maatregelen tegen geluid en stof.</li><li>De weg erheen.</li></ul>",
        "<ul><li>The days and the hours.</li><li>Measures against noise and dust.</li><li>The road to it.</li></ul>",
    ),
    not_open=Both(
        "<ul><li>De loods is een monument en blijft staan.</li></ul>",
        "<ul><li>The shed is a monument and stays.</li></ul>",
    ),
    what_happens_next=Both(
        "Het college leest alle zienswijzen, antwoordt op elke en neemt dan het besluit. Wie een zienswijze gaf, kan daarna naar "
        "de rechter.",
        "The mayor and aldermen read all formal views, answer each of them and then decide. Who gave a formal view can go to "
        "court afterwards.",
    ),
    phases=(Span(PhaseKind.DISCUSS, -10, 36), Span(PhaseKind.ANSWER, 45, 75)),
    day=-14,
    who_decides=DecidingBody.EXECUTIVE,
    level=ParticipationLevel.CONSULT,
    rules={"is_formal": True, "notice": "gmb-2026-900002"},
    laid_out=LAID_OUT,
    under="nieuwkomers-leren-een-vak",
)

THREADS = (
    Thread(
        item=None,
        consultation_round=LANGUAGE_HOUSE,
        views=(
            ViewWords(
                -57,
                "Gerda uit de Rietzoom",
                "Rietlaan 12, Waterrijk",
                "Ik ben voor de uitbouw. Zet de fietsenstalling wel onder een dak, want wie 's avonds les heeft fietst in het donker "
                "en in de regen.",
                by="gerda",
                mail="gerda@waterrijk.example",
            ),
            ViewWords(
                -44,
                "Buurtvereniging De Kade",
                "Kade 3, Waterrijk",
                "Onze leden zijn bang dat zoekende auto's de kade vullen. Wij vragen om zes plaatsen achter de sporthal, met een bord.",
                channel=ViewChannel.PAPER,
            ),
            ViewWords(
                -30,
                "Bewoner van de Kade",
                "Kade 17, Waterrijk",
                "Mevrouw vertelde aan de balie dat de uitbouw haar middagzon wegneemt. Zij vraagt of het dak een meter lager kan.",
                channel=ViewChannel.DESK,
            ),
            ViewWords(
                -25,
                "Firma Touw en Zeil",
                "Werfstraat 8, Waterrijk",
                "Onze vrachtwagens draaien op het parkeerterrein. Met de uitbouw kan dat niet meer. Wij vragen om een andere draaiplek.",
                channel=ViewChannel.MAIL,
                came_to="de omgevingsdienst",
                remark="Kwam eerst bij de omgevingsdienst, die haar doorstuurde.",
            ),
            ViewWords(
                -16,
                "Otto",
                "Kanaalweg 40, Waterrijk",
                "Ik las er nu pas over. Bouw het van hout in plaats van steen.",
                by="otto",
                mail="otto@waterrijk.example",
                remark="Ik was zes weken weg voor mijn werk.",
            ),
        ),
    ),
    Thread(
        item=None,
        consultation_round=TRADE_SCHOOL,
        views=(
            ViewWords(
                -7,
                "Bea",
                "Werfstraat 2, Waterrijk",
                "Ik heb mijn werkplaats naast de loods en zie er graag leerlingen. Regel wel dat de poort na negen uur dichtgaat.",
                by="bea",
                mail="bea@waterrijk.example",
            ),
            ViewWords(
                -4,
                "Bewoners van de Werfstraat",
                "Werfstraat 11, Waterrijk",
                "Wij vragen om geen slijpwerk voor negen uur 's ochtends en om een geluidsmeting in het eerste jaar.",
                channel=ViewChannel.PAPER,
            ),
        ),
    ),
)
