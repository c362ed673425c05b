# Картка сисадміна.
ticket-heading-filed = 🔴 Заявка №{ $number } · { $subject }
ticket-heading-acknowledged = 🟡 Заявка №{ $number } · { $subject }
ticket-heading-resolved = 🟢 Заявка №{ $number } · { $subject }
ticket-heading-withdrawn = ⚪ Заявка №{ $number } · { $subject }
ticket-waiting = Чекають: { $count }, з { $at }
ticket-nobody-waits = Не працює з { $at }. Зараз ніхто не чекає.
ticket-no-picture = 📵 Скриншот зробити не можна
ticket-reopened = 🔴 Знову не працює, з { $at }.
ticket-writes = { $name }, { $at }:
ticket-asked = ❓ { $question }
ticket-no-answer-yet = ⏳ Запитали о { $at }, відповіді ще немає
ticket-answered-by-picture = Відповідь картинкою, вона нижче
ticket-mine = 🟢 Прийняли ви, { $at }
ticket-taken = 🟢 Уже займається { $name }, з { $at }
ticket-estimate = прогноз { $at }
ticket-cannot = 🔴 Виправити не можна. Вирішує керівник.
ticket-cannot-short = виправити не можна
ticket-resolved = 🟢 Виправлено о { $at }. Оператори перевіряють у себе.
ticket-checked = Перевірили: { $checked } з { $waited }
ticket-withdrawn-works = ⚪ Знову працює, на заявку більше ніхто не чекає. Робити нічого не треба.
ticket-withdrawn-cancelled = ⚪ Скасовано: повідомили помилково. Робити нічого не треба.
ticket-picture = Заявка №{ $number }, картинка · { $name }, { $at }

# Кнопки.
ticket-acknowledge = Прийняти
ticket-in-15 = 15 хв
ticket-in-30 = 30 хв
ticket-in-60 = 1 година
ticket-at-a-time = Термін…
ticket-resolve = ✅ Виправлено
ticket-details = Потрібні подробиці
ticket-cannot-resolve = Не можу виправити
ticket-cannot-at-all = Без пояснення
ticket-ask-see = Що саме видно?
ticket-ask-since = З якого часу?
ticket-ask-earlier = Чи працювало вночі?
ticket-ask-colleague = А в колег?

# Запитання до сисадміна.
ticket-prompt-estimate = ✍️ Коли запрацює? Наприклад: 3:40 або 40 хв. Передумали: /cancel
ticket-prompt-details = ✍️ Що запитати в операторів? Виберіть або напишіть. Передумали: /cancel
ticket-prompt-cannot = ✍️ Чому виправити не можна? Керівник прочитає. Передумали: /cancel
ticket-in-words = Тут потрібні слова: напишіть одним повідомленням. Передумали: /cancel
ticket-time-not-understood = Не розумію час. Напишіть, наприклад: 3:40, 40 хв або 1 год 30 хв, не далі доби. Передумали: /cancel
ticket-estimate-noted = Прогноз { $at }, оператори його бачать.
ticket-inquired = Запитання передано операторам, відповідь прийде в заявку.

# Список заявок.
tickets-open = Відкрито заявок: { $count }
tickets-none = 🟢 Відкритих заявок немає.

# Як пишуть термін (через пробіл: усі слова, які розуміємо).
typed-hours = годин години годину година год г
typed-minutes = хвилин хвилини хвилину хв
typed-before = через за до о об

# Давно немає новин.
ticket-still-on-it = Так, займаюся
ticket-news-wanted = ❓ О { $at } бот запитав: заявка ще у вас? Оператори чекають новин.
ticket-let-go = ⚪ Новин довго не було, тому заявка знову шукає сисадміна.

# Заявка змінює руки.
ticket-take-over = Забрати собі
ticket-more = Ще…
ticket-more-ways = Заявка №{ $number }: що зробити?
ticket-pass-on = Передати колезі…
ticket-call-next = Покликати щабель вище
ticket-snooze = Спитати мене пізніше
ticket-pass-to = Кому передати заявку №{ $number }? До відповіді колеги бот кликатиме далі.
ticket-nobody-to-pass-to = Інших сисадмінів немає. Зателефонуйте черговому керівнику.
ticket-passed-on = Заявку №{ $number } передано, колезі пішов виклик.
ticket-called-next = Заявка №{ $number }: виклик пішов на щабель вище.
ticket-snoozed = Заявка №{ $number }: до { $at } не питаю. Оператори бачать, що заявка у вас.

# Багато операторів одразу.
ticket-mass = З { $at } не працює у { $count }, стоять { $stopped }
ticket-mass-channels = Не йдуть: { $channels }
ticket-mass-growing = 📈 За 10 хвилин до { $at }: +{ $count }
ticket-times = ×{ $count }
ticket-pictures = 🖼 Різних скриншотів { $count }:
ticket-asked-few = запитано { $asked } з { $waiting }
ticket-inquired-few = Питаю { $asked } з { $waiting }: усіх одразу не прочитати. Відповідь прийде в заявку.
ticket-joined = ⚪ Об'єднано із заявкою №{ $number }. Тут робити нічого не треба.
pictures-heading = Заявка №{ $number }, різних скриншотів: { $count }
pictures-none = До заявки №{ $number } скриншотів немає.
pictures-entry = { $number }. { $times } · перший: { $name }, { $at }
pictures-show = Показати { $number }
picture-alike = Ще схожі: { $count }
picture-split = Це інше: { $count }
pictures-split = Відокремлено операторів: { $count }. Тепер це заявка №{ $number }, вона теж ваша. Повернути можна протягом хвилини.
pictures-together-again = Знову одна заявка.
