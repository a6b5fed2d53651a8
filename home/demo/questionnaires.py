"""What residents answer to the short questions of a round, and what the moderator lets stand of their own words."""

from datetime import datetime
from random import Random

from home.demo.city import City
from home.demo.words import AskedWords, Thread
from participation.actions.questionnaire import Given, send_answers
from participation.actions.ruling import rule_on
from participation.enums import AskedKind, RulingKind
from participation.models import Comment, ConsultationRound


def tell_of_answers(city: City, thread: Thread) -> None:
    text = thread.consultation_round
    if text is None or not text.asked:
        return
    chance = Random(text.slug.nl)  # noqa: S311 - the same every time is what is wanted
    begin, end = city.days.midnight(text.phases[0].first), city.days.midnight(0)
    for number, key in enumerate(city.draw_residents(thread.respondents)):
        answers = [_answer(asked, number, chance) for asked in text.asked]

        def send(at: datetime, key: str = key, answers: list[Given] = answers) -> None:
            # As it is now: its questions came with its page.
            found = ConsultationRound.objects.get(pk=city.rounds[text.slug.nl].pk)
            questions = found.questionnaire.questions.all()
            send_answers(
                questionnaire=found.questionnaire,
                given={question.pk: answer for question, answer in zip(questions, answers, strict=True)},
                language="nl",
                by=city.people[key],
                client=key,
                at=at,
            )

        city.chronicle.at(city.draw_moment(begin, end), send)
    # What was written until yesterday was read; the rest waits at the moderator's desk.
    city.chronicle.at(city.days.at(-1, 9, 5), lambda at: _let_stand(city, text.slug.nl, at))


def _answer(asked: AskedWords, number: int, chance: Random) -> Given:
    places = range(len(asked.weights))
    if asked.kind == AskedKind.TEXT:
        return asked.written[number] if number < len(asked.written) else ""
    if asked.kind == AskedKind.SCALE:
        return [1 + chance.choices(places, asked.weights)[0]]
    if asked.kind == AskedKind.CHOICE:
        return chance.choices(places, asked.weights)
    if asked.kind == AskedKind.SEVERAL:
        return [place for place in places if chance.random() < asked.weights[place] / 10]
    # The heavier an answer, the sooner it tends to be named.
    return sorted(places, key=lambda place: -asked.weights[place] * chance.random())


def _let_stand(city: City, slug: str, at: datetime) -> None:
    written = Comment.objects.filter(answer__sheet__questionnaire__consultation_round=city.rounds[slug])
    for comment in written.filter(moderation="awaiting").order_by("posted_at", "pk"):
        rule_on(target=comment, kind=RulingKind.PUBLISH, by=city.moderator, at=at)
