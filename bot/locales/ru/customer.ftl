# Клиент на руках у оператора: кто за ним придёт, у кого он, что ему обещали.

# Строки на карточках оператора и руководителя.
customer-with-colleague = 🟢 Клиент у коллеги: { $name }, с { $at }
customer-asked = 🟡 Клиента передаём: { $name }, ответ до { $at }
customer-unclaimed = 🔴 Клиента ещё не забрали: { $name }, ответа нет, срок был { $at }
customer-declined = 🔴 Клиента ещё не забрали: { $name } не может, { $at }
customer-untold = 🔴 Клиента ещё не забрали: { $name } не на связи, вызов не дошёл
customer-off-duty = 🔴 Клиента ещё не забрали: { $name } уже не на смене
customer-left-alone = 🔴 Клиента так никто и не забрал.
promise-not-noted = обещание не записано
promise-nothing = ничего не обещано
promise-call-back = обещано перезвонить
promise-write-back = обещано написать
promise-words = обещано:

# Карточка коллеги, которого зовут.
customer-come-call = 📞 Заберите клиента со звонка
customer-come-chat = 💬 Заберите клиента из чата
customer-come-none = 👤 Заберите клиента
customer-whose = Обращение №{ $number } · { $subject } · { $name }, с { $at }
customer-asks = Зовёт { $name }, { $at }
customer-do-call = Возьмите этот звонок на себя или перезвоните клиенту, потом нажмите кнопку.
customer-do-chat = Откройте этот чат у себя, ответьте клиенту, потом нажмите кнопку.
customer-do-none = Возьмите клиента на себя, потом нажмите кнопку.
customer-until = Ответьте до { $at }, иначе руководитель позовёт другого.
customer-too-late = Срок вышел в { $at }, руководитель это знает. Если клиент у вас, нажмите кнопку.
customer-you-declined = ⚪ Вы ответили «не могу», { $at }. Руководитель позовёт другого. Если клиент всё же у вас, нажмите кнопку.
customer-you-off-duty = ⚪ Ваша смена закончилась, руководитель позовёт другого. Если клиент всё же у вас, нажмите кнопку.
customer-claim = Клиент у меня
customer-decline = Не могу
customer-no-more = Обращение №{ $number } · { $subject }
customer-elsewhere = 🟢 Клиент уже у коллеги: { $name }, с { $at }. Спасибо, вам ничего делать не нужно.
customer-settled = ⚪ Руководитель решил вопрос с клиентом, { $at }. Спасибо, вам ничего делать не нужно.
customer-over = ⚪ Обращение закрыто в { $at }: { $how }. Забирать клиента не нужно, спасибо.

# Клиент у коллеги: что обещано.
customer-with-you = 🟢 Клиент у вас с { $at }
customer-incident-closed = Обращение закрыто, клиент остаётся у вас.
customer-noted = ✓ Записано: { $what }
customer-noted-words = ✓ Записано, что обещано клиенту:
customer-promise-question = Что обещано клиенту? Можно ответить позже.
customer-promise-prompt = ✍️ Что обещано клиенту? Выберите или напишите одним сообщением.
customer-promise-in-words = Напишите словами, что обещано клиенту. Позже: /cancel
promise-button-nothing = Ничего не обещано
promise-button-call-back = Перезвоним
promise-button-write-back = Напишем
promise-in-words = Своими словами…
promise-later = Отвечу позже
promise-change = Изменить обещание

# Почему сейчас нельзя.
customer-taken = Клиент уже у коллеги: { $name }, с { $at }. Вам делать ничего не нужно.
customer-yours = Клиент уже у вас, с { $at }. Что обещано, можно записать на карточке.
customer-not-waiting = По обращению №{ $incident } забирать клиента больше не нужно. Ничего не изменилось.
