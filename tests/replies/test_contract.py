import json

from assistant.replies.contract import AmountOut, ErrorOut, Reply

FIELDS = "answer language intent regions persons facts verdicts assumptions citations questions totals refused warnings"


def test_a_reply_has_the_fields_of_the_contract_and_no_error_when_there_is_none() -> None:
    reply = Reply(answer="…", language="en", intent="thanks")
    assert list(json.loads(reply.model_dump_json())) == FIELDS.split()
    assert json.loads(reply.model_dump_json())["refused"] is None


def test_an_error_says_its_code_and_message() -> None:
    reply = Reply(answer="", language="en", intent="unreadable", error=ErrorOut(code="not_json", message="…"))
    assert reply.model_dump()["error"] == {"code": "not_json", "message": "…"}


def test_a_sum_without_a_period_says_so_and_names_no_standard() -> None:
    amount = AmountOut(value=300, unit="CNY", per=None, bound="exact")
    assert amount.model_dump() == {"value": 300, "unit": "CNY", "per": None, "bound": "exact"}


def test_a_share_names_what_it_is_a_share_of() -> None:
    amount = AmountOut(value=15, unit="%", of="当地低保标准", per="month", bound="exact")
    assert amount.model_dump()["of"] == "当地低保标准"
