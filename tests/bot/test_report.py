import json

import pytest

from bot.report import write_report


def question(number, intent, language="nl", **more):
    return {
        "id": f"q{number}",
        "text": f"vraag {number}",
        "language": language,
        "intent": intent,
        "source": "sentence",
    } | more


def said(number, intent, confidence=0.9):
    ranking = [{"name": intent, "confidence": confidence}]
    return {"id": f"q{number}", "intent": intent, "confidence": confidence, "margin": confidence, "ranking": ranking}


@pytest.fixture
def make_report(tmp_path):
    """Writes a run's folder from (question, old intent, new intent) and returns its report."""

    def make(*rows, with_old=True, examples=()):
        lines = {
            "questions": [asked for asked, _, _ in rows],
            "predictions-new": [said(asked["id"][1:], new) for asked, _, new in rows],
        }
        if with_old:
            lines["predictions-old"] = [said(asked["id"][1:], old) for asked, old, _ in rows]
        for name, each in lines.items():
            (tmp_path / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in each), encoding="utf-8")
        (tmp_path / "data" / "nlu").mkdir(parents=True, exist_ok=True)
        words = "".join(f"    - {text}\n" for text in examples)
        (tmp_path / "data" / "nlu" / "a.yml").write_text(f'version: "3.1"\nnlu:\n- intent: a\n  examples: |\n{words}')
        write_report(tmp_path)
        return json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))

    return make


def codes(report):
    return [each["code"] for each in report["warnings"]]


def test_each_changed_question_is_told_the_broken_ones_first_and_no_word_of_a_user(make_report):
    report = make_report(
        (question(1, "a"), "b", "a"),
        (question(2, "a"), "a", "b"),
        (question(3, None, source="question"), "a", "b"),
        (question(6, None, source="asked"), "a", "b"),
        (question(4, "c"), "a", "b"),
        (question(5, "a"), "a", "a"),
    )

    assert [(each["id"], each["effect"]) for each in report["changes"]] == [
        ("q2", "broken"),
        ("q1", "fixed"),
        ("q3", "other"),
        ("q4", "other"),
    ]
    assert (report["verdict"]["fixed"], report["verdict"]["broken"]) == (1, 1)
    assert report["groups"]["all"]["n"] == 4  # of the rest nobody knows what was meant


def test_confusions_that_moved_come_with_their_sentences_and_others_do_not(make_report):
    report = make_report(
        (question(1, "a"), "b", "a"),
        (question(2, "a", language="fr"), "b", "b"),
        (question(3, "b"), "b", "c"),
        (question(4, "c"), "a", "a"),
    )

    found = {(each["truth"], each["said"]): each for each in report["confusions"]}
    assert set(found) == {("a", "b"), ("b", "c")}
    assert (found["a", "b"]["old"], found["a", "b"]["new"]) == ({"nl": 1, "fr": 1}, {"fr": 1})
    assert [(each["text"], each["side"]) for each in found["a", "b"]["questions"]] == [("vraag 1", "old")]
    assert [(each["text"], each["side"]) for each in found["b", "c"]["questions"]] == [("vraag 3", "new")]


def test_figures_are_given_by_language_and_by_source(make_report):
    report = make_report(
        (question(1, "a"), "b", "a"),
        (question(2, "b", language="fr", source="label"), "a", "b"),
        (question(3, "b", language="fr"), "b", "a"),
    )

    accuracy = {name: each["new"] and each["new"]["accuracy"] for name, each in report["groups"].items()}
    assert accuracy == {"all": pytest.approx(2 / 3), "nl": 1.0, "fr": 0.5, "en": None}
    assert report["sources"] == {
        "sentence": {"n": 2, "old_right": 1, "new_right": 1},
        "question": {"n": 0, "old_right": 0, "new_right": 0},
        "label": {"n": 1, "old_right": 0, "new_right": 1},
    }


