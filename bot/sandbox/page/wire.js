/* The line to the sandbox: one stream of events down, small posts up. It mends itself. */

const RETRY_MS = 1000;

export async function post(path, body) {
  const form = body instanceof FormData;
  const answer = await fetch(path, {
    method: "POST",
    body: form ? body : JSON.stringify(body ?? {}),
    headers: form ? {} : { "Content-Type": "application/json" },
  });
  const content = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(content.error ?? `The server answered ${answer.status}`);
  return content;
}

/* Events that arrive while the state is being read wait, so that neither overtakes the other. */
export function listen({ state, event, away }) {
  let waiting = [];
  let source = null;
  let timer = 0;

  const again = () => {
    source?.close();
    away(true);
    clearTimeout(timer);
    timer = setTimeout(connect, RETRY_MS);
  };
  const reload = async (mine) => {
    waiting = [];
    try {
      const answer = await fetch("/sim/state", { cache: "no-store" });
      if (!answer.ok) throw new Error(String(answer.status));
      const whole = await answer.json();
      if (mine !== source) return;
      state(whole);
    } catch (error) {
      if (mine === source) again();
      return;
    }
    const missed = waiting;
    waiting = null;
    missed.forEach(event);
    away(false);
  };
  const connect = () => {
    waiting = [];
    const mine = new EventSource("/sim/events");
    source = mine;
    mine.onopen = () => reload(mine);
    mine.onerror = () => { if (mine === source) again(); };
    mine.onmessage = ({ data }) => {
      const one = JSON.parse(data);
      if (waiting) waiting.push(one);
      else event(one);
    };
  };
  connect();
}
