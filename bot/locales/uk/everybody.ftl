# Що є в кожного: де я, допомога, налаштування, вхід за запрошенням.

# Ролі: з великої літери, як заголовок.
role-operator = Оператор
role-duty-lead = Черговий керівник
role-sysadmin = Сисадмін
role-administrator = Адміністратор

# Де я зараз.
home-welcome = { $count ->
    [one] 👋 { $name }, ви в команді нічної зміни. Ваша роль: { $roles }.
   *[other] 👋 { $name }, ви в команді нічної зміни. Ваші ролі: { $roles }.
  }
home-calm = 📍 Відкритого у вас зараз немає.
home-open = 📍 Відкрито у вас: { $count }. Картки надіслав наново.
home-on-duty = 🟢 { $role }: ви на зміні до { $until }.
home-off-duty = ⚪ { $role }: зараз вас немає у графіку.
home-does-operator = Щось перестало працювати? Натисніть «{ keyboard-report }» або напишіть /report, далі поведу крок за кроком.
home-does-duty-lead = Коли оператору знадобиться керівник, надішлю виклик зі звуком. Доти тихо.
home-does-sysadmin = Нова заявка прийде сюди зі звуком: опис, скриншот і скільком людям заважає збій.
home-does-administrator = Люди: /people. Запросити: /invite. Вночі напишу, лише якщо до когось не достукатися.

# Допомога: по рядку на роль.
help-operator = 🎧 Оператор: «{ $report }» або /report. Веду крок за кроком, доки не запрацює; скриншот і слова надсилайте просто повідомленням.
help-duty-lead = 🧭 Керівник: /board показує всіх; приймаєте звернення, позначаєте статус, зняття з лінії та передачу клієнта, пишете оператору.
help-sysadmin = 🛠 Сисадмін: /tickets показує заявки; приймаєте заявку, запитуєте подробиці, даєте прогноз, позначаєте «виправлено».
help-administrator = 👥 Адміністратор: /people показує людей, /invite запрошує, /board показує зміну.
help-everybody = /status: де ви зараз · /duty: хто на чергуванні · /shifts: ваші зміни · /rota: графік · /settings: мова, годинник, перевірки · /cancel: забути моє запитання
help-twins = Кнопка не відповідає? Натисніть команду, вона означає те саме:

# Скасування запитання. Звернення воно не скасовує.
cancel-forgotten = Гаразд, запитання знято. Звернення, якщо воно відкрите, триває.
cancel-nothing = Слів від вас я зараз не чекаю, знімати нічого. Зайві кнопки можна не натискати.
cancel-goes-on = Звернення №{ $number } триває. Скасувати саме його: { $command }

# Налаштування.
language-name = Українська
settings-title = Налаштування
settings-language = Мова: { $language }
settings-zone = Годинник: { $city }, зараз там { $at }
settings-recheck = «Працює?» запитую кожні { $minutes } хв
settings-to-language = 🌐 Мова
settings-to-zone = 🕒 Часовий пояс
settings-to-recheck = 🔁 Як часто питати
settings-which-language = Якою мовою говорити?
settings-which-zone = За чиїм годинником жити? Поруч із містом час, який там зараз.
settings-which-recheck = Як часто запитувати, чи запрацювало?
settings-minutes = { $minutes } хв
settings-other-city = Інше місто…
settings-back = ← Назад
settings-write-city = Напишіть своє місто або часовий пояс, наприклад Варшава чи Europe/Warsaw. Передумали: /cancel
settings-city-like = Такого поясу не знаю. Схоже і час там; скопіюйте й надішліть те, що підходить:
settings-city-unknown = Такого поясу не знаю. Напишіть велике місто поруч, з тим самим часом: Київ, Варшава, Алмати. Передумали: /cancel
settings-provider = Мій інтернет: { $words }
settings-vpn = Мій VPN: { $words }
settings-to-provider = 🌍 Мій інтернет
settings-to-vpn = 🔒 Мій VPN
settings-write-provider = Напишіть, хто ваш інтернет-провайдер, до { $longest } знаків. Під час збою ви побачите, у скількох колег він такий самий: лише число, без імен. Передумали: /cancel
settings-write-vpn = Напишіть, через який VPN ви працюєте, до { $longest } знаків. Під час збою ви побачите, у скількох колег він такий самий: лише число, без імен. Передумали: /cancel
settings-clear = Прибрати
settings-language-now = Тепер говорю українською.

