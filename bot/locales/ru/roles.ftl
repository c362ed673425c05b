# Слова, общие для карточек нескольких ролей.
subject-everything = Всё сразу
knowledge-base = База знаний
keyboard-report = 🛑 Не работает ПО
keyboard-status = 📍 Где я сейчас
ticked-status-set = статус ✓
ticked-off-the-line = снятие с линии ✓
ticked-redirected = клиент передан: { $to } ✓
ticked-nobody-to-redirect = передавать некого ✓
ticket-line-filed = 🟡 Заявка №{ $number } у сисадмина с { $at }, ещё не принята
ticket-line-acknowledged = 🟢 Заявка №{ $number }: { $name }, с { $at }
ticket-line-estimate = 🟢 Заявка №{ $number }: { $name }, с { $at }, прогноз { $estimate }
ticket-line-resolved = 🟢 Заявка №{ $number }: исправлено в { $at }, { $name }
ticket-line-cannot = 🔴 Заявка №{ $number }: { $name } не может исправить. Решает руководитель
ticket-line-cannot-yours = 🔴 Заявка №{ $number }: { $name } не может исправить. Решаете вы: напишите, что делать

# Рабочий статус оператора.
work-status-on-the-line = 🟢 на линии
work-status-trying-it-myself = 🟡 пробует починить
work-status-off-the-line = 🔴 не на линии
work-status-in-another-channel = 🟢 в другом канале
work-status-studying = 🟡 изучает регламенты
work-status-awaiting-the-lead = 🔴 ждёт руководителя
work-status-checking-the-fix = 🟡 проверяет у себя
work-status-shift-over = ⚪ смена окончена
# То же на доске массового сбоя: строка должна умещаться на телефоне.
work-status-short-in-another-channel = 🟢 в канале
work-status-short-studying = 🟡 регламенты
work-status-short-awaiting-the-lead = 🔴 ждёт ответа
work-status-short-checking-the-fix = 🟡 проверяет

# Вызов, на который ещё никто не ответил.
call-again = 🔔 Вызов №{ $count }: пока никто не принял
call-until = Ответьте до { $at }, иначе вызову: { $whom }
call-until-then-everybody-again = Ответьте до { $at }, иначе вызову всех ещё раз
call-everybody-lead = всех руководителей и администраторов
call-everybody-sysadmin = всех сисадминов
call-you = вас
call-you-again = вас ещё раз

# Тому, кого сейчас не зовут.
call-rings-for = 🟡 Зову: { $names }
call-rings-until = Жду ответа до { $at }, потом вызову: { $whom }
call-rings-until-then-everybody-again = Жду ответа до { $at }, потом вызову всех ещё раз

# Мелочи.
number = №{ $number }
nobody-has-it = никто не принял
minutes = { $minutes } мин
hours-minutes = { $hours } ч { $minutes } мин
page-of-pages = стр. { $page } из { $pages }
page-next = Дальше ▸
page-first = ▴ В начало

# Готовые слова: каждый читает их на своём языке.
answer-study = Пока чинят, изучайте регламенты. Когда заработает, я напишу.
answer-wait = Пока ничего не делайте, ждите моего сообщения.
inquiry-see = Что именно вы видите? Текст ошибки, если он есть.
inquiry-since = С какого времени не работает?
inquiry-earlier = Работало ли это раньше этой ночью?
inquiry-colleague = У кого-то из коллег то же самое?
