# Карточка дежурного руководителя.
lead-heading-waiting = 🔴 Обращение №{ $number } · { $subject }
lead-heading = Обращение №{ $number } · { $subject }
lead-customer-call = 📞 Клиент на звонке
lead-customer-chat = 💬 Клиент в чате
lead-operator = Оператор: { $name }, с { $at }
lead-step = шаг { $stage } из { $stages }
lead-in-outage = 👥 Это массовый сбой №{ $number }, все вместе: { $command }
lead-since = с { $at }
lead-silent = 🔴 Молчит, отмечено в { $at }. Последний раз: шаг { $stage }, { $seen }.
lead-call-them = Позвоните: { $phone }
lead-call-them-somehow = Позвоните оператору.
lead-asked-nothing-works = 🔴 У оператора не работает ничего (с { $at }). Что делать?
lead-asked-decision = 🔴 Оператор ждёт вашего решения с { $at }.
lead-channels-work = 🟢 Работает: { $channels }
lead-channels-do-not = 🔴 Не работает: { $channels }
lead-mine = 🟢 Приняли вы, { $at }
lead-taken = 🟢 Уже занимается { $name }, с { $at }
lead-operator-writes = { $name }, { $at }:
lead-prompt-redirect = ✍️ Кому передать клиента? Выберите, и я позову со звуком. Уже передан: напишите имя. Передумали: /cancel
lead-prompt-write = ✍️ Напишите оператору одним сообщением. Передумали: /cancel
lead-in-words = Передать могу только слова: напишите оператору текстом. Передумали: /cancel
lead-written = Передано оператору.

# Кнопки.
lead-acknowledge = Принять
lead-acknowledge-and-name = Принять и назвать…
lead-status-set = ☐ Статус выставлен
lead-off-the-line = ☐ Снятие с линии
lead-redirected = ☐ Клиент передан…
lead-name-another = Назвать другого…
lead-nobody = Передавать некого
lead-write = Написать оператору
lead-answer-study = Изучать регламенты
lead-answer-wait = Ждать меня
lead-answer-write = Написать ответ…

# Чем кончилось.
lead-closed-returned = 🟢 Снова работает, оператор на линии.
lead-closed-self-help = 🟢 Помогла своя попытка, оператор на линии.
lead-closed-reported = 🟡 Сообщение для ответственных, оператор работает дальше.
lead-closed-shift-over = ⚪ Смена оператора закончилась, сбой чинят дальше.
lead-closed-cancelled = ⚪ Отменено: сообщили по ошибке.
lead-lasted = { $name }: { $since }–{ $until }, { $length }
lead-set-back-both = Верните в рабочей системе статус и линию: { $name } снова работает.
lead-set-back-status = Верните в рабочей системе статус: { $name } снова работает.
lead-set-back-line = Верните на линию в рабочей системе: { $name } снова работает.

# Доска.
lead-board = Открыто обращений: { $count }
lead-board-empty = 🟢 Открытых обращений нет.
lead-board-outage = 🔴 Массовый сбой №{ $number } · { $subject } · с { $at } · { $count } чел.

# Передать дальше.
lead-take-over = Забрать себе
lead-more = Ещё…
lead-more-ways = Обращение №{ $number }: что сделать?
lead-pass-on = Передать коллеге…
lead-call-next = Позвать ступень выше
lead-snooze = Напомнить позже
lead-declare-mass = Это у всех
lead-mass-declared = Теперь это массовый сбой, и он ваш: кто сообщит, сразу у вас на доске, и перезагружаться никто не будет.
lead-pass-to = Кому передать обращение №{ $number }? До ответа коллеги бот продолжит звать.
lead-nobody-to-pass-to = Других руководителей нет. Позовите администратора по телефону.
lead-passed-on = Обращение №{ $number } передано, коллеге ушёл вызов.
lead-called-next = Обращение №{ $number }: вызов ушёл на ступень выше.
lead-snoozed = Обращение №{ $number }: напомню после { $at }.
lead-let-go = ⚪ Отметок долго не было, поэтому обращение снова ищет руководителя.
lead-not-all-ticked = 🔔 Отмечено не всё. Если так и будет до { $at }, позову другого руководителя.

# Доска массового сбоя.
outage-heading = { $state ->
    [over] 🟢
    [checking] 🟡
    [joined] ➡️
   *[broken] 🔴
  } Массовый сбой №{ $number } · { $subject }
