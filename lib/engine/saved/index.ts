/** Saved plans. */
export { decodePlan, foreignPlan, isSavedPlan } from "./decode";
export { encodePlan } from "./encode";
