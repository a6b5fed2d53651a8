import ast
import io
import json
import subprocess
import sys
import zipfile
from hashlib import sha256
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from participation.tally.profile import APPROVAL, Option, Profile, approve
from participation.tally.rules import METHODS_BY_NAME
from participation.tally.ties import CHAINS
from participation.verify import verify
from participation.verify.bundle import PROGRAM, rare_apart, zipped
from tests.participation.verify.bundles import bundle, closing_head, counted, random_vote, two_questions, write

NAMES = sorted(METHODS_BY_NAME)


def test_program_is_one_file_that_needs_nothing_but_python():
    tree = ast.parse(PROGRAM.read_text(encoding="utf-8"))
    imported = {
        name.split(".")[0]
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or "."]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }

    assert imported <= sys.stdlib_module_names


def test_program_knows_every_rule():
    assert sorted(verify.COUNTERS) == NAMES


def check(name: str, seeds) -> None:
    for number in seeds:
        vote = random_vote(number, name)
        outcome = counted(name, vote)
        for rare_pattern in ("as-is", "merged") if name in verify.MERGEABLE else ("as-is",):
            files = bundle(vote, outcome, rare_pattern=rare_pattern)
            read = verify.Vote(files)
            verify.check_numbers(files, read)
            verify.check_ballots(read)
            assert verify.differences(read, json.loads(files["outcome.json"])) == [], number


@pytest.mark.parametrize("name", NAMES)
def test_two_counts_written_apart_give_the_same_to_the_last_unit(name):
    check(name, range(60))


@given(number=st.integers(min_value=0, max_value=2**32), name=st.sampled_from(NAMES))
@settings(max_examples=60, deadline=None)
def test_program_says_same_result_of_any_vote_in_a_whole_bundle(tmp_path_factory, number, name):
    vote = random_vote(number, name)
    path = write(bundle(vote, counted(name, vote)), tmp_path_factory.getbasetemp())

    assert verify.main([str(path), sha256(path.read_bytes()).hexdigest()]) == 0


@pytest.mark.heavy
@pytest.mark.parametrize("name", NAMES)
def test_two_counts_written_apart_give_the_same_of_thousands_of_votes(name):
    check(name, range(60, 4000))


def test_ballots_that_few_share_stand_in_totals_in_which_nobody_is_alone():
    park, pool, path, both = (approve(names) for names in (["park"], ["pool"], ["path"], ["park", "pool"]))

    # One alone would be told by the total: the next rarest joins it.
    assert rare_apart({park: 9, pool: 6, both: 1, (): 1}) == ({park: 9, (): 1}, {both: 1, pool: 6})
    assert rare_apart({park: 9, pool: 4, both: 1}) == ({park: 9}, {both: 1, pool: 4})
    assert rare_apart({park: 9, pool: 5}) == ({park: 9, pool: 5}, {})
    # Of so few nothing can stand whole.
    assert rare_apart({park: 1, path: 2}) == ({}, {park: 1, path: 2})


def test_merged_ballots_are_in_no_file_and_cannot_be_more_than_the_rules_permit(tmp_path, capsys):
    park, pool, both = approve(["park"]), approve(["pool"]), approve(["park", "pool"])
    options = (Option("park", 30), Option("pool", 20))
    profile = Profile(options, APPROVAL, {park: 9, pool: 4, both: 2}, budget=40)
    vote = (profile, CHAINS["lower-cost"], {}, None)
    files = bundle(vote, counted("greedy", vote), rare_pattern="merged")

    assert files["ballots.csv"] == b"times,ballot\n9,1:1\n"
    assert files["merged.csv"] == b"number,sum,above,below\n1,2,2,0\n2,6,6,0\n"
    assert verify.main([str(write(files, tmp_path))]) == 0
    assert "Of 6 ballots that fewer than 5 people shared only the totals were looked at.\n" in capsys.readouterr().out
    for totals, sentence in (
        (b"\n1,2,2,0\n2,7,7,0\n", "The totals {'sum': 7, 'above': 7, 'below': 0} cannot be of 6 ballots"),
        (b"\n1,5,2,0\n2,6,6,0\n", "The totals {'sum': 5, 'above': 2, 'below': 0} cannot be of 6 ballots"),
        (b"\n1,3,3,0\n2,6,6,0\n", "Rule greedy: 15 ballots counted"),
    ):
        path = write(rehashed({**files, "merged.csv": b"number,sum,above,below" + totals}), tmp_path)
        assert verify.main([str(path)]) == (1 if sentence.startswith("Rule") else 2)
        assert capsys.readouterr().out.startswith(sentence)
    whole = bundle(vote, counted("greedy", vote)) | {"rules.json": files["rules.json"]}
    assert verify.main([str(write(rehashed(whole), tmp_path))]) == 2
    assert "by the rules it must not stand whole" in capsys.readouterr().out


