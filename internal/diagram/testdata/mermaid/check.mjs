// Reads a JSON array of diagrams on stdin and lets Mermaid parse each. If one is
// not valid, says which and why, and exits with 1. With --labels, prints what
// they show as a JSON array: the labels of their nodes, subgraphs and links.

import { JSDOM } from 'jsdom'
import { text } from 'node:stream/consumers'

// Mermaid cleans labels with DOMPurify, which needs a page.
const { window } = new JSDOM('')
Object.assign(globalThis, { window, document: window.document })
const { default: mermaid } = await import('mermaid')

const labels = process.argv.includes('--labels')
const diagrams = JSON.parse(await text(process.stdin))
const shown = []
for (const [i, diagram] of diagrams.entries()) {
  try {
    await mermaid.parse(diagram)
    if (!labels) continue
    const { db } = await mermaid.mermaidAPI.getDiagramFromText(diagram)
    shown.push({
      nodes: [...db.getVertices().values()].map(node => seen(node.text)),
      subgraphs: db.getSubGraphs().map(graph => seen(graph.title)),
      links: db.getEdges().map(edge => seen(edge.text)),
    })
  } catch (error) {
    console.error(`diagram ${i} is not valid: ${error.message}\n${diagram}`)
    process.exit(1)
  }
}
console.log(JSON.stringify(shown))

// seen returns a label as a person sees it. Until it draws, Mermaid keeps the
// numbers of characters in a form of its own.
function seen(label) {
  const element = window.document.createElement('div')
  element.innerHTML = label
    .replaceAll('ﬂ°°', '&#').replaceAll('ﬂ°', '&').replaceAll('¶ß', ';')
    .replaceAll(/<br *\/?>/g, '\n')
  return element.textContent
}
