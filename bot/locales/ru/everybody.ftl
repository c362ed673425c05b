# Что есть у каждого: где я, помощь, настройки, вход по приглашению.

# Роли: с большой буквы, как заголовок.
role-operator = Оператор
role-duty-lead = Дежурный руководитель
role-sysadmin = Сисадмин
role-administrator = Администратор

# Где я сейчас.
home-welcome = { $count ->
    [one] 👋 { $name }, вы в команде ночной смены. Ваша роль: { $roles }.
   *[other] 👋 { $name }, вы в команде ночной смены. Ваши роли: { $roles }.
  }
home-calm = 📍 Открытого у вас сейчас нет.
home-open = 📍 Открыто у вас: { $count }. Карточки прислал заново.
home-on-duty = 🟢 { $role }: вы на смене до { $until }.
home-off-duty = ⚪ { $role }: сейчас вас нет в графике.
home-does-operator = Что-то перестало работать? Нажмите «{ keyboard-report }» или напишите /report, дальше поведу по шагам.
home-does-duty-lead = Когда оператору понадобится руководитель, пришлю вызов со звуком. До тех пор тихо.
home-does-sysadmin = Новая заявка придёт сюда со звуком: описание, скриншот и скольким людям мешает сбой.
home-does-administrator = Люди: /people. Пригласить: /invite. Ночью напишу, только если до кого-то не достучаться.

# Помощь: по строке на роль.
help-operator = 🎧 Оператор: «{ $report }» или /report. Веду по шагам, пока не заработает; скриншот и слова присылайте просто сообщением.
help-duty-lead = 🧭 Руководитель: /board показывает всех; принимаете обращение, отмечаете статус, снятие с линии и передачу клиента, пишете оператору.
help-sysadmin = 🛠 Сисадмин: /tickets показывает заявки; принимаете заявку, спрашиваете подробности, даёте прогноз, отмечаете «исправлено».
help-administrator = 👥 Администратор: /people показывает людей, /invite приглашает, /board показывает смену.
help-everybody = /status: где вы сейчас · /duty: кто на дежурстве · /shifts: ваши смены · /rota: график · /settings: язык, часы, проверки · /cancel: забыть мой вопрос
help-twins = Кнопка не отвечает? Нажмите команду, она значит то же самое:

# Отмена вопроса. Обращение она не отменяет.
cancel-forgotten = Хорошо, вопрос снят. Обращение, если оно открыто, продолжается.
cancel-nothing = Слов от вас я сейчас не жду, снимать нечего. Ненужные кнопки можно не нажимать.
cancel-goes-on = Обращение №{ $number } продолжается. Отменить его самого: { $command }

# Настройки.
language-name = Русский
settings-title = Настройки
settings-language = Язык: { $language }
settings-zone = Часы: { $city }, сейчас там { $at }
settings-recheck = «Работает?» спрашиваю каждые { $minutes } мин
settings-to-language = 🌐 Язык
settings-to-zone = 🕒 Часовой пояс
settings-to-recheck = 🔁 Как часто спрашивать
settings-which-language = На каком языке говорить?
settings-which-zone = По чьим часам жить? Рядом с городом время, которое там сейчас.
settings-which-recheck = Как часто спрашивать, заработало ли?
settings-minutes = { $minutes } мин
settings-other-city = Другой город…
settings-back = ← Назад
settings-write-city = Напишите свой город или часовой пояс, например Варшава или Europe/Warsaw. Передумали: /cancel
settings-city-like = Такого пояса не знаю. Похожее и время там; скопируйте и пришлите подходящее:
settings-city-unknown = Такого пояса не знаю. Напишите большой город рядом, с тем же временем: Киев, Варшава, Алматы. Передумали: /cancel
settings-provider = Мой интернет: { $words }
settings-vpn = Мой VPN: { $words }
settings-to-provider = 🌍 Мой интернет
settings-to-vpn = 🔒 Мой VPN
settings-write-provider = Напишите, кто ваш интернет-провайдер, до { $longest } знаков. При сбое вы увидите, у скольких коллег он такой же: только число, без имён. Передумали: /cancel
settings-write-vpn = Напишите, через какой VPN вы работаете, до { $longest } знаков. При сбое вы увидите, у скольких коллег он такой же: только число, без имён. Передумали: /cancel
settings-clear = Убрать
settings-language-now = Теперь говорю по-русски.

