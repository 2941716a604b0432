from __future__ import annotations

import pytest

from clearinghouse.reference.models import Policy
from clearinghouse.reference.policies import policy

pytestmark = pytest.mark.django_db


def test_policy_is_the_edited_value():
    Policy.objects.filter(pk="objection_working_days").update(value=3)

    assert policy("objection_working_days") == 3


def test_policy_falls_back_to_the_default():
    Policy.objects.all().delete()

    assert policy("distribute_within_hours") == 168


def test_zero_is_a_value():
    assert policy("publication_silence_consents") == 0


def test_public_pages_read_it_too():
    Policy.objects.filter(pk="distribute_within_hours").update(value=100)

    assert policy("distribute_within_hours", using="public") == 100


def test_unknown_policy_is_a_mistake():
    with pytest.raises(KeyError):
        policy("distribute_within_days")
