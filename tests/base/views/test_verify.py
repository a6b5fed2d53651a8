"""Which published version a text is: by its hash, its canonical JSON or its words; here, and offline by a script."""

import hashlib
import json
import re
import subprocess
import sys
import unicodedata
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
import rfc8785
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from base.actions.reference import show_reference
from base.actions.removal import ask_redaction, confirm_redaction
from base.canonical import canonical_json
from base.enums import Recognised
from base.models import PublishedVersion
from base.verify import recognised
from home.models import AgendaItemPage
from tests.factories.accounts import person_with
from tests.factories.home import AgendaItemPageFactory
from tests.removals import withdrawn

SCRIPT = Path(settings.ROOT) / "site/static/leerstad_verify.py"


def publish(page: AgendaItemPage, **fields) -> AgendaItemPage:
    page = AgendaItemPage.objects.get(pk=page.pk)
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return AgendaItemPage.objects.get(pk=page.pk)


@pytest.fixture
def item(agenda_item):
    """Two versions; others on the agenda look a little like it."""
    for number in range(3):
        AgendaItemPageFactory(
            parent=agenda_item.get_parent(), title=f"Buurt {number}", problem="<p>Hier is het stil.</p>"
        )
    text = '<p data-block-key="aaaaa">Auto\'s rijden hard door de straat.</p><p data-block-key="bbbbb">Café “Zon” is 𝄞 dicht.</p>'
    return publish(agenda_item, problem=text, change_note="De straat.")


@pytest.fixture
def first(item):
    return PublishedVersion.objects.get(reference=item.reference, number=1)


@pytest.fixture
def second(item):
    return PublishedVersion.objects.get(reference=item.reference, number=2)


NOT_OURS = [
    b"",
    b"{}",
    b"[1, 2]",
    b"null",
    b'{"a": NaN}',
    b'{"a": 1e999}',
    b'{"a": "\\ud800"}',
    b"[" * 100_000,
    b'{"a":' * 5_000,
    b"\xff\xfe\x00\x01",
    b"Heel iets anders over belasting en parkeren",
    "\u0301\u0302".encode(),
]


OF_ANOTHER_MAKE = [3, "tekst", [1], {"a": 1}, None, True, ["x"], [{"code": 1}]]


