"""The thread that is whole: from the agenda through a vote and a decision of the council to the item's next version."""

from home.demo.words import (
    AT_THE_DESK,
    MOTION,
    AnswerWords,
    Both,
    Change,
    DecisionWords,
    ItemText,
    PromiseStep,
    PromiseWords,
    ProposalWords,
    Remark,
    ResponseWords,
    RoundText,
    Span,
    Thread,
    Vote,
)
from participation.enums import Eligibility, Force, PhaseKind, TieRule
from proposals.council_enums import AnswerVerdict, CommitmentStep
from proposals.enums import DecidingBody, ParticipationLevel, Verdict

ITEM = ItemText(
    slug=Both("taalhuis", "language-house"),
    title=Both("Iedereen kan lezen, schrijven en rekenen", "Everybody can read, write and do sums"),
    summary=Both(
        "In Waterrijk heeft ongeveer één op de acht volwassenen moeite met lezen, schrijven of rekenen. In het Taalhuis "
        "kunnen zij gratis leren, in hun eigen tempo en zonder examens.",
        "In Waterrijk about one in eight adults finds reading, writing or sums hard. At the Language House they can learn "
        "for free, at their own pace and without exams.",
    ),
    problem=Both(
        "<p>Een brief van school, een bijsluiter, een formulier voor de huurtoeslag: wie slecht leest, loopt elke dag vast. "
        "Veel mensen schamen zich en vragen geen hulp.</p>"
        "<p>Het Taalhuis is er wel, maar alleen op dinsdagochtend en alleen in het stadhuis. Wie dan werkt of voor kinderen "
        "zorgt, kan niet komen.</p>",
        "<p>A letter from school, the leaflet of a medicine, a form for rent benefit: if reading is hard, you get stuck every "
        "day. Many people are ashamed and do not ask for help.</p>"
        "<p>There is a Language House, but only on Tuesday mornings and only in the town hall. If you work or look after "
        "children at that time, you cannot come.</p>",
    ),
    ambition=Both(
        "<p>In 2030 leren elk jaar 400 volwassenen in het Taalhuis. Nu zijn dat er 120.</p>",
        "<p>In 2030, 400 adults learn at the Language House every year. Now there are 120.</p>",
    ),
    measures=Both(
        "<ul><li>Het Taalhuis krijgt een docent met een vast contract.</li>"
        "<li>Dertig vrijwilligers krijgen een training van vijf avonden.</li>"
        "<li>De gemeente herschrijft haar honderd meest verstuurde brieven, samen met mensen die het Taalhuis bezoeken.</li>"
        "<li>Inwoners kiezen hoe het Taalhuis beter bereikbaar wordt.</li></ul>",
        "<ul><li>The Language House gets a teacher with a permanent contract.</li>"
        "<li>Thirty volunteers get a training of five evenings.</li>"
        "<li>The municipality rewrites the hundred letters it sends most, together with people who visit the Language "
        "House.</li>"
        "<li>Residents choose how the Language House becomes easier to reach.</li></ul>",
    ),
    responsible=Both("Bibliotheek en gemeente samen", "Library and municipality together"),
    themes=("basic-skills", "volunteers"),
    feature_areas=("2-1", "1-1"),
    target_groups=("newcomers", "vulnerable"),
    areas=("WR03",),
    day=-206,
    budget=140_000,
    budget_year=2027,
    budget_source=Both("gemeentebegroting", "municipal budget"),
)

