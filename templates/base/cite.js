/* Puts a citation on the clipboard as formatted text, for a word processor, and as plain text beside it. */
for (const place of document.querySelectorAll("[data-copy-rich]")) {
  if (!navigator.clipboard || typeof ClipboardItem === "undefined") continue;
  const buttons = place.querySelector("[data-copy-buttons]");
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  said.className = "soft small";
  buttons.append(" ", said);
  buttons.hidden = false;
  buttons.querySelector("button").addEventListener("click", async () => {
    const source = place.querySelector("[data-copy-source]");
    await navigator.clipboard.write([
      new ClipboardItem({
        "text/html": new Blob([source.innerHTML], { type: "text/html" }),
        "text/plain": new Blob([source.innerText], { type: "text/plain" }),
      }),
    ]);
    said.textContent = place.dataset.wordsCopied;
  });
}
