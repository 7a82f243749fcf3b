import pytest

from assistant.policies.spans import QuoteNotFound, Source, Span

SOURCE = Source("somewhere", "\t老年\n\n  人 80\n周岁。\n老年人也。")


def test_words_are_found_across_line_breaks_and_quoted_as_printed() -> None:
    span = SOURCE.locate("老年人80周岁")
    assert span == Span(1, 14)
    assert SOURCE.quote(span) == "老年\n\n  人 80\n周岁"


def test_spaces_in_the_words_do_not_count() -> None:
    assert SOURCE.locate("老 年\n人80") == SOURCE.locate("老年人80")


def test_every_occurrence_is_listed_in_order() -> None:
    assert SOURCE.occurrences("老年人") == (Span(1, 8), Span(16, 19))


def test_a_search_keeps_within_its_stretch() -> None:
    assert SOURCE.locate("老年人", Span(5, 20)) == Span(16, 19)
    assert SOURCE.occurrences("老年人", Span(0, 7)) == ()


def test_words_that_do_not_stand_there_are_named_with_the_document() -> None:
    with pytest.raises(
        QuoteNotFound, match=r'somewhere: "八十周岁" does not stand .* copy the words'
    ) as caught:
        SOURCE.locate("八十周岁")
    assert (caught.value.document, caught.value.words) == ("somewhere", "八十周岁")


@pytest.mark.parametrize("nothing", ["", " \n"])
def test_no_words_stand_nowhere(nothing: str) -> None:
    with pytest.raises(QuoteNotFound):
        SOURCE.locate(nothing)


def test_a_span_runs_forward_and_stays_in_the_text() -> None:
    with pytest.raises(ValueError, match="runs forward"):
        Span(3, 2)
    with pytest.raises(ValueError, match="leaves the source"):
        SOURCE.quote(Span(0, 99))


def test_a_span_holds_offsets_and_spans() -> None:
    assert 2 in Span(2, 4)
    assert 4 not in Span(2, 4)
    assert Span(2, 3) in Span(2, 4)
    assert Span(3, 5) not in Span(2, 4)


def test_lines_leave_out_what_is_blank() -> None:
    assert [SOURCE.quote(line) for line in SOURCE.lines()] == ["老年", "人 80", "周岁。", "老年人也。"]
    assert [SOURCE.quote(line) for line in SOURCE.lines(Span(8, 13))] == ["80", "周"]
