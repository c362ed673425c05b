# График: кто на дежурстве, месяц картинкой, мои смены, замены и дыры.
rota-today = сегодня
rota-tomorrow = завтра
rota-role-level = { $role }, ступень { $level }
rota-of-operator = Операторы
rota-of-duty-lead = Руководители
rota-of-sysadmin = Сисадмины
rota-my-shifts = Мои смены
rota-replace-operator = Заменить оператора
rota-replace-duty-lead = Заменить руководителя
rota-replace-sysadmin = Заменить сисадмина

# Кто сейчас на дежурстве.
duty-title = Сейчас { $at }. На дежурстве:
duty-operator = { $name } до { $until }
duty-operators-named = 🎧 Операторы на смене: { $names }
duty-person-level = 🟢 { $level } · { $name }, до { $until }
duty-more = и ещё: { $count }
duty-operators = 🎧 Операторов на смене: { $count }
duty-no-first-level = 🟡 Первой ступени нет: вызов сразу получит ступень { $level }.
duty-nobody-operator = 🟡 Операторов на смене нет, и дальше в графике пусто.
duty-nobody-operator-until = 🟡 Операторов на смене нет до { $until }.
duty-nobody-duty-lead = 🔴 Дежурного руководителя нет, и дальше в графике пусто. Вызов получат все руководители.
duty-nobody-duty-lead-until = 🔴 Дежурного руководителя нет до { $until }. Вызов получат все руководители.
duty-nobody-sysadmin = 🔴 Дежурного сисадмина нет, и дальше в графике пусто. Вызов получат все сисадмины.
duty-nobody-sysadmin-until = 🔴 Дежурного сисадмина нет до { $until }. Вызов получат все сисадмины.
duty-next = Дальше, с { $at }: { $names }
duty-next-level = { $name } ({ $level })
duty-next-nobody = 🟡 Дальше в графике никого.
duty-hole-duty-lead = 🔴 Не будет дежурного руководителя: { $when }
duty-hole-sysadmin = 🔴 Не будет дежурного сисадмина: { $when }

# Месяц картинкой: слова на ней и под ней.
rota-nobody = Никого нет
rota-empty = 🔴 В графике на это время никого нет.
rota-how-to-fill = Смены ставит администратор: файлом, повторяющимся правилом или кнопкой «Поставить».
rota-gap-nobody = 🔴 Никого: { $when }
rota-gap-first = 🟡 Нет первой ступени: { $when }
rota-more-gaps = и ещё таких мест: { $count }
rota-clocks-forward = 🕒 { $day }: часы переводят вперёд на { $minutes } мин
rota-clocks-back = 🕒 { $day }: часы переводят назад на { $minutes } мин
rota-signs = Цифра: ступень вызова · × никого нет · ? нет первой ступени
rota-page = Люди: { $page } из { $pages } ▸

# Мои смены.
shifts-title = Ваши смены
shifts-none = Впереди смен нет. График ведёт администратор.
shifts-choose = Нажмите на смену, чтобы найти замену или поменяться.
shift-what-now = Что сделать с этой сменой?
shift-give = Отдать целиком…
shift-give-part = Отдать часть…
shift-exchange = Поменяться…
shift-back = ← Мои смены
shift-back-to-it = ← К смене
shift-which-part = Смена: { $span }. Какие часы отдать? Напишите, например, { $part }. Передумали: /cancel
shift-no-such-part = Таких часов в этой смене нет. Она: { $span }. Напишите часы через тире или /cancel
shift-whom = Кого попросить? Показаны те, кто в это время свободен.
shift-nobody-free = В это время все коллеги с этой ролью уже на дежурстве.
shift-exchange-whom = С кем поменяться?
shift-exchange-for = { $name }: какую смену взять взамен?
shift-nobody-to-exchange = Меняться не с кем: у коллег нет смен, которые вы могли бы взять взамен.

