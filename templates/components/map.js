/* Fetches the map when somebody opens it. */
for (const element of document.querySelectorAll("[data-map]")) {
  const door = element.querySelector("[data-map-open]");
  const open = async () => {
    const style = Object.assign(document.createElement("link"), { rel: "stylesheet", href: element.dataset.style });
    const dressed = new Promise((done) => {
      style.onload = done;
      style.onerror = done;
    });
    document.head.append(style);
    element.querySelector("[data-map-sheet]").hidden = false;
    if (door) door.parentElement.hidden = true;
    try {
      const [{ draw }] = await Promise.all([import(element.dataset.script), dressed]);
      await draw(element);
    } catch {
      element.querySelector("[data-map-canvas]").hidden = true;
      element.querySelector("[data-map-words]").textContent = element.dataset.wordsFailed;
    }
  };
  element.hidden = false;
  if (door) door.addEventListener("click", open);
  else open();
}