ROUND = RoundText(
    slug=Both("taalhuis-bereikbaar", "language-house-within-reach"),
    title=Both("Hoe komt het Taalhuis dichterbij?", "How do we bring the Language House closer?"),
    summary=Both(
        "Er is geld voor één verbetering van het Taalhuis. Inwoners bedachten voorstellen en kozen er samen één.",
        "There is money for one improvement of the Language House. Residents came up with proposals and chose one together.",
    ),
    background=Both(
        "<p>Het Taalhuis is één ochtend per week open. Uit gesprekken met bezoekers bleek dat tijd, plek en drempel de "
        "drie dingen zijn die mensen tegenhouden.</p>",
        "<p>The Language House is open one morning a week. Talks with visitors showed that time, place and embarrassment "
        "are the three things that keep people away.</p>",
    ),
    open_to_influence=Both(
        "<ul><li>Wanneer het Taalhuis open is.</li><li>Waar het Taalhuis te vinden is.</li>"
        "<li>Hoe mensen over het Taalhuis horen.</li></ul>",
        "<ul><li>When the Language House is open.</li><li>Where the Language House can be found.</li>"
        "<li>How people hear of the Language House.</li></ul>",
    ),
    not_open=Both(
        "<ul><li>Lessen blijven gratis.</li><li>Er is € 45.000 per jaar, niet meer.</li></ul>",
        "<ul><li>Lessons stay free.</li><li>There is € 45,000 a year, not more.</li></ul>",
    ),
    what_happens_next=Both(
        "De gemeenteraad volgt de uitslag, tenzij er een goede reden is om het anders te doen. Die reden staat dan in het "
        "besluit.",
        "The council follows the outcome unless there is a good reason not to. That reason then stands in the decision.",
    ),
    phases=(
        Span(PhaseKind.COLLECT, -200, -172),
        Span(PhaseKind.DISCUSS, -200, -151),
        Span(PhaseKind.SUPPORT, -172, -151),
        Span(PhaseKind.ASSESS, -151, -136),
        Span(PhaseKind.VOTE, -130, -116),
    ),
    day=-203,
    level=ParticipationLevel.ADVISE,
    rules={
        "method": "approval",
        "seats": 1,
        "tie_rule": TieRule.LIST_ORDER,
        "force": Force.FOLLOWED_UNLESS,
        "eligibility": Eligibility.ROLL,
        "force_decision": MOTION,
    },
)

