from bot.maths.spans import Span, without_overlaps


def test_longest_of_overlapping_spans_of_one_name_wins():
    spans = [Span("device", 0, 2), Span("device", 0, 10), Span("device", 12, 15)]

    assert without_overlaps(spans) == [Span("device", 0, 10), Span("device", 12, 15)]


def test_spans_of_different_names_may_overlap():
    spans = [Span("error_code", 5, 9), Span("error_text", 0, 20)]

    assert without_overlaps(spans) == [Span("error_text", 0, 20), Span("error_code", 5, 9)]
