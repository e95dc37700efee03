// The queue by keyboard: in the list J and K go down and up, Enter opens as with any link. The keys work only while something
// in the list has the focus, so they never get in the way of anything else.
const hint = document.getElementById('queue-keys')
if (hint) hint.hidden = false
document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !['j', 'k'].includes(event.key)) return
  const links = [...document.querySelectorAll('[data-keys="queue"] .case-open')]
  const at = links.indexOf(document.activeElement)
  if (at < 0) return
  event.preventDefault()
  links[Math.min(Math.max(at + (event.key === 'j' ? 1 : -1), 0), links.length - 1)].focus()
})
