"""Night 7: pictures in every shape, and what is no picture. Each has an answer, none loses the ticket."""

from __future__ import annotations

import pytest

from tests.stories.night import Hero, Night


async def at_the_report(night: Night) -> tuple[Hero, Hero]:
    olga, semyon = await night.operator("Ольга"), await night.sysadmin("Семён")
    await night.lead("Лев")
    await olga.reports()
    await olga.taps("Не помогло")
    olga.sees("Пришлите скриншот")
    return olga, semyon


async def test_7_a_picture_sent_as_a_file(night: Night) -> None:
    olga, semyon = await at_the_report(night)
    await olga.sends_document("error_503", name="../../etc/passwd.png")
    await olga.writes("Ошибка 503")
    assert semyon.sees("Ошибка 503").photo


async def test_7_an_album_of_three_with_one_text(night: Night) -> None:
    olga, semyon = await at_the_report(night)
    await olga.sends_album(["error_503", "frozen_softphone", "monitor_photo"], caption="Три экрана подряд")
    assert semyon.sees("Три экрана подряд").photo
    await semyon.taps("Принять")
    assert len([post for post in semyon.phone.messages if post.photo]) == 3


async def test_7_text_first_then_the_picture(night: Night) -> None:
    olga, semyon = await at_the_report(night)
    await olga.writes("Висит при входе")
    olga.sees("Остался скриншот")
    await olga.sends_photo("frozen_softphone")
    assert semyon.sees("Висит при входе").photo


async def test_7_a_picture_without_words_asks_for_them(night: Night) -> None:
    olga, semyon = await at_the_report(night)
    await olga.sends_photo()
    olga.sees("Скриншот получен")
    assert semyon.phone.messages == []
    await olga.writes("503")
    assert semyon.sees("503").photo


async def test_7_words_before_the_question_count(night: Night) -> None:
    olga, semyon = await night.operator("Ольга"), await night.sysadmin("Семён")
    await night.lead("Лев")
    await olga.reports()
    await olga.sends_photo(caption="Уже при загрузке ошибка 503")
    await olga.taps("Не помогло")
    assert semyon.sees("Уже при загрузке").photo


@pytest.mark.parametrize(
    ("deed", "answer"), [("sends_voice", "Голосовое"), ("sends_video", "Видео")], ids=["voice", "video"]
)
async def test_7_what_is_no_picture_gets_a_helpful_answer(night: Night, deed: str, answer: str) -> None:
    olga, semyon = await at_the_report(night)
    await getattr(olga, deed)()
    olga.sees(answer)
    await olga.sends_photo(caption="Вот")
    assert semyon.sees("Вот").photo


async def test_7_a_file_that_is_too_large_keeps_the_words(night: Night) -> None:
    olga, semyon = await at_the_report(night)
    await olga.sends_document(
        b"\x89PNG\r\n\x1a\n" + bytes(25 * 1024 * 1024), caption="Запись экрана, 25 МБ", name="x.png"
    )
    await olga.taps("Без скриншота")
    semyon.sees("Запись экрана")


async def test_7_a_file_that_is_no_picture_is_said_to_be_none(night: Night) -> None:
    olga, semyon = await at_the_report(night)
    await olga.sends_document(b"MZ\x90 not a picture at all", name="error.png")
    assert semyon.phone.messages == []
    await olga.sends_photo(caption="Вот снимок")
    assert semyon.sees("Вот снимок").photo


async def test_7_later_pictures_and_words_reach_the_sysadmin(night: Night) -> None:
    olga, semyon = await at_the_report(night)
    await olga.sends_photo(caption="Первое")
    await semyon.taps("Принять")
    before = len([post for post in semyon.phone.messages if post.photo])
    await olga.sends_photo("monitor_photo", caption="А теперь ещё и это")
    semyon.sees("А теперь ещё и это")
    assert len([post for post in semyon.phone.messages if post.photo]) == before + 1


async def test_7_a_report_that_is_only_begun_is_filed_as_it_is_after_a_while(night: Night) -> None:
    olga, semyon = await at_the_report(night)
    await olga.sends_photo()
    await night.forward(minutes=16)
    assert semyon.phone.last.photo
    assert len(semyon.heard()) >= 1
