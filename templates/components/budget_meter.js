/* Keeps the money or the points left in sight while someone chooses. What is chosen is judged by the server alone. */
for (const form of document.querySelectorAll("[data-budget-form]")) {
  const meter = form.querySelector("[data-budget-meter]");
  if (!meter) continue;
  const budget = Number(meter.dataset.budget);
  const words = meter.querySelector("[data-budget-words]");
  const amounts = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 0 });
  words.setAttribute("role", "status");

  const show = () => {
    let spent = 0;
    for (const mark of form.querySelectorAll("[data-cost]:checked")) spent += Number(mark.dataset.cost);
    for (const field of form.querySelectorAll("[data-points]")) spent += Number(field.value) || 0;
    const left = budget - spent;
    const [before, after] = (left < 0 ? meter.dataset.wordsOver : meter.dataset.wordsLeft).split("#");
    const amount = document.createElement("b");
    /* As the server writes money, in either language. */
    amount.textContent = `${"money" in meter.dataset ? "€\u00a0" : ""}${amounts.format(Math.abs(left))}`;
    words.replaceChildren(before, amount, after);
    meter.querySelector("[data-budget-bar]").setAttribute("width", spent);
    meter.classList.toggle("budget-meter--over", left < 0);
  };

  form.addEventListener("change", show);
  show();
  /* Marks that the browser puts back, on Back or after a crash, come after the page was read. */
  window.addEventListener("pageshow", show);
}