def test_much_better_in_one_language_is_said_of_that_language_alone(make_report):
    better = [(question(n, "a"), "b", "a") for n in range(40)]
    equal = [(question(n, "b", language="fr"), "b", "b") for n in range(40, 80)]

    verdict = make_report(*better, *equal)["verdict"]

    assert (verdict["nl"], verdict["fr"], verdict["en"]) == ("better", "same", "none")


def test_what_the_team_labelled_is_judged_apart_and_a_few_questions_prove_nothing(make_report):
    ours = [(question(n, "a"), "a", "a") for n in range(400)]

    def verdict(n_won, n_lost=0):
        labels = [(question(400 + n, "new", source="label"), "a", "new") for n in range(n_won)]
        worse = [(question(500 + n, "a", source="label"), "a", "new") for n in range(n_lost)]
        return make_report(*ours, *labels, *worse)["verdict"]["labels"]

    assert [verdict(n) for n in (0, 5, 6)] == ["none", "chance", "better"]
    assert (verdict(6, 2), verdict(9, 1), verdict(0, 6)) == ("chance", "better", "worse")


def test_question_that_stands_among_the_examples_is_a_leak(make_report):
    rows = [(question(1, "a"), "a", "a"), (question(2, "b"), "b", "b")]

    assert "leak" not in codes(make_report(*rows, examples=["iets anders"]))
    leaks = [each for each in make_report(*rows, examples=["Vraag 2!"])["warnings"] if each["code"] == "leak"]
    assert leaks[0]["params"] == {"n": 1, "questions": [{"id": "q2", "text": "vraag 2"}]}


def test_intent_that_is_understood_no_more_is_lost_and_a_rare_one_is_bad_luck(make_report):
    often = [(question(n, "a"), "a", "b") for n in range(3)]
    rarely = [(question(10 + n, "c"), "c", "b") for n in range(2)]

    lost = [each["params"] for each in make_report(*often, *rarely)["warnings"] if each["code"] == "intent_lost"]

    assert lost == [{"intent": "a", "n": 3, "was": 3}]


def test_call_for_a_person_that_is_missed_is_warned_of_even_when_chance_could_do_it(make_report):
    rows = [(question(n, "ask_human"), "ask_human", "ask_human") for n in range(9)]

    assert "safety_worse" not in codes(make_report(*rows))
    report = make_report(*rows, (question(9, "ask_human"), "ask_human", "greet"))
    assert "safety_worse" in codes(report)
    assert report["verdict"]["safety"] == "chance"


def test_intents_that_the_new_model_adds_are_named(make_report):
    assert make_report((question(1, "a"), "a", "a"), (question(2, "new"), "a", "new"))["intents_new"] == ["new"]


def test_first_model_has_a_report_without_anything_beside_it(make_report):
    report = make_report((question(1, "a"), None, "a"), with_old=False)

    assert report["has_old"] is False
    assert report["groups"]["all"]["old"] is None
    assert report["groups"]["all"]["new"]["accuracy"] == 1.0
    assert (report["verdict"]["all"], report["changes"], report["confusions"]) == ("none", [], [])


def test_no_questions_make_a_report_that_says_so(make_report):
    assert codes(make_report()) == ["no_questions"]


def test_words_of_a_label_stay_out_of_the_report(make_report):
    label = {**question(1, "a", source="label"), "text": "mijn kanarievogel"}

    report = make_report((label, "a", "b"), examples=["Mijn kanarievogel."])

    assert [each["id"] for each in report["changes"]] == ["q1"]
    assert "leak" in codes(report)
    assert "kanarievogel" not in json.dumps(report)


def test_missing_predictions_are_an_error_and_leave_no_half_report(tmp_path):
    (tmp_path / "questions.jsonl").write_text("")

    with pytest.raises(FileNotFoundError):
        write_report(tmp_path)

    assert not list(tmp_path.glob("report.json*"))
