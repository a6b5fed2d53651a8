/*
 * Behind the title: proposals that are like it, as soon as the field is left. Without this script they stand at the check.
 */
for (const place of document.querySelectorAll("[data-alike]")) {
  const form = place.closest("form");
  const ask = async () => {
    const all = new FormData(form);
    const body = new FormData();
    for (const name of ["csrfmiddlewaretoken", "title", "summary"]) body.set(name, all.get(name) ?? "");
    if (!body.get("title").trim()) return;
    try {
      const answer = await fetch(place.dataset.alike, { method: "POST", body });
      if (answer.ok) place.innerHTML = await answer.text();
    } catch {
      /* They come at the check. */
    }
  };
  for (const name of ["title", "summary"]) form.elements[name]?.addEventListener("change", ask);
}
