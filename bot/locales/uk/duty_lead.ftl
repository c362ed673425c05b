# Картка чергового керівника.
lead-heading-waiting = 🔴 Звернення №{ $number } · { $subject }
lead-heading = Звернення №{ $number } · { $subject }
lead-customer-call = 📞 Клієнт на дзвінку
lead-customer-chat = 💬 Клієнт у чаті
lead-operator = Оператор: { $name }, з { $at }
lead-step = крок { $stage } з { $stages }
lead-in-outage = 👥 Це масовий збій №{ $number }, усі разом: { $command }
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
lead-board-outage = 🔴 Масовий збій №{ $number } · { $subject } · з { $at } · { $count ->
    [one] { $count } оператор
    [few] { $count } оператори
   *[other] { $count } операторів
}

# Передати далі.
lead-take-over = Забрати собі
lead-more = Ще…
lead-more-ways = Звернення №{ $number }: що зробити?
lead-pass-on = Передати колезі…
lead-call-next = Покликати щабель вище
lead-snooze = Нагадати пізніше
lead-declare-mass = Це в усіх
lead-mass-declared = Тепер це масовий збій, і він ваш: хто повідомить, одразу у вас на дошці, і перезавантажуватися ніхто не буде.
lead-pass-to = Кому передати звернення №{ $number }? До відповіді колеги бот і далі кликатиме.
lead-nobody-to-pass-to = Інших керівників немає. Покличте адміністратора телефоном.
lead-passed-on = Звернення №{ $number } передано, колезі пішов виклик.
lead-called-next = Звернення №{ $number }: виклик пішов на щабель вище.
lead-snoozed = Звернення №{ $number }: нагадаю після { $at }.
lead-let-go = ⚪ Позначок довго не було, тому звернення знову шукає керівника.
lead-not-all-ticked = 🔔 Відмічено не все. Якщо так і буде до { $at }, покличу іншого керівника.

# Дошка масового збою.
outage-heading = { $state ->
    [over] 🟢
    [checking] 🟡
    [joined] ➡️
   *[broken] 🔴
  } Масовий збій №{ $number } · { $subject }
outage-size = З { $at } · { $count ->
    [one] { $count } оператор
    [few] { $count } оператори
   *[other] { $count } операторів
}
outage-with-customer = з{ "\u00a0" }клієнтом:{ "\u00a0" }{ $count }
outage-lacks = Не відмічено: { $what }
outage-lacks-status-set = статус { $count }
outage-lacks-off-the-line = лінія { $count }
outage-lacks-redirected = клієнт { $count }
outage-channel = { $channel }: ✓{ $works } ✗{ $broken }
outage-selected = ✔️ Вибрано: { $count }. Кнопки діють лише на них.
outage-prompt-select = ✍️ Кого вибрати? Напишіть номери («17, 20-25»), «клієнт» – усі з клієнтом, «всі» – зняти вибір. Передумали: /cancel
outage-prompt-write = ✍️ Напишіть усім одним повідомленням. Передумали: /cancel
outage-all-status-set = Статус виставлено: { $count }
outage-all-off-the-line = Зняті з лінії: { $count }
outage-all-redirected = Передати клієнтів: { $count }
outage-undo = Скасувати останнє
outage-more = Ще для всіх…
outage-more-ways = Масовий збій №{ $number }: що зробити { $whom ->
    [selected] для вибраних ({ $count })?
   *[all] для всіх ({ $count })?
  }
outage-write = Написати…
outage-select = Вибрати операторів…
outage-split = Відділити вибраних: { $count }
outage-page = { $page } з { $pages } ›
outage-prompt-redirect = ✍️ Кому передано клієнтів? Натисніть ім'я нижче або напишіть його. Передумали: /cancel
outage-prompt-join = ✍️ У кого те саме? Натисніть нижче або напишіть номери звернень. Передумали: /cancel
outage-word-all = всі усі всіх усіх
outage-word-customer = клієнт
outage-volunteers = 🔁 Перевіряють першими: { $count }
outage-wave = 🔁 Хвиля { $wave }
outage-return-stopped = ⏸ Повернення зупинено
outage-down-again = 🔴 Знову не працює з { $at }: хто перевіряв, бачить помилку
outage-set-back = ↩️ Поверніть статус і лінію: { $count } /back_{ $number }
outage-who-is-back = Масовий збій №{ $number }: знову працюють { $count }. Поверніть їм у робочій системі статус і лінію.
outage-who-is-back-more = … і ще { $count }, раніше за них
outage-nobody-is-back = Масовий збій №{ $number }: поки ніхто не повернувся.
outage-back = повернулися { $count } з { $all }
outage-next-wave-at = наступна хвиля о { $at }
outage-next-wave = Наступна хвиля зараз
outage-go-on = Продовжити хвилями
outage-stop-return = Зупинити
outage-all-return = Усі одразу…
outage-all-return-asked = Попросити всіх перевірити одразу? Ще не перевіряли: { $count }. Скасувати не можна буде; якщо система не витримає, вона може впасти знову.
outage-all-return-sure = Так, усі одразу: { $count }
outage-all-asked = Усі отримали прохання перевірити.
outage-marks = Відмітити…
outage-mark-ways = Масовий збій №{ $number }: що відмітити { $whom ->
    [selected] для вибраних ({ $count })?
   *[all] для всіх ({ $count })?
  }
outage-nothing-lacks = Масовий збій №{ $number }: { $whom ->
    [selected] у вибраних ({ $count }) усе відмічено.
   *[all] у всіх ({ $count }) усе відмічено.
  }
outage-moves = Розділити, з'єднати…
outage-move-ways = Масовий збій №{ $number }: чиє звернення де? Зараз ідеться { $whom ->
    [selected] про вибраних ({ $count }).
   *[all] про всіх ({ $count }).
  } Щоб відокремити частину, спершу виберіть їх: «Ще для всіх…», «Вибрати операторів…».
outage-join = Додати звернення…
outage-move = До іншого збою…
outage-which-join = { $count ->
    [0] Інших відкритих звернень немає.
   *[other] У кого те саме, що в масовому збої №{ $number }? Натисніть або напишіть номери. Передумали: /cancel
  }
outage-where-to = До якого збою належать { $whom ->
    [selected] вибрані ({ $count })?
   *[all] усі ({ $count })?
  }
outage-nowhere-to-move = Інших відкритих збоїв немає.
outage-hands = Передати збій…
outage-hand-ways = Масовий збій №{ $number }: кому передати цілком?
outage-pass-to = Кому передати масовий збій №{ $number }? До відповіді колеги бот кличе далі.
outage-passed-on = Масовий збій передано, колезі пішов виклик.
outage-called-next = Виклик пішов на щабель вище.
outage-who-comes = Хто забере клієнтів ({ $count })? Натисніть ім'я: колезі піде виклик. Або напишіть, кому їх уже передано. Передумали: /cancel
outage-done = Готово. Скасувати можна протягом хвилини.
outage-undone = Скасовано.
outage-over-since = 🟢 Закінчився о { $at }. Операторів було: { $count }.
outage-joined-elsewhere = Перенесено до масового збою №{ $number }.
too-late-to-undo = Скасувати можна протягом хвилини. Нічого не змінилося.
lead-news-ended = 🔕 Новин для оператора немає, востаннє бот писав йому о { $at }. Напишіть або зателефонуйте.