outage-size = С { $at } · { $count ->
    [one] { $count } оператор
    [few] { $count } оператора
   *[other] { $count } операторов
}
outage-with-customer = с{ "\u00a0" }клиентом:{ "\u00a0" }{ $count }
outage-lacks = Не отмечено: { $what }
outage-lacks-status-set = статус { $count }
outage-lacks-off-the-line = линия { $count }
outage-lacks-redirected = клиент { $count }
outage-channel = { $channel }: ✓{ $works } ✗{ $broken }
outage-selected = ✔️ Выбрано: { $count }. Кнопки действуют только на них.
outage-prompt-select = ✍️ Кого выбрать? Напишите номера («17, 20-25»), «клиент» – все с клиентом, «все» – снять выбор. Передумали: /cancel
outage-prompt-write = ✍️ Напишите всем одним сообщением. Передумали: /cancel
outage-all-status-set = Статус выставлен: { $count }
outage-all-off-the-line = Сняты с линии: { $count }
outage-all-redirected = Передать клиентов: { $count }
outage-undo = Отменить последнее
outage-more = Ещё для всех…
outage-more-ways = Массовый сбой №{ $number }: что сделать { $whom ->
    [selected] для выбранных ({ $count })?
   *[all] для всех ({ $count })?
  }
outage-write = Написать…
outage-select = Выбрать операторов…
outage-split = Отделить выбранных: { $count }
outage-page = { $page } из { $pages } ›
outage-prompt-redirect = ✍️ Кому переданы клиенты? Нажмите имя ниже или напишите его. Передумали: /cancel
outage-prompt-join = ✍️ У кого то же самое? Нажмите ниже или напишите номера обращений. Передумали: /cancel
outage-word-all = все всех
outage-word-customer = клиент
outage-volunteers = 🔁 Проверяют первыми: { $count }
outage-wave = 🔁 Волна { $wave }
outage-return-stopped = ⏸ Возвращение остановлено
outage-down-again = 🔴 Снова не работает с { $at }: кто проверял, видит ошибку
outage-set-back = ↩️ Верните статус и линию: { $count } /back_{ $number }
outage-who-is-back = Массовый сбой №{ $number }: снова работают { $count }. Верните им в рабочей системе статус и линию.
outage-who-is-back-more = … и ещё { $count }, раньше них
outage-nobody-is-back = Массовый сбой №{ $number }: пока никто не вернулся.
outage-back = вернулись { $count } из { $all }
outage-next-wave-at = следующая волна в { $at }
outage-next-wave = Следующая волна сейчас
outage-go-on = Продолжить волнами
outage-stop-return = Остановить
outage-all-return = Все сразу…
outage-all-return-asked = Попросить всех проверить сразу? Ещё не проверяли: { $count }. Отменить будет нельзя; если система не выдержит, она может упасть снова.
outage-all-return-sure = Да, все сразу: { $count }
outage-all-asked = Все получили просьбу проверить.
outage-marks = Отметить…
outage-mark-ways = Массовый сбой №{ $number }: что отметить { $whom ->
    [selected] для выбранных ({ $count })?
   *[all] для всех ({ $count })?
  }
outage-nothing-lacks = Массовый сбой №{ $number }: { $whom ->
    [selected] у выбранных ({ $count }) всё отмечено.
   *[all] у всех ({ $count }) всё отмечено.
  }
outage-moves = Разделить, объединить…
outage-move-ways = Массовый сбой №{ $number }: чьё обращение где? Сейчас речь { $whom ->
    [selected] о выбранных ({ $count }).
   *[all] обо всех ({ $count }).
  } Чтобы отделить часть, сначала выберите их: «Ещё для всех…», «Выбрать операторов…».
outage-join = Добавить обращения…
outage-move = В другой сбой…
outage-which-join = { $count ->
    [0] Других открытых обращений нет.
   *[other] У кого то же, что в массовом сбое №{ $number }? Нажмите или напишите номера. Передумали: /cancel
  }
outage-where-to = К какому сбою относятся { $whom ->
    [selected] выбранные ({ $count })?
   *[all] все ({ $count })?
  }
outage-nowhere-to-move = Других открытых сбоев нет.
outage-hands = Передать сбой…
outage-hand-ways = Массовый сбой №{ $number }: кому передать целиком?
outage-pass-to = Кому передать массовый сбой №{ $number }? До ответа коллеги бот продолжит звать.
outage-passed-on = Массовый сбой передан, коллеге ушёл вызов.
outage-called-next = Вызов ушёл на ступень выше.
outage-who-comes = Кто заберёт клиентов ({ $count })? Нажмите имя: коллеге уйдёт вызов. Или напишите, кому они уже переданы. Передумали: /cancel
outage-done = Готово. Отменить можно в течение минуты.
outage-undone = Отменено.
outage-over-since = 🟢 Закончился в { $at }. Операторов было: { $count }.
outage-joined-elsewhere = Перенесено в массовый сбой №{ $number }.
too-late-to-undo = Отменить можно в течение минуты. Ничего не изменилось.
lead-news-ended = 🔕 Новостей для оператора нет, последний раз бот писал ему в { $at }. Напишите или позвоните.
