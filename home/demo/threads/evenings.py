"""What was decided and is carried out is evaluated with residents, while it goes on."""

from home.demo.words import Both, Remark, RoundText, Span, Thread
from participation.enums import PhaseKind
from proposals.enums import DecidingBody, ParticipationLevel

ROUND = RoundText(
    slug=Both("bevallen-de-avonden-van-het-taalhuis", "how-are-the-evenings-of-the-language-house"),
    title=Both("Hoe bevallen de avonden van het Taalhuis?", "How are the evenings of the Language House?"),
    summary=Both(
        "Sinds dit najaar is het Taalhuis twee avonden open. Vertel wat er goed gaat, en wat er anders moet.",
        "Since this autumn the Language House is open on two evenings. Tell what goes well, and what should change.",
    ),
    background=Both(
        "<p>De raad besloot tot de avonden na een stemming van inwoners. Dit is de evaluatie.</p>",
        "<p>The council decided on the evenings after a vote of residents. This is the evaluation.</p>",
    ),
    open_to_influence=Both(
        "<ul><li>Op welke avonden en uren het Taalhuis open is.</li><li>Wat er dan te doen is.</li></ul>",
        "<ul><li>On which evenings and hours the Language House is open.</li><li>What there is to do then.</li></ul>",
    ),
    not_open=Both(
        "<ul><li>Dat er twee avonden zijn: dat besloot de raad.</li></ul>",
        "<ul><li>That there are two evenings: the council decided so.</li></ul>",
    ),
    what_happens_next=Both(
        "Het Taalhuis antwoordt op alles wat gezegd is. Daarna staat op de pagina van het Taalhuis hoe het verder gaat.",
        "The Language House answers everything that was said. After that the page of the Language House says how it goes on.",
    ),
    phases=(Span(PhaseKind.DISCUSS, -6, 15), Span(PhaseKind.ANSWER, 15, 36)),
    day=-9,
    who_decides=DecidingBody.EXECUTIVE,
    level=ParticipationLevel.CONSULT,
    rules={"is_discussed": True, "is_evaluation": True},
    host=Both("De docent van het Taalhuis", "The teacher of the Language House"),
    under="taalhuis",
)

TALK = (
    Remark("dorota", "Eindelijk kan ik komen. Wel is het op dinsdag zo vol dat je op de gang zit.", 0.5),
    Remark("thea", "Met z'n tweeën is het te doen. Een derde vrijwilliger op dinsdag zou helpen.", 1.3),
)

THREAD = Thread(item=None, consultation_round=ROUND, talk=TALK)
