"""Who plays in the walks: ordinary people in each language, and people who try everything."""

from __future__ import annotations

from tests.shelves.walking import Cast

ORDINARY = {
    "ru": Cast(
        olga="Ольга Иванова",
        nina="Нина",
        lev="Лев",
        sonya="Соня",
        petro="Пётр",
        taras="Тарас",
        ada="Ада",
        words="Софтфон не пускает, ошибка 503. До этого две минуты думал.",
        question="Какая у вас версия софтфона?",
    ),
    "uk": Cast(
        olga="Ольга Іваненко",
        nina="Ніна",
        lev="Лев",
        sonya="Соня",
        petro="Петро",
        taras="Тарас",
        ada="Ада",
        words="Софтфон не пускає, помилка 503. Перед тим дві хвилини думав.",
        question="Яка у вас версія софтфона?",
    ),
    "en": Cast(
        olga="Olga Ivanova",
        words="The softphone lets nobody in, error 503. It thought for two minutes before that.",
        question="Which version of the softphone do you have?",
    ),
}

_HOSTILE = Cast(
    olga="<b>Olga</b> @all /ack_42 {0.__class__} %s",
    nina="tg://user?id=1 https://evil.example.com a@example.com #x $USD",
    lev="\u202eveL\u202c </code><a href='tg://user?id=7'>Lev</a> &amp;",
    sonya="👩‍👩‍👧‍👦" * 6 + " /ack_42@bot",
    petro="P" * 64,
    taras="Т\u200b\u200d\ufe0f [x](t.me/x) *_`~|",
    ada="=cmd|' /C calc'!A0 /cancelit_1_1",
    reference="48213 /ack_42 @all #1 8.8.8.8 {0.__class__} <i>" + "9" * 20,
    words="<b>503</b> </code> <a href='tg://user?id=7'>x</a> & &lt; /ack_42 @all @admin {0.__class__} %s\n"
    + "\u202e\u0000\u200b👩‍👩‍👧‍👦\n" * 9
    + "https://evil.example.com/?x=/ack_42 a@example.com #tag $USD t.me/x\n"
    + "wé😀" * 1100,
    question="? /ack_42 @all {0.__class__} https://evil.example.com <b>" + "?" * 300,
    tame=False,
)
HOSTILE = dict.fromkeys(ORDINARY, _HOSTILE)

CASTS = {"ordinary": ORDINARY, "hostile": HOSTILE}
