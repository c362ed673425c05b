# История обращения, по строке на событие. Перед каждой стоят время и кто: «03:16  Лев: принял(а) обращение».
story-heading = Обращение №{ $number } · { $subject } · { $operator }
story-night = Бот
story-by-time = { $what } (пришло время)
unknown-incident = Обращения №{ $incident } нет.
nothing-held = Ничего больше не ждёт решения.

# Чем кончилось.
closed-self-help = помогло своими силами
closed-returned = снова на линии
closed-reported = сообщено ответственным
closed-shift-over = закончилась смена
closed-cancelled = отменено как ошибка

# Путь оператора.
event-opened = { $customer ->
    [call] не работает: { $subject }; на линии клиент, звонок
    [chat] не работает: { $subject }; с клиентом открыт чат
   *[none] не работает: { $subject }
  }
event-customer-noted = номер обращения клиента: { $reference }
event-step-answered = ответ «{ $answer }» на шаге «{ $step }»
event-step-entered = шаг «{ $step }»
event-more-time = нужно ещё { $minutes } мин
event-asked-again = молчание, спрашивает ещё раз: «{ $step }»
event-went-silent = оператор молчит на шаге «{ $step }», об этом узнаёт руководитель
event-work-status-changed = рабочий статус: { $status }
event-software-added = не работает ещё и { $subject }
event-channel-checked = { $works ->
    [yes] проверено, открывается: { $channel }
   *[no] проверено, не открывается: { $channel }
  }
event-works-again = снова работает
event-cancelled = отменяет обращение
event-shift-ended = смена оператора закончилась
event-closed = обращение закрыто: { $closed }

# Руководитель.
event-lead-paged = вызов руководителю: { $to }, ступень { $level }
event-lead-told = сообщение руководителю без вызова: { $to }
event-sysadmin-paged = вызов сисадмину: { $to }, ступень { $level }
event-lead-acknowledged = принимает обращение
event-duty-ticked = { $duty ->
    [status_set] статус выставлен
    [off_the_line] оператор снят с линии
    [redirected] клиент передан: { $to }
    [nobody] передавать некого
   *[other] отмечено: { $duty }
  }
event-duties-reminded = напоминание: отмечено не всё
event-lead-asked = спрашивает руководителя, что делать
event-lead-wrote = пишет оператору
event-operator-wrote = пишет руководителю

# Вызовы по ступеням.
event-ladder-climbed = { $ladder ->
    [lead] никто не принял, вызываю руководителей дальше: ступень { $level }, круг { $round }
   *[sysadmin] никто не принял, вызываю сисадминов дальше: ступень { $level }, круг { $round }
  }
event-page-delivered = вызов дошёл: { $to }
event-page-refused = { $reason ->
    [blocked] вызов не дошёл: { $to }, бот заблокирован
    [never_started] вызов не дошёл: { $to }, бота ещё не открывали
    [left] вызов не дошёл: { $to }, этой роли больше нет
   *[other] вызов не дошёл: { $to }, Telegram не доставляет
  }
event-nobody-to-page = { $ladder ->
    [lead] вызвать некого: руководителей нет
   *[sysadmin] вызвать некого: сисадминов нет
  }
event-ladder-rested = заявка №{ $ticket }: никто не отвечает и никто не ждёт, бот больше не зовёт

# Заявка.
event-report-added = { $part ->
    [description] описание для заявки
    [picture] скриншот для заявки
    [no_picture] скриншот сделать нельзя
    [detail] ответ на вопрос сисадмина
    [not_resolved] что всё ещё не так
   *[addition] дополнение к заявке
  }
event-ticket-filed = заявка №{ $ticket } у сисадмина
event-ticket-acknowledged = принимает заявку №{ $ticket }
event-details-asked = спрашивает подробности к заявке №{ $ticket }
event-details-given = отвечает на вопрос сисадмина
event-estimate-given = заявка №{ $ticket }: прогноз { $estimate }
event-ticket-resolved = заявка №{ $ticket }: исправлено
event-ticket-cannot-be-resolved = заявка №{ $ticket }: исправить не может
event-ticket-reopened = заявка №{ $ticket } открыта снова
event-ticket-withdrawn = заявка №{ $ticket } снята, её больше никто не ждёт
event-news-asked = спрашивает сисадмина, что нового

# Проверки.
event-recheck-asked = спрашивает, работает ли
event-recheck-answered = { $answer ->
    [later] просит спросить позже
   *[not_yet] ещё не работает
  }
event-rechecks-unanswered = вопросов без ответа подряд: { $count }, об этом узнаёт руководитель
event-recheck-interval-chosen = спрашивать каждые { $minutes } мин

