// Package vault speaks with Azure Site Recovery: it finds what a Recovery
// Services vault discovered, and realises network mappings there.
//
// Its rules:
//
//   - Nothing is opened, read or asked for before the first question.
//   - The service's names are GUIDs; people know the friendly names. A friendly
//     name is bound to what carries it, without regard to case; what is not
//     found, or found twice, is an error and never a guess.
//   - Ids come back in changing case. [ARMID] cannot be compared with ==; use
//     [ARMID.Same], or [ARMID.Key] as the key of a map.
//   - Each collection is listed once for a run, a page a request, and whoever
//     asks at the same time shares the listing. What the run itself changes is
//     carried forward without listing again.
//   - A change ends as made, as refused with the service's own words
//     ([ServiceError]), or as uncertain ([ErrUncertain]) where its outcome could
//     not be read back. What exists already is never taken over ([ExistsError]).
//   - No error and no log holds a secret.
//
// The facts about the service are those of chapter 7 of the project's domain
// guide.
package vault
