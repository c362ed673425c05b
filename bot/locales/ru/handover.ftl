# Передача смены с подписью.
handover-title = 🔴 Передача смены: { $giver } → вам
handover-count = Открыто: { $count }. Подпишите до { $at }, потом вызову следующих.
handover-count-early = Открыто: { $count }. До подписи всё это и у вас, и у коллеги.
handover-more = …и ещё { $count }
handover-sign = Подписать, принимаю
handover-keep = Оставить у себя
handover-ticket = заявка №{ $number }
handover-waiting = ждут: { $count }
handover-asks = 🔴 ждёт вашего решения
handover-unticked = нет отметок: { $duties }
handover-status-set = статус
handover-off-the-line = линия
handover-redirected = клиент
handover-all-ticked = всё отмечено
handover-promised-in-words = клиенту дано обещание, оно на карточке

# Тому, кто передаёт.
handover-giving = Передача смены: { $count }
handover-called = Жду подписи с { $at }: { $names }
handover-called-and-more = Жду подписи с { $at }: { $names } и ещё { $count }
handover-nobody-called = Подписать пока некому, ищу дальше.
handover-both-have-it = До подписи всё это и у вас тоже.
handover-free = 🟢 Смена передана. Подпись: { $name }, { $at }. Вы свободны.
handover-kept-extended = ⚪ Передача отменена: вы снова на смене, всё остаётся у вас.
handover-kept-nothing-left = 🟢 Передавать больше нечего: всё закрыто или уже у коллег. Вы свободны.
handover-kept-withdrawn = ⚪ Передача отменена, всё остаётся у вас.
handover-kept-unreachable = 🔴 До коллеги сообщения не доходят ({ $name }), всё остаётся у вас. Другому: /handover
handover-to-whom = Открыто у вас: { $count }. Кому передать? До подписи коллеги всё останется и у вас.
handover-nobody = Передать некому: больше ни у кого этой роли нет. Позовите администратора.
handover-begun = Коллеге ушёл вызов.

# Тем, кого просили подписать.
handover-signed = Подписано. Теперь это у вас.
handover-yours = 🟢 Вы приняли смену в { $at }. Передаёт { $giver }, обращений: { $count }. Все сразу: /board
handover-yours-tickets = 🟢 Вы приняли смену в { $at }. Передаёт { $giver }, заявок: { $count }. Все сразу: /tickets
handover-signed-by = 🟢 Смену уже приняли: { $name }, { $at }.
handover-no-longer = ⚪ Подписывать больше нечего: передача отменена.
handover-nothing = Передавать нечего: открытого у вас нет.
handover-not-offered = Эту смену передают не вам.
handover-not-a-colleague = Этому человеку передать нельзя. Кому можно: /handover

# На карточках обращений и заявок.
handed-over-to = 🤝 Передача: { $giver } → { $name }, ещё не подписано
