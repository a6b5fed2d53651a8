/*
 * Tells how much room is left while someone writes. Counts what a person sees as one character (grapheme clusters);
 * never cuts off what was written. The words come from the template.
 */
const segmenter = "Segmenter" in Intl ? new Intl.Segmenter(undefined, { granularity: "grapheme" }) : undefined;

function count(text) {
  return segmenter ? [...segmenter.segment(text)].length : [...text].length;
}

for (const line of document.querySelectorAll("[data-character-count]")) {
  const field = document.getElementById(line.dataset.characterCount);
  const limit = Number(line.dataset.characterLimit);
  const number = new Intl.NumberFormat(document.documentElement.lang);
  let announcing;
  /* Eyes see it at once; ears hear it when the writing pauses, and only near the end. */
  const ears = document.createElement("span");
  ears.className = "visually-hidden";
  ears.setAttribute("role", "status");
  line.after(ears);

  const show = () => {
    const left = limit - count(field.value);
    const words = left < 0 ? line.dataset.wordsOver : line.dataset.wordsLeft;
    line.textContent = words.replace("#", number.format(Math.abs(left)));
    line.classList.toggle("character-count--over", left < 0);
    clearTimeout(announcing);
    if (left < limit / 10) announcing = setTimeout(() => (ears.textContent = line.textContent), 1000);
  };

  field?.addEventListener("input", show);
  if (field?.value) show();
}
