/** Saved plans. */
export { decodePlan, foreignPlan, isSavedPlan, type DecodedPlan } from "./decode";
export { encodePlan, type SavedPlan } from "./encode";
export { isSignedWith, SALT_BYTES, signed, type PlanSignature } from "./signature";