def test_program_says_what_was_adopted_with_yes_and_no_beside_the_title_that_the_rules_fixed(tmp_path, capsys):
    files, titles = two_questions()
    path, result = write(files, tmp_path), tmp_path / "result.json"
    result.write_text(json.dumps({"labels": titles | {"VST-2": "Iets anders"}}), encoding="utf-8")

    assert verify.main([str(path), str(result), sha256(path.read_bytes()).hexdigest()]) == 0
    said = capsys.readouterr().out
    assert "VST-1 Mag de fontein aan?: 4 yes, 2 no, adopted.\nVST-2: 0 yes, 3 no, not adopted.\n" in said
    assert "calls VST-2 is not the title that the rules fixed." in said
    assert verify.main([str(path)]) == 0
    assert "VST-1: 4 yes, 2 no, adopted." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("limits", "sentence"),
    [
        ({"max_choices": 1}, "The rules do not permit the ballot {'park': 1, 'pool': 1}."),
        ({"within_budget": True}, "The rules do not permit the ballot {'park': 1, 'pool': 1}."),
        ({"max_choices": 2}, ""),
    ],
)
def test_program_holds_ballots_against_limits_that_no_method_declares(tmp_path, capsys, limits, sentence):
    options = (Option("park", 30), Option("pool", 20))
    profile = Profile(options, APPROVAL, {approve(["park", "pool"]): 2}, budget=40)
    vote = (profile, CHAINS["lower-cost"], {}, None)
    path = write(bundle(vote, counted("greedy", vote), **limits), tmp_path)

    assert verify.main([str(path)]) == (2 if sentence else 0)
    assert capsys.readouterr().out.startswith(sentence)


@pytest.fixture
def vote():
    return next(
        vote
        for vote in (random_vote(number, "stv-scottish") for number in range(99))
        if vote[0].voters > 9 and len(counted("stv-scottish", vote).counts) > 2
    )


@pytest.fixture
def files(vote):
    return bundle(vote, counted("stv-scottish", vote))


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-I", "verify.py", *map(str, arguments)],
        cwd=PROGRAM.parent,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def test_program_says_same_result_of_the_published_bundle(vote, files, tmp_path):
    path = write(files, tmp_path)

    done = run(path, sha256(path.read_bytes()).hexdigest().upper())

    assert (done.returncode, done.stderr) == (0, "")
    said = done.stdout.splitlines()
    # Between them what each option came to.
    told = said.index("Counted here:")
    assert [*said[:told], *said[told + 1 + len(vote[0].options) :]] == [
        f"Rule stv-scottish: {verify.Vote(files).voters} ballots counted, {verify.Vote(files).blank} blank.",
        f"The roll of 3 people at the opening has the SHA-256 {'ab' * 32}.",
        f"The rules have the SHA-256 {sha256(files['rules.json']).hexdigest()}.",
        f"The box was closed by the head {closing_head(sum(vote[0].ballots.values()))}. The site must give the same.",
        "Same result.",
    ]


def test_program_says_what_it_cannot_know_without_the_published_hash(files, tmp_path):
    done = run(write(files, tmp_path))

    assert done.returncode == 0
    assert done.stdout.splitlines()[-2:] == [
        "Same result.",
        "Without the published SHA-256 nobody knows whether this bundle is the published one.",
    ]


