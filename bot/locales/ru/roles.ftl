# Слова, общие для карточек нескольких ролей.
subject-everything = Всё сразу
knowledge-base = База знаний
keyboard-report = 🛑 Не работает ПО
keyboard-status = 📍 Где я сейчас
ticked-status-set = статус ✓
ticked-off-the-line = снят с линии ✓
ticked-redirected = { $to ->
    [""] передавать некого ✓
   *[other] клиента взял(а) { $to } ✓
  }
ticket-line-filed = 🟡 Заявка №{ $number } у сисадмина с { $at }, ещё не принята
ticket-line-acknowledged = 🟢 Заявка №{ $number }: { $name }, с { $at }
ticket-line-estimate = 🟢 Заявка №{ $number }: { $name }, с { $at }, прогноз { $estimate }
ticket-line-resolved = 🟢 Заявка №{ $number }: { $name } исправил(а) в { $at }
ticket-line-cannot = 🔴 Заявка №{ $number }: { $name } не может исправить сам(а). Решает руководитель
