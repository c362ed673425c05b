# Графік: хто на чергуванні, місяць картинкою, мої зміни, заміни та діри.
rota-today = сьогодні
rota-tomorrow = завтра
rota-role-level = { $role }, щабель { $level }
rota-of-operator = Оператори
rota-of-duty-lead = Керівники
rota-of-sysadmin = Сисадміни
rota-my-shifts = Мої зміни
rota-replace-operator = Замінити оператора
rota-replace-duty-lead = Замінити керівника
rota-replace-sysadmin = Замінити сисадміна

# Хто зараз на чергуванні.
duty-title = Зараз { $at }. На чергуванні:
duty-operator = { $name } до { $until }
duty-operators-named = 🎧 Оператори на зміні: { $names }
duty-person-level = 🟢 { $level } · { $name }, до { $until }
duty-more = і ще: { $count }
duty-operators = 🎧 Операторів на зміні: { $count }
duty-no-first-level = 🟡 Першого щабля немає: виклик одразу отримає щабель { $level }.
duty-nobody-operator = 🟡 Операторів на зміні немає, і далі в графіку порожньо.
duty-nobody-operator-until = 🟡 Операторів на зміні немає до { $until }.
duty-nobody-duty-lead = 🔴 Чергового керівника немає, і далі в графіку порожньо. Виклик отримають усі керівники.
duty-nobody-duty-lead-until = 🔴 Чергового керівника немає до { $until }. Виклик отримають усі керівники.
duty-nobody-sysadmin = 🔴 Чергового сисадміна немає, і далі в графіку порожньо. Виклик отримають усі сисадміни.
duty-nobody-sysadmin-until = 🔴 Чергового сисадміна немає до { $until }. Виклик отримають усі сисадміни.
duty-next = Далі, з { $at }: { $names }
duty-next-level = { $name } ({ $level })
duty-next-nobody = 🟡 Далі в графіку нікого.
duty-hole-duty-lead = 🔴 Не буде чергового керівника: { $when }
duty-hole-sysadmin = 🔴 Не буде чергового сисадміна: { $when }

# Місяць картинкою: слова на ній і під нею.
rota-nobody = Нікого немає
rota-empty = 🔴 У графіку на цей час нікого немає.
rota-how-to-fill = Зміни ставить адміністратор: файлом, повторюваним правилом або кнопкою «Поставити».
rota-gap-nobody = 🔴 Нікого: { $when }
rota-gap-first = 🟡 Немає першого щабля: { $when }
rota-more-gaps = і ще таких місць: { $count }
rota-clocks-forward = 🕒 { $day }: годинники переводять уперед на { $minutes } хв
rota-clocks-back = 🕒 { $day }: годинники переводять назад на { $minutes } хв
rota-signs = Цифра: щабель виклику · × нікого немає · ? немає першого щабля
rota-page = Люди: { $page } з { $pages } ▸

# Мої зміни.
shifts-title = Ваші зміни
shifts-none = Попереду змін немає. Графік веде адміністратор.
shifts-choose = Натисніть на зміну, щоб знайти заміну або помінятися.
shift-what-now = Що зробити з цією зміною?
shift-give = Віддати цілком…
shift-give-part = Віддати частину…
shift-exchange = Помінятися…
shift-back = ← Мої зміни
shift-back-to-it = ← До зміни
shift-which-part = Зміна: { $span }. Які години віддати? Напишіть, наприклад, { $part }. Передумали: /cancel
shift-no-such-part = Таких годин у цій зміні немає. Вона: { $span }. Напишіть години через тире або /cancel
shift-whom = Кого попросити? Показано тих, хто в цей час вільний.
shift-nobody-free = У цей час усі колеги з цією роллю вже на чергуванні.
shift-exchange-whom = З ким помінятися?
shift-exchange-for = { $name }: яку зміну взяти натомість?
shift-nobody-to-exchange = Мінятися немає з ким: у колег немає змін, які ви могли б узяти натомість.

