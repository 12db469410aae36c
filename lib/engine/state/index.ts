/** Terraform's state, format version 4: reading and writing it, piece by piece. */
export { addressOfBlock, currentAddress, deposedKey, parseAddress, type AddressParts } from "./address";
export { decodeState } from "./decode";
export { fullProvider, instanceAt, instancesAt, marked, movesOf, unfit, withInstances, withProvider } from "./edit";
export { emptyState, encodeState, TERRAFORM_VERSION } from "./encode";
export { readState, readStored, toItsEnd, writeState } from "./stored";
export type { State, StateInstance } from "./types";
