# Карточка сисадмина.
ticket-heading-filed = 🔴 Заявка №{ $number } · { $subject }
ticket-heading-acknowledged = 🟡 Заявка №{ $number } · { $subject }
ticket-heading-resolved = 🟢 Заявка №{ $number } · { $subject }
ticket-heading-withdrawn = ⚪ Заявка №{ $number } · { $subject }
ticket-waiting = Ждут: { $count }, с { $at }
ticket-nobody-waits = Не работает с { $at }. Сейчас никто не ждёт.
ticket-no-picture = 📵 Скриншот сделать нельзя
ticket-reopened = 🔴 Снова не работает, с { $at }.
ticket-writes = { $name }, { $at }:
ticket-asked = ❓ { $question }
ticket-no-answer-yet = ⏳ Спросили в { $at }, ответа ещё нет
ticket-answered-by-picture = Ответ картинкой, она ниже
ticket-mine = 🟢 Приняли вы, { $at }
ticket-taken = 🟢 Уже занимается { $name }, с { $at }
ticket-estimate = прогноз { $at }
ticket-cannot = 🔴 Исправить нельзя. Решает руководитель.
ticket-cannot-short = исправить нельзя
ticket-resolved = 🟢 Исправлено в { $at }. Операторы проверяют у себя.
ticket-checked = Проверили: { $checked } из { $waited }
ticket-withdrawn-works = ⚪ Снова работает, заявку больше никто не ждёт. Делать ничего не нужно.
ticket-withdrawn-cancelled = ⚪ Отменено: сообщили по ошибке. Делать ничего не нужно.
ticket-picture = Заявка №{ $number }, картинка · { $name }, { $at }

# Кнопки.
ticket-acknowledge = Принять
ticket-in-15 = 15 мин
ticket-in-30 = 30 мин
ticket-in-60 = 1 час
ticket-at-a-time = Срок…
ticket-resolve = ✅ Исправлено
ticket-details = Нужны подробности
ticket-cannot-resolve = Не могу исправить
ticket-cannot-at-all = Без объяснения
ticket-ask-see = Что именно видно?
ticket-ask-since = С какого времени?
ticket-ask-earlier = Работало ли ночью?
ticket-ask-colleague = А у коллег?

# Вопросы к сисадмину.
ticket-prompt-estimate = ✍️ Когда заработает? Например: 3:40 или 40 мин. Передумали: /cancel
ticket-prompt-details = ✍️ Что спросить у операторов? Выберите или напишите. Передумали: /cancel
ticket-prompt-cannot = ✍️ Почему исправить нельзя? Руководитель прочтёт. Передумали: /cancel
ticket-in-words = Здесь нужны слова: напишите одним сообщением. Передумали: /cancel
ticket-time-not-understood = Не понял время. Напишите, например: 3:40, 40 мин или 1 ч 30 мин, не дальше суток. Передумали: /cancel
ticket-estimate-noted = Прогноз { $at }, операторы его видят.
ticket-inquired = Вопрос передан операторам, ответ придёт в заявку.

# Список заявок.
tickets-open = Открыто заявок: { $count }
tickets-none = 🟢 Открытых заявок нет.

# Как пишут срок (через пробел: все слова, которые понимаем).
typed-hours = часов часа час ч
typed-minutes = минут минуты минуту мин м
typed-before = через за до к в

# Давно нет новостей.
ticket-still-on-it = Да, занимаюсь
ticket-news-wanted = ❓ В { $at } бот спросил: заявка ещё у вас? Операторы ждут новостей.
ticket-let-go = ⚪ Новостей долго не было, поэтому заявка снова ищет сисадмина.

# Заявка меняет руки.
ticket-take-over = Забрать себе
ticket-more = Ещё…
ticket-more-ways = Заявка №{ $number }: что сделать?
ticket-pass-on = Передать коллеге…
ticket-call-next = Позвать ступень выше
ticket-snooze = Спросить меня позже
ticket-pass-to = Кому передать заявку №{ $number }? До ответа коллеги бот продолжит звать.
ticket-nobody-to-pass-to = Других сисадминов нет. Позвоните дежурному руководителю.
ticket-passed-on = Заявка №{ $number } передана, коллеге ушёл вызов.
ticket-called-next = Заявка №{ $number }: вызов ушёл на ступень выше.
ticket-snoozed = Заявка №{ $number }: до { $at } не спрашиваю. Операторы видят, что заявка у вас.

# Много операторов сразу.
ticket-mass = С { $at } не работает у { $count }, стоят { $stopped }
ticket-mass-channels = Не идут: { $channels }
ticket-mass-growing = 📈 За 10 минут до { $at }: +{ $count }
ticket-times = ×{ $count }
ticket-pictures = 🖼 Разных скриншотов { $count }:
ticket-asked-few = спрошены { $asked } из { $waiting }
ticket-inquired-few = Спрашиваю { $asked } из { $waiting }: всех сразу не прочесть. Ответ придёт в заявку.
ticket-joined = ⚪ Объединена с заявкой №{ $number }. Здесь делать ничего не нужно.
pictures-heading = Заявка №{ $number }, разных скриншотов: { $count }
pictures-none = К заявке №{ $number } скриншотов нет.
pictures-entry = { $number }. { $times } · первый: { $name }, { $at }
pictures-show = Показать { $number }
picture-alike = Ещё похожие: { $count }
picture-split = Это другое: { $count }
pictures-split = Отделено операторов: { $count }. Теперь это заявка №{ $number }, она тоже ваша. Вернуть можно в течение минуты.
pictures-together-again = Снова одна заявка.
