/*
 * Keeps on the server what is being typed, without a button: the form is sent as its buttons would send it, and the
 * server only keeps it (204). The words come from the template; they are said once, not at each turn.
 */
const EVERY = 15_000; /* At most 240 times an hour: within what one account may send. */

for (const form of document.querySelectorAll("form[data-autosave]")) {
  const status = form.querySelector("[data-autosave-status]");
  const seen = form.querySelector("[data-draft-revision]");
  let changed = false;
  let timer;
  let underWay;

  const say = (words) => {
    if (status.textContent !== words) status.textContent = words;
  };

  const send = async () => {
    changed = false;
    try {
      const body = new FormData(form);
      const answer = await fetch(location.href, { method: "POST", body, headers: { "X-Requested-With": "autosave" } });
      if (answer.status === 412) {
        say(status.dataset.wordsElsewhere);
        underWay = undefined;
        return;
      }
      const revision = answer.headers.get("X-Draft-Revision");
      if (revision && seen) seen.value = revision;
      if (answer.status !== 204) throw new Error(answer.statusText);
      if (!changed) say(status.dataset.wordsKept);
    } catch {
      changed = true;
      say(navigator.onLine ? status.dataset.wordsNotKept : status.dataset.wordsOffline);
    }
    underWay = undefined;
  };

  const keep = () => {
    clearTimeout(timer);
    timer = undefined;
    if (changed && !underWay) underWay = send();
  };

  form.addEventListener("input", () => {
    changed = true;
    timer ??= setTimeout(keep, EVERY);
  });
  window.addEventListener("online", keep);
  document.addEventListener("visibilitychange", () => document.hidden && keep());

  /* The first save gives the browser its right to the draft: a button that overtook it would begin a second one. */
  form.addEventListener("submit", async (event) => {
    clearTimeout(timer);
    if (!underWay) return;
    event.preventDefault();
    await underWay;
    form.requestSubmit(event.submitter);
  });
}
