import pytest
from django.utils import translation

from matching import reasons
from matching.eligibility import refusals
from matching.embedder import NoEmbedder
from matching.explanation import Verdict
from matching.scoring import rank
from tests.matching.profiles import TODAY, make_need, make_offer

pytestmark = pytest.mark.django_db


def test_a_reason_is_a_sentence_with_the_labels_of_the_vocabulary():
    sentence = reasons.render(
        {"verdict": "missing", "code": "kinds_missing", "params": {"kinds": ["training"]}}
    )

    assert sentence.verdict == "missing"
    assert sentence.text.startswith("Does not list: ")
    assert "training" in sentence.text.lower()


def test_a_shared_subject_is_named_in_the_readers_language():
    reason = {"verdict": "fits", "code": "subject_shared", "params": {"subjects": ["transit"]}}

    with translation.override("fr"):
        assert "zones franches" in reasons.render(reason).text


def test_a_quotation_keeps_the_language_of_the_offer():
    sentence = reasons.render(
        {"verdict": "fits", "code": "text_close", "params": {"quote": "Курсы", "language": "ru"}}
    )

    assert (sentence.quote, sentence.quote_language) == ("Курсы", "ru")


def test_every_reason_of_a_ranking_can_be_read():
    (ranked,) = rank(make_need(areas=("2F",)), [make_offer()], as_of=TODAY, embedder=NoEmbedder())

    grouped = reasons.render_all([r.as_json() for r in ranked.reasons])

    assert set(grouped) == {verdict.value for verdict in Verdict}
    assert all("%(" not in s.text and s.text for group in grouped.values() for s in group)


def test_an_unknown_code_of_an_older_version_shows_itself():
    assert reasons.render({"verdict": "fits", "code": "from_the_past"}).text == "from_the_past"


def test_a_refusal_names_the_requester():
    need = make_need(excluded_providers=frozenset({"AIDORG"}))
    (refusal,) = refusals(need, make_offer(), TODAY)

    assert reasons.render_refusal(refusal, names={"XAA": "Arcadia"}) == (
        "Arcadia asked that this provider be left out."
    )
