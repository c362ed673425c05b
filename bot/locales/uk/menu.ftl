# Меню команд поруч із полем введення. Коротко: на телефоні видно один рядок.
menu-start = Увійти
menu-status = Де я зараз
menu-report = Не працює ПЗ
menu-board = Хто зараз не може працювати
menu-tickets = Відкриті заявки
menu-people = Люди та хто на зв'язку
menu-invite = Запросити людину
menu-settings = Мова, годинник, перевірки
menu-noise = Чому дзвенів телефон
menu-help = Що я вмію
menu-cancel = Забути моє запитання
