# Меню команд поруч із полем введення. Коротко: на телефоні видно один рядок.
menu-start = Увійти
menu-status = Де я зараз
menu-report = Не працює ПЗ
menu-board = Хто зараз не може працювати
menu-handover = Передати зміну колезі
menu-tickets = Відкриті заявки
menu-duty = Хто зараз на чергуванні
menu-shifts = Мої зміни та заміни
menu-rota = Графік на місяць
menu-people = Люди та хто на зв'язку
menu-invite = Запросити людину
menu-settings = Мова, годинник, перевірки
menu-noise = Чому дзвенів телефон
menu-help = Що я вмію
menu-cancel = Забути моє запитання
menu-leads_here = Група керівників
