# Карточка оператора.
operator-heading = Обращение №{ $number } · { $subject }
operator-stage = Шаг { $stage } из { $stages }
operator-customer-call = 📞 Звонок с вами: какой у него номер обращения? Напишите одним сообщением, без личных данных. Руководитель увидит его первым.
operator-customer-chat = 💬 Чат с вами: какой у него номер обращения? Напишите одним сообщением, без личных данных. Руководитель увидит его первым.
operator-reference-in-words = Напишите номер текстом или нажмите «Пропустить».
operator-skip = Пропустить
operator-lead-called = 🟡 Руководитель вызван в { $at }
operator-lead-has-it = 🟢 Руководитель: { $name }, с { $at }
operator-lead-writes = Руководитель { $name }, { $at }:
operator-sysadmin-asks = Сисадмин спрашивает ({ $at }):
operator-answer-here = Ответьте одним сообщением: словами или картинкой.
operator-picture-there = ✓ Скриншот получен. Осталось описание: напишите, что вы делали и что увидели.
operator-words-there = ✓ Описание записано. Остался скриншот: пришлите его картинкой.
operator-try-channel = Откройте: { $channel }. Работает?
operator-channels-full = 🟡 { $channels }: мест больше нет, там уже хватает операторов.
operator-channel-opens = Да, работает
operator-channel-does-not = Нет
operator-no-picture = Без скриншота
operator-recheck = Проверьте: { $subject }. Работает?
operator-works = ✅ Работает
operator-not-yet = Ещё нет
operator-later = Спросить позже
operator-works-again = ✅ Уже работает всё
operator-name-colleague = Клиента коллеге…
operator-keep-customer = Оставить у себя
operator-write-to-lead = Руководителю
operator-write-to-lead-now = ✍️ Напишите одним сообщением, передам руководителю. Передумали: /cancel
operator-cancel = Отменить
operator-cancel-sure = Отменить обращение №{ $number }? Все, кого позвали, это услышат.
operator-cancel-yes = Да, это ошибка
operator-cancel-no = Нет, продолжаем
operator-cancelled = Обращение №{ $number } отменено.
operator-going-on = Продолжаем обращение №{ $number }.
operator-closed-cancelled = ⚪ Отменено. Все, кого позвали, это знают.
operator-closed-shift-over = ⚪ Смена закончилась, больше не беспокою. Сбой чинят дальше без вас. Доброй ночи.

# Что отвечать на присланное.
sent-without-incident = Обращения сейчас нет. Что-то не работает? Нажмите «🛑 Не работает ПО» или /report
sent-voice = Голосовое я не слышу, а сисадмин ждёт текст. Напишите одной фразой, что вы делали и что увидели.
sent-video = Видео не приложу: пришлите скриншот или фото экрана и одну фразу словами.
sent-other = Это не приложу. Подойдёт скриншот, фото экрана или текст.
sent-not-fetched = Картинка не дошла, связь подвела. Пришлите её ещё раз; текст я сохранил.
sent-to-lead = Передал руководителю.

# Вопросы до обращения.
report-what = Что не работает?
report-other-button = Другое…
report-other = Как называется то, что не работает? Напишите парой слов. Передумали: /cancel
report-gone = Этого в списке уже нет. Откройте список снова: /report
report-customer = Клиент сейчас с вами?
report-customer-why = Если да, руководитель передаст его коллеге в первую очередь.
report-customer-call = 📞 Звонок
report-customer-chat = 💬 Чат
report-customer-none = Нет
report-join-or-apart = У вас уже есть открытое обращение. Это та же беда или другая?
report-join = Добавить к №{ $number }
report-apart = Отдельное обращение
report-joined = Добавил к обращению №{ $number }.

# Об этом уже сообщили.
known-heading = 🔴 { $subject }: не работает с { $at }
known-count = { $count ->
    [one] Сообщил { $count } оператор.
    [few] Сообщили { $count } оператора.
   *[other] Сообщили { $count } операторов.
}
known-lead = Руководитель в курсе: { $name }
known-me-too = У меня то же самое
known-different = У меня другое
outage-over = Этот сбой уже закончился. Если у вас не работает, сообщите ещё раз: /report

# Возвращение после массового сбоя.
volunteer-fixed = 🟢 Сисадмин: исправлено ({ $at }).
volunteer-why = { $count ->
    [one] Нужен { $count } человек, чтобы проверить раньше остальных
    [few] Нужны { $count } человека, чтобы проверить раньше остальных
   *[other] Нужно { $count } человек, чтобы проверить раньше остальных
}: если все войдут сразу, может снова упасть. Проверите?
volunteer-yes = Проверю сейчас
volunteer-no = Пусть другие
return-turn-comes = 🟢 Исправлено в { $at }. Входим по очереди, чтобы снова не упало: когда настанет ваша, придёт сообщение.
return-down-again = 🔴 С { $at } снова не работает, чинят дальше.
not-you-alone = 🔴 Не работает у многих с { $at }, дело не в вас: перезагружаться не нужно.
# Новостей нет.
operator-no-news = ⏳ { $at }: новостей пока нет, бот следит за заявкой. Делать ничего не нужно.

# Это у меня или у всех?
known-others = На это же { $count ->
    [one] жалуется ещё { $count } оператор.
    [few] жалуются ещё { $count } оператора.
   *[other] жалуются ещё { $count } операторов.
}
known-same-provider = Провайдер тот же, что у вас: у { $same } из { $gave }, кто его указал.
known-same-vpn = VPN тот же, что у вас: у { $same } из { $gave }, кто его указал.
probe-green-alone = С нашей стороны всё отвечает, больше никто не жалуется: похоже, дело в вашем рабочем месте.
probe-green-others = С нашей стороны отвечает, но жалуются ещё: { $count }.
probe-red = 🔴 Бот тоже не может подключиться (проверил в { $at }): дело не в вас.
