'use strict';
// How objects of the standard library take part in structured cloning and transfer.
// https://nodejs.org/docs/latest-v24.x/api/worker_threads.html#portpostmessagevalue-transferlist
//
// A cloneable object's `[kClone]()` gives `{ data, deserializeInfo: 'module:Class' }`; the other side makes a
// `new Class()` and calls its `[kDeserialize](data)`. A transferable object has `[kTransfer]()` of the same form, and
// `[kTransferList]()` names what has to be transferred with it. A mode set on a prototype is that of all its instances.

const { setTransferMode, transferMode } = internalBinding('serdes');

const CLONEABLE = 1;
const TRANSFERABLE = 2;

/**
 * Says what may happen to `object` in a message.
 * @param {object} object  @param {boolean} cloneable  @param {boolean} transferable
 */
function markTransferMode(object, cloneable = false, transferable = false) {
  if ((typeof object !== 'object' && typeof object !== 'function') || object === null) return;
  setTransferMode(object, (cloneable ? CLONEABLE : 0) | (transferable ? TRANSFERABLE : 0));
}

/**
 * What `markTransferMode` said of this object; undefined for any other.
 * @returns {{ cloneable: boolean, transferable: boolean } | undefined}
 */
function transferModeOf(object) {
  const mode = transferMode(object);
  if (mode === undefined) return undefined;
  return { cloneable: (mode & CLONEABLE) !== 0, transferable: (mode & TRANSFERABLE) !== 0 };
}

module.exports = {
  kClone: Symbol('messaging_clone_symbol'),
  kDeserialize: Symbol('messaging_deserialize_symbol'),
  kTransfer: Symbol('messaging_transfer_symbol'),
  kTransferList: Symbol('messaging_transfer_list_symbol'),
  markTransferMode,
  transferModeOf,
};
