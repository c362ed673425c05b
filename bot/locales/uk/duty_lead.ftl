# Картка чергового керівника.
lead-heading-waiting = 🔴 Звернення №{ $number } · { $subject }
lead-heading = Звернення №{ $number } · { $subject }
lead-customer-call = 📞 Клієнт на дзвінку
lead-customer-chat = 💬 Клієнт у чаті
lead-operator = Оператор: { $name }, з { $at }
lead-step = крок { $stage } з { $stages }
lead-since = з { $at }
lead-silent = 🔴 Мовчить, помічено о { $at }. Востаннє: крок { $stage }, { $seen }.
lead-call-them = Зателефонуйте: { $phone }
lead-call-them-somehow = Зателефонуйте оператору.
lead-asked-nothing-works = 🔴 В оператора не працює нічого (з { $at }). Що робити?
lead-asked-decision = 🔴 Оператор чекає на ваше рішення з { $at }.
lead-channels-work = 🟢 Працює: { $channels }
lead-channels-do-not = 🔴 Не працює: { $channels }
lead-mine = 🟢 Прийняли ви, { $at }
lead-taken = 🟢 Уже займається { $name }, з { $at }
lead-operator-writes = { $name }, { $at }:
lead-prompt-redirect = ✍️ Кому передати клієнта? Виберіть, і я покличу зі звуком. Уже передано: напишіть ім'я. Передумали: /cancel
lead-prompt-write = ✍️ Напишіть оператору одним повідомленням. Передумали: /cancel
lead-in-words = Передати можу лише слова: напишіть оператору текстом. Передумали: /cancel
lead-written = Передано оператору.

# Кнопки.
lead-acknowledge = Прийняти
lead-acknowledge-and-name = Прийняти й назвати…
lead-status-set = ☐ Статус виставлено
lead-off-the-line = ☐ Знято з лінії
lead-redirected = ☐ Клієнта передано…
lead-name-another = Назвати іншого…
lead-nobody = Передавати немає кого
lead-write = Написати оператору
lead-answer-study = Вивчати регламенти
lead-answer-wait = Чекати на мене
lead-answer-write = Написати відповідь…

# Чим скінчилося.
lead-closed-returned = 🟢 Знову працює, оператор на лінії.
lead-closed-self-help = 🟢 Допомогла власна спроба, оператор на лінії.
lead-closed-reported = 🟡 Повідомлення для відповідальних, оператор працює далі.
lead-closed-shift-over = ⚪ Зміна оператора закінчилася, збій лагодять далі.
lead-closed-cancelled = ⚪ Скасовано: повідомили помилково.
lead-lasted = { $name }: { $since }–{ $until }, { $length }
lead-set-back-both = Поверніть у робочій системі статус і лінію: { $name } знову працює.
lead-set-back-status = Поверніть у робочій системі статус: { $name } знову працює.
lead-set-back-line = Поверніть на лінію в робочій системі: { $name } знову працює.

# Дошка.
lead-board = Відкрито звернень: { $count }
lead-board-empty = 🟢 Відкритих звернень немає.

# Передати далі.
lead-take-over = Забрати собі
lead-more = Ще…
lead-more-ways = Звернення №{ $number }: що зробити?
lead-pass-on = Передати колезі…
lead-call-next = Покликати щабель вище
lead-snooze = Нагадати пізніше
lead-pass-to = Кому передати звернення №{ $number }? До відповіді колеги бот і далі кликатиме.
lead-nobody-to-pass-to = Інших керівників немає. Покличте адміністратора телефоном.
lead-passed-on = Звернення №{ $number } передано, колезі пішов виклик.
lead-called-next = Звернення №{ $number }: виклик пішов на щабель вище.
lead-snoozed = Звернення №{ $number }: нагадаю після { $at }.
lead-let-go = ⚪ Позначок довго не було, тому звернення знову шукає керівника.
lead-not-all-ticked = 🔔 Відмічено не все. Якщо так і буде до { $at }, покличу іншого керівника.
lead-news-ended = 🔕 Новин для оператора немає, востаннє бот писав йому о { $at }. Напишіть або зателефонуйте.