PROPOSALS = (
    ProposalWords(
        by="chaima",
        day=-198,
        title="Twee avonden per week open",
        summary="Open het Taalhuis op dinsdag- en donderdagavond, zodat ook mensen met een baan kunnen komen.",
        body="Mijn moeder maakt schoon, van zes uur 's ochtends tot drie uur. Daarna slaapt ze even en dan zijn wij er. Het "
        "Taalhuis is alleen open als zij werkt.\n\nDoe het van zeven tot negen. Dan is mijn vader thuis voor de kleintjes. "
        "Ze zou er meteen heen gaan, dat weet ik zeker.",
        area="WR02",
        tags=("avondles", "werk"),
        supports=31,
        marks=24,
        remarks=(
            Remark(
                "noor", "Fijn voor wie overdag werkt of kinderen ophaalt. Kan er op die avonden ook oppas zijn?", 3.2
            ),
            Remark(
                "karim",
                "Dit geldt voor de helft van mijn ploeg in het magazijn. Avond is de enige optie.",
                2,
                replies=(
                    Remark(
                        "esther",
                        "En zorg dan dat de deur van het stadhuis ook echt open is. Die gaat nu om vijf uur dicht.",
                        1.4,
                        replies=(
                            Remark(
                                "chaima",
                                "Goed punt. Het hoeft ook niet in het stadhuis, als het maar een bekende plek is.",
                                0.6,
                            ),
                        ),
                    ),
                ),
            ),
            Remark(
                "thea",
                "Ik ben vrijwilliger en wil best een avond doen. Wel graag met z'n tweeën, dat voelt veiliger.",
                6,
            ),
        ),
    ),
    ProposalWords(
        by="dorota",
        day=-194,
        title="Een Taalhuis in de wachtkamer",
        summary="Zet elke week iemand van het Taalhuis in de wachtkamer van het gezondheidscentrum.",
        body="Bij de dokter merk je het eerst dat je iets niet kunt lezen. Daar zit je toch te wachten. Als er dan iemand zit "
        "met een kop koffie en een bordje, vraag je het misschien wel.",
        area="WR03",
        tags=("gezondheid",),
        supports=22,
        marks=15,
        remarks=(
            Remark(
                "femke",
                "Ik werk daar aan de balie. We zien elke dag mensen die een formulier meenemen om het 'thuis rustig' in te vullen.",
                3,
            ),
        ),
    ),
    ProposalWords(
        by="kees",
        day=-190,
        title="Noem het geen Taalhuis meer",
        summary="Geef het een naam waar je zonder schaamte naar binnen loopt, zoals Het Leslokaal of De Werkbank.",
        body="Ik heb pas op mijn 52e goed leren lezen. Drie keer ben ik om het gebouw heen gelopen. Op de deur stond met grote "
        "letters waarom ik kwam, en mijn buurman werkt aan de overkant.\n\nEen andere naam kost bijna niks. Doe daarnaast ook "
        "computerles en koken, dan weet niemand waarvoor je komt.",
        name="iemand die het zelf meemaakte",
        tags=("schaamte",),
        supports=27,
        marks=18,
        remarks=(
            Remark(
                "ineke",
                "Wat dapper dat je dit opschrijft. Ik denk dat veel mensen dit herkennen.",
                1,
                nameless=True,
            ),
            Remark("otto", "Een naam veranderen terwijl eindelijk iemand hem kent? Ik twijfel.", 4),
        ),
    ),
    ProposalWords(
        by="samir",
        day=-186,
        title="Les via WhatsApp, elke dag vijf minuten",
        summary="Stuur deelnemers elke dag een kleine oefening op hun telefoon, met een stem die voorleest.",
        body="Een telefoon heeft iedereen. Vijf minuten in de bus lukt ook iedereen. Een docent kan zien wie er meedoet en "
        "bellen als iemand stopt.",
        tags=("telefoon",),
        supports=14,
        marks=9,
        remarks=(Remark("yusuf", "Wel oppassen met privacy. Kan dit ook zonder een groot Amerikaans bedrijf?", 2.5),),
    ),
    ProposalWords(
        by="joke",
        day=-181,
        title="Taalmaatjes aan huis",
        summary="Vrijwilligers komen bij mensen thuis die niet naar het Taalhuis durven of kunnen.",
        body="Sommige mensen komen de deur niet uit. Ik lees al jaren de post voor bij mijn bovenbuurvrouw. Met een beetje "
        "training kan ik haar leren het zelf te doen.",
        area="WR04",
        tags=("ouderen", "vrijwilligers"),
        supports=19,
        marks=12,
    ),
)

