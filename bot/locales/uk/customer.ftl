# Клієнт на руках в оператора: хто по нього прийде, у кого він, що йому обіцяли.

# Рядки на картках оператора й керівника.
customer-with-colleague = 🟢 Клієнт у колеги: { $name }, з { $at }
customer-asked = 🟡 Клієнта передаємо: { $name }, відповідь до { $at }
customer-unclaimed = 🔴 Клієнта ще не забрали: { $name }, відповіді немає, строк був { $at }
customer-declined = 🔴 Клієнта ще не забрали: { $name } не може, { $at }
customer-untold = 🔴 Клієнта ще не забрали: { $name } не на зв'язку, виклик не дійшов
customer-off-duty = 🔴 Клієнта ще не забрали: { $name } вже не на зміні
customer-left-alone = 🔴 Клієнта так ніхто й не забрав.
promise-not-noted = обіцянку не записано
promise-nothing = нічого не обіцяно
promise-call-back = обіцяно передзвонити
promise-write-back = обіцяно написати
promise-words = обіцяно:

# Картка колеги, якого кличуть.
customer-come-call = 📞 Заберіть клієнта з дзвінка
customer-come-chat = 💬 Заберіть клієнта з чату
customer-come-none = 👤 Заберіть клієнта
customer-whose = Звернення №{ $number } · { $subject } · { $name }, з { $at }
customer-asks = Кличе { $name }, { $at }
customer-do-call = Візьміть цей дзвінок на себе або передзвоніть клієнту, потім натисніть кнопку.
customer-do-chat = Відкрийте цей чат у себе, дайте відповідь клієнту, потім натисніть кнопку.
customer-do-none = Візьміть клієнта на себе, потім натисніть кнопку.
customer-until = Дайте відповідь до { $at }, інакше керівник покличе іншого.
customer-too-late = Строк вийшов о { $at }, керівник це знає. Якщо клієнт у вас, натисніть кнопку.
customer-you-declined = ⚪ Ви відповіли «не можу», { $at }. Керівник покличе іншого. Якщо клієнт усе ж у вас, натисніть кнопку.
customer-you-off-duty = ⚪ Ваша зміна закінчилася, керівник покличе іншого. Якщо клієнт усе ж у вас, натисніть кнопку.
customer-claim = Клієнт у мене
customer-decline = Не можу
customer-no-more = Звернення №{ $number } · { $subject }
customer-elsewhere = 🟢 Клієнт уже в колеги: { $name }, з { $at }. Дякую, вам нічого робити не треба.
customer-settled = ⚪ Керівник вирішив питання з клієнтом, { $at }. Дякую, вам нічого робити не треба.
customer-over = ⚪ Звернення закрито о { $at }: { $how }. Забирати клієнта не треба, дякую.

# Клієнт у колеги: що обіцяно.
customer-with-you = 🟢 Клієнт у вас з { $at }
customer-incident-closed = Звернення закрито, клієнт залишається у вас.
customer-noted = ✓ Записано: { $what }
customer-noted-words = ✓ Записано, що обіцяно клієнту:
customer-promise-question = Що обіцяно клієнту? Можна відповісти пізніше.
customer-promise-prompt = ✍️ Що обіцяно клієнту? Виберіть або напишіть одним повідомленням.
customer-promise-in-words = Напишіть словами, що обіцяно клієнту. Пізніше: /cancel
promise-button-nothing = Нічого не обіцяно
promise-button-call-back = Передзвонимо
promise-button-write-back = Напишемо
promise-in-words = Своїми словами…
promise-later = Відповім пізніше
promise-change = Змінити обіцянку

# Чому зараз не можна.
customer-taken = Клієнт уже в колеги: { $name }, з { $at }. Вам робити нічого не треба.
customer-yours = Клієнт уже у вас, з { $at }. Що обіцяно, можна записати на картці.
customer-not-waiting = За зверненням №{ $incident } забирати клієнта більше не треба. Нічого не змінилося.
