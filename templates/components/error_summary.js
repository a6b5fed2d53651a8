/* Brings who sent the form to what is still needed. */
document.querySelector("[data-error-summary]")?.focus();
