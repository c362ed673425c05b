# Запрошення.
invite-which-role = Кого запросити?
invite-which-level = { $role }: на який щабель виклику?
invite-level-1 = 1: викликати одразу
invite-level-2 = 2: якщо перший мовчить
invite-title-level = { $role }, щабель { $level }
invite-ready = Запрошення готове: { $role }
invite-how = Натисніть на посилання, щоб скопіювати. Воно на одну людину й на один раз, діє до { $until }.
invite-waits = Посилання запрацює, коли погодиться ще один керівник або адміністратор: у них картка.
invite-pass-on = Передайте особисто: хто відкриє першим, той і ввійде.

# A second person and an invitation.
vouch-title = 🔑 Запрошення: { $role }
vouch-who = Запрошує { $name }. Посилання живе до { $until }.
vouch-why = Без вас воно нікого не впустить. Погодьтеся, якщо знаєте про нього.
vouch-yes = Знаю про нього
vouch-no = Нікого не впускати
vouch-granted = Згода: { $name }, { $at }. Посилання працює.
vouch-denied = Відмова: { $name }, { $at }. Посилання нікого не впустить.

# Люди.
people-title = Люди: { $count } · сторінка { $page } з { $pages }
people-role-level = { $role } { $level }
people-reachable = 🟢 { $name }: { $roles }
people-never-started = ⚪ { $name }: { $roles }. «Start» ще не натиснуто
people-unreachable = 🔴 { $name }: { $roles }. Не достукатися з { $at }, { $day }
people-quarantined = ⚠️ Відкладено незрозумілих повідомлень: { $count }. Подробиці в журналі бота.
people-back = ← Назад
people-on = Далі →

# До людини не достукатися.
unreachable-title = 🔴 Повідомлення не доходять: { $name }
unreachable-blocked = Бота заблоковано з { $at }, { $day }.
unreachable-never-started = «Start» так і не натиснули; дізнався про це о { $at }, { $day }.
unreachable-deactivated = Акаунт видалено; дізнався про це о { $at }, { $day }.
unreachable-other = Telegram не доставляє з { $at }, { $day }.
unreachable-on-duty = У графіку: { $role } до { $until }.
unreachable-next-level = Виклик уже пішов на наступний щабель.
unreachable-phone = Телефон: { $number }
unreachable-remedy = Що зробити: зателефонувати й попросити відкрити бота та натиснути «Start», або поставити у графік іншого.
reachable-again = 🟢 { $name }: знову на зв'язку.
quarantined = ⚠️ Не вдалося обробити повідомлення: { $name }. Його відкладено, решта працює. Подробиці в журналі бота.

# Ревізор: що він знайшов і виправив цієї ночі. Рядок: час, звернення, що було не так.
auditor-title = { $stuck ->
    [yes] ⚠️ Будильник бота застряг. Виправлено саме: { $count }
   *[no] 🛠 Цієї ночі виправлено саме: { $count }
  }
auditor-earlier = Раніше цієї ночі: ще { $count }
auditor-line = { $kind ->
    [incident] { $at } №{ $number }: { $what }
   *[other] { $at } { $what }
  }
auditor-remedy = Робити нічого не треба. Якщо так щоночі, покажіть тим, хто обслуговує бота.
auditor-stuck = Будильник бота сам не полагодиться: покажіть журнал бота тим, хто його обслуговує, зараз.
finding-nobody-moves-it = про нього ніхто не знав, керівників викликано
finding-lead-gone = керівник вибув або недоступний, викликано наступних
finding-sysadmin-gone = сисадмін вибув або недоступний, викликано наступних
finding-climb-without-timer = виклик не пішов би на наступний щабель, піде
finding-climb-without-page = на щаблі нікого не викликали, викликано наступних
finding-page-lost = виклик загубився дорогою, надіслано знову
finding-page-waits = виклик надто довго чекав на надсилання, надсилається зараз
finding-ticket-unpaged = заявку ніхто не отримав, сисадмінів викликано
finding-recheck-without-timer = перевірка «працює?» зникла, знову призначена
finding-duties-without-timer = нагадування керівнику зникли, знову призначені
finding-news-without-timer = питання сисадміну зникли, знову призначені
finding-timer-of-closed = закритому зверненню більше ніщо не нагадає
finding-outage-without-timer = нагадування про масовий збій зникли, знову призначені
finding-outage-lead-gone = керівник масового збою вибув або недоступний, викликано наступних
finding-timer-stuck = будильник застряг: те, що призначено, не відбувається
