# Меню команд рядом с полем ввода. Коротко: на телефоне видна одна строка.
menu-start = Войти
menu-status = Где я сейчас
menu-report = Не работает ПО
menu-board = Кто сейчас не может работать
menu-handover = Передать смену коллеге
menu-tickets = Открытые заявки
menu-duty = Кто сейчас на дежурстве
menu-shifts = Мои смены и замены
menu-rota = График на месяц
menu-people = Люди и кто на связи
menu-invite = Пригласить человека
menu-settings = Язык, часы, проверки
menu-noise = Почему звучал телефон
menu-help = Что я умею
menu-cancel = Забыть мой вопрос
menu-leads_here = Группа руководителей
