# Карточка дежурного руководителя.
lead-heading-waiting = 🔴 Обращение №{ $number } · { $subject }
lead-heading = Обращение №{ $number } · { $subject }
lead-customer-call = 📞 Клиент на звонке
lead-customer-chat = 💬 Клиент в чате
lead-operator = Оператор: { $name }, с { $at }
lead-step = шаг { $stage } из { $stages }
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

# Передать дальше.
lead-take-over = Забрать себе
lead-more = Ещё…
lead-more-ways = Обращение №{ $number }: что сделать?
lead-pass-on = Передать коллеге…
lead-call-next = Позвать ступень выше
lead-snooze = Напомнить позже
lead-pass-to = Кому передать обращение №{ $number }? До ответа коллеги бот продолжит звать.
lead-nobody-to-pass-to = Других руководителей нет. Позовите администратора по телефону.
lead-passed-on = Обращение №{ $number } передано, коллеге ушёл вызов.
lead-called-next = Обращение №{ $number }: вызов ушёл на ступень выше.
lead-snoozed = Обращение №{ $number }: напомню после { $at }.
lead-let-go = ⚪ Отметок долго не было, поэтому обращение снова ищет руководителя.
lead-not-all-ticked = 🔔 Отмечено не всё. Если так и будет до { $at }, позову другого руководителя.
lead-news-ended = 🔕 Новостей для оператора нет, последний раз бот писал ему в { $at }. Напишите или позвоните.
