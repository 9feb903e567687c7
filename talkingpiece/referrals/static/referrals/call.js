// Nothing here is needed: without it the button "Save" does the same.
const form = document.querySelector("[data-tp-save]");
if (form) saveAsTyped(form);

function saveAsTyped(form) {
  const line = form.querySelector("[data-tp-saved]");
  const pause = 700;
  const again = 5000;
  let changed = new Set();
  let running = null;
  let timer = null;
  let leaving = false;

  form.addEventListener("input", typed);
  form.addEventListener("change", typed);
  form.addEventListener("focusout", () => save());
  document.addEventListener("visibilitychange", () => document.hidden && save());
  window.addEventListener("beforeunload", (event) => {
    if (changed.size && !leaving) event.preventDefault();
  });
  form.addEventListener("submit", (event) => {
    if (event.submitter?.name === "save" && !line.dataset.lost) {
      event.preventDefault();
      save();
    } else {
      leaving = true;
    }
  });
  showDanger();

  function typed(event) {
    if (!event.target.name) return;
    changed.add(event.target.name);
    showDanger();
    later(pause);
  }

  function later(milliseconds) {
    clearTimeout(timer);
    timer = setTimeout(save, milliseconds);
  }

  async function save() {
    clearTimeout(timer);
    if (!changed.size || running || leaving) return;
    const sending = changed;
    changed = new Set();
    running = post(sending);
    const saved = await running;
    running = null;
    if (!saved) {
      changed = new Set([...sending, ...changed]);
      if (!line.dataset.lost) later(again);
    } else if (changed.size) {
      later(pause);
    }
  }

  async function post(names) {
    const typed = new FormData(form);
    const body = new URLSearchParams();
    for (const guard of ["csrfmiddlewaretoken", "version", "window"]) body.append(guard, typed.get(guard) ?? "");
    for (const name of names) {
      body.append("changed", name);
      for (const value of typed.getAll(name)) body.append(name, value);
    }
    try {
      const answer = await fetch(form.dataset.tpSave, { method: "POST", body, redirect: "manual", keepalive: document.hidden });
      if (answer.ok) return say((await answer.json()).words, false);
      return say(refusal(answer), true);
    } catch {
      return say(line.dataset.failed, true);
    }
  }

  function refusal(answer) {
    const lost = answer.status === 404 ? line.dataset.gone : answer.type === "opaqueredirect" && line.dataset.signedOut;
    if (lost) line.dataset.lost = "yes";
    return lost || line.dataset.failed;
  }

  // Said only when it changes: nobody who listens to a caller wants to hear "Saved" at every pause.
  function say(words, failed) {
    if (line.textContent !== words) line.textContent = words;
    line.classList.toggle("tp-call-bar__not-saved", failed);
    return !failed;
  }

  function showDanger() {
    const said = form.querySelector("[name=safe_now]:checked")?.value;
    form.querySelector("[data-tp-danger]").hidden = said !== "no" && said !== "not_sure";
  }
}
