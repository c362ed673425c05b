# Картка оператора.
operator-heading = Звернення №{ $number } · { $subject }
operator-stage = Крок { $stage } з { $stages }
operator-customer-call = 📞 Дзвінок з вами: який у нього номер звернення? Напишіть одним повідомленням, без особистих даних. Керівник побачить його першим.
operator-customer-chat = 💬 Чат з вами: який у нього номер звернення? Напишіть одним повідомленням, без особистих даних. Керівник побачить його першим.
operator-reference-in-words = Напишіть номер текстом або натисніть «Пропустити».
operator-skip = Пропустити
operator-lead-called = 🟡 Керівника викликано о { $at }
operator-lead-has-it = 🟢 Керівник: { $name }, з { $at }
operator-lead-writes = Керівник { $name }, { $at }:
operator-sysadmin-asks = Сисадмін запитує ({ $at }):
operator-answer-here = Відповідайте одним повідомленням: словами або картинкою.
operator-picture-there = ✓ Скриншот отримано. Лишився опис: напишіть, що ви робили і що побачили.
operator-words-there = ✓ Опис записано. Лишився скриншот: надішліть його картинкою.
operator-try-channel = Відкрийте: { $channel }. Працює?
operator-channels-full = 🟡 { $channels }: місць більше немає, там уже вистачає операторів.
operator-channel-opens = Так, працює
operator-channel-does-not = Ні
operator-no-picture = Без скриншота
operator-recheck = Перевірте: { $subject }. Працює?
operator-works = ✅ Працює
operator-not-yet = Ще ні
operator-later = Запитати пізніше
operator-works-again = ✅ Уже працює все
operator-name-colleague = Клієнта колезі…
operator-keep-customer = Залишити в себе
operator-write-to-lead = Керівнику
operator-write-to-lead-now = ✍️ Напишіть одним повідомленням, передам керівнику. Передумали: /cancel
operator-cancel = Скасувати
operator-cancel-sure = Скасувати звернення №{ $number }? Усі, кого покликали, це почують.
operator-cancel-yes = Так, це помилка
operator-cancel-no = Ні, продовжуємо
operator-cancelled = Звернення №{ $number } скасовано.
operator-going-on = Продовжуємо звернення №{ $number }.
operator-closed-cancelled = ⚪ Скасовано. Усі, кого покликали, це знають.
operator-closed-shift-over = ⚪ Зміна закінчилася, більше не турбую. Збій лагодять далі без вас. На добраніч.

# Що відповідати на надіслане.
sent-without-incident = Звернення зараз немає. Щось не працює? Натисніть «🛑 Не працює ПЗ» або /report
sent-voice = Голосового я не чую, а сисадмін чекає на текст. Напишіть однією фразою, що ви робили і що побачили.
sent-video = Відео не додам: надішліть скриншот або фото екрана й одну фразу словами.
sent-other = Цього не додам. Підійде скриншот, фото екрана або текст.
sent-not-fetched = Картинка не дійшла, зв'язок підвів. Надішліть її ще раз; текст я зберіг.
sent-to-lead = Передав керівнику.

# Запитання до звернення.
report-what = Що не працює?
report-other-button = Інше…
report-other = Як називається те, що не працює? Напишіть кількома словами. Передумали: /cancel
report-gone = Цього в списку вже немає. Відкрийте список знову: /report
report-customer = Клієнт зараз з вами?
report-customer-why = Якщо так, керівник передасть його колезі насамперед.
report-customer-call = 📞 Дзвінок
report-customer-chat = 💬 Чат
report-customer-none = Ні
report-join-or-apart = У вас уже є відкрите звернення. Це та сама біда чи інша?
report-join = Додати до №{ $number }
report-apart = Окреме звернення
report-joined = Додав до звернення №{ $number }.

# Про це вже повідомили.
known-heading = 🔴 { $subject }: не працює з { $at }
known-count = { $count ->
    [one] Повідомив { $count } оператор.
    [few] Повідомили { $count } оператори.
   *[other] Повідомили { $count } операторів.
}
known-lead = Керівник знає: { $name }
known-me-too = У мене те саме
known-different = У мене інше
outage-over = Цей збій уже закінчився. Якщо у вас не працює, повідомте ще раз: /report

# Повернення після масового збою.
volunteer-fixed = 🟢 Сисадмін: виправлено ({ $at }).
volunteer-why = { $count ->
    [one] Потрібна { $count } людина, щоб перевірити раніше за інших
    [few] Потрібні { $count } людини, щоб перевірити раніше за інших
   *[other] Потрібно { $count } людей, щоб перевірити раніше за інших
}: якщо всі зайдуть одразу, може знову впасти. Перевірите?
volunteer-yes = Перевірю зараз
volunteer-no = Хай інші
return-turn-comes = 🟢 Виправлено о { $at }. Заходимо по черзі, щоб знову не впало: коли настане ваша, прийде повідомлення.
return-down-again = 🔴 З { $at } знову не працює, лагодять далі.
not-you-alone = 🔴 Не працює у багатьох з { $at }, справа не у вас: перезавантажуватися не потрібно.
# Новин немає.
operator-no-news = ⏳ { $at }: новин поки немає, бот стежить за заявкою. Робити нічого не потрібно.

# Це в мене чи в усіх?
known-others = На це саме { $count ->
    [one] скаржиться ще { $count } оператор.
    [few] скаржаться ще { $count } оператори.
   *[other] скаржаться ще { $count } операторів.
}
known-same-provider = Провайдер той самий, що у вас: у { $same } з { $gave }, хто його вказав.
known-same-vpn = VPN той самий, що у вас: у { $same } з { $gave }, хто його вказав.
probe-green-alone = З нашого боку все відповідає, більше ніхто не скаржиться: схоже, справа у вашому робочому місці.
probe-green-others = З нашого боку відповідає, але скаржаться ще: { $count }.
probe-red = 🔴 Бот теж не може підключитися (перевірив о { $at }): справа не у вас.
