# Слова, спільні для карток кількох ролей.
subject-everything = Усе одразу
knowledge-base = База знань
keyboard-report = 🛑 Не працює ПЗ
keyboard-status = 📍 Де я зараз
ticked-status-set = статус ✓
ticked-off-the-line = знято з лінії ✓
ticked-redirected = { $to ->
    [""] передавати нікого ✓
   *[other] клієнта взяв(ла) { $to } ✓
  }
ticket-line-filed = 🟡 Заявка №{ $number } у сисадміна з { $at }, ще не прийнята
ticket-line-acknowledged = 🟢 Заявка №{ $number }: { $name }, з { $at }
ticket-line-estimate = 🟢 Заявка №{ $number }: { $name }, з { $at }, прогноз { $estimate }
ticket-line-resolved = 🟢 Заявка №{ $number }: { $name } виправив(ла) о { $at }
ticket-line-cannot = 🔴 Заявка №{ $number }: { $name } не може виправити сам(а). Вирішує керівник
