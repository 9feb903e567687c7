// Nothing here is needed: without it the button "Look whether they are known" does the same.
document.querySelectorAll("[data-tp-known]").forEach(looksAsTyped);

function looksAsTyped(panel) {
  const pause = 350;
  const form = panel.closest("form");
  const found = panel.querySelector("[data-tp-known-found]");
  const said = panel.querySelector("[data-tp-known-said]");
  const { name, fields, area } = panel.dataset;
  const own = `${name}_words`;
  const watched = new Set(fields.split(" ").flatMap((field) => [field, `${field}_day`, `${field}_month`, `${field}_year`]));
  let timer = null;
  let asking = null;
  let asked = "";

  form.addEventListener("input", (event) => {
    if (watched.has(event.target.name) || event.target.name === own) {
      clearTimeout(timer);
      timer = setTimeout(look, pause);
    }
  });
  panel.querySelector("button[name=look]").addEventListener("click", (event) => {
    event.preventDefault();
    asked = "";
    look();
  });
  // In this line the key sends a question, not the form.
  panel.querySelector(`[name=${own}]`).addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    asked = "";
    look();
  });

  async function look() {
    clearTimeout(timer);
    const typed = new FormData(form);
    const body = new URLSearchParams({ area, name, fields });
    for (const [field, value] of typed) {
      if (typeof value === "string" && (watched.has(field) || [own, name, `${name}_page`, "csrfmiddlewaretoken"].includes(field))) body.append(field, value);
    }
    if (body.toString() === asked) return;
    asked = body.toString();
    asking?.abort();
    asking = new AbortController();
    try {
      const answer = await fetch(panel.dataset.tpKnown, { method: "POST", body, redirect: "manual", signal: asking.signal });
      if (answer.ok) show(await answer.text());
      else asked = "";
    } catch {
      asked = "";
    }
  }

  // Whoever moves through the answers with the keyboard stays where they are.
  function show(html) {
    const focused = found.contains(document.activeElement) ? document.activeElement.id : "";
    found.innerHTML = html;
    if (focused) document.getElementById(focused)?.focus();
    const words = found.querySelector("legend, p")?.textContent ?? "";
    const names = [...found.querySelectorAll("label")].slice(0, -1).map((label) => label.textContent);
    const line = [words, ...names].join(". ");
    if (said.textContent !== line) said.textContent = line;
  }
}
