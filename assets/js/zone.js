// Suggests the zone of this device where nobody has chosen one.
const here = Intl.DateTimeFormat().resolvedOptions().timeZone

for (const select of document.querySelectorAll('select[data-zone]')) {
  const untouched = [...select.options].every((option) => option.selected === option.defaultSelected)
  if (untouched && [...select.options].some((option) => option.value === here)) select.value = here
}
