/*
 * Writes the marks of a text: buttons above it, Ctrl+B for bold, and what is pasted from Word or a page turned into the same
 * marks. The text stays a plain one, so that nothing differs without this script.
 */
const LINE_MARK = /^(#{1,6} |[-*+] |\d+[.)] )/;
const SAFE = /^(https?:|mailto:|tel:)/i;

/* Through the browser, so that its own undo knows of it. */
function write(field, text, from, to) {
  field.focus();
  field.setSelectionRange(from, to);
  if (!document.execCommand("insertText", false, text)) {
    field.setRangeText(text, from, to, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function around(field, before, behind) {
  const { selectionStart: from, selectionEnd: to, value } = field;
  const words = value.slice(from, to);
  const has = value.slice(from - before.length, from) === before && value.slice(to, to + behind.length) === behind;
  if (has) {
    write(field, words, from - before.length, to + behind.length);
    field.setSelectionRange(from - before.length, to - before.length);
  } else {
    write(field, before + words + behind, from, to);
    field.setSelectionRange(from + before.length, to + before.length);
  }
}

function atLines(field, markOf) {
  const { value } = field;
  const from = value.lastIndexOf("\n", field.selectionStart - 1) + 1;
  const end = value.indexOf("\n", field.selectionEnd);
  const to = end < 0 ? value.length : end;
  const lines = value.slice(from, to).split("\n");
  const has = lines.every((line, index) => line.startsWith(markOf(index)));
  const written = lines.map((line, index) => (has ? "" : markOf(index)) + line.replace(LINE_MARK, "")).join("\n");
  /* A heading or a list begins behind an empty line. */
  const parted = from > 0 && !has && value.slice(from - 2, from) !== "\n\n" ? "\n" : "";
  write(field, parted + written, from, to);
}

function link(field, words) {
  const { selectionStart: from, selectionEnd: to } = field;
  const shown = field.value.slice(from, to) || words;
  const address = "https://";
  write(field, `[${shown}](${address})`, from, to);
  const start = from + shown.length + 3;
  field.setSelectionRange(start, start + address.length);
}

const ACTS = {
  heading: (field) => atLines(field, () => "## "),
  bold: (field) => around(field, "**", "**"),
  bullet: (field) => atLines(field, () => "- "),
  number: (field) => atLines(field, (index) => `${index + 1}. `),
  link: (field, button) => link(field, button.dataset.words),
};

const spaced = (text) => text.replace(/[\s\u00a0]+/g, " ");

/* The words of an element on one line, with bold and links. */
function inline(node) {
  if (node.nodeType === Node.TEXT_NODE) return spaced(node.data);
  if (node.nodeType !== Node.ELEMENT_NODE || /^(STYLE|SCRIPT|META|TITLE|HEAD)$/.test(node.tagName)) return "";
  if (node.tagName === "BR") return "\n";
  const inside = [...node.childNodes].map(inline).join("");
  const words = inside.trim();
  if (!words) return inside;
  const framed = (before, behind) => inside.replace(words, () => before + words + behind);
  const weight = node.style?.fontWeight;
  if (node.tagName === "A" && SAFE.test(node.getAttribute("href") ?? "") && !/[\[\]\n]/.test(words)) {
    return framed("[", `](${node.getAttribute("href").replace(/[()\s]/g, encodeURIComponent)})`);
  }
  const bold = /^(B|STRONG)$/.test(node.tagName) ? weight !== "normal" && weight !== "400" : weight === "bold" || weight >= 600;
  return bold && !words.includes("**") && !words.includes("\n") ? framed("**", "**") : inside;
}

const BLOCKS = "p, h1, h2, h3, h4, h5, h6, ul, ol, li, div, table, tr, blockquote, section, article";
/* Word writes the items of a list as paragraphs with the sign in front. */
const WORD_BULLET = /^[·•o§▪–-][\s\u00a0]+/u;

function blocks(node, depth = 0) {
  const found = [];
  let run = "";
  const close = () => {
    if (run.trim()) found.push(run.trim());
    run = "";
  };
  for (const child of node.childNodes) {
    const name = child.nodeType === Node.ELEMENT_NODE ? child.tagName : "";
    if (/^(UL|OL)$/.test(name)) {
      close();
      found.push(list(child, depth));
    } else if (/^H[1-6]$/.test(name)) {
      close();
      const words = spaced(child.textContent).trim();
      if (words) found.push(`${/^H[12]$/.test(name) ? "##" : "###"} ${words}`);
    } else if (name === "TR") {
      close();
      found.push([...child.children].map((cell) => spaced(cell.textContent).trim()).filter(Boolean).join(" – "));
    } else if (/^P$/.test(name) && /mso-list|MsoListParagraph/.test(`${child.getAttribute("style")} ${child.className}`)) {
      close();
      const words = inline(child).trim();
      found.push({ item: /^\d+[.)]/.test(words) ? words.replace(/^(\d+)[.)]\s*/, "$1. ") : `- ${words.replace(WORD_BULLET, "")}` });
    } else if (name && (child.matches(BLOCKS) || child.querySelector(BLOCKS))) {
      close();
      found.push(...blocks(child, depth));
    } else {
      run += inline(child);
    }
  }
  close();
  return found;
}

function list(element, depth) {
  const indent = "  ".repeat(depth) + (depth && element.tagName === "OL" ? " " : "");
  const items = [...element.children].filter((child) => child.tagName === "LI");
  return items
    .map((item, index) => {
      const sign = element.tagName === "OL" ? `${index + 1}. ` : "- ";
      const inside = blocks(item, depth + 1).map((block) => block.item ?? block);
      return indent + sign + inside.join("\n").replace(/\n(?! )/g, `\n${" ".repeat(sign.length)}`);
    })
    .join("\n");
}

function marksOf(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  let text = "";
  let before;
  for (const block of blocks(page.body)) {
    const together = before?.item !== undefined && block.item !== undefined;
    text += (text ? (together ? "\n" : "\n\n") : "") + (block.item ?? block);
    before = block;
  }
  return text.replace(/[ \t]+\n/g, "\n").replace(/\n{3,}/g, "\n\n");
}

for (const bar of document.querySelectorAll("[data-marks-bar]")) {
  const field = document.getElementById(bar.dataset.marksBar);
  if (!field) continue;
  bar.hidden = false;
  bar.addEventListener("click", (event) => {
    const button = event.target.closest("[data-mark]");
    if (button) ACTS[button.dataset.mark](field, button);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() === "b" && (event.ctrlKey || event.metaKey) && !event.altKey) {
      event.preventDefault();
      ACTS.bold(field);
    }
  });
  field.addEventListener("paste", (event) => {
    const html = event.clipboardData?.getData("text/html");
    const marks = html && marksOf(html);
    if (!marks) return;
    event.preventDefault();
    write(field, marks, field.selectionStart, field.selectionEnd);
  });
}