PROMISES = (
    PromiseWords(
        text=Both(
            "Het Taalhuis is op dinsdag- en donderdagavond open.",
            "The Language House is open on Tuesday and Thursday evenings.",
        ),
        department="Bibliotheek",
        due=-20,
        milestones=(
            (
                Both("Er is een rooster met docenten en vrijwilligers", "There is a rota of teachers and volunteers"),
                -50,
            ),
            (Both("De eerste avond is gehouden", "The first evening was held"), -22),
        ),
        steps=(
            PromiseStep(-60, CommitmentStep.STARTED),
            PromiseStep(
                -52,
                CommitmentStep.DONE,
                Both("Het rooster is rond tot de zomer.", "The rota is settled until summer."),
                milestone=0,
            ),
            PromiseStep(
                -23,
                CommitmentStep.DONE,
                Both("Er kwamen 31 mensen.", "31 people came."),
                milestone=1,
            ),
            PromiseStep(
                -21,
                CommitmentStep.DONE,
                Both(
                    "Het Taalhuis is nu elke dinsdag en donderdag tot 21.30 uur open.",
                    "The Language House is open every Tuesday and Thursday until half past nine now.",
                ),
                evidence="https://taalhuis.waterrijk.example/openingstijden",
            ),
        ),
        money=(38_000, 6_200),
    ),
    PromiseWords(
        text=Both(
            "Het Taalhuis zit een halve dag per week in de wachtkamer van het gezondheidscentrum.",
            "The Language House is in the waiting room of the health centre for half a day a week.",
        ),
        department="Zorg en welzijn",
        due=-30,
        milestones=((Both("Het gezondheidscentrum heeft een tafel vrij", "The health centre has a table free"), -31),),
        steps=(
            PromiseStep(
                -32,
                CommitmentStep.MOVED,
                Both(
                    "Het gezondheidscentrum verbouwt; de wachtkamer gaat later open.",
                    "The health centre is being rebuilt; the waiting room opens later.",
                ),
                due=45,
            ),
        ),
        money=(7_000, 0),
    ),
    PromiseWords(
        text=Both(
            "De honderd brieven die de gemeente het meest verstuurt, zijn herschreven.",
            "The hundred letters that the municipality sends most are rewritten.",
        ),
        department="Communicatie",
        due=-10,
        steps=(PromiseStep(-55, CommitmentStep.STARTED),),
    ),
)
DECISION = DecisionWords(
    promises=PROMISES,
    day=-81,
    body=DecidingBody.COUNCIL,
    verdict=Verdict.ADOPTED_AMENDED,
    title=Both(
        "Het Taalhuis gaat twee avonden per week open, en krijgt een plek bij de huisarts",
        "The Language House opens two evenings a week, and gets a place at the doctor's",
    ),
    reasons=Both(
        "De raad volgt de uitslag van de stemming: de meeste inwoners kozen voor twee avonden per week. Dat kost € 38.000 "
        "per jaar.\n\nVan het geld is dan nog € 7.000 over. De raad voegt daarom één ding toe: een halve dag per week in de "
        "wachtkamer van het gezondheidscentrum. Dat voorstel kreeg ook veel steun en past binnen het bedrag.\n\nHet voorstel "
        "voor een andere naam neemt de raad niet over. De raad vraagt het college wel om bij de ingang geen groot bord meer "
        "te hangen.",
        "The council follows the outcome of the vote: most residents chose two evenings a week. That costs € 38,000 a "
        "year.\n\nThen € 7,000 of the money is left. So the council adds one thing: half a day a week in the waiting room of "
        "the health centre. That proposal had much support too and fits the sum.\n\nThe council does not adopt the proposal "
        "for another name. It does ask the executive to put no large sign at the entrance any more.",
    ),
)