# Прохання до колеги та відповідь.
swap-what = { $when } · { $role }
swap-asks-cover = 🔄 { $name } просить вас про заміну
swap-asks-exchange = 🔄 { $name } пропонує помінятися змінами
swap-in-return-yours = Натомість бере вашу: { $when }
swap-in-return-mine = Натомість ви працюєте: { $when }
swap-answer-until = Дайте відповідь до { $at }, потім прохання зніметься й усе лишиться як є.
swap-agree-cover = ✅ Вийду
swap-agree-exchange = ✅ Міняємося
swap-refuse = Не можу
swap-asked-agreed = 🟢 Домовилися, у графіку це вже так.
swap-asked-refused = ⚪ Ви відповіли, що не можете. Зміна лишається в колеги.
swap-asked-withdrawn = ⚪ { $name }: заміна більше не потрібна. Робити нічого не треба.
swap-asked-expired = ⚪ Час відповіді вийшов, графік лишається попереднім.
swap-asked-void = ⚪ Графік змінився, мінятися вже нічим.
swap-waits-title = 🟡 Прохання надіслано: { $name }
swap-waits-until = Чекаю відповіді до { $at }, надішлю сюди. До відповіді зміна ваша.
swap-waits = 🟡 { $name }: чекаємо відповіді до { $at }
swap-withdraw = Відкликати прохання
swap-answered-agreed = 🟢 { $name }: так
swap-answered-refused = 🔴 { $name }: не може
swap-answered-expired = 🟡 { $name }: відповіді не було
swap-answered-withdrawn = ⚪ Прохання відкликано: { $name }
swap-answered-void = ⚪ { $name }: графік змінився, мінятися вже нічим
swap-is-so-now = У графіку це вже так.
swap-stays = Зміна лишається вашою.
swap-ask-another = Попросити іншого

# Вирішує керівник або адміністратор.
cover-title-operator = Оператори
cover-title-duty-lead = Керівники
cover-title-sysadmin = Сисадміни
cover-whom = Кого замінити? Показано тих, хто на зміні зараз і найближчої доби.
cover-back = ← Назад
cover-until = { $name }, до { $at }
cover-from = { $name }, з { $at }
cover-fill-now = Поставити до { $until }
cover-who = Кого поставити? Показано тих, хто в цей час вільний.
cover-made = 🟢 { $name } замість: { $instead }
cover-both-told = Обом сказано, графік уже такий.
cover-put-on = 🟢 На чергуванні: { $name }
cover-replaced = 🔄 Вас замінили
cover-instead-of-you = Замість вас: { $name }
cover-instead-of = Замість: { $name }
duty-put-on = 🔔 Вас поставили на чергування
swap-decided-by = Рішення: { $name }
hole-filled = Тут уже є черговий. Нічого не змінилося. Хто зараз: /duty

# Увечері напередодні: де нікого немає.
gaps-title = 🔴 У графіку найближчої ночі є діри
gaps-nobody-duty-lead = 🔴 { $when }: ніхто не чергує як керівник
gaps-nobody-sysadmin = 🔴 { $when }: ніхто не чергує як сисадмін
gaps-first-duty-lead = 🟡 { $when }: немає керівника першого щабля
gaps-first-sysadmin = 🟡 { $when }: немає сисадміна першого щабля
gaps-more = і ще: { $count }
gaps-otherwise = Якщо так і лишиться, виклик отримають одразу всі, у кого ця роль.
gaps-title-twice = 🟡 У графіку найближчої ночі двоє на одному місці
gaps-twice-duty-lead = 🟡 { $when }: перший щабель керівників, одразу { $names }
gaps-twice-sysadmin = 🟡 { $when }: перший щабель сисадмінів, одразу { $names }
gaps-twice-what-now = Виклик отримають усі названі. Поміняти зміни: /rota
gaps-put-on = Кого поставити?
gaps-closed = 🟢 Дір у графіку найближчої ночі більше немає.
gaps-fill-duty-lead = Керівник { $span }
gaps-fill-sysadmin = Сисадмін { $span }