def test_program_speaks_dutch_where_it_is_asked_or_the_computer_does(vote, files, tmp_path, monkeypatch, capsys):
    path = write(files, tmp_path)
    for asked, language in (([], "nl_NL.UTF-8"), (["--taal", "nl"], "en_GB.UTF-8")):
        monkeypatch.setenv("LC_ALL", language)
        assert verify.main([str(path), *asked]) == 0
        said = capsys.readouterr().out.splitlines()
        assert said[0].endswith(" blanco.")
        assert said[-2:] == [
            "Zelfde uitslag.",
            "Zonder de gepubliceerde SHA-256 weet niemand of dit de gepubliceerde bundel is.",
        ]
    assert verify.main(["--taal", "en", str(path)]) == 0
    assert "Same result." in capsys.readouterr().out


def test_every_sentence_of_the_program_has_its_dutch_with_the_same_values():
    source = ast.parse(Path(verify.__file__).read_text())
    calls = [one for one in ast.walk(source) if isinstance(one, ast.Call) and isinstance(one.func, ast.Name)]
    said = {
        text.value
        for call in calls
        if call.func.id in ("say", "CannotTell")
        for text in ast.walk(call.args[0])
        if isinstance(text, ast.Constant)
    }
    assert len(said) > 40
    assert said <= verify.DUTCH.keys()
    assert [one for one, dutch in verify.DUTCH.items() if one.count("{}") != dutch.count("{}")] == []


def test_program_says_that_the_round_was_cancelled(files, tmp_path, capsys):
    path, result = write(files, tmp_path), tmp_path / "result.json"
    words = "This round was cancelled: what was counted decides nothing.\nSame result."
    verify.main([str(path)])
    assert words not in capsys.readouterr().out
    result.write_text('{"labels": {}, "cancelled_at": "2026-11-20"}')
    verify.main([str(path), str(result)])
    assert words in capsys.readouterr().out
    verify.main([str(path.rename(tmp_path / "RND-2026-001-1-cancelled.zip"))])
    assert words in capsys.readouterr().out


def test_program_reads_an_unpacked_bundle_but_cannot_hold_that_to_the_hash(files, tmp_path):
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)

    assert run(tmp_path).returncode == 0
    refused = run(tmp_path, "0" * 64)
    assert (refused.returncode, refused.stdout) == (
        2,
        "The published hash is of the zip file; give that, or leave the hash out.\n",
    )


def test_program_refuses_any_changed_byte(files, tmp_path):
    path = write(files, tmp_path)
    data = path.read_bytes()
    published = sha256(data).hexdigest()
    draw = Random(1)
    for place in [0, len(data) - 1, *(draw.randrange(len(data)) for _ in range(300))]:
        path.write_bytes(data[:place] + bytes([data[place] ^ 1 << draw.randrange(8)]) + data[place + 1 :])
        with pytest.raises(verify.CannotTell, match="This is not the published bundle"):
            verify.read_bundle(path, published)
    path.write_bytes(data + b"\n")
    assert verify.main([str(path), published]) == 2


def test_program_notices_a_changed_file_even_without_the_published_hash(files, tmp_path, capsys):
    for name in sorted(set(files) - {"hashes.txt"}):
        changed = {**files, name: files[name] + b" "}

        assert verify.main([str(write(changed, tmp_path))]) == 2
        said = capsys.readouterr().out
        assert "is not as hashes.txt says." in said


@pytest.mark.parametrize("name", ["outcome.json", "receipts.txt", "verify.py"])
def test_program_refuses_a_bundle_without_one_of_its_files_or_with_one_too_many(files, tmp_path, capsys, name):
    less = {other: data for other, data in files.items() if other != name}

    for wrong in (less, {**less, f"{name}.bak": b""}):
        assert verify.main([str(write(wrong, tmp_path))]) == 2
        assert name in capsys.readouterr().out