@pytest.mark.django_db
class TestRecognised:
    def test_canonical_json_is_known_byte_for_byte(self, client, first, second):
        served = client.get(f"{second.lasting_address}.json").content
        found = recognised(served)
        assert (found.how, found.versions, found.sha256) == (Recognised.BYTES, [second], second.sha256)
        assert recognised(first.canonical.encode() + b"\n").versions == [first]

    def test_json_that_was_laid_out_anew_is_the_same(self, second):
        content = dict(reversed(second.content.items()))
        loose = unicodedata.normalize("NFD", json.dumps(content, indent=4))
        found = recognised(loose.encode())
        assert (found.how, found.versions) == (Recognised.CANONICAL, [second])

    def test_beginning_of_a_hash_as_a_history_prints_it_is_enough(self, second):
        found = recognised(second.sha256[:12].upper().encode())
        assert (found.how, found.versions, found.sha256) == (Recognised.HASH, [second], second.sha256)
        assert recognised(second.sha256[:11].encode()).versions == []

    def test_hash_alone_is_enough(self, second):
        assert recognised(f" {second.sha256.upper()}\n".encode()).versions == [second]
        assert recognised(("0" * 64).encode()).how == Recognised.NOTHING

    def test_plain_text_is_known_by_its_words(self, client, second):
        served = client.get(f"{second.lasting_address}.txt").content
        assert (recognised(served).how, recognised(served).versions) == (Recognised.WORDS, [second])
        windows = b"\xef\xbb\xbf" + served.replace(b"\n", b"\r\n")
        assert recognised(windows).how == Recognised.WORDS
        punctuated = served.decode().replace("hard door", "hard, door")
        assert recognised(punctuated.encode()).how == Recognised.SPACING

    def test_part_of_a_text_is_known_in_every_version_that_has_it(self, first, second):
        found = recognised(b"Veilig naar school!")
        assert (found.how, found.versions) == (Recognised.PART, [second, first])
        found = recognised(b"Auto's rijden hard\ndoor de straat")
        assert (found.how, found.versions) == (Recognised.PART, [second])

    def test_altered_part_shows_its_words(self, second):
        found = recognised(b"Auto's rijden zacht door de straat.")
        assert (found.how, found.versions) == (Recognised.NEAREST, [second])
        assert [one.text for one in found.pieces if one.kind == "inserted"] == ["zacht "]

    def test_altered_export_shows_its_words(self, client, second):
        served = client.get(f"{second.lasting_address}.txt").content.decode()
        found = recognised(served.replace("hard door", "zacht door").encode())
        assert (found.how, found.versions) == (Recognised.NEAREST, [second])
        assert [one.text for one in found.pieces if one.kind != "kept"] == ["hard ", "zacht "]

    def test_altered_json_shows_the_fields_that_differ(self, second):
        content = second.content | {"problem": second.content["problem"].replace("hard", "zacht")}
        found = recognised(json.dumps(content).encode())
        assert (found.how, found.versions) == (Recognised.NEAREST, [second])
        assert [one.name for one in found.fields] == ["problem"]

    def test_what_is_not_ours_is_not_known(self, second):
        for data in NOT_OURS:
            assert recognised(data).how in (Recognised.NOTHING, Recognised.SHORT)

    def test_json_of_another_make_is_no_error(self, second):
        for wrong in OF_ANOTHER_MAKE:
            content = second.content | dict.fromkeys(("tags", "origin", "budget_amount", "problem"), wrong)
            assert recognised(json.dumps(content).encode()).how in (
                Recognised.NEAREST,
                Recognised.WORDS,
                Recognised.NOTHING,
            )

    def test_withdrawn_version_is_known_by_its_hash_and_its_words_are_not_told(self, client, second, clerk, noon):
        data, words = second.canonical.encode(), b"Auto's rijden zacht door de straat."
        withdrawn(second, by=clerk, at=noon)
        page = client.post(reverse("verify"), {"text": data.decode()})
        assert "Ingetrokken" in page.content.decode()
        assert recognised(words).how == Recognised.NOTHING

    def test_hidden_text_is_not_known(self, second):
        data = [second.canonical.encode(), second.sha256.encode(), b"Auto's rijden zacht door de straat."]
        assert [recognised(one).versions for one in data] == [[second]] * 3
        show_reference(reference=second.reference, is_public=False)
        assert [recognised(one).how for one in data] == [Recognised.NOTHING] * 3

    def test_redacted_version_is_known_by_what_is_left(self, second, clerk, noon):
        redactions = ask_redaction(
            version=second, fields=["problem"], reason="court_order", explanation="Vonnis.", by=clerk, at=noon
        )
        whole = second.canonical.encode()
        confirm_redaction(redaction=redactions[0], by=person_with("clerk"), at=noon)
        left = PublishedVersion.objects.get(pk=second.pk)
        assert recognised(whole).versions == [second]
        found = recognised(left.canonical.encode())
        assert (found.how, found.versions, found.has_redaction) == (Recognised.WORDS, [second], True)

    def test_recognised_takes_four_queries(self, second, django_assert_max_num_queries):
        for data in (
            second.canonical,
            "Auto's rijden zacht door de straat.",
            json.dumps(second.content | {"title": "X"}),
        ):
            with django_assert_max_num_queries(5):
                recognised(data.encode())


@pytest.mark.django_db
def test_verify_page_keeps_nothing_and_offers_the_script(client, second):
    page = client.get(reverse("verify"))
    assert page.status_code == 200
    assert not page.cookies
    assert finders.find("leerstad_verify.py")
    assert "/static/leerstad_verify.py" in page.content.decode()
    page = client.post(reverse("verify"), {"file": SimpleUploadedFile("x.json", second.canonical.encode())})
    assert second.lasting_address in page.content.decode()
    assert not page.cookies
    assert "no-store" in page["Cache-Control"]


@pytest.mark.django_db
def test_verify_page_keeps_a_pasted_text_in_its_form(client, second):
    html = client.post(reverse("verify"), {"text": "Iets <b>anders</b>"}).content.decode()
    assert "Iets &lt;b&gt;anders&lt;/b&gt;" in html
    assert "Kies een bestand" in client.post(reverse("verify"), {"text": ""}).content.decode()


@pytest.mark.django_db
def test_verify_page_refuses_a_large_file(client, second):
    page = client.post(reverse("verify"), {"file": SimpleUploadedFile("x.json", b"x" * (2 * 1024 * 1024 + 1))})
    assert "2 MB" in page.context["form"].errors["file"][0]


# The script ----------------------------------------------------------------------------------------------------------


def run(*arguments: str, sent: bytes = b"") -> subprocess.CompletedProcess:
    """With the standard library alone: no site-packages, no environment."""
    return subprocess.run(
        [sys.executable, "-I", "-S", str(SCRIPT), *arguments], input=sent, capture_output=True, check=False
    )


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@pytest.mark.django_db
def test_script_knows_a_real_version(client, first, second, tmp_path):
    file, other = tmp_path / "v2.json", tmp_path / "v1.json"
    file.write_bytes(client.get(f"{second.lasting_address}.json").content)
    other.write_bytes(client.get(f"{first.lasting_address}.json").content)
    same = run(str(file), second.sha256)
    assert (same.returncode, same.stdout.decode()) == (0, f"MATCH, byte for byte: SHA-256 {second.sha256}\n")
    file.write_text(unicodedata.normalize("NFD", json.dumps(second.content, indent=2)), encoding="utf-8")
    same = run(str(file), second.sha256)
    assert (same.returncode, "canonical form" in same.stdout.decode()) == (0, True)
    different = run(str(file), first.sha256)
    assert (different.returncode, different.stdout.decode().splitlines()[0]) == (1, "NO MATCH")
    shown = run(str(file), str(other))
    assert shown.returncode == 1
    assert "The first difference is at problem:" in shown.stdout.decode()


