from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webchat.domain.errors import Fixable
from webchat.domain.placeholders import VARIABLES, check, fill


def test_variables_are_filled_in() -> None:
    text = "Dag {{customer.name}}, ik ben {{ agent.name }}. Dossier {{ticket.number}}."

    filled = fill(text, {"customer.name": "An", "agent.name": "Sofie", "ticket.number": "FL-1001"})

    assert filled == "Dag An, ik ben Sofie. Dossier FL-1001."


def test_variable_without_a_value_leaves_no_gap() -> None:
    assert fill("Bonjour {{customer.name}}, dossier {{ticket.number}}", {"ticket.number": "FL-1"}) == (
        "Bonjour, dossier FL-1"
    )


@pytest.mark.parametrize("text", ["{{customer.phone}}", "a {{}} b", "{{ customer.name | upper }}"])
def test_unknown_variable_is_named(text: str) -> None:
    check("{{customer.name}} {nothing}", field="text")

    with pytest.raises(Fixable) as refused:
        check(text, field="text")

    assert refused.value.code == "unknown_variable"
    assert "customer.name" in refused.value.params["known"]


@given(st.text(), st.dictionaries(st.sampled_from(VARIABLES), st.text()))
def test_what_a_customer_is_called_is_never_filled_in_again(text: str, values: dict[str, str]) -> None:
    named = {**values, "customer.name": "{{agent.name}}", "agent.name": "geheim"}
    assert fill(f"x{{{{customer.name}}}}x{text.replace('{', '')}", named).startswith("x{{agent.name}}x")
