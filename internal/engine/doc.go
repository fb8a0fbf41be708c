// Package engine answers the questions of network mapping over a topology:
// which target networks are available, where a machine lands on failover, and
// whether a change is sound.
//
// Every answer is a value and the same for the same topology, in a stable
// order. Nothing here reads or writes anything else. What is wrong is said in
// a [Finding], whose codes are listed in one table. Every text that names objects
// is a [Phrase], which says of each what it takes to tell it from others.
//
// Numbers such as M3, failback 5 and chapter 5 refer to the rules in the guide
// "Concepts", docs/guides/concepts.md.
package engine
