/* Says at once which places are given twice or skipped. What that means is judged by the server alone. */
for (const hint of document.querySelectorAll("[data-ranks-hint]")) {
  const form = hint.closest("form");
  const show = () => {
    const given = [...form.querySelectorAll("[data-rank]")].map((field) => Number(field.value)).filter(Boolean);
    const said = [];
    for (let rank = 1; rank <= Math.max(0, ...given); rank += 1) {
      const times = given.filter((one) => one === rank).length;
      if (times > 1) said.push(hint.dataset.wordsShared.replace("#", rank));
      if (times === 0) said.push(hint.dataset.wordsSkipped.replace("#", rank));
    }
    hint.textContent = said.join(" ");
  };
  form.addEventListener("change", show);
  window.addEventListener("pageshow", show);
}