# Почему не получилось.
unknown-person = Такого человека я не знаю. Кто есть: /people
unknown-language = Языка «{ $language }» я не знаю. Есть: { $known }.
unknown-time-zone = Часового пояса «{ $zone }» я не знаю. Выберите город: /settings
not-a-name = Имя не подходит: нужна одна строка, не длиннее { $longest } знаков.
not-a-connection = Напишите одной короткой строкой, не длиннее { $longest } знаков. Передумали: /cancel
not-a-phone = Это не похоже на телефон: цифры, пробелы, +, скобки, не длиннее { $longest } знаков.
not-a-level = Ступени { $level } нет: бывают от { $lowest } до { $highest }.
not-a-recheck-interval = Так часто не спрашиваю: можно от { $shortest } до { $longest } минут.
not-a-shift = Такой смены быть не может: она кончается после начала и длится не дольше { $longest } дней.
role-not-held = { $person }: нет роли { $role }, поэтому и в график не поставить.
not-handled = ⚠️ Ваше последнее сообщение обработать не удалось, оно отложено. Повторите его другими словами или откройте карточку: /status

# /noise: почему телефон звучал. Строка: время, о чём, почему.
noise-title = { $count ->
    [one] 🔔 С { $since } телефон звучал { $count } раз
    [few] 🔔 С { $since } телефон звучал { $count } раза
   *[many] 🔔 С { $since } телефон звучал { $count } раз
  }
noise-none = 🔕 С { $since } ни одного звука: тихо.
noise-line = { $kind ->
    [ticket] { $at } заявка №{ $number }: { $why }
    [incident] { $at } №{ $number }: { $why }
   *[other] { $at } { $why }
  }
noise-earlier = ← Раньше
noise-later = Позже →
sound-why-page = { $because ->
    [silent] вызов, ступень { $level }: { $names } не отвечает { $minutes } мин
    [unreachable] вызов, ступень { $level }: сообщения не доходят ({ $names })
    [nobody] вызов, ступень { $level }: никто не отвечает { $minutes } мин
   *[first] вызов, ступень { $level }
  }
sound-why-page-again = вызов повторно, ступень { $level }: ответа нет
sound-why-passed-on = коллега передаёт обращение вам
sound-why-lead-asked = оператор спрашивает, что делать
sound-why-cannot-resolve = сисадмин не может исправить
sound-why-customer-unclaimed = клиента никто не взял
sound-why-customer-in-hand = клиента просят забрать вас
sound-why-new-ticket = { $because ->
    [silent] вызов, ступень { $level }: { $names } не отвечает { $minutes } мин
    [unreachable] вызов, ступень { $level }: сообщения не доходят ({ $names })
    [nobody] вызов, ступень { $level }: никто не отвечает { $minutes } мин
   *[first] новая, ступень { $level }
  }
sound-why-ticket-reopened = снова открыта, у оператора не работает
sound-why-fix = сисадмин исправил, ваша проверка
sound-why-duties-reminder = напоминание: отмечено не всё
sound-why-news-reminder = вопрос: заявка ещё у вас?
sound-why-news = новостей пока нет
sound-why-shift-start = начало смены: на месте ли вы
sound-why-handover = передача смены: нужна ваша подпись
sound-why-mass-outage = массовый сбой: одна поломка у многих
sound-why-return-needs-lead = возврат после сбоя остановился: решать вам
was-away = ⏸ Меня не было с { $since } до { $until }. Нажатия за это время могли не дойти. Ниже то, что у меня записано. Если чего-то нет, повторите.
