"""What a user can do in a turn."""

from __future__ import annotations

from enum import StrEnum


class Act(StrEnum):
    """What the user does; the values are Rasa's intent names."""

    GREET = "greet"
    GOODBYE = "goodbye"
    THANK = "thank"
    AFFIRM = "affirm"
    DENY = "deny"
    SOLVED = "report_solved"
    NOT_SOLVED = "report_not_solved"
    DONE = "report_step_done"
    UNCLEAR = "report_step_unclear"
    REPEAT = "ask_repeat"
    BACK = "ask_back"
    HUMAN = "ask_human"
    COMPLAIN = "complain"
    ABUSE = "abuse"
    SECURITY = "report_security_incident"
    ACCESS = "request_access"
    SOFTWARE = "request_software"
    TICKET = "ask_ticket_status"
    IDENTITY = "ask_bot_identity"
    CORRECT = "correct_problem"
    VAGUE = "report_vague_problem"
    CHITCHAT = "chitchat"
    OUT_OF_SCOPE = "out_of_scope"
    START = "start_steps"
    CHOOSE_ARTICLE = "choose_article"
    CHOOSE_ANSWER = "choose_answer"
    SET_SKILL = "set_skill"
    SET_LANGUAGE = "set_language"
    PROBLEM = "problem"
    UNSURE = "unsure"


CHAT = {Act.GREET, Act.GOODBYE, Act.THANK, Act.IDENTITY, Act.CHITCHAT}
