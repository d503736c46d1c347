def test_bots_silence_about_an_imported_family_is_no_evidence() -> None:
    from kb_index.library import request_signals

    said = {
        "intent_confidence": 0.9,
        "intent_margin": 0.8,
        "topic_family": None,
        "topics": {"wifi": 0.1},
        "n_failed_turns": 1,
    }

    assert request_signals(said, "wifi")["topic_share"] == 0.1
    assert request_signals(said, "bicycle-lease", is_topic=False) == {"n_failed_turns": 1.0}
