# Історія звернення, по рядку на подію. Перед кожною стоять час і хто: «03:16  Лев: прийняв(ла) звернення».
story-heading = Звернення №{ $number } · { $subject } · { $operator }
story-night = Бот
story-by-time = { $what } (настав час)
unknown-incident = Звернення №{ $incident } немає.
nothing-held = Нічого більше не чекає на рішення.

# Чим скінчилося.
closed-self-help = допомогло власними силами
closed-returned = знову на лінії
closed-reported = повідомлено відповідальним
closed-shift-over = закінчилася зміна
closed-cancelled = скасовано як помилку

# Шлях оператора.
event-opened = { $customer ->
    [call] не працює: { $subject }; на лінії клієнт, дзвінок
    [chat] не працює: { $subject }; з клієнтом відкрито чат
   *[none] не працює: { $subject }
  }
event-customer-noted = номер звернення клієнта: { $reference }
event-step-answered = відповідь «{ $answer }» на кроці «{ $step }»
event-step-entered = крок «{ $step }»
event-more-time = потрібно ще { $minutes } хв
event-asked-again = мовчання, запитує ще раз: «{ $step }»
event-went-silent = оператор мовчить на кроці «{ $step }», про це дізнається керівник
event-work-status-changed = робочий статус: { $status }
event-software-added = не працює ще й { $subject }
event-channel-checked = { $works ->
    [yes] перевірено, відкривається: { $channel }
   *[no] перевірено, не відкривається: { $channel }
  }
event-works-again = знову працює
event-cancelled = скасовує звернення
event-shift-ended = зміна оператора закінчилася
event-closed = звернення закрито: { $closed }

# Керівник.
event-lead-paged = виклик керівнику: { $to }, щабель { $level }
event-lead-told = повідомлення керівнику без виклику: { $to }
event-sysadmin-paged = виклик сисадміну: { $to }, щабель { $level }
event-lead-acknowledged = приймає звернення
event-duty-ticked = { $duty ->
    [status_set] статус виставлено
    [off_the_line] оператора знято з лінії
    [redirected] клієнта передано: { $to }
    [nobody] передавати нікого
   *[other] позначено: { $duty }
  }
event-duties-reminded = нагадування: позначено не все
event-lead-asked = питає керівника, що робити
event-lead-wrote = пише оператору
event-operator-wrote = пише керівнику

# Виклики за щаблями.
event-ladder-climbed = { $ladder ->
    [lead] ніхто не прийняв, викликаю керівників далі: щабель { $level }, коло { $round }
   *[sysadmin] ніхто не прийняв, викликаю сисадмінів далі: щабель { $level }, коло { $round }
  }
event-page-delivered = виклик дійшов: { $to }
event-page-refused = { $reason ->
    [blocked] виклик не дійшов: { $to }, бота заблоковано
    [never_started] виклик не дійшов: { $to }, бота ще не відкривали
    [left] виклик не дійшов: { $to }, цієї ролі вже немає
   *[other] виклик не дійшов: { $to }, Telegram не доставляє
  }
event-nobody-to-page = { $ladder ->
    [lead] викликати нікого: керівників немає
   *[sysadmin] викликати нікого: сисадмінів немає
  }
event-ladder-rested = заявка №{ $ticket }: ніхто не відповідає й ніхто не чекає, бот більше не кличе

# Заявка.
event-report-added = { $part ->
    [description] опис для заявки
    [picture] скриншот для заявки
    [no_picture] скриншот зробити неможливо
    [detail] відповідь на запитання сисадміна
    [not_resolved] що й досі не так
   *[addition] доповнення до заявки
  }
event-ticket-filed = заявка №{ $ticket } у сисадміна
event-ticket-acknowledged = приймає заявку №{ $ticket }
event-details-asked = запитує подробиці до заявки №{ $ticket }
event-details-given = відповідає на запитання сисадміна
event-estimate-given = заявка №{ $ticket }: прогноз { $estimate }
event-ticket-resolved = заявка №{ $ticket }: виправлено
event-ticket-cannot-be-resolved = заявка №{ $ticket }: виправити не може
event-ticket-reopened = заявку №{ $ticket } відкрито знову
event-ticket-withdrawn = заявку №{ $ticket } знято, на неї більше ніхто не чекає
event-news-asked = питає сисадміна, що нового

# Перевірки.
event-recheck-asked = запитує, чи працює
event-recheck-answered = { $answer ->
    [later] просить запитати пізніше
   *[not_yet] ще не працює
  }
event-rechecks-unanswered = запитань без відповіді поспіль: { $count }, про це дізнається керівник
event-recheck-interval-chosen = запитувати кожні { $minutes } хв

