# Приглашения.
invite-which-role = Кого пригласить?
invite-which-level = { $role }: на какую ступень вызова?
invite-level-1 = 1: вызывать сразу
invite-level-2 = 2: если первый молчит
invite-title-level = { $role }, ступень { $level }
invite-ready = Приглашение готово: { $role }
invite-how = Нажмите на ссылку, чтобы скопировать. Она на одного человека и на один раз, действует до { $until }.
invite-waits = Ссылка заработает, когда согласится ещё один руководитель или администратор: у них карточка.
invite-pass-on = Передайте лично: кто откроет первым, тот и войдёт.

# A second person and an invitation.
vouch-title = 🔑 Приглашение: { $role }
vouch-who = Приглашает { $name }. Ссылка живёт до { $until }.
vouch-why = Без вас она никого не впустит. Согласитесь, если знаете о ней.
vouch-yes = Знаю о нём
vouch-no = Никого не впускать
vouch-granted = Согласие: { $name }, { $at }. Ссылка работает.
vouch-denied = Отказ: { $name }, { $at }. Ссылка никого не впустит.

# Люди.
people-title = Люди: { $count } · страница { $page } из { $pages }
people-role-level = { $role } { $level }
people-reachable = 🟢 { $name }: { $roles }
people-never-started = ⚪ { $name }: { $roles }. «Start» ещё не нажат
people-unreachable = 🔴 { $name }: { $roles }. Не достучаться с { $at }, { $day }
people-quarantined = ⚠️ Отложено непонятных сообщений: { $count }. Подробности в журнале бота.
people-back = ← Назад
people-on = Дальше →

# До человека не достучаться.
unreachable-title = 🔴 Сообщения не доходят: { $name }
unreachable-blocked = Бот заблокирован с { $at }, { $day }.
unreachable-never-started = «Start» так и не нажали; узнал об этом в { $at }, { $day }.
unreachable-deactivated = Аккаунт удалён; узнал об этом в { $at }, { $day }.
unreachable-other = Telegram не доставляет с { $at }, { $day }.
unreachable-on-duty = В графике: { $role } до { $until }.
unreachable-next-level = Вызов уже ушёл на следующую ступень.
unreachable-phone = Телефон: { $number }
unreachable-remedy = Что сделать: позвонить и попросить открыть бота и нажать «Start», или поставить в график другого.
reachable-again = 🟢 { $name }: снова на связи.
quarantined = ⚠️ Не удалось обработать сообщение: { $name }. Оно отложено, остальное работает. Подробности в журнале бота.

# Ревизор: что он нашёл и исправил этой ночью. Строка: время, обращение, что было не так.
auditor-title = { $stuck ->
    [yes] ⚠️ Будильник бота застрял. Исправлено само: { $count }
   *[no] 🛠 Этой ночью исправлено само: { $count }
  }
auditor-earlier = Раньше этой ночью: ещё { $count }
auditor-line = { $kind ->
    [incident] { $at } №{ $number }: { $what }
   *[other] { $at } { $what }
  }
auditor-remedy = Делать ничего не нужно. Если это каждую ночь, покажите тем, кто обслуживает бота.
auditor-stuck = Будильник бота сам не починится: покажите журнал бота тем, кто его обслуживает, сейчас.
finding-nobody-moves-it = о нём никто не знал, руководители вызваны
finding-lead-gone = руководитель выбыл или недоступен, вызваны следующие
finding-sysadmin-gone = сисадмин выбыл или недоступен, вызваны следующие
finding-climb-without-timer = вызов не пошёл бы на следующую ступень, пойдёт
finding-climb-without-page = на ступени никого не вызвали, вызваны следующие
finding-page-lost = вызов потерялся по дороге, отправлен снова
finding-page-waits = вызов слишком долго ждал отправки, отправляется сейчас
finding-ticket-unpaged = заявку никто не получил, сисадмины вызваны
finding-recheck-without-timer = проверка «работает?» пропала, снова назначена
finding-duties-without-timer = напоминания руководителю пропали, снова назначены
finding-news-without-timer = вопросы сисадмину пропали, снова назначены
finding-timer-of-closed = закрытому обращению больше ничего не напомнит
finding-outage-without-timer = напоминания по массовому сбою пропали, снова назначены
finding-outage-lead-gone = руководитель массового сбоя выбыл или недоступен, вызваны следующие
finding-timer-stuck = будильник застрял: то, что назначено, не происходит
