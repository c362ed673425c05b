intake-stranger = This is a work bot of a shift. A personal link from an administrator lets you in.
intake-not-allowed = Your role does not allow this button. Nothing has changed.
intake-unknown-button = This button is no longer in use. Open a current card: /status
intake-unknown-command = There is no such command. What I can do: /help
intake-words-lead-nowhere = I see your message but expect nothing right now. What I can do: /help
intake-edit-not-read = I do not read edits again. If it matters, send it as a new message.
intake-too-many = Too much at once. Wait a few seconds, then go on.
invitation-not-valid = This link did not work: each works once and not for long. Ask an administrator for a new one.
