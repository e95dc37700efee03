// The only place where text becomes HTML, and only text that our own server sent.
const trusted = { createHTML: (text) => text, createScriptURL: (address) => (address === '/sw.js' ? address : '') }
const policy = window.trustedTypes?.createPolicy('alongside', trusted) ?? trusted

export const serviceWorker = () => policy.createScriptURL('/sw.js')

export function parsePage(text) {
  return new DOMParser().parseFromString(policy.createHTML(text), 'text/html')
}

export function parseFragment(text) {
  const template = document.createElement('template')
  template.innerHTML = policy.createHTML(text)
  return template.content
}
