// Asks the browser for a passkey when the button is pressed. Without scripts the forms stay hidden, and a password
// and a code do the same.
for (const form of document.querySelectorAll("form[data-tp-passkey]")) {
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    if (form.elements.credential.value) return;
    event.preventDefault();
    ask(form);
  });
}

async function ask(form) {
  const failed = form.querySelector("[data-tp-failed]");
  failed.hidden = true;
  try {
    const question = JSON.parse(form.dataset.tpQuestion);
    const answer = await window.webauthnJSON[form.dataset.tpPasskey](question);
    form.elements.credential.value = JSON.stringify(answer);
    form.submit();
  } catch {
    failed.hidden = false;
    failed.focus();
  }
}
