// Package topology holds the nouns of disaster-recovery network mapping: VMM
// servers, logical networks, VM networks, Azure networks, clouds, hosts, cloud
// protections and network mappings, and the [Topology] that keeps them with
// the indexes that questions need.
//
// Its rules:
//
//   - An object is a value and is never changed once it has been built; to
//     change what a topology holds, put another object with the same id.
//   - An id is a natural key, made of names. Ids and names are compared without
//     regard to case, and keep the spelling of whoever wrote them. [ID] cannot
//     be compared with ==; use [ID.Same], or [ID.Key] as the key of a map.
//   - A topology takes what it is given: whether an object is sound, and whether
//     what it refers to exists, is judged by package engine.
//   - Every list that a topology returns is sorted by the text of the ids.
//
// Numbers such as M3 refer to the rules in the project's domain guide.
package topology
