/* Puts a citation on the clipboard for a word processor, as formatted text and as plain text beside it. */
const escaped = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
const linked = (text, address) =>
  escaped(text).replace(escaped(address), `<a href="${escaped(address)}">${escaped(address)}</a>`);

/* Word makes a footnote of its own of this; other programs show a number with the source below the quote. */
const footnoted = (quote, note) => `<p>${quote}<a
 style="mso-footnote-id:ftn1" href="#_ftn1" name="_ftnref1"><sup>[1]</sup></a></p>
<div style="mso-element:footnote-list"><div style="mso-element:footnote" id="ftn1"><p><a
 style="mso-footnote-id:ftn1" href="#_ftnref1" name="_ftn1"><sup>[1]</sup></a> ${note}</p></div></div>`;

for (const place of document.querySelectorAll("[data-copy-rich]")) {
  if (!navigator.clipboard || typeof ClipboardItem === "undefined") continue;
  const buttons = place.querySelector("[data-copy-buttons]");
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  said.className = "soft small";
  buttons.append(" ", said);
  buttons.hidden = false;

  const quoted = place.querySelector("[data-copy-quote]");
  const quote = quoted?.innerText.trim() ?? "";
  const marked = quoted ? `<span lang="${escaped(quoted.lang)}">${escaped(quote)}</span>` : "";
  const sentence = place.querySelector("[data-copy-sentence]").innerText.trim();
  const source = document.querySelector("[data-copy-footnote]");
  const note = source.innerText.trim();
  const address = source.dataset.copyFootnote;
  const forms = {
    sentence: [
      `${quoted ? `<blockquote><p>${marked}</p></blockquote>` : ""}<p>${linked(sentence, address)}</p>`,
      `${quote}\n\n${sentence}`.trim(),
    ],
    footnote: [footnoted(marked, linked(note, address)), `${quote} [1]\n\n[1] ${note}`.trim()],
  };
  for (const button of buttons.querySelectorAll("button")) {
    button.addEventListener("click", async () => {
      const [html, plain] = forms[button.value];
      said.textContent = ""; // The same words again are read out only where they were gone.
      try {
        await navigator.clipboard.write([
          new ClipboardItem({
            "text/html": new Blob([html], { type: "text/html" }),
            "text/plain": new Blob([plain], { type: "text/plain" }),
          }),
        ]);
        said.textContent = place.dataset.wordsCopied;
      } catch {
        said.textContent = place.dataset.wordsRefused;
      }
    });
  }
}