# Люди й дім.
event-person-invited = запрошує: { $role }
event-person-joined = { $person }: тепер у команді
event-person-changed = { $person }: змінилися дані або ролі
event-person-unreachable = { $person }: повідомлення не доходять
event-person-reachable = { $person }: знову на зв'язку
event-rota-changed = { $person }: змінився графік, { $role }
event-rota-gap-found = нікого на чергуванні: { $role }, про це сказано заздалегідь
event-rota-overlap-found = двоє одразу на першому щаблі: { $role }, про це сказано заздалегідь
event-rota-gaps-closed = на всі названі години чергові знайшлися
event-shift-moved = { $person }: правила часового поясу змінилися, зміну зсунуто за ними, { $role }
event-shift-covered = { $to } працює замість { $person }, { $role }
event-swap-asked = просить { $to } попрацювати замість { $person }, { $role }
event-swap-agreed = погоджується попрацювати замість { $person }, { $role }
event-swap-refused = не може попрацювати замість { $person }, { $role }
event-swap-withdrawn = заміна замість { $person } більше не потрібна, { $role }
event-swap-expired = відповіді вчасно не було: { $to }; працює { $person }, { $role }
event-swap-void = графік змінився, мінятися вже нічим: { $person }, { $to }
event-pattern-made = { $person }: повторювані зміни, { $role }
event-pattern-ended = { $person }: зміни більше не повторюються, { $role }
event-refused = відмовлено: { $wanted }
event-quarantined = незрозуміле повідомлення відкладено

# Звернення і заявка змінюють руки.
event-lead-took-over = забирає звернення собі, раніше: { $to }
event-lead-passed-on = передає звернення: { $to }
event-lead-called-next = кличе щабель вище
event-lead-snoozed = просить нагадати пізніше
event-lead-let-go = позначок довго немає, звернення знову нічиє, раніше: { $to }
event-news-given = заявка №{ $ticket }: «так, займаюся»
event-sysadmin-let-go = заявка №{ $ticket }: новин довго немає, знову нічия, раніше: { $to }

# Масовий збій.
event-outage-joined = входить до збою №{ $outage }
event-outage-mass = масовий збій №{ $outage }, операторів: { $count }
event-outage-split = відокремлено в інший збій, №{ $outage }
event-lead-given = у керівника масового збою: { $to }
event-ticket-joined = заявку №{ $ticket } приєднано до заявки №{ $to_ticket }
event-duty-unticked = позначку знято: { $duty ->
    [status_set] статус
    [off_the_line] лінія
   *[redirected] передача клієнта
  }
event-words-withdrawn = повідомлення керівника відкликано
event-redirect-withdrawn = більше не просить забрати клієнта: { $to }
event-volunteer-asked = прохання перевірити виправлення серед перших
event-volunteered = перевірить серед перших
event-volunteer-declined = першими хай перевірять інші
event-wave-asked = черга перевірити виправлення, у хвилі: { $count }
event-return-stopped = повернення зупинено
# Клієнт на руках.
event-redirect-asked = просить забрати клієнта: { $to }
event-customer-claimed = забирає клієнта
event-redirect-declined = забрати клієнта не може
event-customer-unclaimed = клієнта ніхто не забрав, відповіді немає: { $to }, про це дізнається керівник
event-redirect-lapsed = { $reason ->
    [off_duty] по клієнта не прийде { $to }: зміна закінчилася
    [left] по клієнта не прийде { $to }: більше не працює з клієнтами або не на зв'язку
    [blocked] по клієнта не прийде { $to }: бота заблоковано
    [never_started] по клієнта не прийде { $to }: бота ще не відкривали
   *[other] по клієнта не прийде { $to }: Telegram не доставляє
  }
event-promise-noted = { $promise ->
    [nothing] клієнту нічого не обіцяно
    [call_back] клієнту обіцяно передзвонити
    [write_back] клієнту обіцяно написати
   *[words] записано, що обіцяно клієнту
  }

# Початок і кінець зміни.
event-checked-in = на місці, звук увімкнено: { $role }
event-not-checked-in = не на зв'язку від початку зміни: { $role }
event-handover-begun = передача зміни почалася: { $to }
event-handover-signed = приймає зміну, раніше: { $to }
event-handover-dropped = передачу зміни скасовано
event-sysadmin-took-over = забирає заявку №{ $ticket } собі, раніше: { $to }
event-sysadmin-passed-on = передає заявку №{ $ticket }: { $to }
event-sysadmin-called-next = заявка №{ $ticket }: кличе щабель вище
event-sysadmin-snoozed = заявка №{ $ticket }: просить спитати пізніше
event-news-repeated = повторює оператору, як справи: новин поки немає
event-news-ended = новин немає, оператору про це більше не пише; керівник бачить
event-probed = власна перевірка: { $found ->
    [answers] відповідає
    [wrong_status] відповідає не так, як має ({ $status })
    [wrong_text] відповідає не тим
    [too_slow] не відповідає вчасно
    [no_such_host] адресу не знайдено
    [not_trusted] чужий сертифікат
    [not_allowed] перевірку не дозволено
   *[no_answer] не відповідає
  }
event-auditor-repaired = ревізор виправив: { $finding }

# Група керівників.
event-group-bound = обирає групу керівників: { $title }
event-group-unbound = відв'язує групу керівників: { $title }
event-group-trouble = група керівників { $title }: { $trouble ->
    [out] бота там немає
    [silenced] боту не можна писати
   *[no-topics] боту не можна відкривати теми
  }
event-group-well = група керівників { $title }: знову гаразд
event-group-moved = група керівників { $title } стала супергрупою
event-restored = базу відновлено з резервної копії; чекає на рішення людини
event-released = дозволено надіслати все, що чекало після відновлення
event-person-exported = людині видано її дані
event-person-erased = дані людини стерто