# Просьба коллеге и ответ.
swap-what = { $when } · { $role }
swap-asks-cover = 🔄 { $name } просит вас о замене
swap-asks-exchange = 🔄 { $name } предлагает поменяться сменами
swap-in-return-yours = Взамен берёт вашу: { $when }
swap-in-return-mine = Взамен вы работаете: { $when }
swap-answer-until = Ответьте до { $at }, потом вопрос снимется и всё останется как есть.
swap-agree-cover = ✅ Выйду
swap-agree-exchange = ✅ Меняемся
swap-refuse = Не могу
swap-asked-agreed = 🟢 Договорились, в графике это уже так.
swap-asked-refused = ⚪ Вы ответили, что не можете. Смена остаётся у коллеги.
swap-asked-withdrawn = ⚪ { $name }: замена больше не нужна. Делать ничего не нужно.
swap-asked-expired = ⚪ Время ответа вышло, график остаётся прежним.
swap-asked-void = ⚪ График изменился, меняться уже нечем.
swap-waits-title = 🟡 Вопрос отправлен: { $name }
swap-waits-until = Жду ответа до { $at }, пришлю сюда. До ответа смена ваша.
swap-waits = 🟡 { $name }: ждём ответа до { $at }
swap-withdraw = Отозвать просьбу
swap-answered-agreed = 🟢 { $name }: да
swap-answered-refused = 🔴 { $name }: не может
swap-answered-expired = 🟡 { $name }: ответа не было
swap-answered-withdrawn = ⚪ Просьба отозвана: { $name }
swap-answered-void = ⚪ { $name }: график изменился, меняться уже нечем
swap-is-so-now = В графике это уже так.
swap-stays = Смена остаётся вашей.
swap-ask-another = Попросить другого

# Решает руководитель или администратор.
cover-title-operator = Операторы
cover-title-duty-lead = Руководители
cover-title-sysadmin = Сисадмины
cover-whom = Кого заменить? Показаны те, кто на смене сейчас и в ближайшие сутки.
cover-back = ← Назад
cover-until = { $name }, до { $at }
cover-from = { $name }, с { $at }
cover-fill-now = Поставить до { $until }
cover-who = Кого поставить? Показаны те, кто в это время свободен.
cover-made = 🟢 { $name } вместо: { $instead }
cover-both-told = Обоим сказано, график уже такой.
cover-put-on = 🟢 На дежурстве: { $name }
cover-replaced = 🔄 Вас заменили
cover-instead-of-you = Вместо вас: { $name }
cover-instead-of = Вместо: { $name }
duty-put-on = 🔔 Вас поставили на дежурство
swap-decided-by = Решение: { $name }
hole-filled = Здесь уже есть дежурный. Ничего не изменилось. Кто сейчас: /duty

# Вечером накануне: где никого нет.
gaps-title = 🔴 В графике ближайшей ночи есть дыры
gaps-nobody-duty-lead = 🔴 { $when }: никто не дежурит как руководитель
gaps-nobody-sysadmin = 🔴 { $when }: никто не дежурит как сисадмин
gaps-first-duty-lead = 🟡 { $when }: нет руководителя первой ступени
gaps-first-sysadmin = 🟡 { $when }: нет сисадмина первой ступени
gaps-more = и ещё: { $count }
gaps-otherwise = Если так и останется, вызов получат сразу все, у кого эта роль.
gaps-title-twice = 🟡 В графике ближайшей ночи двое на одном месте
gaps-twice-duty-lead = 🟡 { $when }: первая ступень руководителей, сразу { $names }
gaps-twice-sysadmin = 🟡 { $when }: первая ступень сисадминов, сразу { $names }
gaps-twice-what-now = Вызов получат все названные. Поменять смены: /rota
gaps-put-on = Кого поставить?
gaps-closed = 🟢 Дыр в графике ближайшей ночи больше нет.
gaps-fill-duty-lead = Руковод. { $span }
gaps-fill-sysadmin = Сисадмин { $span }
