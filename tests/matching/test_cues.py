import pytest

from matching import lexicon
from matching.cues import compile_cues, normalize


@pytest.mark.parametrize(
    ("cue", "text", "found"),
    [
        ("export control", "Export controls are weak", True),
        ("controle export", "le contrôle des exportations", True),
        ("export control", "controls on exports", False),
        ("export control", "We export. Control is weak", False),
        ("ports$", "ports and airports", True),
        ("ports$", "a report", False),
        ("المواد النووية", "وبالمواد النووية", True),
        ("حصر", "الحصر", True),
        ("سور", "سوريا", False),
        ("放射源", "医院的放射源", True),
        ("учет ядерн", "учёта ядерных материалов", True),
        ("plan d'action", "le plan d’action national", True),
    ],
)
def test_a_cue_is_found_by_word_beginnings(cue, text, found):
    assert bool(compile_cues([cue]).hits(normalize(text))) is found


def test_an_ambiguous_cue_counts_half_and_a_phrase_more_than_a_word():
    text = normalize("law on export control")

    assert compile_cues(["~law"]).hits(text) < compile_cues(["law"]).hits(text)
    assert compile_cues(["export control"]).hits(text) > compile_cues(["law"]).hits(text)


@pytest.mark.parametrize("language", lexicon.LANGUAGES)
def test_every_subject_has_words_and_a_sentence_in_every_language(language):
    names = {concept.id for concept in lexicon.concepts()}

    assert set(lexicon.concept_cues(language)) == names
    assert {
        name for name, spoken, said in lexicon.prototypes() if spoken == language and said
    } == names


def test_codes_of_the_lexicon_are_codes_of_the_vocabulary():
    from matching.kinship import AREAS, CATEGORIES, KINDS

    for concept in lexicon.concepts():
        assert set(concept.areas) <= set(AREAS)
        assert set(concept.categories) <= set(CATEGORIES)
        assert concept.outside or concept.areas
    assert set(lexicon.code_cues("kinds", "en")) == set(KINDS)
    assert set(lexicon.code_cues("categories", "en")) == set(CATEGORIES)