RESPONSE = ResponseWords(
    day=-112,
    published=-90,
    corrected=-75,
    intro=Both(
        "Vijf voorstellen en alles wat erover is gezegd: dit is wat wij ermee doen. De raad beslist daarna.",
        "Five proposals and all that was said of them: this is what we do with it. Then the council decides.",
    ),
    because="De raad heeft besloten en de tekst van de agenda is aangepast. Bij dit antwoord staat nu wat er veranderde.",
    answers=(
        AnswerWords(
            on="Twee avonden per week open",
            verdict=AnswerVerdict.ADOPTED,
            department="Bibliotheek",
            answer=Both(
                "Dit kreeg de meeste stemmen. Wij stellen de raad voor om het Taalhuis op dinsdag en donderdag van zeven tot negen "
                "uur te openen.",
                "This got the most votes. We propose to the council to open the Language House on Tuesdays and Thursdays from seven "
                "to nine.",
            ),
            to_comments=Both(
                "Er zijn altijd twee mensen tegelijk. De deur van het stadhuis blijft op die avonden open tot half tien.",
                "There are always two people at a time. On those evenings the door of the town hall stays open until half past nine.",
            ),
            is_changed=True,
        ),
        AnswerWords(
            on="Een Taalhuis in de wachtkamer",
            verdict=AnswerVerdict.PARTLY,
            department="Zorg en welzijn",
            answer=Both(
                "Een halve dag per week past binnen het geld dat over is. Elke dag kan niet.",
                "Half a day a week fits the money that is left. Every day is not possible.",
            ),
            is_changed=True,
        ),
        AnswerWords(
            on="Noem het geen Taalhuis meer",
            verdict=AnswerVerdict.NOT_ADOPTED,
            department="Bibliotheek",
            answer=Both(
                "De naam blijft. Het grote bord bij de ingang gaat weg, en op de deur staat voortaan alleen 'Welkom'.",
                "The name stays. The large sign at the entrance goes, and from now on the door only says 'Welcome'.",
            ),
            reason=Both(
                "Na vier jaar kent bijna iedereen in Waterrijk de naam; een nieuwe naam kost weer jaren.",
                "After four years nearly everybody in Waterrijk knows the name; a new one takes years again.",
            ),
        ),
        AnswerWords(
            on="Les via WhatsApp, elke dag vijf minuten",
            verdict=AnswerVerdict.FORWARDED,
            department="Onderwijs",
            answer=Both(
                "Wij geven dit door aan de docenten. Zij kiezen een programma dat geen gegevens verkoopt.",
                "We pass this on to the teachers. They choose a program that sells no data.",
            ),
            forwarded_to="de docenten van het Taalhuis",
        ),
        AnswerWords(
            on="Taalmaatjes aan huis",
            verdict=AnswerVerdict.ALREADY,
            department="Zorg en welzijn",
            answer=Both(
                "Dit bestaat: bij het buurthuis kun je om een taalmaatje vragen. Wij zetten het nu ook op de website.",
                "This exists: at the community centre you can ask for a language buddy. We now put it on the website too.",
            ),
        ),
    ),
)

NEXT_VERSION = Change(
    day=-77,
    note=Both(
        "De raad koos na de stemming voor twee avonden per week en een plek in het gezondheidscentrum. Dat staat nu bij wat "
        "we gaan doen.",
        "After the vote the council chose two evenings a week and a place in the health centre. That now stands under what "
        "we are going to do.",
    ),
    follows_decision=True,
    fields={
        "summary": Both(
            "In Waterrijk heeft ongeveer één op de acht volwassenen moeite met lezen, schrijven of rekenen. In het Taalhuis "
            "kunnen zij gratis leren, in hun eigen tempo en zonder examens. Het Taalhuis gaat twee avonden per week open.",
            "In Waterrijk about one in eight adults finds reading, writing or sums hard. At the Language House they can "
            "learn for free, at their own pace and without exams. The Language House opens two evenings a week.",
        ),
        "measures": Both(
            "<ul><li>Het Taalhuis gaat elke dinsdag- en donderdagavond open, van zeven tot negen uur.</li>"
            "<li>Een halve dag per week zit er iemand van het Taalhuis in de wachtkamer van het gezondheidscentrum.</li>"
            "<li>Het Taalhuis krijgt een docent met een vast contract.</li>"
            "<li>Dertig vrijwilligers krijgen een training van vijf avonden.</li>"
            "<li>De gemeente herschrijft haar honderd meest verstuurde brieven, samen met mensen die het Taalhuis "
            "bezoeken.</li></ul>",
            "<ul><li>The Language House opens every Tuesday and Thursday evening, from seven to nine.</li>"
            "<li>Half a day a week somebody of the Language House is in the waiting room of the health centre.</li>"
            "<li>The Language House gets a teacher with a permanent contract.</li>"
            "<li>Thirty volunteers get a training of five evenings.</li>"
            "<li>The municipality rewrites the hundred letters it sends most, together with people who visit the Language "
            "House.</li></ul>",
        ),
    },
)

THREAD = Thread(
    item=ITEM,
    consultation_round=ROUND,
    proposals=PROPOSALS,
    vote=Vote(voters=36, result_day=-115, letters=AT_THE_DESK),
    decision=DECISION,
    response=RESPONSE,
    changes=(NEXT_VERSION,),
)
