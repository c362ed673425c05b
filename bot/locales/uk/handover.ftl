# Передача зміни з підписом.
handover-title = 🔴 Передача зміни: { $giver } → вам
handover-count = Відкрито: { $count }. Підпишіть до { $at }, потім викличу наступних.
handover-count-early = Відкрито: { $count }. До підпису все це і у вас, і в колеги.
handover-more = …і ще { $count }
handover-sign = Підписати, приймаю
handover-keep = Залишити в себе
handover-ticket = заявка №{ $number }
handover-waiting = чекають: { $count }
handover-asks = 🔴 чекає вашого рішення
handover-unticked = немає відміток: { $duties }
handover-status-set = статус
handover-off-the-line = лінія
handover-redirected = клієнт
handover-all-ticked = усе відмічено
handover-promised-in-words = клієнтові дано обіцянку, вона на картці

# Тому, хто передає.
handover-giving = Передача зміни: { $count }
handover-called = Чекаю підпису з { $at }: { $names }
handover-called-and-more = Чекаю підпису з { $at }: { $names } і ще { $count }
handover-nobody-called = Підписати поки нікому, шукаю далі.
handover-both-have-it = До підпису все це і у вас теж.
handover-free = 🟢 Зміну передано. Підпис: { $name }, { $at }. Ви вільні.
handover-kept-extended = ⚪ Передачу скасовано: ви знову на зміні, все лишається у вас.
handover-kept-nothing-left = 🟢 Передавати більше нічого: все закрито або вже в колег. Ви вільні.
handover-kept-withdrawn = ⚪ Передачу скасовано, все лишається у вас.
handover-kept-unreachable = 🔴 До колеги повідомлення не доходять ({ $name }), все лишається у вас. Іншому: /handover
handover-to-whom = Відкрито у вас: { $count }. Кому передати? До підпису колеги все лишиться і у вас.
handover-nobody = Передати нікому: більше ні в кого цієї ролі немає. Покличте адміністратора.
handover-begun = Колезі пішов виклик.

# Тим, кого просили підписати.
handover-signed = Підписано. Тепер це у вас.
handover-yours = 🟢 Ви прийняли зміну о { $at }. Передає { $giver }, звернень: { $count }. Усі разом: /board
handover-yours-tickets = 🟢 Ви прийняли зміну о { $at }. Передає { $giver }, заявок: { $count }. Усі разом: /tickets
handover-signed-by = 🟢 Зміну вже прийнято: { $name }, { $at }.
handover-no-longer = ⚪ Підписувати більше нічого: передачу скасовано.
handover-nothing = Передавати нічого: відкритого у вас немає.
handover-not-offered = Цю зміну передають не вам.
handover-not-a-colleague = Цій людині передати не можна. Кому можна: /handover

# На картках звернень і заявок.
handed-over-to = 🤝 Передача: { $giver } → { $name }, ще не підписано