def rehashed(files: dict[str, bytes]) -> dict[str, bytes]:
    """As somebody would who changes a file and knows of the hashes."""
    lines = [f"{sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(set(files) - {"hashes.txt"})]
    return {**files, "hashes.txt": "".join(lines).encode()}


def test_program_says_what_differs_in_an_outcome_that_the_ballots_do_not_give(files, tmp_path, capsys):
    outcome = json.loads(files["outcome.json"])
    winner = outcome["winners"].pop(0)
    outcome["counts"][0]["votes"][winner] += 1
    path = write(rehashed({**files, "outcome.json": json.dumps(outcome).encode()}), tmp_path)

    assert verify.main([str(path)]) == 1
    said = capsys.readouterr().out
    assert "Published the winners, in order: " in said
    assert "Published the votes in count 1: " in said
    assert "Another result.\n" in said


@pytest.mark.parametrize(
    ("name", "change", "sentence"),
    [
        ("roll.json", (b'"cast": ', b'"cast": 9'), "The ballots are "),
        ("roll.json", (b'"size": 1', b'"size": '), "More ballots were cast than people could vote."),
        ("receipts.txt", (b"\n", b"0\n"), "The receipts are not those of the envelopes in the box."),
        ("castings.csv", (b"\n1,", b"\n2,"), "Head 1 of the ballot box does not fit what came in"),
        ("heads.json", (b"aa", b"ab"), "Head 1 of the ballot box does not fit what came in"),
        ("heads.json", (b"true", b"1"), "Head 1 of the ballot box does not fit what came in"),
        ("merged.csv", (b"below\n", b"below\n1,5,5,0\n"), "By the rules no ballots of stv-scottish are merged."),
        ("ballots.csv", (b":1", b":0"), "The rules do not permit the ballot "),
        ("ballots.csv", (b"1:", b"99:"), "The files of the bundle do not fit together: "),
        ("ballots.csv", (b"\n1,", b"\n-1,"), "No ballot can be "),
        ("ballots.csv", (b"2:", b"1:"), "No ballot can be "),
        ("options.csv", (b"2,b", b"2,a"), "Two options have the same number or identifier."),
        ("options.csv", (b"1,a", b"1,z"), "The options are not those of the rules."),
        ("lot.json", (b"null", b'{"head": "", "public_value": "7"}'), "By the rules a lot is drawn, or there is one"),
        ("rules.json", (b"stv-scottish", b"lottery"), "This program does not know the rule lottery."),
        ("rules.json", (b"{", b""), "The files of the bundle do not fit together: "),
    ],
)
def test_program_refuses_files_that_contradict_each_other(files, tmp_path, capsys, name, change, sentence):
    changed = files[name].replace(*change, 1)
    assert changed != files[name]

    assert verify.main([str(write(rehashed({**files, name: changed}), tmp_path))]) == 2
    assert capsys.readouterr().out.startswith(sentence)


def test_program_says_how_it_is_used_and_what_cannot_be_read(files, tmp_path, capsys):
    damaged = tmp_path / "damaged.zip"
    damaged.write_bytes(zipped(files)[:200])

    for arguments, sentence in (
        ([], "Usage: python verify.py BUNDLE.zip [SHA256] [RESULT.json] [--taal nl|en]"),
        ([str(damaged), "abc"], "A SHA-256 is 64 digits and letters from a to f."),
        ([str(tmp_path / "none.zip")], f"{tmp_path / 'none.zip'} cannot be read: No such file or directory."),
        ([str(damaged)], "The zip file is damaged: File is not a zip file."),
    ):
        assert verify.main(arguments) == 2
        assert capsys.readouterr().out.startswith(sentence)


def test_bundle_is_byte_for_byte_the_same_at_every_export(vote):
    profile, ties, settings, lot = vote
    other = type(profile)(
        profile.options, profile.kind, dict(reversed(profile.ballots.items())), profile.budget, profile.seats
    )

    first = zipped(bundle(vote, counted("stv-scottish", vote)))
    second = zipped(bundle((other, ties, settings, lot), counted("stv-scottish", (other, ties, settings, lot))))

    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as written:
        assert written.namelist() == sorted(verify.NAMES)
        # Neither the clock nor a version of the library that compresses is in its bytes.
        assert {(one.date_time, one.compress_type) for one in written.infolist()} == {
            ((1980, 1, 1, 0, 0, 0), zipfile.ZIP_STORED)
        }


def test_bundle_lets_a_shell_check_its_hashes(files, tmp_path):
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)

    done = subprocess.run(
        ["sha256sum", "--check", "--strict", "hashes.txt"], cwd=tmp_path, capture_output=True, check=False
    )

    assert done.returncode == 0
