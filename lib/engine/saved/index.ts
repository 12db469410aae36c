/** Saved plans. */
export { decodePlan, foreignPlan, isSavedPlan } from "./decode";
export { encodePlan, type SavedPlan } from "./encode";
