import numpy as np
import pytest

from clearinghouse.core.vocabulary import AREA_CODES, CATEGORY_CODES, KIND_CODES
from matching import kinship


def test_the_tables_cover_the_shared_vocabulary():
    assert kinship.AREAS == AREA_CODES
    assert kinship.CATEGORIES == CATEGORY_CODES
    assert kinship.KINDS == KIND_CODES


@pytest.mark.parametrize("matrix", [kinship.AREA_KINSHIP, kinship.KIND_KINSHIP])
def test_kinship_is_mutual_and_nobody_is_nearer_than_oneself(matrix):
    assert np.array_equal(matrix, matrix.T)
    assert np.array_equal(np.diag(matrix), np.ones(len(matrix)))
    assert matrix[~np.eye(len(matrix), dtype=bool)].max() < 1.0
    assert matrix.min() >= 0.0


def test_accounting_is_near_physical_protection_and_far_from_biosafety():
    assert kinship.area_kinship("3A", "3B") > kinship.area_kinship("3A", "3AB")
    assert (
        kinship.area_kinship("3D", "6")
        > kinship.area_kinship("3D", "3C")
        > kinship.area_kinship("3D", "RESP")
    )


def test_an_unknown_code_is_a_stranger_to_all_but_itself():
    assert kinship.area_kinship("9Z", "3A") == 0.0
    assert kinship.area_kinship("9Z", "9Z") == 1.0
    assert kinship.kind_kinship("dance", "training") == 0.0
