"""What was tried against the bot, row by row: which tests play it, and how many cases each of them has."""

from __future__ import annotations

import ast
import math
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[2]


class Row(NamedTuple):
    """`tests`: by file, each with ` × NAME` for every list of its module that one test walks through."""

    what: str
    least: int
    tests: Mapping[str, Sequence[str]]


CATALOGUE: Sequence[Row] = (
    Row(
        "whatever a stranger sends, taps or shows",
        10,
        {
            "stories/test_dispatch_strangers.py": (
                "test_whatever_a_stranger_sends_they_hear_one_neutral_line",
                "test_nothing_of_a_stranger_is_kept_but_id_and_time",
                "test_a_strangers_press_is_answered_with_the_line_too",
                "test_what_cannot_be_a_secret_is_not_tried",
            ),
            "stories/test_leads_group_attacks.py": (
                "test_a_strangers_group_is_left_without_a_word",
                "test_two_hundred_members_who_tap_do_nothing_and_cost_no_silence",
            ),
        },
    ),
    Row(
        "a button of another role, of somebody else's, of another state",
        1050,
        {
            "stories/test_authorisation.py": (
                "test_every_button_does_what_the_table_says_and_nothing_else × POLICY × STAGES × ACTORS",
            ),
            "stories/test_authorisation_of_the_board.py": (
                "test_every_button_of_the_board_does_what_the_table_says × BOARD × BOARD_STAGES × ACTORS",
            ),
            "stories/test_authorisation_of_offers.py": (
                "test_what_is_offered_is_for_whom_it_was_offered_to × PLAYED",
            ),
        },
    ),
    Row(
        "a button's data forged: other ids, huge, negative, junk, other letters",
        60,
        {
            "stories/test_dispatch_refusals.py": ("test_hostile_data_is_refused_once_with_a_friendly_word",),
            "rules/test_buttons.py": (
                "test_what_no_button_of_ours_carries_is_unknown",
                "test_what_is_no_twin_is_nothing",
                "test_every_field_is_bounded",
            ),
        },
    ),
    Row(
        "an old button after the role, or the shift, is gone",
        3,
        {
            "stories/test_dispatch_refusals.py": (
                "test_a_lead_who_was_removed_and_presses_an_old_button_is_refused",
                "test_a_role_lost_between_the_look_and_the_write_is_lost",
                "test_whoever_lost_the_last_role_is_a_stranger",
            ),
        },
    ),
    Row(
        "the webhook: secrets, sizes, depths, bombs, broken HTTP",
        30,
        {
            "faults/test_webhook_hostile.py": (
                "test_who_does_not_know_the_secret_is_not_listened_to",
                "test_what_is_no_update_is_refused_and_the_next_one_is_taken",
                "test_what_telegram_may_say_is_kept_before_it_is_answered",
                "test_whoever_never_ends_a_request_is_hung_up_on",
                "test_however_many_come_so_many_are_let_in_and_the_others_are_hung_up_on",
            ),
        },
    ),
    Row(
        "an invitation guessed, replayed, expired, revoked; one link for a hundred at once",
        20,
        {
            "stories/test_hostile_invitations.py": (
                "test_what_is_not_the_secret_opens_nothing",
                "test_a_secret_that_was_right_once_sounds_like_a_guess",
                "test_of_a_hundred_strangers_with_one_link_one_gets_in_and_the_rest_hear_the_same",
            ),
            "rules/test_person_invitations.py": (
                "test_all_that_can_be_wrong_with_an_invitation_sounds_the_same",
                "test_of_a_hundred_who_come_at_once_exactly_one_gets_in",
            ),
            "stories/test_dispatch_strangers.py": (
                "test_secrets_can_be_tried_five_times_a_minute_then_there_is_silence",
            ),
        },
    ),
    Row(
        "an invitation of a lead by one alone",
        6,
        {
            "stories/test_second_person.py": (
                "test_the_link_opens_nothing_before_a_second_person_knows_of_it",
                "test_who_invites_cannot_vouch_for_it",
                "test_refused_it_stays_refused",
                "test_when_it_is_over_nobody_can_vouch_for_it",
                "test_where_there_is_nobody_else_yet_and_for_other_roles_one_is_enough",
            ),
        },
    ),
    Row(
        "names of files",
        15,
        {
            "rules/test_picture_rules.py": ("test_a_hostile_file_name_is_shown_tamed",),
            "faults/test_picture_shelf.py": ("test_no_path_is_made_of_anything_but_a_hash_and_a_kind",),
        },
    ),
    Row(
        "words in every place they come to: markup, lures, formats, cells, lines, controls",
        900,
        {
            "rules/test_hostile_words.py": ("test_hostile_words_are_words_and_nothing_else × WORDS × SINKS",),
        },
    ),
    Row(
        "pictures: bombs, other kinds, broken, endless, with a second file or a place inside",
        30,
        {
            "faults/test_hostile_pictures.py": (
                "test_it_is_refused_by_name_and_leaves_nothing",
                "test_a_second_file_behind_the_picture_is_cut_off",
                "test_where_it_was_taken_is_not_kept",
                "test_a_stream_without_end_is_left_at_the_first_byte_too_many",
                "test_few_bytes_with_much_work_are_stopped_by_the_clock",
            ),
        },
    ),
    Row(
        "a runbook: bombs, tags, anchors, keys twice, guesses, loops, missing texts",
        40,
        {
            "rules/test_yamlfile_traps.py": ("test_a_trap_is_refused_with_its_line_and_a_remedy",),
            "rules/test_runbook_texts_mistaken.py": ("test_the_slip_is_named_with_file_line_key_and_remedy",),
            "rules/test_runbook_ways_mistaken.py": ("test_the_slip_is_named_with_file_line_key_and_remedy",),
            "rules/test_runbook_words_mistaken.py": ("test_the_slip_is_named_with_file_line_key_and_remedy",),
        },
    ),
    Row(
        "a probe's address: inside, however written; other schemes; redirects, rebinding, endless answers",
        60,
        {
            "rules/test_hostile_addresses.py": (
                "test_what_is_no_plain_web_address_is_named",
                "test_what_is_no_host_and_port_is_named",
                "test_an_address_inside_is_not_reached_however_it_is_written",
            ),
            "faults/test_probes.py": (
                "test_without_permission_nothing_inside_is_reached",
                "test_one_forbidden_address_among_several_forbids_the_name",
                "test_a_redirect_is_not_followed",
                "test_nobody_there_slow_and_endless_answers_end_in_time",
            ),
        },
    ),
    Row(
        "a flood by one, or by very many",
        6,
        {
            "stories/test_dispatch_refusals.py": ("test_a_flood_is_turned_away_with_one_polite_word",),
            "stories/test_hostile_messages.py": (
                "test_a_thousand_taps_of_one_cost_another_nothing",
                "test_five_hundred_pictures_of_one_are_looked_at_thirty_times_and_anothers_at_once",
            ),
            "stories/test_attacks.py": (
                "test_one_operator_opened_incidents_without_end_and_each_paged_the_leads",
            ),
            "faults/test_health_page.py": ("test_callers_who_say_nothing_take_a_few_threads_and_no_more",),
            "faults/test_sender_in_a_flood.py": ("test_what_is_urgent_overtakes_hundreds_that_wait",),
        },
    ),
    Row(
        "messages of every kind, new and edited, and hostile words to every question",
        250,
        {
            "stories/test_hostile_messages.py": (
                "test_a_message_of_any_kind_changes_nothing_and_troubles_nobody × KINDS × SENDERS",
                "test_a_message_of_any_kind_to_an_open_report_is_answered × KINDS",
                "test_hostile_words_to_a_question_are_words × WORDS",
            ),
        },
    ),
    Row(
        "an update that nobody can read",
        10,
        {
            "faults/test_intake_poison.py": (
                "test_an_update_that_nobody_can_parse_hides_no_other",
                "test_an_answer_nested_beyond_json_is_fetched_one_by_one_until_the_culprit_is_found",
                "test_nonsense_without_an_id_is_waited_out_and_not_confirmed",
            ),
        },
    ),
    Row(
        "secrets where they do not belong: a traceback, a failed download, a log at DEBUG",
        3,
        {
            "faults/test_secrets.py": (
                "test_no_secret_is_in_the_log_or_the_database_and_nobodys_words_are_in_the_log",
            ),
            "faults/test_sender_pictures.py": ("test_a_failed_download_never_tells_the_token",),
            "rules/test_log.py": ("test_no_token_and_no_secret_is_in_a_line_wherever_it_comes_from",),
        },
    ),
)


def rows() -> Iterator[tuple[str, int, list[str]]]:
    """Each row with the number of its cases and its files as Markdown, with the number of each."""
    for row in CATALOGUE:
        counted = {file: sum(cases(file, one) for one in tests) for file, tests in row.tests.items()}
        told = [f"`tests/{file}` {count}" for file, count in counted.items()]
        yield row.what, sum(counted.values()), told


def cases(file: str, entry: str) -> int:
    """How many cases a test plays: what it is parametrised with, or the lists that it walks through."""
    name, *walked = entry.split(" × ")
    module = import_module("tests." + file.removesuffix(".py").replace("/", "."))
    if walked:
        return math.prod(len(getattr(module, one)) for one in walked)
    marks: Sequence[Any] = getattr(getattr(module, name), "pytestmark", ())
    return math.prod(len(list(mark.args[1])) for mark in marks if mark.name == "parametrize")


def names_of(file: Path) -> set[str]:
    """The tests of a file."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