# Люди и дом.
event-person-invited = приглашает: { $role }
event-person-joined = { $person }: теперь в команде
event-person-changed = { $person }: изменились данные или роли
event-person-unreachable = { $person }: сообщения не доходят
event-person-reachable = { $person }: снова на связи
event-rota-changed = { $person }: изменился график, { $role }
event-rota-gap-found = никого на дежурстве: { $role }, об этом сказано заранее
event-rota-overlap-found = двое сразу на первой ступени: { $role }, об этом сказано заранее
event-rota-gaps-closed = на все названные часы дежурные нашлись
event-shift-moved = { $person }: правила часового пояса изменились, смена сдвинута за ними, { $role }
event-shift-covered = { $to } работает вместо { $person }, { $role }
event-swap-asked = просит { $to } поработать вместо { $person }, { $role }
event-swap-agreed = соглашается поработать вместо { $person }, { $role }
event-swap-refused = не может поработать вместо { $person }, { $role }
event-swap-withdrawn = замена вместо { $person } больше не нужна, { $role }
event-swap-expired = ответа вовремя не было: { $to }; работает { $person }, { $role }
event-swap-void = график изменился, меняться уже нечем: { $person }, { $to }
event-pattern-made = { $person }: повторяющиеся смены, { $role }
event-pattern-ended = { $person }: смены больше не повторяются, { $role }
event-refused = отказано: { $wanted }
event-quarantined = непонятное сообщение отложено

# Обращение и заявка меняют руки.
event-lead-took-over = забирает обращение себе, раньше: { $to }
event-lead-passed-on = передаёт обращение: { $to }
event-lead-called-next = зовёт ступень выше
event-lead-snoozed = просит напомнить позже
event-lead-let-go = отметок долго нет, обращение снова ничьё, раньше: { $to }
event-news-given = заявка №{ $ticket }: «да, занимаюсь»
event-sysadmin-let-go = заявка №{ $ticket }: новостей долго нет, снова ничья, раньше: { $to }

# Массовый сбой.
event-outage-joined = входит в сбой №{ $outage }
event-outage-mass = массовый сбой №{ $outage }, операторов: { $count }
event-outage-split = отделено в другой сбой, №{ $outage }
event-lead-given = у руководителя массового сбоя: { $to }
event-ticket-joined = заявка №{ $ticket } присоединена к заявке №{ $to_ticket }
event-duty-unticked = отметка снята: { $duty ->
    [status_set] статус
    [off_the_line] линия
   *[redirected] передача клиента
  }
event-words-withdrawn = сообщение руководителя отозвано
event-redirect-withdrawn = больше не просит забрать клиента: { $to }
event-volunteer-asked = просьба проверить исправление среди первых
event-volunteered = проверит среди первых
event-volunteer-declined = первыми пусть проверят другие
event-wave-asked = очередь проверить исправление, в волне: { $count }
event-return-stopped = возвращение остановлено
# Клиент на руках.
event-redirect-asked = просит забрать клиента: { $to }
event-customer-claimed = забирает клиента
event-redirect-declined = забрать клиента не может
event-customer-unclaimed = клиента никто не забрал, ответа нет: { $to }, об этом узнаёт руководитель
event-redirect-lapsed = { $reason ->
    [off_duty] за клиентом не придёт { $to }: смена закончилась
    [left] за клиентом не придёт { $to }: больше не работает с клиентами или не на связи
    [blocked] за клиентом не придёт { $to }: бот заблокирован
    [never_started] за клиентом не придёт { $to }: бота ещё не открывали
   *[other] за клиентом не придёт { $to }: Telegram не доставляет
  }
event-promise-noted = { $promise ->
    [nothing] клиенту ничего не обещано
    [call_back] клиенту обещано перезвонить
    [write_back] клиенту обещано написать
   *[words] записано, что обещано клиенту
  }

# Начало и конец смены.
event-checked-in = на месте, звук включён: { $role }
event-not-checked-in = не на связи с начала смены: { $role }
event-handover-begun = передача смены началась: { $to }
event-handover-signed = принимает смену, раньше: { $to }
event-handover-dropped = передача смены отменена
event-sysadmin-took-over = забирает заявку №{ $ticket } себе, раньше: { $to }
event-sysadmin-passed-on = передаёт заявку №{ $ticket }: { $to }
event-sysadmin-called-next = заявка №{ $ticket }: зовёт ступень выше
event-sysadmin-snoozed = заявка №{ $ticket }: просит спросить позже
event-news-repeated = повторяет оператору, как дела: новостей пока нет
event-news-ended = новостей нет, оператору об этом больше не пишет; руководитель видит
event-probed = своя проверка: { $found ->
    [answers] отвечает
    [wrong_status] отвечает не так, как должно ({ $status })
    [wrong_text] отвечает не тем
    [too_slow] не отвечает вовремя
    [no_such_host] адрес не находится
    [not_trusted] чужой сертификат
    [not_allowed] проверка не разрешена
   *[no_answer] не отвечает
  }
event-auditor-repaired = ревизор исправил: { $finding }

# Группа руководителей.
event-group-bound = выбирает группу руководителей: { $title }
event-group-unbound = отвязывает группу руководителей: { $title }
event-group-trouble = группа руководителей { $title }: { $trouble ->
    [out] бота там нет
    [silenced] боту нельзя писать
   *[no-topics] боту нельзя открывать темы
  }
event-group-well = группа руководителей { $title }: снова в порядке
event-group-moved = группа руководителей { $title } стала супергруппой
event-restored = база восстановлена из резервной копии; ждёт решения человека
event-released = разрешено отправить всё, что ждало после восстановления
event-person-exported = человеку выданы его данные
event-person-erased = данные человека стёрты
