// The only place where text becomes HTML, and only text that our own server sent.
const policy = window.trustedTypes?.createPolicy('alongside', { createHTML: (text) => text }) ?? { createHTML: (text) => text }

export function parsePage(text) {
  return new DOMParser().parseFromString(policy.createHTML(text), 'text/html')
}

export function parseFragment(text) {
  const template = document.createElement('template')
  template.innerHTML = policy.createHTML(text)
  return template.content
}
