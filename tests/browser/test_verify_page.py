"""The page in a bundle that counts, as somebody opens it from disk without a network, held against verify.py."""

import base64
import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from participation.tally import ranked_csv
from participation.tally.profile import RANKED, Option, Profile, ballot
from participation.tally.rules import METHODS_BY_NAME
from participation.tally.ties import CHAINS
from participation.verify import verify
from participation.verify.bundle import BESIDE, FOLDER, LEFT_TO_THE_PROGRAM, zipped
from tests.browser.axe import violations
from tests.participation.verify.bundles import bundle, counted, random_vote, two_questions, write
from tests.participation.verify.test_verify import NAMES, rehashed

SHARED = Path(__file__).parents[3] / "shared"
CHECK = """async (bundles) => {
  const answers = [];
  for (const [packed, hash] of bundles) {
    const { verdict, found, counted } = await check(Uint8Array.from(atob(packed), (one) => one.charCodeAt(0)), hash, "");
    answers.push([verdict, found.map(([key]) => key), counted ? counted.winners : null, JSON.stringify(found[found.length - 1])]);
  }
  return answers;
}"""


@pytest.fixture
def checker(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(offline=True, locale="nl-NL", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.goto((FOLDER / "verify.html").as_uri())
    yield page
    assert wrong == []
    context.close()


def answers(page: Page, bundles: list[tuple[dict[str, bytes], str]]) -> list[list]:
    packed = [[base64.b64encode(zipped(files)).decode(), hash_] for files, hash_ in bundles]
    return [
        answer for start in range(0, len(packed), 50) for answer in page.evaluate(CHECK, packed[start : start + 50])
    ]


def light(files: dict[str, bytes]) -> dict[str, bytes]:
    """Without the programs: hundreds of bundles pass to the browser."""
    return rehashed({**files, **dict.fromkeys(BESIDE, b"")})


def another(files: dict[str, bytes]) -> dict[str, bytes]:
    """The same bundle with one vote more in the published figures."""
    outcome = json.loads(files["outcome.json"])
    first = next(iter(outcome["scores"]))
    outcome["scores"][first] += 1
    return rehashed({**files, "outcome.json": json.dumps(outcome).encode()})


def test_page_counts_what_the_program_counts(checker: Page) -> None:
    asked, wanted = [], []
    for name in NAMES:
        for number in range(2 if name in LEFT_TO_THE_PROGRAM else 45):
            vote = random_vote(number, name)
            outcome = counted(name, vote)
            patterns = ("as-is", "merged") if name in verify.MERGEABLE and number < 10 else ("as-is",)
            for rare_pattern in patterns:
                files = light(bundle(vote, outcome, rare_pattern=rare_pattern))
                is_left = name in LEFT_TO_THE_PROGRAM
                asked += [(files, ""), (another(files), "")]
                wanted += [
                    (name, number, "left" if is_left else "same"),
                    (name, number, "left" if is_left else "other"),
                ]
                assert verify.differences(verify.Vote(files), outcome.as_data()) == []

    got = answers(checker, asked)

    wrong = [(one, answer) for one, answer in zip(wanted, got, strict=True) if answer[0] != one[2]]
    assert wrong == []


def test_page_finds_what_was_changed(checker: Page) -> None:
    vote = random_vote(7, "stv-scottish")
    files = bundle(vote, counted("stv-scottish", vote))
    data = zipped(files)
    published = sha256(data).hexdigest()
    changed = {
        "castings.csv": files["castings.csv"].replace(b"\n1,", b"\n2,", 1),
        "roll.json": files["roll.json"].replace(b'"cast": ', b'"cast": 9'),
        "ballots.csv": files["ballots.csv"].replace(b":1", b":0", 1),
        "options.csv": files["options.csv"].replace(b"1,a", b"1,z"),
        "heads.json": files["heads.json"].replace(b"aa", b"ab"),
    }
    sentences = {
        "castings.csv": "head",
        "roll.json": "ballots-cast",
        "ballots.csv": "not-permitted",
        "options.csv": "options-other",
        "heads.json": "head",
    }
    asked = [(files, published.upper()), (files, "0" * 64), (files, "abc"), ({**files, "README.txt": b""}, "")]
    asked += [(rehashed({**files, name: text}), "") for name, text in changed.items()]

    got = answers(checker, asked)

    assert [one[0] for one in got] == ["same"] + ["cannot"] * 8
    assert [one[1][-1] for one in got] == ["counted", "not-published", "hash-shape", "changed", *sentences.values()]


def test_somebody_drops_the_bundle_in_and_reads_same_result_in_both_languages(checker: Page, tmp_path: Path) -> None:
    vote = random_vote(7, "stv-scottish")
    files = bundle(vote, counted("stv-scottish", vote))
    path = write(files, tmp_path)
    expect(checker.get_by_role("heading", level=1)).to_have_text("Tel een uitslag na")
    checker.get_by_role("button", name="Tel na").click()
    expect(checker.get_by_role("status")).to_have_text("Kies eerst de bundel.")

    checker.get_by_label("De gepubliceerde SHA-256").fill(sha256(path.read_bytes()).hexdigest())
    checker.get_by_label("De bundel", exact=True).set_input_files(path)

    expect(checker.get_by_role("heading", name="Zelfde uitslag")).to_be_visible()
    expect(checker.get_by_role("table", name="De uitslag zoals hier geteld")).to_be_visible()
    assert violations(checker) == []
    checker.get_by_role("button", name="English").click()
    expect(checker.get_by_role("heading", name="Same result")).to_be_visible()
    expect(checker.locator("html")).to_have_attribute("lang", "en")
    # No verdict stays beside a hash that it is not of, whether or not anybody presses the button.
    hash_field = checker.get_by_label("The published SHA-256")
    hash_field.fill("0" * 63)
    expect(checker.get_by_role("heading", name="Same result")).to_have_count(0)
    expect(checker.get_by_role("status")).to_contain_text("The SHA-256 is not whole yet")
    hash_field.fill("0" * 64)
    expect(checker.get_by_role("heading", name="Not the published bundle")).to_be_visible()
    hash_field.fill("")
    expect(checker.get_by_role("heading", name="Same result, but nobody knows whether")).to_be_visible()
    for width in (320, 1280):
        checker.set_viewport_size({"width": width, "height": 800})
        assert checker.evaluate("document.documentElement.scrollWidth") <= width


def test_somebody_drops_the_result_in_too_and_reads_which_question_was_adopted(checker: Page, tmp_path: Path) -> None:
    files, titles = two_questions()
    result = tmp_path / "result.json"
    result.write_text(json.dumps({"labels": titles | {"VST-2": "Iets anders"}}), encoding="utf-8")

    checker.get_by_label("De bundel", exact=True).set_input_files([result, write(files, tmp_path)])

    rows = checker.get_by_role("table", name="De uitslag zoals hier geteld").get_by_role("row")
    expect(rows.nth(0)).to_have_text("OptieJaNeeUitslag")
    expect(rows.nth(1)).to_have_text("VST-1Mag de fontein aan?42Aangenomen")
    expect(rows.nth(2)).to_have_text("VST-203Niet aangenomen")
    expect(checker.get_by_text("niet de titel die in de regels vaststaat: VST-2.")).to_be_visible()
    assert violations(checker) == []


@pytest.mark.heavy
def test_page_counts_eighty_thousand_ballots_by_transferable_vote(checker: Page, tmp_path: Path) -> None:
    read = ranked_csv.load(SHARED / "data/ranked/minneapolis_2013_park_ballots.csv").profile(seats=3)
    # A reference has no comma and no quotation mark, as a name has.
    names = {option.id: f"VST-{number}" for number, option in enumerate(read.options, start=1)}
    ballots = {ballot((names[mark.option], mark.value) for mark in one): n for one, n in read.ballots.items()}
    profile = Profile(tuple(map(Option, names.values())), RANKED, ballots, seats=3)
    settings = METHODS_BY_NAME["stv"].settings({"decimals": 4})
    vote = (profile, CHAINS["list-order"], settings, None)
    path = write(bundle(vote, counted("stv", vote)), tmp_path)
    checker.set_default_timeout(120_000)

    checker.get_by_label("De bundel", exact=True).set_input_files(path)

    expect(checker.get_by_role("heading", name="Zelfde uitslag")).to_be_visible(timeout=120_000)
