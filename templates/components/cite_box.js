/* Copies an address; without a script, or where copying is not allowed, the address is simply there to be read. */
for (const place of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  said.className = "soft small";
  place.append(" ", said);
  place.hidden = false;
  place.querySelector("button").addEventListener("click", async () => {
    await navigator.clipboard.writeText(place.dataset.copy);
    said.textContent = place.dataset.wordsCopied;
  });
}
