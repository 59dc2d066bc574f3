// <form data-keep="report">: keeps what was typed while the tab lives, and sends a form once only.
// Passwords, files and hidden fields are never kept, except a hidden field marked data-keep-too: the key by
// which a form whose answer was lost on the way is known again. The draft goes when the server says it was taken:
// the page after it carries <meta name="kept" content="report">.
const prefix = "draft:";
const keepable = (field) =>
  field.name &&
  ("keepToo" in field.dataset ||
    !["password", "file", "hidden", "submit", "button"].includes(field.type));

function read(key) {
  try {
    return JSON.parse(sessionStorage.getItem(prefix + key)) || {};
  } catch {
    return {}; // storage switched off, or a draft of another make
  }
}

function write(key, draft) {
  try {
    sessionStorage.setItem(prefix + key, JSON.stringify(draft));
  } catch {
    // A full or forbidden storage only costs the draft.
  }
}

function collect(form) {
  const draft = {};
  for (const field of form.elements) {
    if (!keepable(field)) continue;
    if (["checkbox", "radio"].includes(field.type)) {
      if (field.checked) draft[field.name] = field.value;
    } else if (field.value) draft[field.name] = field.value;
  }
  return draft;
}

function restore(form, draft) {
  for (const field of form.elements) {
    if (!keepable(field) || !(field.name in draft)) continue;
    if (["checkbox", "radio"].includes(field.type)) field.checked = draft[field.name] === field.value;
    else if (!field.value || "keepToo" in field.dataset) field.value = draft[field.name];
  }
}

function keep(form) {
  const key = form.dataset.keep;
  if (!form.querySelector("[aria-invalid]")) restore(form, read(key));
  form.addEventListener("input", () => write(key, collect(form)));
  form.addEventListener("change", () => write(key, collect(form)));
  form.addEventListener("submit", () => write(key, collect(form)));
}

// A second press while the first is on its way does nothing; going back makes the form live again.
function sendOnce(form) {
  let sent = false;
  form.addEventListener("submit", (event) => {
    if (sent) return event.preventDefault();
    sent = true;
    event.submitter?.setAttribute("aria-disabled", "true");
  });
  window.addEventListener("pageshow", () => {
    sent = false;
    form.querySelector("[aria-disabled]")?.removeAttribute("aria-disabled");
  });
}

const taken = document.querySelector('meta[name="kept"]');
if (taken) sessionStorage.removeItem(prefix + taken.content);
document.querySelectorAll("form[data-keep]").forEach(keep);
document.querySelectorAll('form[method="post"]:not([data-many])').forEach(sendOnce);
