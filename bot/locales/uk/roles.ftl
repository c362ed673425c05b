# Слова, спільні для карток кількох ролей.
subject-everything = Усе одразу
knowledge-base = База знань
keyboard-report = 🛑 Не працює ПЗ
keyboard-status = 📍 Де я зараз
ticked-status-set = статус ✓
ticked-off-the-line = знято з лінії ✓
ticked-redirected = клієнта передано: { $to } ✓
ticked-nobody-to-redirect = передавати немає кого ✓
ticket-line-filed = 🟡 Заявка №{ $number } у сисадміна з { $at }, ще не прийнята
ticket-line-acknowledged = 🟢 Заявка №{ $number }: { $name }, з { $at }
ticket-line-estimate = 🟢 Заявка №{ $number }: { $name }, з { $at }, прогноз { $estimate }
ticket-line-resolved = 🟢 Заявка №{ $number }: виправлено о { $at }, { $name }
ticket-line-cannot = 🔴 Заявка №{ $number }: { $name } не може виправити. Вирішує керівник
ticket-line-cannot-yours = 🔴 Заявка №{ $number }: { $name } не може виправити. Вирішуєте ви: напишіть, що робити

# Робочий статус оператора.
work-status-on-the-line = 🟢 на лінії
work-status-trying-it-myself = 🟡 пробує полагодити
work-status-off-the-line = 🔴 не на лінії
work-status-in-another-channel = 🟢 в іншому каналі
work-status-studying = 🟡 вивчає регламенти
work-status-awaiting-the-lead = 🔴 чекає на керівника
work-status-checking-the-fix = 🟡 перевіряє у себе
work-status-shift-over = ⚪ зміну закінчено
# Те саме на дошці масового збою: рядок має вміщатися на телефоні.
work-status-short-in-another-channel = 🟢 в каналі
work-status-short-studying = 🟡 регламенти
work-status-short-awaiting-the-lead = 🔴 чекає відповіді
work-status-short-checking-the-fix = 🟡 перевіряє

# Виклик, на який ще ніхто не відповів.
call-again = 🔔 Виклик №{ $count }: поки ніхто не прийняв
call-until = Дайте відповідь до { $at }, інакше викличу: { $whom }
call-until-then-everybody-again = Дайте відповідь до { $at }, інакше викличу всіх ще раз
call-everybody-lead = усіх керівників та адміністраторів
call-everybody-sysadmin = усіх сисадмінів
call-you = вас
call-you-again = вас ще раз

# Тому, кого зараз не кличуть.
call-rings-for = 🟡 Кличу: { $names }
call-rings-until = Чекаю відповіді до { $at }, потім викличу: { $whom }
call-rings-until-then-everybody-again = Чекаю відповіді до { $at }, потім викличу всіх ще раз

# Дрібниці.
number = №{ $number }
nobody-has-it = ніхто не прийняв
minutes = { $minutes } хв
hours-minutes = { $hours } год { $minutes } хв
page-of-pages = стор. { $page } з { $pages }
page-next = Далі ▸
page-first = ▴ На початок

# Готові слова: кожен читає їх своєю мовою.
answer-study = Поки лагодять, вивчайте регламенти. Коли запрацює, я напишу.
answer-wait = Поки нічого не робіть, чекайте на моє повідомлення.
inquiry-see = Що саме ви бачите? Текст помилки, якщо він є.
inquiry-since = З якого часу не працює?
inquiry-earlier = Чи працювало це раніше цієї ночі?
inquiry-colleague = Чи є в когось із колег те саме?
