from hypothesis import given, settings
from hypothesis import strategies as st

from actions.logic.acts import Act
from actions.logic.knowledge import Article
from tests.actions.driver import Conversation, make_article

_BUTTONS = ["report_step_done", "report_not_solved", "report_step_unclear", "ask_repeat", "ask_back", "correct_problem",
            "choose_answer", "start_steps", "choose_article", "affirm", "deny"]  # fmt: skip
_TYPED = [act.value for act in Act if act not in (Act.PROBLEM, Act.UNSURE)] + ["problem_b", ""]


@st.composite
def articles(draw: st.DrawFn) -> Article:
    n = draw(st.integers(1, 5))
    targets = st.sampled_from(["next", "solved", "human", "article:b", "article:gone", *[f"s{i}" for i in range(n)]])
    steps = []
    for i in range(n):
        step: dict[str, object] = {"id": f"s{i}", "text": f"Stap {i}"}
        if draw(st.booleans()):
            answers = [{"label": label, "goto": draw(targets)} for label in ("Ja", "Nee")]
            step["check"] = {"question": "Zie je het?", "answers": answers}
        else:
            step["done"], step["failed"] = draw(st.none() | targets), draw(st.none() | targets)
        steps.append(step)
    return make_article("a", steps=tuple(steps), topic=None)


@settings(max_examples=150, deadline=None)
@given(
    article=articles(),
    events=st.lists(st.tuples(st.sampled_from(_BUTTONS + _TYPED), st.booleans(), st.floats(0, 1)), max_size=25),
)
def test_any_sequence_of_events_gets_a_message_every_turn(
    article: Article, events: list[tuple[str, bool, float]]
) -> None:
    talk = Conversation({"a": article, "b": make_article("b")})

    for name, pressed, number in events:
        talk.p_helps = number
        if pressed:
            decision = talk.press(name, n=str(int(number * 3)), family="b")
        else:
            decision = talk.say("zomaar iets", name, number)

        assert decision.messages
        assert all(message.text.strip() for message in decision.messages)
        assert (decision.action == "handoff") == (decision.handoff is not None)


@settings(max_examples=150, deadline=None)
@given(
    article=articles(), choices=st.lists(st.sampled_from([*_BUTTONS[:3], "choose_answer"]), min_size=60, max_size=60)
)
def test_every_walk_ends(article: Article, choices: list[str]) -> None:
    talk = Conversation({"a": article})
    talk.say("de wifi doet het niet meer", "problem_a")
    talk.press("start_steps")

    for choice in choices:
        if talk.state.phase != "walking":
            break
        talk.press(choice, n="0")

    assert talk.state.phase in ("checking", "handed_off")
