/* Warns in time that the session ends, and extends it without leaving the page. */
const notice = document.querySelector("[data-session-notice]");

if (notice) {
  const form = notice.querySelector("[data-extend]");
  const words = notice.querySelector("[data-session-words]");
  let timer;

  const wait = (endsAt) => {
    const warnAt = endsAt.getTime() - Number(notice.dataset.warnMinutes) * 60_000;
    clearTimeout(timer);
    timer = setTimeout(() => {
      notice.classList.add("session-notice--shown");
      notice.setAttribute("role", "alert");
    }, Math.max(0, warnAt - Date.now()));
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { accept: "application/json" } });
      if (!answer.ok) throw new Error(answer.statusText);
      const endsAt = new Date((await answer.json()).ends_at);
      if (Number.isNaN(endsAt.getTime())) throw new Error("no end");
      words.textContent = endsAt.toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
      notice.classList.remove("session-notice--shown");
      notice.removeAttribute("role");
      wait(endsAt);
    } catch {
      /* Then the way that works without this script: the server answers with a page. */
      form.submit();
    }
  });

  wait(new Date(notice.dataset.endsAt));
}
