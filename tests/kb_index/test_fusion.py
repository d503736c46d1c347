from kb_index.fusion import Lists, combine, keep_in_reach


def ranked() -> list[str]:
    candidates = {
        "imported": Lists(dense=1.5, table=1.5, lexical=0.05),
        "pdf": Lists(dense=1.0, table=1.0, topic=0.6),
        "mailbox": Lists(dense=1.0, table=1.0, topic=0.3),
        "phone": Lists(dense=1.0, table=1.0, topic=0.2),
    }
    return [name for name, _ in keep_in_reach(combine(candidates), lambda name: name != "imported")]


def test_an_article_that_no_topic_names_stays_among_the_first_three():
    assert ranked() == ["pdf", "mailbox", "imported", "phone"]


def test_a_named_article_gets_no_such_help():
    fused = combine({"a": Lists(3.0, 3.0), **{f"t{n}": Lists(0.0, 0.0, topic=0.9) for n in range(4)}})

    assert [name for name, _ in keep_in_reach(fused, lambda name: True)] == [name for name, _ in fused]


def test_scores_still_fall():
    candidates = {"imported": Lists(3.0, 3.0), **{f"t{n}": Lists(0.0, 0.0, topic=0.9 - n / 10) for n in range(4)}}

    totals = [scores.total for _, scores in keep_in_reach(combine(candidates), lambda name: name != "imported")]

    assert totals == sorted(totals, reverse=True)