def test_script_reads_an_address(live_server_of_json):
    address, data = live_server_of_json
    assert run("-", address, sent=data).returncode == 0
    left = run("-", f"{address}-redacted", sent=data)
    assert left.returncode == 1
    assert left.stdout.decode().startswith("NO MATCH with the whole text: words were redacted")
    assert "a" * 64 in left.stdout.decode()
    assert run("-", f"{address}x", sent=data).returncode == 2


@pytest.fixture
def live_server_of_json():
    import threading

    data = b'{"title":"Veilig"}'

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path in {"/v", "/v-redacted"} else 404)
            if self.path == "/v-redacted":
                self.send_header("Leerstad-Redacted", f"sha256-before={'a' * 64}")
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *arguments: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/v", data
    server.shutdown()
    server.server_close()
    server.server_close()
    thread.join()


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (b'{"a":1,"a":2}', "twice"),
        (b'{"a":NaN}', "no form in JSON"),
        (b'{"a":1.5}', "fractions"),
        (b'{"a":9007199254740992}', "too large"),
        (b'{"a":"\\ud800"}', "surrogate"),
        (b"{", "no JSON"),
        (b"\xff", "no UTF-8"),
        (b"[" * 100_000, "nested too deeply"),
    ],
)
def test_script_says_why_it_cannot_tell(sent, words):
    done = run("-", "0" * 64, sent=sent)
    assert (done.returncode, words in done.stderr.decode()) == (2, True)
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("mine", "theirs", "path"),
    [
        ({"a": [1, 2]}, {"a": [1, 3]}, "a[1]"),
        ({"a": [1]}, {"a": [1, 3]}, "a[1]"),
        ({"a": {"b": "x"}}, {"a": {}}, "a.b"),
        ({"a": 1}, {"a": True}, "a"),
        ({"a": None}, {"a": "null"}, "a"),
        ([1], {"a": 1}, "(the whole)"),
    ],
)
def test_script_names_the_first_difference(tmp_path, mine, theirs, path):
    (tmp_path / "other.json").write_text(json.dumps(theirs), encoding="utf-8")
    done = run("-", str(tmp_path / "other.json"), sent=json.dumps(mine).encode())
    assert done.returncode == 1
    assert re.search(rf"first difference is at {re.escape(path)}:", done.stdout.decode())


# Any text but half characters, and any whole number that JSON can hold.
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


def in_form_c(value):
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, list):
        return [in_form_c(item) for item in value]
    return {in_form_c(key): in_form_c(item) for key, item in value.items()} if isinstance(value, dict) else value


def keys_stay_apart(value) -> bool:
    if isinstance(value, list):
        return all(keys_stay_apart(item) for item in value)
    if isinstance(value, dict):
        return len({in_form_c(key) for key in value}) == len(value) and all(map(keys_stay_apart, value.values()))
    return True


@given(st.lists(VALUES.filter(keys_stay_apart), min_size=20, max_size=20))
@hypothesis_settings(max_examples=20, deadline=None)
def test_script_makes_the_same_bytes_as_an_rfc_8785_library(values):
    # One process for many values: starting Python is what takes time.
    code = (
        "import json, runpy, sys\n"
        f"script = runpy.run_path({str(SCRIPT)!r})\n"
        "for line in sys.stdin.buffer.read().split(b'\\n'):\n"
        "    print(script['canonical_bytes'](script['read'](line)).hex())\n"
    )
    sent = b"\n".join(json.dumps(value).encode() for value in values)
    done = subprocess.run([sys.executable, "-I", "-S", "-c", code], input=sent, capture_output=True, check=True)
    assert done.stdout.decode().split() == [rfc8785.dumps(in_form_c(value)).hex() for value in values]


@given(st.dictionaries(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8), TEXTS, max_size=3))
@hypothesis_settings(max_examples=15, deadline=None)
def test_script_and_site_make_the_same_hash(content):
    content = {in_form_c(key): value for key, value in content.items()}
    # What a database cannot hold is taken out before anything is published.
    clean = json.loads(canonical_json(content))
    done = run("-", sha256(canonical_json(content).encode()), sent=json.dumps(clean, indent=1).encode())
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["straat", "x", '{"a":', "uto"])
def test_too_short_a_text_is_not_known(client, second, text):
    assert recognised(text.encode()).how == Recognised.SHORT
    assert "te kort om op te zoeken" in client.post(reverse("verify"), {"text": text}).content.decode()