# Чому не вийшло.
unknown-person = Такої людини я не знаю. Хто є: /people
unknown-language = Мови «{ $language }» я не знаю. Є: { $known }.
unknown-time-zone = Часового поясу «{ $zone }» я не знаю. Оберіть місто: /settings
not-a-name = Ім'я не підходить: потрібен один рядок, не довший за { $longest } знаків.
not-a-connection = Напишіть одним коротким рядком, не довше { $longest } знаків. Передумали: /cancel
not-a-phone = Це не схоже на телефон: цифри, пробіли, +, дужки, не довше { $longest } знаків.
not-a-level = Щабля { $level } немає: бувають від { $lowest } до { $highest }.
not-a-recheck-interval = Так часто не запитую: можна від { $shortest } до { $longest } хвилин.
not-a-shift = Такої зміни бути не може: вона закінчується після початку й триває не довше { $longest } днів.
role-not-held = { $person }: немає ролі { $role }, тож і до графіка не поставити.
not-handled = ⚠️ Ваше останнє повідомлення обробити не вдалося, його відкладено. Повторіть його іншими словами або відкрийте картку: /status

# /noise: чому телефон дзвенів. Рядок: час, про що, чому.
noise-title = { $count ->
    [one] 🔔 З { $since } телефон дзвенів { $count } раз
    [few] 🔔 З { $since } телефон дзвенів { $count } рази
   *[many] 🔔 З { $since } телефон дзвенів { $count } разів
  }
noise-none = 🔕 З { $since } жодного звуку: тихо.
noise-line = { $kind ->
    [ticket] { $at } заявка №{ $number }: { $why }
    [incident] { $at } №{ $number }: { $why }
   *[other] { $at } { $why }
  }
noise-earlier = ← Раніше
noise-later = Пізніше →
sound-why-page = { $because ->
    [silent] виклик, щабель { $level }: { $names } не відповідає { $minutes } хв
    [unreachable] виклик, щабель { $level }: повідомлення не доходять ({ $names })
    [nobody] виклик, щабель { $level }: ніхто не відповідає { $minutes } хв
   *[first] виклик, щабель { $level }
  }
sound-why-page-again = виклик повторно, щабель { $level }: відповіді немає
sound-why-passed-on = колега передає звернення вам
sound-why-lead-asked = оператор питає, що робити
sound-why-cannot-resolve = сисадмін не може виправити
sound-why-customer-unclaimed = клієнта ніхто не взяв
sound-why-customer-in-hand = клієнта просять забрати вас
sound-why-new-ticket = { $because ->
    [silent] виклик, щабель { $level }: { $names } не відповідає { $minutes } хв
    [unreachable] виклик, щабель { $level }: повідомлення не доходять ({ $names })
    [nobody] виклик, щабель { $level }: ніхто не відповідає { $minutes } хв
   *[first] нова, щабель { $level }
  }
sound-why-ticket-reopened = знову відкрита, в оператора не працює
sound-why-fix = сисадмін виправив, ваша перевірка
sound-why-duties-reminder = нагадування: відмічено не все
sound-why-news-reminder = питання: заявка ще у вас?
sound-why-news = новин поки немає
sound-why-shift-start = початок зміни: чи ви на місці
sound-why-handover = передача зміни: потрібен ваш підпис
sound-why-mass-outage = масовий збій: та сама поломка в багатьох
sound-why-return-needs-lead = повернення після збою зупинилося: вирішувати вам
was-away = ⏸ Мене не було з { $since } до { $until }. Натискання за цей час могли не дійти. Нижче те, що в мене записано. Якщо чогось немає, повторіть.
